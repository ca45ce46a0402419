"""The register of a place over some days: who was expected in which session, and what was marked.

For the place itself, to fill and to mend; and for each who placed a child there, of its own alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Table
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel

from movements import marks
from movements.codes import MARKS
from movements.day_marks import day_marks
from movements.expectations import ExpectedSpell
from movements.expected import folded_since
from movements.expected_now import EVERYONE, Whose
from movements.marks import SESSIONS
from movements.may_mark import to_mark_within
from movements.placement_law import keeps_no_register
from movements.places import PlaceFacts
from movements.presence import half_day
from movements.pupil_seqs import pupils_of, seqs_of
from movements.responsible import SLOTS
from movements.school_days import calendars
from movements.standing import Standing

_TABLE: Table = SQLModel.metadata.tables["expected"]
_NO_SESSION = "0" * len(SLOTS)
_SAYS_NOTHING = ("", "D", "Z", "#")
"""No mark, and those by which a setting says no more than that the child was not due there."""


@dataclass(frozen=True)
class Cell:
    """A session of a child: whether the place expects the child, and the mark it holds."""

    day: date
    session: str
    expected: bool
    mark: str


@dataclass(frozen=True)
class GridRow:
    """A child of the place on one of the days, and the last spell it was expected there in."""

    pupil: str
    spell: ExpectedSpell
    cells: tuple[Cell, ...]

    def at(self, day: date, session: str) -> Cell:
        """The cell of a session of the grid."""
        return next(one for one in self.cells if (one.day, one.session) == (day, session))


@dataclass(frozen=True)
class Grid:
    """The children of a place over some of its school days."""

    place: str
    days: tuple[date, ...]
    rows: tuple[GridRow, ...]


def grid(
    session: Session,
    place: str,
    first: date,
    last: date,
    *,
    whose: Whose = EVERYONE,
    unexpected: bool = False,
) -> Grid:
    """The school days of a place from first to last, and the children expected there on them.

    With the marked ones; with `unexpected` also everybody else on its roll or placed there.
    """
    days = tuple(calendars(session).of(place).days(first, last))
    halves = [(day, half) for day in days for half in SESSIONS]
    found = {
        seq: spells
        for seq, spells in _spells(session, place, first, last).items()
        if any(whose.takes(spell) for spell in spells)
    }
    if unexpected:
        found = _present(session, place, first, last) | found
    seqs = np.array(sorted(found), dtype=np.uint32)
    held = [day_marks(session, day, [place]).at(place, seqs) for day in days]
    column = np.concatenate(held, axis=1) if held else np.zeros((len(seqs), 0), dtype=np.uint8)
    pupils = pupils_of(session, seqs.tolist())
    rows = [
        GridRow(pupils[seq], found[seq][-1], tuple(_cells(found[seq], halves, of_one)))
        for seq, of_one in zip(seqs.tolist(), column, strict=True)
    ]
    shown = (
        row for row in rows if unexpected or any(cell.expected or cell.mark for cell in row.cells)
    )
    return Grid(place, days, tuple(shown))


def _cells(
    spells: Sequence[ExpectedSpell], halves: Sequence[tuple[date, str]], of_one: marks.Marks
) -> list[Cell]:
    codes = marks.unpack(of_one)
    return [
        Cell(day, half, _expected(spells, day, half), code)
        for (day, half), code in zip(halves, codes, strict=True)
    ]


def _expected(spells: Sequence[ExpectedSpell], day: date, half: str) -> bool:
    at, slot = half_day(day, half), 2 * day.weekday() + (half == "PM")
    return any(one.since <= at < one.until and one.takes(slot) for one in spells)


def _spells(
    session: Session, place: str, first: date, last: date
) -> dict[int, list[ExpectedSpell]]:
    """By `Pupil.seq` the spells at a place that have a session of the days, in order."""
    stale, fresh = folded_since(session)
    begins, ends = half_day(first, "AM"), half_day(last, "PM")
    columns = (_TABLE.c.seq, *(_TABLE.c[name] for name in ExpectedSpell._fields))
    here = (_TABLE.c.place == place, _TABLE.c.since <= ends, _TABLE.c.until > begins)
    query = select_columns(*columns).where(*here).order_by(_TABLE.c.since)
    found: dict[int, list[ExpectedSpell]] = {}
    for seq, *rest in session.execute(query):
        if seq not in stale:
            found.setdefault(seq, []).append(ExpectedSpell(*rest))
    for seq, spells in fresh.items():
        ours = [s for s in spells if s.place == place and s.since <= ends and s.until > begins]
        found |= {seq: ours} if ours else {}
    return found


def _present(
    session: Session, place: str, first: date, last: date
) -> dict[int, list[ExpectedSpell]]:
    """By `Pupil.seq` who is on the roll of a place or placed there: a spell of no session."""
    seqs = seqs_of(session, to_mark_within(session, place, first, last))
    between = (half_day(first, "AM"), half_day(last, "PM") + 1)
    spell = ExpectedSpell(*between, place, _NO_SESSION, "main_roll", place, 0, None, "", False)
    return {seq: [spell] for seq in seqs.values()}


def suggested(row: GridRow, cell: Cell, standing: Standing, setting: PlaceFacts) -> str | None:
    """The code that the main school's own register would have for a session, if one follows.

    D where the setting is a school, as the cross-checks of marks ask, or has the child on its roll;
    else K for attendance at what the authority arranged and B at what the school did; else the
    absence as the setting has it. None where the setting has no mark, or one that says that the
    child was not due there, or where the child has no other school. A suggestion, for the school to
    judge.
    """
    school = row.spell.school
    if school is None or school == row.spell.place or cell.mark in _SAYS_NOTHING:
        return None
    if not keeps_no_register(setting) or standing.roll_at(row.spell.place):
        return "D"
    if marks.CLASS_OF[cell.mark] not in ("present", "activity"):
        return cell.mark
    arranged_by_authority = (row.spell.arranged_by or "").startswith("la:")
    wanted = "K" if arranged_by_authority else "B"
    return wanted if MARKS.problem(wanted, cell.day) is None else "B"
