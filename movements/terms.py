"""A file of term dates, INSET days and closures, as places and authorities send them, taken in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from movements.built_in_terms import Span
from movements.dates import NotADate, read_date
from movements.intake.reading import Row, Unreadable, read_rows
from movements.la_codes import LA_NAMES
from movements.people_and_places import TermDate
from movements.places import UnknownPlace, find_place
from movements.problems import Problem
from movements.term_dates import KINDS, Held, held_dates

COLUMNS = ("place_or_la", "kind", "from", "to")
LONGEST_DAYS = 366


class Dated(NamedTuple):
    """A term, INSET or closure of an owner: a place id, or `la:` and an authority's code."""

    owner: str
    kind: str
    span: Span


@dataclass(frozen=True)
class TermsReport:
    """What became of a file of term dates. `problems` are (line in the file, problem)."""

    accepted: int
    already_held: int
    problems: tuple[tuple[int, Problem], ...]
    notes: tuple[str, ...]


class TermsRow(NamedTuple):
    """A row as read, before anything is asked of the register: its dates, or what is wrong.

    `place_or_la` is None where the row cannot be told apart into columns.
    """

    line: int
    place_or_la: str | None
    kind: str
    span: Span | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class TermsFile:
    """A file of term dates, read and checked as far as it can be without the register."""

    rows: tuple[TermsRow, ...]
    notes: tuple[str, ...]


def read_terms(source: Path | str | bytes) -> TermsFile:
    """Read a file `place_or_la,kind,from,to`: for a door, before it takes the write lock.

    Raises Unreadable when the file is not such a file.
    """
    name = "the file" if isinstance(source, bytes) else Path(source).name
    sheet = read_rows(source, name=name)
    missing = [column for column in COLUMNS if column not in sheet.columns]
    if missing:
        raise Unreadable(
            f"{name} is not a file of term dates: it has no column {', '.join(missing)}. "
            f"Its first line must be {','.join(COLUMNS)}."
        )
    return TermsFile(tuple(_read(row) for row in sheet.rows), tuple(sheet.notes))


def import_terms(
    session: Session, source: Path | str | bytes | TermsFile, *, recorded_at: str
) -> TermsReport:
    """Take in a file `place_or_la,kind,from,to`. Good rows are kept, others come back as problems.

    `place_or_la` is a PLACE (URN, ukprn: or id) or an authority's three-digit code. The same row
    again changes nothing. A door reads the file first (`read_terms`). Raises Unreadable when the
    file is not such a file.
    """
    file = source if isinstance(source, TermsFile) else read_terms(source)
    intake = _Intake(session, held_dates(session))
    for row in file.rows:
        intake.take(row)
    session.add_all(
        TermDate(
            place_or_la=new.owner,
            kind=new.kind,
            from_date=new.span.first,
            to_date=new.span.last,
            recorded_at=recorded_at,
        )
        for new in intake.accepted
    )
    session.flush()
    return TermsReport(
        accepted=len(intake.accepted),
        already_held=intake.already_held,
        problems=tuple(intake.problems),
        notes=(*file.notes, *intake.notes),
    )


class _Intake:
    """One file on its way in."""

    def __init__(self, session: Session, held: dict[str, Held]) -> None:
        self.session = session
        self.held = held
        self.owners: dict[str, str | Problem] = {}
        self.accepted: list[Dated] = []
        self.term_lines: dict[str, dict[Span, int]] = {}
        self.already_held = 0
        self.problems: list[tuple[int, Problem]] = []
        self.notes: list[str] = []

    def take(self, row: TermsRow) -> None:
        owner = "" if row.place_or_la is None else self._owner(row.place_or_la)
        if isinstance(owner, Problem) or row.span is None:
            unknown = [owner] if isinstance(owner, Problem) else []
            self.problems += [(row.line, problem) for problem in (*unknown, *row.problems)]
            return
        dated = Dated(owner, row.kind, row.span)
        clash = self._clash(dated)
        if clash:
            self.problems.append((row.line, clash))
        else:
            self._keep(dated, row.line)

    def _owner(self, text: str) -> str | Problem:
        if text not in self.owners:
            self.owners[text] = _owner_of(self.session, text)
        return self.owners[text]

    def _clash(self, dated: Dated) -> Problem | None:
        """Two terms of one file may not overlap: which one is meant cannot be told."""
        seen = self.term_lines.get(dated.owner, {}) if dated.kind == "term" else {}
        for other, line in seen.items():
            if other != dated.span and other.meets(dated.span):
                return Problem(
                    "from", "overlap", f"This term overlaps the one on line {line}: mend one."
                )
        return None

    def _keep(self, dated: Dated, line: int) -> None:
        owner = self.held.setdefault(dated.owner, Held())
        if dated.kind == "term":
            self.term_lines.setdefault(dated.owner, {}).setdefault(dated.span, line)
        if dated.span in owner.spans(dated.kind):
            self.already_held += 1
            return
        for old in owner.take(dated.kind, dated.span):
            self.notes.append(
                f"Line {line} takes the place of the term from {old.first} to {old.last}."
            )
        self.accepted.append(dated)


def _read(row: Row) -> TermsRow:
    if row.problems:
        return TermsRow(row.line, None, "", None, row.problems)
    problems = (*_kind_problems(row), *_date_problems(row))
    span = None if problems else _span(row)
    return TermsRow(row.line, row.values["place_or_la"], _kind(row), span, problems)


def _kind_problems(row: Row) -> Iterator[Problem]:
    if _kind(row) not in KINDS:
        yield Problem(
            "kind", "not_allowed", f"'{row.values['kind']}' must be term, inset or closure."
        )


def _owner_of(session: Session, text: str) -> str | Problem:
    code = text.lower().removeprefix("la:")
    if code in LA_NAMES:
        return f"la:{code}"
    if not text or (len(code) == 3 and code.isdigit()):
        return Problem(
            "place_or_la",
            "unknown_authority" if text else "missing",
            f"'{text}' is no local authority's code: give a three-digit code such as 330, or a "
            "school's URN.",
        )
    try:
        return find_place(session, text).id
    except UnknownPlace as unknown:
        return Problem("place_or_la", "unknown_place", str(unknown))


def _kind(row: Row) -> str:
    return row.values["kind"].lower()


def _span(row: Row) -> Span:
    """The row's days; INSET and closures may leave `to` empty when they last one day."""
    first, last = row.values["from"], row.values["to"]
    one_day = not last and _kind(row) != "term"
    return Span(read_date(first), read_date(first if one_day else last))


def _date_problems(row: Row) -> Iterable[Problem]:
    unread = [
        wrong
        for column in ("from", "to")
        if not (column == "to" and not row.values["to"] and _kind(row) != "term")
        and (wrong := _date_problem(column, row.values[column]))
    ]
    return unread or _span_problems(_span(row))


def _date_problem(column: str, text: str) -> Problem | None:
    if not text:
        return Problem(column, "missing", f"Enter the day in column {column}, as 2026-09-14.")
    try:
        read_date(text)
    except NotADate as wrong:
        return Problem(column, wrong.code, wrong.sentence)
    return None


def _span_problems(span: Span) -> Iterator[Problem]:
    if span.last < span.first:
        yield Problem("to", "before_from", f"{span.last} is before {span.first}: mend one.")
    elif (span.last - span.first).days >= LONGEST_DAYS:
        yield Problem(
            "to", "too_long", f"{span.first} to {span.last} is over a year: check the year of each."
        )
