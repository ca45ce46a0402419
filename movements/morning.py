"""The list of a session: who is expected in alternative provision and has no mark from there.

Expected are the children placed or directed somewhere, and those on the roll of an AP setting. Read
from the projection of where marks are due and from the day's packed marks; no history is read. No
mark can come from a setting that is known by its type alone: there the main school's is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, NamedTuple

import numpy as np
from sqlmodel import Session

from movements import marks
from movements.basis import Basis
from movements.day_marks import day_marks
from movements.expectations import ExpectedSpell
from movements.expected_now import EVERYONE, Asked, Whose, expected_now
from movements.local_rules import LocalRules, local_rules
from movements.marks import SESSIONS, Seqs
from movements.places import PlaceFacts, place_facts
from movements.presence import half_day
from movements.school_days import Calendars, calendars

MORNING = Basis(
    "guidance",
    "Working together to improve school attendance (DfE): a pupil's absence without a reason is "
    "followed up on the first day",
    confirmed=False,
)
State = Literal["no_mark", "no_reason", "late"]
STATES: dict[State, str] = {
    "no_mark": "No mark",
    "no_reason": "Absent, no reason given",
    "late": "Arrived later",
}
_OF_STATE: dict[State, tuple[str, ...]] = {"no_reason": ("N", "O"), "late": ("L", "U")}
_STATE_OF: dict[str, State] = {code: state for state, some in _OF_STATE.items() for code in some}
Row = tuple[str, int, ExpectedSpell]
"""A child's id and `Pupil.seq`, and the spell that holds in the session."""
_LATE, _NO_REASON = (
    np.array([marks.BYTE_OF[code] for code in _OF_STATE[state]], dtype=np.uint8)
    for state in ("late", "no_reason")
)
RULES = {"AM": "morning_list_time", "PM": "afternoon_list_time"}
"""By session, the local rule of the time from which a child without a mark is listed."""
UNNAMED = (
    "No place is recorded that could send marks. Whoever placed the child finds out whether the "
    "child came, and the main school marks it: B or K, or the absence. Record the setting by its "
    "UKPRN, or as one that the authority has added, and it can mark the child itself."
)
_SAYS_NOTHING = ("D", "Z", "#")
"""Marks by which a main school says no more than that the child was not due there."""


class MorningLine(NamedTuple):
    """A child expected at a place, and what is amiss there.

    `mark` is that of the place, or the main school's where the place is known by its type alone.
    `elsewhere` are the marks of the main school for that session. `listed_from` is the time of the
    authority's list: until then a mark may still come.
    """

    pupil: str
    spell: ExpectedSpell
    state: State
    mark: str
    elsewhere: tuple[tuple[str, str], ...]
    listed_from: time

    @property
    def place(self) -> str | None:
        """The id of the setting; None where it is known by its type alone."""
        return self.spell.place if _is_named(self.spell.place) else None

    @property
    def asks(self) -> str | None:
        """What is owed where no mark can come from the place, in words."""
        return UNNAMED if self.place is None else None

    @property
    def owner(self) -> str | None:
        """The school or authority that placed the child, or else the place whose roll it is on."""
        return self.spell.arranged_by or self.spell.school or self.place


class SettingSent(NamedTuple):
    """How many children a place expects in the session, and how many of them it has marked.

    `in_session` says whether it is a school day of its calendar: else nobody is listed.
    Protected children are counted for the places that ask for their own alone.
    """

    place: str
    expected: int
    marked: int
    in_session: bool


@dataclass(frozen=True)
class Morning:
    """The list of a session, and what each place that expects children has sent.

    `expected` counts the children of the places in session, once for each place; the protected
    ones too, of whom `settings` does not say where.
    """

    on: date
    session: str
    expected: int
    lines: tuple[MorningLine, ...]
    settings: tuple[SettingSent, ...]

    def of(self, state: State) -> list[MorningLine]:
        """The lines of one state."""
        return [line for line in self.lines if line.state == state]

    def waiting(self, at: time) -> int:
        """Children without a mark for whom the time of the list has not come."""
        return sum(line.listed_from > at for line in self.of("no_mark"))


def morning(session: Session, on: date, *, whose: Whose = EVERYONE, half: str = "AM") -> Morning:
    """The list of a day: of some children, or of every child."""
    asked = Asked(half_day(on, half), 2 * on.weekday() + (half == "PM"), whose)
    expected = expected_now(session, asked)
    found = expected.places
    days = calendars(session)
    places = place_facts(session, filter(_is_named, found), on)
    days.know(places)
    closed = {place for place in found if not _in_session(place, places, days, on)}
    held = day_marks(session, on, [*places], SESSIONS.index(half))
    sent, amiss = [], dict[str, Mapping[int, int]]()
    for place in sorted(found):
        at, hidden = held.at(place, found[place]), place not in (whose.places or ())
        if place not in closed:
            amiss[place] = _amiss(found[place], at)
        told = at[~np.isin(found[place], expected.protected)] if hidden else at
        if len(told):
            marked = int(np.count_nonzero(told))
            sent.append(SettingSent(place, len(told), marked, place not in closed))
    spells = expected.spells({seq for some in amiss.values() for seq in some})
    rows = [row for row in spells if row[1] in amiss.get(row[2].place, ())]
    lines = _lines(session, rows, amiss, _Beside(on, half, places, local_rules(session)))
    everyone = sum(len(found[place]) for place in amiss)
    return Morning(on, half, everyone, tuple(lines), tuple(sent))


def _is_named(place: str) -> bool:
    """Whether where a child is expected is a place, and not a type of setting alone."""
    return place.startswith("s_")


def _in_session(place: str, places: Mapping[str, PlaceFacts], days: Calendars, on: date) -> bool:
    """By its own calendar; a setting known by its type alone has the built-in one."""
    return days.of(place if place in places else None).is_school_day(on)


def _amiss(seqs: Seqs, at: marks.Marks) -> dict[int, int]:
    """Of the children expected, those without a mark, late, or absent without a reason."""
    which = (at == marks.NO_MARK) | np.isin(at, _LATE) | np.isin(at, _NO_REASON)
    return dict(zip(seqs[which].tolist(), at[which].tolist(), strict=True))


class _Beside(NamedTuple):
    on: date
    half: str
    places: Mapping[str, PlaceFacts]
    local: LocalRules

    def listed_from(self, place: str, authorities: str) -> time:
        """The time of the list of the setting's authority, else of the child's."""
        facts, code = self.places.get(place), authorities.partition(",")[0]
        rule = RULES[self.half]
        return self.local.of(facts.la_code if facts else code, rule, self.on).at


def _lines(
    session: Session,
    rows: Sequence[Row],
    amiss: Mapping[str, Mapping[int, int]],
    beside: _Beside,
) -> Iterator[MorningLine]:
    elsewhere = _elsewhere(session, rows, beside)
    whose = {(spell.place, spell.authorities) for _, _, spell in rows}
    times = {one: beside.listed_from(*one) for one in whose}
    for (pupil, seq, spell), mark in zip(rows, elsewhere, strict=True):
        code = marks.CODE_OF[amiss[spell.place][seq]] if _is_named(spell.place) else _told(mark)
        if code and code not in _STATE_OF:
            continue
        at = ((spell.school, mark),) if mark and spell.school else ()
        listed = times[spell.place, spell.authorities]
        yield MorningLine(pupil, spell, _STATE_OF.get(code, "no_mark"), code, at, listed)


def _told(mark: str) -> str:
    """What a main school's mark tells of a child elsewhere; empty where it is nothing."""
    return "" if mark in _SAYS_NOTHING else mark


def _elsewhere(session: Session, rows: Sequence[Row], beside: _Beside) -> list[str]:
    """For each row the main school's mark, empty where there is none or it is the place itself."""
    of_school: dict[str, list[int]] = {}
    for number, (_, _, spell) in enumerate(rows):
        if spell.school and spell.school != spell.place:
            of_school.setdefault(spell.school, []).append(number)
    held = day_marks(session, beside.on, [*of_school], SESSIONS.index(beside.half))
    found = np.zeros(len(rows), dtype=np.uint8)
    for school, numbers in of_school.items():
        seqs = np.array([rows[number][1] for number in numbers], dtype=np.uint32)
        found[numbers] = held.at(school, seqs)
    return marks.unpack(found)


def last_school_day(days: Calendars, whose: Iterable[str], on: date) -> date:
    """The day itself where it is a school day of one of these calendars, else the last one was."""
    return max(_last(days, one, on) for one in whose)


def _last(days: Calendars, one: str, on: date) -> date:
    calendar = days.of(one)
    return on if calendar.is_school_day(on) else calendar.add(on, -1)
