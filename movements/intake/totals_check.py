"""Judging a file of termly totals row by row. Nothing is written; good rows are kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from movements.built_in_terms import Span
from movements.codes import MARKS
from movements.dates import NotADate, read_date
from movements.intake.attendance_columns import Column
from movements.intake.attendance_pupils import Pupils, find_pupils
from movements.intake.attendance_words import said
from movements.intake.reading import Row
from movements.intake.totals_file import CENSUS, REASON, SESSIONS, TotalsFile
from movements.people_and_places import Pupil
from movements.places import PlaceFacts
from movements.presence import half_day
from movements.problems import Problem
from movements.session_totals import SUMS, Counts, term_of

_DAY = timedelta(days=1)
_MOST_SHOWN = 40
_NO_CENSUS = (
    "The census day is missing, so nobody can tell which term is counted: give it in a column "
    "referencedate, such as 2026-01-15."
)


@dataclass
class Counted:
    """A row while it is judged: whose sessions of which term it counts, and how many of what.

    `same_as` is the line that said all of it before, 0 where none did.
    """

    row: Row
    pupil: str = ""
    term: Span | None = None
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    same_as: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing is wrong with the row."""
        return not (self.problems or self.row.problems)

    def tells(self) -> Iterator[tuple[Span, str, str]]:
        """What the row tells a number of: term, pupil, and what is counted."""
        if self.good and self.term:
            yield from ((self.term, self.pupil, what) for what in self.counts)


@dataclass(frozen=True)
class CheckedTotals:
    """A file of totals judged, its rows in order."""

    file: TotalsFile
    place: PlaceFacts
    rows: Sequence[Counted]

    @property
    def told(self) -> dict[tuple[Span, str], Counts]:
        """By term and pupil what the good rows say."""
        found: dict[tuple[Span, str], dict[str, int]] = defaultdict(dict)
        for row in self.rows:
            for term, pupil, what in row.tells():
                found[term, pupil][what] = row.counts[what]
        return dict(found)


def check_totals(
    session: Session, file: TotalsFile, place: PlaceFacts, today: date
) -> CheckedTotals:
    """Judge every row of a place's file. Reads only; refuses rows, never the file.

    Of a row that cannot be read nothing else is said: its values may be another column's.
    """
    column = Column.of(row.values[file.upn] for row in file.sheet.rows)
    pupils = find_pupils(session, column, place.id)
    ids = _ids(session, pupils)
    rows = [Counted(row) for row in file.sheet.rows]
    for read, at, upn in zip(rows, pupils.judged.rows.tolist(), column.ids.tolist(), strict=True):
        if read.row.problems:
            continue
        wrong = pupils.judged.wrong[upn]
        read.problems += [wrong] if wrong else []
        read.problems += _judge(read, file, today)
        if at >= 0:
            read.pupil = ids[pupils.ours[at].seq]
            read.problems += _not_here(read.term, pupils.ours[at].spells, file)
    _refuse_conflicts(rows)
    _find_repeats(rows)
    return CheckedTotals(file, place, rows)


def _ids(session: Session, pupils: Pupils) -> dict[int, str]:
    query = select(Pupil.seq, Pupil.id).where(col(Pupil.seq).in_(pupils.seqs.tolist()))
    return {int(seq or 0): pupil for seq, pupil in session.exec(query)}


def _judge(read: Counted, file: TotalsFile, today: date) -> Iterator[Problem]:
    """What is wrong with a row by itself; its term and counts are kept where they can be read."""
    values = read.row.values
    term = _term(file.cell(values, CENSUS), file, today)
    if isinstance(term, Problem):
        yield term
    else:
        read.term = term
    for what, column in _told(values, file):
        count = _count(values[column], read.term)
        if isinstance(count, Problem):
            yield replace(count, field=column)
        else:
            read.counts[what] = count
    yield from _code_problems(values, file, read.term)
    if not any(file.cell(values, asked) for asked in (*SUMS, REASON, SESSIONS)):
        yield Problem("", "no_total", "The row has no total: give the sessions that it counts.")


def _term(text: str, file: TotalsFile, today: date) -> Span | Problem:
    where = file.columns.get(CENSUS, "referencedate")
    if not text:
        return Problem(where, "missing", _NO_CENSUS)
    try:
        census = read_date(text)
    except NotADate as error:
        return Problem(where, error.code, error.sentence)
    if census > today:
        return Problem(where, "future", f"{said(census)} has not come yet. Check the date.")
    term = term_of(census, second_half=file.second_half)
    if term is None:
        words = "Only the autumn census has the second half of the summer term. Check the date."
        return Problem(where, "no_second_half", words)
    return term


def _told(values: Mapping[str, str], file: TotalsFile) -> Iterator[tuple[str, str]]:
    """What a row counts, and in which column."""
    for what in SUMS:
        if file.cell(values, what):
            yield what, file.columns[what]
    if file.cell(values, REASON) and file.cell(values, SESSIONS):
        yield MARKS.clean(file.cell(values, REASON)), file.columns[SESSIONS]


def _count(text: str, term: Span | None) -> int | Problem:
    """A whole number, as exports write it: 135 or 135.0."""
    whole, _, rest = text.partition(".")
    if not (whole.isascii() and whole.isdigit()) or rest.strip("0"):
        words = f"'{text[:_MOST_SHOWN]}' is no number of sessions: give a whole one, such as 135."
        return Problem("", "not_a_number", words)
    most = 2 * ((term.last - term.first).days + 1) if term else 0
    if term and int(whole[:9]) > most:
        words = f"{text[:_MOST_SHOWN]} are more sessions than the term has half-days. Check it."
        return Problem("", "too_many", words)
    return int(whole[:9])


def _code_problems(
    values: Mapping[str, str], file: TotalsFile, term: Span | None
) -> Iterator[Problem]:
    """A code is judged by the last day of its term; it and its sessions stand together."""
    reason, sessions = file.cell(values, REASON), file.cell(values, SESSIONS)
    if reason and not sessions:
        words = f"The sessions of {reason[:_MOST_SHOWN]} are missing: give how many there were."
        yield Problem(file.columns.get(SESSIONS, SESSIONS), "missing", words)
    if sessions and not reason:
        words = "The attendance code is missing: say what these sessions were."
        yield Problem(file.columns.get(REASON, REASON), "missing", words)
    wrong = MARKS.problem(MARKS.clean(reason), term.last) if reason and term else None
    if wrong:
        yield Problem(file.columns[REASON], "unknown_code", wrong)


def _not_here(
    term: Span | None, spells: Sequence[tuple[int, int]], file: TotalsFile
) -> Iterator[Problem]:
    """One of the place's pupils, who was not there on any half-day of the term."""
    if term is None:
        return
    first, end = half_day(term.first, "AM"), half_day(term.last + _DAY, "AM")
    if not any(begin < end and first < stop for begin, stop in spells):
        words = (
            f"The pupil was not on your roll or placed with you from {said(term.first)} to "
            f"{said(term.last)}. Check the census day, or first send what brought the pupil to you."
        )
        yield Problem(file.columns[CENSUS], "not_here", words)


def _refuse_conflicts(rows: Sequence[Counted]) -> None:
    """Of two numbers for one thing neither is taken."""
    said_by: dict[tuple[Span, str, str], list[Counted]] = defaultdict(list)
    for read in rows:
        for key in read.tells():
            said_by[key].append(read)
    for (_, _, what), told in said_by.items():
        for read in told:
            other = next((one for one in told if one.counts[what] != read.counts[what]), None)
            if other:
                read.problems.append(_conflict(what, other))


def _conflict(what: str, other: Counted) -> Problem:
    words = (
        f"Line {other.row.line} has {other.counts[what]} for {what} of the same pupil and term, "
        "and only one can be right: remove the wrong one and send the other again."
    )
    return Problem("", "conflict", words)


def _find_repeats(rows: Sequence[Counted]) -> None:
    first: dict[tuple[Span, str, str], int] = {}
    for read in rows:
        before = [first.setdefault(key, read.row.line) for key in read.tells()]
        if before and read.row.line not in before:
            read.same_as = before[0]
