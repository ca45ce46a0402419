"""Out of sight, from when to when: the sessions of a range, in runs of the same responsibility.

Every session of the calendar of the pupil's authority falls in exactly one run, in which no
school, one, or several are responsible.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from sqlmodel import Session

from movements.entry import Entry
from movements.exception import PupilView, Turn, owner_role
from movements.exceptions import EXCEPTIONS
from movements.left import Places
from movements.mark_window import HalfDay
from movements.no_schools import no_schools
from movements.register import fold, known_until
from movements.responsible import (
    Cause,
    asked_of,
    cause_of,
    clashing,
    is_outside,
    owner_of,
    owner_off_roll,
    responsible_places,
)
from movements.school_days import Calendars, SchoolDays, calendars
from movements.standing import Standing
from movements.sweep import histories, pupil_view

Read = TypeVar("Read")


@dataclass(frozen=True)
class Run(Generic[Read]):
    """Sessions on end in which a reading of the standing is the same.

    `turn` brought it about, maybe before the range; None before the pupil's first entry. `then` is
    the standing at its end; `goes_on` where nothing ends it within the range.
    """

    reads: Read
    sessions: Sequence[HalfDay]
    turn: Turn | None
    then: Standing
    goes_on: bool


class Responsibility(NamedTuple):
    """Who is responsible: the schools, and why that is not exactly one where it is not.

    No cause and no school where the child is educated at home by notice: the authority is
    responsible. `outside` where the pupil is not known yet, or has left education for good.
    """

    schools: tuple[str, ...]
    cause: Cause | None
    outside: bool


@dataclass(frozen=True)
class OutOfSightSpell:
    """A run without exactly one responsible place, or with two places expecting the pupil.

    `first` and `last` are its first and last session within the range asked for, `since` the day it
    began; `goes_on` where nothing ends it within the range. `sessions` counts those of the range
    that are out of sight; `school_days` is its age on its last day, in school days of the
    authority's calendar (`assumed`: in part on the built-in one).
    """

    pupil: str
    cause: Cause
    first: HalfDay
    last: HalfDay
    sessions: int
    since: date
    goes_on: bool
    school_days: int
    owner: str | None
    places: tuple[str, ...]
    entry: int
    assumed: bool

    def as_dict(self) -> dict[str, object]:
        """The spell as the API and --json show it."""
        exception = EXCEPTIONS[self.cause]
        return {
            "pupil": self.pupil,
            "cause": self.cause,
            "title": exception.title,
            "from": {"on": self.first.on.isoformat(), "session": self.first.session},
            "to": {"on": self.last.on.isoformat(), "session": self.last.session},
            "sessions": self.sessions,
            "since": self.since.isoformat(),
            "goes_on": self.goes_on,
            "school_days": self.school_days,
            "owner": self.owner,
            "owner_role": owner_role(self.owner),
            "places": list(self.places),
            "next_step": exception.next_step,
            "entry": self.entry,
            "built_in_calendar": self.assumed,
        }


class Range:
    """Days from the first to the last, as sessions of each calendar; worked out once for each."""

    def __init__(
        self,
        first: date,
        last: date,
        days: Calendars,
        no_schools: frozenset[str] = frozenset(),
    ) -> None:
        self.first, self.last, self.days = first, last, days
        self._no_schools = no_schools
        self._sessions: dict[str, list[HalfDay]] = {}

    def calendar(self, one: PupilView) -> SchoolDays:
        """The standard calendar of a pupil's authority: the child may have no school."""
        return self.days.of(one.authority or "la:")

    def cause(self, standing: Standing) -> Cause | None:
        """Why a standing has not exactly one responsible school, by which places are none."""
        return cause_of(standing, self._no_schools)

    def owner(self, one: PupilView) -> str | None:
        """Who is to act on a pupil out of sight."""
        return owner_off_roll(one) if self.cause(one.standing) == "no_roll" else owner_of(one)

    def sessions(self, one: PupilView) -> list[HalfDay]:
        """Every session of the range in that calendar."""
        whose = one.authority or ""
        if whose not in self._sessions:
            days = self.calendar(one).days(self.first, self.last)
            self._sessions[whose] = [HalfDay(day, half) for day in days for half in ("AM", "PM")]
        return self._sessions[whose]


def spells(
    session: Session,
    first: date,
    last: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    as_known_on: date | None = None,
    left: Places = frozenset(),
) -> list[OutOfSightSpell]:
    """Every spell out of sight within a range of days, the longest-standing first.

    As known to the places `left`, where some are given.
    """
    known = known_until(as_known_on) if as_known_on else None
    days = calendars(session, known_at=known)
    within = Range(first, last, days, no_schools(session, last, known))
    found = [
        spell
        for part in histories(session, pupil_ids, as_known_on, left)
        for pupil, of_one in part
        for spell in spells_of(pupil, of_one, within)
    ]
    return sorted(found, key=lambda spell: (spell.since, spell.entry, spell.first))


def spells_of(pupil: str, of_one: Sequence[Entry], within: Range) -> Iterator[OutOfSightSpell]:
    """One pupil's spells out of sight within a range, from entries in the order of effect."""
    one = pupil_view(pupil, fold(of_one), within.last)
    if one is None:
        return
    sessions = within.sessions(one)
    for run in runs(one, sessions, within.cause):
        if run.reads and run.turn:
            out = _OutOfSight(run.reads, run.sessions, run.turn, responsible_places(run.then))
            yield _spell(one, out, within.owner(one), run.goes_on, within)
    for clash in runs(one, sessions, clashing):
        held = [at for at in clash.sessions if at.slot in clash.reads]
        if held and clash.turn:
            away = tuple(dict.fromkeys(p.place for p in clash.then.provision if p.place))
            out = _OutOfSight("two_expected", held, clash.turn, away)
            yield _spell(one, out, asked_of(clash.then), clash.goes_on, within)


class _OutOfSight(NamedTuple):
    cause: Cause
    sessions: Sequence[HalfDay]
    turn: Turn
    places: tuple[str, ...]


def _spell(
    one: PupilView, out: _OutOfSight, owner: str | None, goes_on: bool, within: Range
) -> OutOfSightSpell:
    first, last, since = out.sessions[0], out.sessions[-1], out.turn.entry.on
    calendar = within.calendar(one)
    return OutOfSightSpell(
        pupil=one.pupil,
        cause=out.cause,
        first=first,
        last=last,
        sessions=len(out.sessions),
        since=since,
        goes_on=goes_on,
        school_days=calendar.count(since, last.on),
        owner=owner,
        places=out.places,
        entry=out.turn.entry.number,
        assumed=calendar.assumed_between(since, last.on),
    )


def runs(
    one: PupilView, sessions: Sequence[HalfDay], reads: Callable[[Standing], Read]
) -> Iterator[Run[Read]]:
    """The sessions in order, each in exactly one run; a run without a session is left out."""
    start, begun, now, value = 0, None, Standing(), reads(Standing())
    for turn in one.turns:
        after = reads(turn.after)
        if after != value:
            stop = bisect_left(sessions, (turn.entry.on, turn.entry.session))
            if start < stop:
                yield Run(value, sessions[start:stop], begun, now, goes_on=False)
            start, begun, value = stop, turn, after
        now = turn.after
    if start < len(sessions):
        yield Run(value, sessions[start:], begun, now, goes_on=True)


def responsibility(standing: Standing) -> Responsibility:
    """Who is responsible by a standing."""
    schools = tuple(roll.place for roll in standing.main_rolls)
    return Responsibility(schools, cause_of(standing), is_outside(standing))
