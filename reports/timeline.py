"""One pupil's time line: what was in force, when, and the stays at a place that it comes to."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from movements.entry import Entry
from movements.kind import Kind
from movements.places import PlaceFacts
from movements.register import fold
from movements.school_days import school_year_start
from movements.standing import MAIN_STATUSES, Standing
from reports.school_weeks import SchoolWeeks

OPENING = frozenset({"ap_placement", "off_site_direction"})
"""Kinds that open a stay away from school."""
MOVES = OPENING | {
    "placement_end",
    "reintegration",
    "on_roll",
    "removal_from_roll",
    "permanent_exclusion",
    "managed_move",
}
"""Kinds that say where a pupil is, and so whether a follow-up finds them there."""
SHORT_STAY = 10
"""School days: a stay no longer than this is not counted as a placement away from school, and a
gap no longer than this does not end a stay."""
FIRST_YEARS = {"R": 0, "N2": -1, "N1": -2}
"""National curriculum years before Year 1, as numbers."""


@dataclass(frozen=True)
class Step:
    """An entry that counts, with the standing before and after it."""

    entry: Entry
    movement: Kind
    before: Standing
    after: Standing

    @property
    def on(self) -> date:
        """The day it took effect."""
        return self.entry.on


@dataclass(frozen=True)
class Stay:
    """From the first day a pupil was at a place until the day they no longer were, if they left.

    `entry` is the entry that began it; `kind` and `reason` are of the placement within it, if any.
    """

    entry: int
    since: date
    until: date | None = None
    kind: str = "on_roll"
    reason: str | None = None

    def until_or(self, day: date) -> date:
        """The day it ended, or a day by which it had not."""
        return min(self.until, day) if self.until else day


@dataclass(frozen=True)
class Timeline:
    """What is in force of a pupil's entries, in the order of effect."""

    pupil: str
    steps: tuple[Step, ...]
    _moments: tuple[tuple[date, str], ...] = field(default=(), repr=False)

    @staticmethod
    def of(pupil: str, of_one: Sequence[Entry], until: date) -> "Timeline":
        """The time line up to the end of a day: what took effect later is left out."""
        steps = tuple(Step(*folded) for folded in fold(of_one) if folded[0].on <= until)
        return Timeline(pupil, steps, tuple((s.entry.on, s.entry.session) for s in steps))

    def at(self, day: date, half: str = "PM") -> Standing:
        """The standing at the end of a day, or of its morning."""
        count = bisect_right(self._moments, (day, half))
        return self.steps[count - 1].after if count else Standing()

    def between(self, after: date, until: date) -> Iterator[Step]:
        """The steps later than one day, up to and including another."""
        return (step for step in self.steps if after < step.on <= until)

    def of_kind(self, kind: str) -> Iterator[Step]:
        """The steps of one kind."""
        return (step for step in self.steps if step.movement.id == kind)

    def moves(self, after: date, until: date) -> tuple[int, ...]:
        """The entries later than one day, up to another, that say where the pupil was."""
        moved = (step for step in self.between(after, until) if step.movement.id in MOVES)
        return tuple(step.entry.number for step in moved)

    def told(self, kind: str, until: date) -> tuple[int, ...]:
        """The entries of one kind up to a day."""
        return tuple(step.entry.number for step in self.of_kind(kind) if step.on <= until)

    def nc_year(self, day: date) -> int | None:
        """The national curriculum year on a day, 0 for reception; None when nothing tells.

        As a roll said it, moved on by the school years since; else by the date of birth.
        """
        told = [
            (step.on, FIRST_YEARS.get(value, value))
            for step in self.of_kind("pupil_details")
            if (value := step.movement.value("nc_year")) is not None
        ]
        known = [(on, int(year)) for on, year in told if str(year).lstrip("-").isdigit()]
        if known:
            on, year = next((told for told in reversed(known) if told[0] <= day), known[0])
            return year + _school_year(day) - _school_year(on)
        born = self.at(day).details.get("dob")
        return _age_before(date.fromisoformat(born), _school_year(day)) - 4 if born else None

    def leaves_school(self, day: date) -> date | None:
        """The last Friday in June of the pupil's Year 11, going by the year group on a day."""
        nc_year = self.nc_year(day)
        return leaving_date(_school_year(day) + 11 - nc_year) if nc_year is not None else None

    def stays_at(self, place: str, weeks: SchoolWeeks) -> list[Stay]:
        """The stays at a place, on its roll or placed there; a gap of two school weeks is none."""
        merged: list[Stay] = []
        for stay in self._stays(place):
            last = merged[-1] if merged else None
            if last and last.until and _gap(last.until, stay.since, weeks) <= SHORT_STAY:
                kept = last if last.reason else stay
                same = replace(last, until=stay.until, kind=kept.kind, reason=kept.reason)
                merged[-1] = same
            else:
                merged.append(stay)
        return merged

    def _stays(self, place: str) -> Iterator[Stay]:
        stay: Stay | None = None
        for step in self.steps:
            here = is_attending(step.after, place)
            if here and stay is None:
                stay = Stay(step.entry.number, step.on)
            if stay and stay.reason is None and _opens_at(step, place):
                stay = replace(stay, kind=step.movement.id, reason=_reason(step.movement))
            if stay and not here:
                yield replace(stay, until=step.on)
                stay = None
        if stay:
            yield stay

    def long_stays(
        self, after: date, until: date, weeks: SchoolWeeks, seen: date | None = None
    ) -> Iterator[Step]:
        """Placements and directions begun between two days that lasted over ten school days.

        How long they lasted is looked at up to the day `seen`: `until` when not given.
        """
        last = seen or until
        for step in self.between(after, until):
            if step.movement.id in OPENING:
                end = min(self._closed(step) or date.max, last + timedelta(days=1))
                if weeks.school_days(step.on, end) > SHORT_STAY:
                    yield step

    def _closed(self, opening: Step) -> date | None:
        number = opening.entry.number
        ends = (s.on for s in self.steps if number in _open(s.before) - _open(s.after))
        return next(ends, None)


def _open(standing: Standing) -> set[int]:
    return {episode.entry for episode in standing.provision}


def _opens_at(step: Step, place: str) -> bool:
    return step.movement.id in OPENING and bool(step.movement.value("place") == place)


def _reason(movement: Kind) -> str:
    reason = movement.value("reason") if movement.id == "ap_placement" else "BHS"
    return str(reason)


def _gap(left: date, returned: date, weeks: SchoolWeeks) -> int:
    return weeks.school_days(left, returned)


def is_attending(standing: Standing, place: str) -> bool:
    """Whether the pupil is placed at a place or on its roll.

    A subsidiary registration that was left standing after the placement there ended is none.
    """
    if standing.provision_at(place):
        return True
    roll = standing.roll_at(place)
    if roll is None or roll.status in MAIN_STATUSES:
        return roll is not None
    return not any(s.place == place and s.until > roll.since for s in standing.former)


def is_settled(standing: Standing, places: Mapping[str, PlaceFacts]) -> bool:
    """Whether the pupil is in mainstream: there on a main roll, not excluded, and nowhere in AP."""
    roll = standing.main_roll
    school = places.get(roll.place) if roll else None
    if roll is None or school is None or not school.is_mainstream or standing.provision:
        return False
    if any(e.place == roll.place and e.on >= roll.since for e in standing.exclusions):
        return False
    others = (places.get(r.place) for r in standing.rolls if r.place != roll.place)
    return not any(p and p.is_ap_setting and is_attending(standing, p.id) for p in others)


def leaving_date(year: int) -> date:
    """The last Friday in June of the school year that begins in September of `year`."""
    last = date(year + 1, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def _school_year(day: date) -> int:
    return school_year_start(day, turns="1 September").year


def _age_before(born: date, year: int) -> int:
    """Age on the 31st of August before the school year."""
    return year - born.year - ((born.month, born.day) > (8, 31))
