"""A file of termly totals of sessions, as the school census returns them: known by its columns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from movements.intake.attendance_columns import column_for
from movements.intake.plain_text import Unreadable, read_text, unended
from movements.intake.reading import SEPARATORS, Sheet, read_rows, tidy_name
from movements.intake.unpacked import head_of, sent_bytes, unpacked
from movements.received import SentFile
from movements.session_totals import AUTHORISED, POSSIBLE, SUMS, UNAUTHORISED

CENSUS, REASON, SESSIONS, SECOND_HALF = "census", "reason", "sessions", "second_half"
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    CENSUS: ("referencedate", "reference_date", "census", "census_day", "census_date"),
    REASON: ("attendancereason", "attendance_reason"),
    SESSIONS: ("sessions",),
    POSSIBLE: ("termlysessionspossible", "sessionspossible", "sessions_possible"),
    AUTHORISED: ("termlysessionsauthorised", "sessionsauthorised", "sessions_authorised"),
    UNAUTHORISED: ("termlysessionsunauthorised", "sessionsunauthorised", "sessions_unauthorised"),
    SECOND_HALF: ("summerhalfterm2sessionspossible",),
}
"""What is asked, and how exports head it. A file of the second half of the summer term has no other
possible sessions than those."""
_HEAD = 16_384
_CENSUS_PUPIL = re.compile(r"pupil(nolonger)?onrolltableid")


@dataclass(frozen=True)
class TotalsFile:
    """A file of totals as read: what each column is that something is read from, and what is kept.

    `second_half`: its totals are of the second half of the summer term.
    """

    sheet: Sheet
    columns: Mapping[str, str]
    upn: str
    second_half: bool
    sent: SentFile

    def cell(self, values: Mapping[str, str], asked: str) -> str:
        """What a row says of what is asked; empty where the file has no such column."""
        return values[self.columns[asked]] if asked in self.columns else ""


def holds_totals(source: Path | bytes, *, name: str) -> bool:
    """Whether a file, packed by gzip or not, is one of totals; any other is one of marks."""
    try:
        lines = read_text(head_of(source, _HEAD), name=name).text.splitlines()
    except Unreadable:
        return False
    header = next((line for line in lines if line.strip() and not line.startswith("sep=")), "")
    separator = max(SEPARATORS, key=header.count)
    return _are_of_totals([tidy_name(cell) for cell in header.split(separator)])


def _are_of_totals(names: Iterable[str]) -> bool:
    found = _columns(names)
    return {REASON, SESSIONS} <= found.keys() or bool(found.keys() & {*SUMS, SECOND_HALF})


def _columns(names: Iterable[str]) -> dict[str, str]:
    held = [*names]
    found = ((asked, [name for name in held if name in _SPELLINGS[asked]]) for asked in _SPELLINGS)
    return {asked: bearing[0] for asked, bearing in found if bearing}


def read_totals(source: Path | bytes, *, name: str) -> TotalsFile:
    """The rows of a file of totals; `name` is what people know the file by. Touches no database.

    Raises Unreadable when it cannot be read, or names no pupils by their UPNs.
    """
    data = sent_bytes(source, name=name)
    text = unpacked(data, name=name)
    sheet = read_rows(text, name=name)
    sheet.notes.extend(unended(read_text(text, name=name)))
    columns, upn = _columns(sheet.columns), column_for("upn", sheet.columns, file=name)
    if upn is None:
        raise Unreadable(f"{name} has totals of sessions and no column upn. {_how(sheet.columns)}")
    return TotalsFile(
        sheet=sheet,
        columns={asked: name for asked, name in columns.items() if asked != SECOND_HALF}
        | ({POSSIBLE: columns[SECOND_HALF]} if SECOND_HALF in columns else {}),
        upn=upn,
        second_half=SECOND_HALF in columns,
        sent=SentFile.of(name, data, text),
    )


def _how(names: Iterable[str]) -> str:
    if any(map(_CENSUS_PUPIL.fullmatch, names)):
        return (
            "It is a table of a COLLECT export, which names pupils by ids of its own: send the "
            "whole export with 'apregister intake pupils --collect', or add the column."
        )
    return "Add the pupils' UPNs."
