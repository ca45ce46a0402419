"""Marks sent as JSON: columns of equal length, or rows; read to the same columns as a file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from movements.intake.attendance_columns import WANTED, Column, Columns, PlainLines
from movements.intake.plain_json import read_json, why_not
from movements.intake.plain_text import Unreadable
from movements.problems import Problem, Refused
from movements.received import SentFile

ROWS, SCHOOL = "rows", "school"
_ONE_FOR_ALL = ("date", "session")
_SHAPES = (
    'Send {"upn": [...], "date": ..., "session": ..., "mark": [...]}, with date and session one '
    'value for all or a list, or {"rows": [{"upn", "date", "session", "mark"}, ...]}.'
)


def read_attendance_json(data: bytes, *, name: str) -> tuple[Columns, str | None]:
    """The columns of a body of JSON, and the school it names. Lines count marks, from 1.

    Raises Unreadable for what is no JSON, Refused with a problem for each field that is wrong.
    """
    return marks_told(told_json(data), data, name=name)


def told_json(data: bytes) -> Any:
    """What a body of JSON says. Raises Unreadable for what is none."""
    try:
        return read_json(data)
    except (ValueError, RecursionError) as error:
        words = f"The body is not JSON in UTF-8: {why_not(error)}. {_SHAPES}"
        raise Unreadable(f"{words} Send CSV with Content-Type: text/csv.") from error


def marks_told(document: Any, data: bytes, *, name: str) -> tuple[Columns, str | None]:
    """The columns of what a body of JSON says, and the school it names.

    Raises Unreadable for what is no object, Refused with a problem for each field that is wrong.
    """
    if not isinstance(document, dict):
        raise Unreadable(f"The body is no JSON object. {_SHAPES}")
    told = dict(document)
    school = told.pop(SCHOOL, None)
    if not isinstance(school, str | None):
        raise Refused([Problem(SCHOOL, "not_text", "Name the school by a text.")])
    cells = _of_rows(told) if ROWS in told else _of_columns(told)
    count = len(cells["upn"])
    columns = {wanted: _column(wanted, cells[wanted], count) for wanted in WANTED}
    read = Columns(
        columns["upn"],
        columns["date"],
        columns["session"],
        columns["mark"],
        lines=np.arange(1, count + 1, dtype=np.int32),
        source=PlainLines("", ",", list),
        sent=SentFile.of(name, data),
    )
    return read, school


def _of_rows(told: Mapping[str, Any]) -> dict[str, list[Any]]:
    others = [name for name in told if name != ROWS]
    rows = told[ROWS]
    if others or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        field = others[0] if others else ROWS
        raise Refused([Problem(field, "not_rows", f"rows is a list of objects, alone. {_SHAPES}")])
    unknown = sorted({name for row in rows for name in row if name not in WANTED})
    if unknown:
        raise Refused([_unknown(name) for name in unknown])
    return {wanted: [row.get(wanted, "") for row in rows] for wanted in WANTED}


def _of_columns(told: Mapping[str, Any]) -> dict[str, Any]:
    wrong = [*wrong_columns(told)]
    if wrong:
        raise Refused(wrong)
    return {wanted: told[wanted] for wanted in WANTED}


def one_for_all(wanted: str, value: Any) -> bool:
    """Whether a column is told by one value for every mark."""
    return wanted in _ONE_FOR_ALL and isinstance(value, str)


def wrong_columns(told: Mapping[str, Any], columns: Sequence[str] = WANTED) -> Iterator[Problem]:
    """What is wrong with the shape of these columns, and that others are told."""
    yield from (_unknown(name) for name in told if name not in columns)
    yield from (
        Problem(wanted, "missing", f"Give {wanted}. {_SHAPES}")
        for wanted in columns
        if wanted not in told
    )
    count = len(told["upn"]) if isinstance(told.get("upn"), list) else None
    for wanted in (name for name in columns if name in told):
        value = told[wanted]
        one = one_for_all(wanted, value)
        if not one and not isinstance(value, list):
            yield Problem(wanted, "not_a_list", f"{wanted} is a list. {_SHAPES}")
        elif not one and count is not None and len(value) != count:
            words = f"{wanted} has {len(value):,} values and upn has {count:,}: send as many."
            yield Problem(wanted, "length", words)


def _unknown(name: str) -> Problem:
    return Problem(name, "unknown_field", f"Marks have {', '.join(WANTED)} and no {name[:40]}.")


def _column(wanted: str, cells: str | Sequence[Any], count: int) -> Column:
    if isinstance(cells, str):
        return Column((cells.strip(),), np.zeros(count, dtype=np.int32))
    # Distinct values by their type first: a list of texts is the only sort that is quick.
    sorts = {*map(type, cells)}
    if sorts <= {str}:
        return Column.of(cells).stripped()
    if not sorts <= {str, int, float, type(None)}:
        wrong = next(at for at, cell in enumerate(cells, 1) if not _is_one_cell(cell))
        words = f"Value {wrong:,} of {wanted} is no text: write every one in quotation marks."
        raise Refused([Problem(wanted, "not_text", words)])
    return Column.of(["" if cell is None else str(cell) for cell in cells]).stripped()


def _is_one_cell(cell: Any) -> bool:
    """Whether a value is what a cell of a file may be: then its own row alone is judged by it."""
    return cell is None or type(cell) in (str, int, float)
