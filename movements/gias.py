"""An extract of Get Information About Schools (GIAS), read by column name into establishments.

Takes the full extract in its layouts of late 2024 and late 2025, and a trimmed one that adds
SuccessorURN, SuccessorLinkType and EstablishmentName_YYYY (an earlier name, held in July of YYYY).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from movements.dates import NotADate, read_date
from movements.gias_file import GiasFile, open_gias
from movements.identifiers import ukprn_problem, urn_problem
from movements.intake.plain_text import Unreadable
from movements.la_codes import LA_NAMES
from movements.people_and_places import AP_TYPES
from movements.problems import Problem

_COLUMNS = {
    "urn": "URN",
    "name": "EstablishmentName",
    "la_code": "LA (code)",
    "la_name": "LA (name)",
    "type_code": "TypeOfEstablishment (code)",
    "type_name": "TypeOfEstablishment (name)",
    "status_code": "EstablishmentStatus (code)",
    "status_name": "EstablishmentStatus (name)",
    "group_code": "EstablishmentTypeGroup (code)",
    "trust_code": "Trusts (code)",
    "estab": "EstablishmentNumber",
    "ukprn": "UKPRN",
    "opened": "OpenDate",
    "closed": "CloseDate",
    "phase": "PhaseOfEducation (name)",
    "low_age": "StatutoryLowAge",
    "high_age": "StatutoryHighAge",
    "postcode": "Postcode",
    "town": "Town",
    "successor_urn": "SuccessorURN",
    "successor_link": "SuccessorLinkType",
}
_REQUIRED = ("urn", "name", "la_code", "la_name", "type_code", "type_name")
_STATUS_CODES = {"1": "open", "2": "closed", "3": "proposed_to_close", "4": "proposed"}
_STATUS_NAMES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "proposed_to_close",
    "proposed to open": "proposed",
}
_NO_AUTHORITY = "000"
"""The code by which GIAS says that the authority "does not apply": online schools, or abroad."""
_BEFORE_1900 = re.compile(r"[-/]1[0-8][0-9]{2}$")
_EARLIER_NAME = re.compile(r"EstablishmentName_(20[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Establishment:
    """One row. `earlier_name` and its year are given only where the name has changed since."""

    line: int
    urn: str
    name: str
    la_code: str | None
    la_name: str
    type_code: str
    type_name: str
    status: str
    group_code: str | None
    trust_code: str | None
    estab: str | None
    ukprn: str | None
    opened: date | None
    closed: date | None
    phase: str | None
    low_age: int | None
    high_age: int | None
    postcode: str | None
    town: str | None
    successor_urn: str | None
    successor_link: str
    earlier_name: str | None
    earlier_year: int

    @property
    def is_ap(self) -> bool:
        """Alternative provision, by type of establishment and never by phase."""
        return self.type_code in AP_TYPES


@dataclass(frozen=True)
class Extract:
    """What a file holds: its establishments, and what was wrong as (line in the file, problem)."""

    name: str
    establishments: tuple[Establishment, ...]
    problems: tuple[tuple[int, Problem], ...]


def read_extract(path: Path | str | bytes) -> Extract:
    """The establishments of a GIAS extract (UTF-8 or Windows-1252, comma, semicolon or tab).

    A row that cannot be read is a problem and does not stop the others. Raises Unreadable when
    the file is none, naming the columns it lacks.
    """
    return extract_in(open_gias(path))


def extract_in(file: GiasFile) -> Extract:
    """The establishments of a file that is open. Raises Unreadable, as `read_extract` does."""
    _refuse_what_is_not_gias(file)
    found: dict[str, Establishment] = {}
    problems: list[tuple[int, Problem]] = []
    for line, cells in file.rows:
        read = _Read(file.header, line, cells)
        wrong = [*read.problems(), *_again(read, found)]
        problems += [(line, problem) for problem in wrong]
        if not wrong:
            found[read.cell("urn")] = read.establishment()
    return Extract(file.name, tuple(found.values()), tuple(problems))


def _refuse_what_is_not_gias(file: GiasFile) -> None:
    if file.is_links:
        raise Unreadable(
            f"{file.name} is GIAS's 'Establishment links', which tells no school's name: send "
            "'Establishment fields' as CSV, and this file beside it or after it."
        )
    missing = [_COLUMNS[key] for key in _REQUIRED if _COLUMNS[key] not in file.header]
    if not {_COLUMNS["status_code"], _COLUMNS["status_name"]} & {*file.header}:
        missing.append(_COLUMNS["status_name"])
    if missing:
        raise Unreadable(
            f"{file.name} is not a GIAS extract: it has no column {', '.join(missing)}. Download "
            "'Establishment fields' as CSV from Get Information About Schools and send that file."
        )


def successors_as_written(urns: Iterable[str]) -> str | None:
    """The URNs of successors as a version holds them: `145732;148654` after a split."""
    return ";".join(sorted({urn.strip() for urn in urns} - {""})) or None


def _again(read: "_Read", found: Mapping[str, Establishment]) -> Iterator[Problem]:
    urn = read.cell("urn")
    if urn in found:
        yield Problem(
            "URN",
            "row_twice",
            f"URN {urn} is on line {found[urn].line} already: remove one of the two.",
        )


class _Read:
    """One row being read."""

    def __init__(self, header: Sequence[str], line: int, cells: Sequence[str]) -> None:
        self.line = line
        self.cells = dict(zip(header, cells, strict=False))
        self.too_long = any(cells[len(header) :])

    def cell(self, key: str) -> str:
        return self.cells.get(_COLUMNS[key], "").strip()

    def code(self, key: str) -> str:
        """A code without the noughts that some extracts put before it: 07 is 7."""
        return self.cell(key).lstrip("0") or self.cell(key)

    def problems(self) -> Iterator[Problem]:
        if self.too_long:
            yield Problem("", "row_too_long", "This row has more cells than there are columns.")
        wrong = urn_problem(self.cell("urn"))
        if wrong:
            yield Problem("URN", "urn", wrong)
        for key in ("name", "la_code", "type_code"):
            if not self.cell(key):
                yield Problem(_COLUMNS[key], "missing", f"{_COLUMNS[key]} is empty.")
        if self.status() is None:
            given = self.cell("status_code") or self.cell("status_name")
            yield Problem(
                _COLUMNS["status_name"],
                "not_allowed",
                f"'{given}' is no status of an establishment: Open, Closed, "
                "Open, but proposed to close, or Proposed to open.",
            )
        yield from self.date_problems()

    def date_problems(self) -> Iterator[Problem]:
        for key in ("opened", "closed"):
            try:
                self.day(key)
            except NotADate as wrong:
                yield Problem(_COLUMNS[key], wrong.code, wrong.sentence)

    def status(self) -> str | None:
        by_code = _STATUS_CODES.get(self.cell("status_code"))
        return by_code or _STATUS_NAMES.get(self.cell("status_name").lower())

    def day(self, key: str) -> date | None:
        """A day; none for one before 1900, by which GIAS means long ago or not known."""
        text = self.cell(key)
        return read_date(text) if text and not _BEFORE_1900.search(text) else None

    def age(self, key: str) -> int | None:
        text = self.cell(key)
        return int(text) if text.isdecimal() else None

    def earlier(self) -> tuple[str | None, int]:
        """The name of an earlier extract and its year, where it is not today's."""
        for column, value in self.cells.items():
            held = _EARLIER_NAME.fullmatch(column)
            if held and value.strip() not in ("", self.cell("name")):
                return value.strip(), int(held[1])
        return None, 0

    def authority(self) -> tuple[str | None, str]:
        """The authority's code and name; neither where the place is in no authority's area."""
        code = self.cell("la_code")
        if code == _NO_AUTHORITY:
            return None, ""
        return code, self.cell("la_name") or LA_NAMES.get(code, "")

    def establishment(self) -> Establishment:
        earlier_name, earlier_year = self.earlier()
        la_code, la_name = self.authority()
        return Establishment(
            line=self.line,
            urn=self.cell("urn"),
            name=self.cell("name"),
            la_code=la_code,
            la_name=la_name,
            type_code=self.code("type_code"),
            type_name=self.cell("type_name"),
            status=self.status() or "",
            group_code=self.code("group_code") or None,
            trust_code=self.code("trust_code") or None,
            estab=self.cell("estab") or None,
            ukprn=None if ukprn_problem(self.cell("ukprn")) else self.cell("ukprn"),
            opened=self.day("opened"),
            closed=self.day("closed"),
            phase=self.cell("phase") or None,
            low_age=self.age("low_age"),
            high_age=self.age("high_age"),
            postcode=self.cell("postcode") or None,
            town=self.cell("town") or None,
            successor_urn=successors_as_written(self.cell("successor_urn").split(";")),
            successor_link=self.cell("successor_link"),
            earlier_name=earlier_name,
            earlier_year=earlier_year,
        )
