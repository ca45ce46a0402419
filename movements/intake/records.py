"""A JSON file of records, one for each mark, as the CSV that says the same."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from movements.intake.plain_json import read_json, why_not
from movements.intake.plain_text import Unreadable

_LISTS = ("rows", "data", "records")
_SHAPE = (
    'An attendance file in JSON is a list of records, or {"rows": [...]}: one for each mark, with '
    "upn, date, session and mark."
)


def is_json(data: bytes) -> bool:
    """Whether a file begins as one of JSON does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def as_csv(data: bytes, *, name: str) -> bytes:
    """The records as CSV: the nth stands on line n + 1. Raises Unreadable for what is none."""
    return csv_of(_records(data, name), name=name)


def csv_of(records: Sequence[Mapping[str, Any]], *, name: str) -> bytes:
    """Records as CSV. Raises Unreadable for a value that is no text or number."""
    columns = [*dict.fromkeys(key for record in records for key in record)]
    held = io.StringIO(newline="")
    out = csv.writer(held, lineterminator="\n")
    out.writerow(columns)
    for number, record in enumerate(records, 1):
        out.writerow([_cell(record.get(key), key, number, name) for key in columns])
    return held.getvalue().encode()


def listed(told: Any) -> Any:
    """What a document has for its records: itself, or what stands under a usual name."""
    if isinstance(told, dict):
        return next((told[key] for key in _LISTS if key in told), None)
    return told


def _records(data: bytes, name: str) -> list[Mapping[str, Any]]:
    try:
        told = read_json(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"{name} is no whole JSON ({why_not(error)}), so nothing in it was taken in: send it "
            "again."
        ) from None
    told = listed(told)
    if not isinstance(told, list) or not told or not all(isinstance(one, dict) for one in told):
        raise Unreadable(f"{name} has no list of records. {_SHAPE}")
    return told


def _cell(value: Any, key: str, number: int, name: str) -> str:
    """A text or a number as it stands; line ends would make two lines of one record."""
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).splitlines())
    raise Unreadable(f"{name}, record {number}: {key[:40]} is no text or number. {_SHAPE}")
