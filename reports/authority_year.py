"""An authority's year: the wait for a place, limits kept, days that no school answered for.

By month of a school year, and by who owes; counts only, and a median only of six children or more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from movements.basis import Basis
from movements.due import due
from movements.due_item import DueItem
from movements.places import place_facts
from movements.register import standings
from movements.school_days import Calendars, SchoolDays, calendars
from movements.spells import OutOfSightSpell, spells
from reports.authority_card import COUNTED, tallied
from reports.bands import MINIMUM_TO_SHOW
from reports.estimators import kaplan_meier
from reports.panel.stories import Story, stories
from reports.school_years import one_year

ABOUT = Basis(
    "ours",
    "The wait for a place is of the children referred to the panel in the month: school days from "
    "referral within which half of them had started, those who wait still counted as waiting "
    "(Kaplan and Meier), and told of six children or more. Limits are those whose last day was in "
    "the month, of everybody who owes them. Days without a school are school days of children for "
    "whom no school answers; with nobody, those for whom no authority does either",
)
NO_SCHOOL = "no_roll"
NOBODY = "nobody"


@dataclass(frozen=True)
class Limits:
    """Limits that fell due: how many were kept, late and missed."""

    kept: int
    late: int
    missed: int

    @property
    def owed(self) -> int:
        """How many fell due."""
        return self.kept + self.late + self.missed


@dataclass(frozen=True)
class Waits:
    """Children referred: those who have started, who wait, and who were turned away or taken out.

    `half`: school days within which half had started; None where too few were referred (`few`) or
    half have not started yet.
    """

    started: int
    waiting: int
    otherwise: int
    half: int | None

    @property
    def referred(self) -> int:
        """How many were referred."""
        return self.started + self.waiting + self.otherwise

    @property
    def few(self) -> bool:
        """Whether too few are to have a place for a median to say anything."""
        return self.started + self.waiting < MINIMUM_TO_SHOW


@dataclass(frozen=True)
class Unanswered:
    """School days that no school answered for, those of them with nobody at all, and of whom."""

    no_school: float
    nobody: float
    children: int


@dataclass(frozen=True)
class Part:
    """The figures of a month, or of the whole year."""

    first: date
    last: date
    waits: Waits
    limits: Limits
    unanswered: Unanswered


@dataclass(frozen=True)
class Owed:
    """The figures of one who owes; `owner` None for what is withheld of protected children.

    `overdue` are limits missed and owed still today, whenever they fell due; `longest` is the
    oldest, in school days past its day.
    """

    owner: str | None
    limits: Limits
    overdue: int
    longest: int
    unanswered: Unanswered


@dataclass(frozen=True)
class AuthorityYear:
    """The figures of an authority's school year up to a day: whole, by month, by who owes."""

    on: date
    whole: Part
    months: tuple[Part, ...]
    owners: tuple[Owed, ...]


class _Read(NamedTuple):
    """What is counted: the cases, the limits, the days that no school answered for."""

    found: list[Story]
    limits: list[DueItem]
    gaps: list[OutOfSightSpell]
    days: SchoolDays
    on: date


def authority_year(session: Session, authority: str, year: str, on: date) -> AuthorityYear:
    """The figures of a school year written 2025-26. Raises Refused where it cannot be read."""
    first, last = one_year(year)
    last = min(last, on)
    read = _read(session, authority, first, last, on)
    return AuthorityYear(
        on=on,
        whole=_part(read, first, last),
        months=tuple(_part(read, *month) for month in _months(first, last)),
        owners=tuple(_owners(read, _hidden(session, read), calendars(session), first, last)),
    )


def _read(session: Session, authority: str, first: date, last: date, on: date) -> _Read:
    code, found = f"la:{authority}", stories(session, authority, on)
    clocks = (clock for story in found for clock in story.case.clocks if clock.state in COUNTED)
    limits = (*due(session, on, states=COUNTED), *clocks)
    ours = {code, *(id_ for id_, one in place_facts(session).items() if one.la_code == authority)}
    gaps = spells(session, first, last) if first <= last else []
    return _Read(
        found,
        [i for i in limits if i.authority == authority and i.whose and i.due <= on],
        [one for one in gaps if one.owner in ours and one.cause in (NO_SCHOOL, NOBODY)],
        calendars(session).of(code),
        on,
    )


def _hidden(session: Session, read: _Read) -> frozenset[str]:
    """The pupils whose owner would say where they are."""
    asked = {item.pupil for item in read.limits if item.pupil and item.owner != "authority"}
    asked |= {one.pupil for one in read.gaps if not str(one.owner).startswith("la:")}
    return frozenset(p for p, one in standings(session, asked, read.on).items() if one.protected)


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield first, min(last, after - timedelta(days=1))
        first = after


def _part(read: _Read, first: date, last: date) -> Part:
    referred = [s for s in read.found if _within(s.case.state.referred_on, first, last)]
    return Part(
        first,
        last,
        _waits(read, referred),
        _limits(read.limits, first, last),
        _unanswered(read, read.gaps, first, last),
    )


def _owners(
    read: _Read, hidden: frozenset[str], days: Calendars, first: date, last: date
) -> Iterator[Owed]:
    """Whoever owes or is asked: authorities, then places, then what is withheld."""
    owed = defaultdict[str | None, list[DueItem]](list)
    asked = defaultdict[str | None, list[OutOfSightSpell]](list)
    for item in read.limits:
        away = item.owner != "authority" and item.pupil in hidden
        owed[None if away else item.whose].append(item)
    for one in read.gaps:
        away = one.pupil in hidden and not str(one.owner).startswith("la:")
        asked[None if away else one.owner].append(one)
    for owner in sorted({*owed, *asked}, key=_turn):
        calendar = days.of(owner) if owner else read.days
        late = [calendar.count(i.due, read.on) for i in owed[owner] if i.state == "missed"]
        gaps = _unanswered(read, asked[owner], first, last)
        limits = _limits(owed[owner], first, last)
        yield Owed(owner, limits, len(late), max(late, default=0), gaps)


def _turn(owner: str | None) -> tuple[bool, bool, str]:
    return owner is None, not str(owner).startswith("la:"), owner or ""


def _waits(read: _Read, referred: Sequence[Story]) -> Waits:
    states = [one.case.state for one in referred]
    begun = [s for s in states if s.started_on]
    waiting = [s for s in states if not s.started_on and s.waits_for_a_place]
    lengths = [
        read.days.count(s.referred_on or read.on, s.started_on or read.on)
        for s in (*begun, *waiting)
    ]
    half = _half(lengths, len(begun))
    return Waits(len(begun), len(waiting), len(states) - len(lengths), half)


def _unanswered(
    read: _Read, gaps: Iterable[OutOfSightSpell], first: date, last: date
) -> Unanswered:
    lasted = [(one, half_days(one, first, last, read.days)) for one in gaps]
    halves = sum(many for _, many in lasted)
    nobody = sum(many for one, many in lasted if one.cause == NOBODY)
    return Unanswered(halves / 2, nobody / 2, len({one.pupil for one, many in lasted if many}))


def half_days(spell: OutOfSightSpell, first: date, last: date, days: SchoolDays) -> int:
    """The sessions of a spell within some days."""
    begins, ends = max(spell.first.on, first), min(spell.last.on, last)
    if begins > ends:
        return 0
    sessions = 2 * len(days.days(begins, ends))
    late = begins == spell.first.on and spell.first.session == "PM"
    early = ends == spell.last.on and spell.last.session == "AM"
    return sessions - late - early


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _limits(items: Iterable[DueItem], first: date, last: date) -> Limits:
    return Limits(*tallied([item for item in items if first <= item.due <= last]))


def _half(lengths: Sequence[int], begun: int) -> int | None:
    """Within how many days half had started: the first `begun` lengths ended so, the others run."""
    if len(lengths) < MINIMUM_TO_SHOW or not begun:
        return None
    left = kaplan_meier(lengths, [int(nth < begun) for nth in range(len(lengths))])
    within = (
        int(at)
        for at, share in zip(left.times, left.survival, strict=True)
        if round(share, 9) <= 0.5
    )
    return next(within, None)
