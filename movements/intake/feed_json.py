"""A feed of many schools as JSON: each mark names its school, in records or in columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from movements.daily_feed import SCHOOL
from movements.intake.attendance_columns import WANTED, school_column
from movements.intake.attendance_json import SCHOOL as NAMED
from movements.intake.attendance_json import one_for_all, wrong_columns
from movements.intake.reading import tidy_name
from movements.intake.records import csv_of, listed
from movements.problems import Refused


def feed_as_csv(told: Any, *, name: str) -> bytes | None:
    """The CSV that says the same, the nth mark on line n + 1; None where no mark names its school.

    Raises Unreadable for what is no text or number, Refused for columns of different lengths.
    """
    if isinstance(told, dict) and isinstance(told.get(NAMED), list):
        return csv_of(_of_columns(told), name=name)
    rows = listed(told)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    keys = dict.fromkeys(key for row in rows for key in row)
    if not any(_is_school(key) for key in keys):
        return None
    return csv_of([_with_school(row) for row in rows], name=name)


def _is_school(key: str) -> bool:
    return key == NAMED or school_column([tidy_name(key)]) is not None


def _with_school(row: Mapping[str, Any]) -> dict[str, Any]:
    return {SCHOOL.name if _is_school(key) else key: value for key, value in row.items()}


def _of_columns(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    wrong = [*wrong_columns(told, (*WANTED, NAMED))]
    if wrong:
        raise Refused(wrong)
    count = len(told["upn"])
    columns = [_cells(wanted, told[wanted], count) for wanted in (NAMED, *WANTED)]
    names = (SCHOOL.name, *WANTED)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _cells(wanted: str, value: str | Sequence[Any], count: int) -> Iterable[Any]:
    return [value] * count if one_for_all(wanted, value) else value
