"""Clocks: what an entry starts, when it falls due, what stops it. The engine; it holds no list."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Any, Literal

from movements.basis import Basis
from movements.places import PlaceFacts
from movements.school_days import SchoolDays
from movements.standing import Episode, Standing, Step


@dataclass(frozen=True)
class Started:
    """The entry that started a clock, and the movement it records.

    `nth` tells which of several due days is meant, where a local rule gives a list of them.
    `place` is where it was entered, by which `source`, `before` the standing that it found.
    `protected` where the child is so by now: a place that the child has left is told nothing of
    what came after.
    """

    number: int
    movement: Any
    nth: int = 1
    place: str | None = None
    before: Standing = field(default_factory=Standing)
    protected: bool = False
    source: str = ""


@dataclass(frozen=True)
class End:
    """The day on which a clock ended: met, or owed no longer."""

    on: date
    met: bool


@dataclass(frozen=True)
class Later:
    """A later movement of the same pupil, the standing after and before it, and of which place."""

    movement: Any
    standing: Standing
    before: Standing = field(default_factory=Standing)
    place: str | None = None


Unit = Literal["school_days", "calendar_days", "weeks", "months", "stated"]
Owner = Literal["school", "authority", "setting", "parent"]
State = Literal["running", "met", "missed", "met_late", "warning", "lapsed", "over", "never_met"]


@dataclass(frozen=True)
class Clock:
    """A limit that an entry of some kind starts.

    `length` counts in `unit`; with `start_counts` the first day is day 1, otherwise counting
    begins the day after. Unit "stated" takes the due day from the entry itself (`due_day`).
    `applies` says whether a given entry starts it; `stops` whether it, or a later one, meets it.
    Where the day that counts as the first depends on what went before, `counted_from` says which
    it is, or None where no clock starts. With `local` the lengths are those of that local rule,
    as the authority had set it on the day: one due day for each. `dated` is the field in which
    the entry that starts it may itself say on which day it was met. A clock of the parent's is a
    right: it lapses. One that is only aimed at (`aim`) warns. Where the law is not that of every
    school, `binds` says whether it is that of the one which opened the episode, and `where` whether
    it is that of the place which the entry names. `stops` may give the day itself. `about` says
    which thing it asks for, where the words of the clock are those of several. `of` are the kinds
    of episode it is a clock of, where its entry carries on several. Where the `owner` is
    the arranger, it is the school or the authority that arranged the episode. `owed` says whether
    what falls due on a day is owed as the episode stands: not after its end, not where a clock that
    began later takes its place. A stated day that was counted in school days says `counts_days`.
    `over` says whether, unmet, it is owed no longer: what has ended meets nothing. Where another
    place owes it than the one that recorded the entry, `named` is the field that names the place,
    or an entry of that place's. Where it is owed to some ages only, `aged` says whether to a child
    of whom such details are held, on the due day. Where it begins only with what that movement or a
    later one brings about, `begins` gives the day that is counted from. Whom the law lets off, by
    the movement, the standing before it and the facts of the school, is `excepted`. What is met
    `early` too may have been done before, in the same stay on the roll. `undone` gives the day by
    which it is owed anew where a movement takes away what met it.
    """

    id: str
    title: str
    owes: str
    owner: Owner | Literal["arranger"]
    unit: Unit
    basis: Basis
    stops: Callable[[Started, Later], bool | date]
    over: Callable[[Started, Later], bool] | None = None
    named: str | None = None
    length: int = 0
    start_counts: bool = False
    of: frozenset[str] | None = None
    applies: Callable[[Any], bool] = lambda movement: True
    due_day: Callable[[Any, SchoolDays], date | None] | None = None
    counted_from: Callable[[Any, Standing, SchoolDays], date | None] | None = None
    local: str | None = None
    dated: str | None = None
    aim: bool = False
    binds: Callable[[PlaceFacts | None], bool] | None = None
    about: Callable[[Any], str] = lambda movement: ""
    owed: Callable[[Episode, date, SchoolDays], bool] | None = None
    counts_days: bool = False
    where: Callable[[PlaceFacts | None], bool] | None = None
    aged: Callable[[Mapping[str, Any], date], bool] | None = None
    begins: Callable[[Started, Later], date | None] | None = None
    excepted: Callable[[Any, Standing, PlaceFacts | None], bool] | None = None
    early: bool = False
    undone: Callable[[Started, Later, SchoolDays], date | None] | None = None

    @property
    def binding(self) -> bool:
        """Whether missing it is a breach; a proposed rule only warns, and a right lapses."""
        return self.past == "missed"

    @property
    def rests_on_calendar(self) -> bool:
        """Whether its due day depends on which days are school days."""
        return self.unit == "school_days" or self.counts_days

    @property
    def past(self) -> State:
        """What it is past its day, not met."""
        if self.owner == "parent":
            return "lapsed"
        return "warning" if self.aim or self.basis.level == "proposed" else "missed"

    def owed_by(self, arranger: Owner) -> Owner:
        """Who owes it, where `arranger` has arranged what it is a clock of."""
        return arranger if self.owner == "arranger" else self.owner

    def starts_with(self, movement: Any, episode: Episode | None) -> bool:
        """Whether a movement that opens or carries on an episode is one that starts it."""
        if self.of is not None and (episode is None or episode.kind not in self.of):
            return False
        return self.applies(movement) and self.basis.in_force(movement.on)

    def met_on(self, start: Started, later: Later) -> date | None:
        """The day on which a movement, or what the first one says of itself, meets it."""
        said = getattr(start.movement, self.dated) if self.dated else None
        if said is not None and later.movement is start.movement:
            day: date = said
            return day
        met = self.stops(start, later)
        if isinstance(met, date):
            return met
        on: date = later.movement.on
        return on if met else None

    def end(self, start: Started, later: Iterable[Later]) -> End | None:
        """What ends it first, if anything does: it is met, or owed no longer."""
        for one in later:
            if met := self.met_on(start, one):
                return End(met, met=True)
            if self._is_over(start, one):
                return End(one.movement.on, met=False)
        return None

    def end_by(
        self, today: date, start: Started, later: Iterable[Later], due: date, days: SchoolDays
    ) -> tuple[date, End | None]:
        """The day it is `due` and what has ended it by today; both anew where that was undone."""
        rest = iter(later)
        end, undone = self.end(start, rest), self.undone
        while end is not None and end.met and undone is not None:
            by_now = takewhile(lambda one: one.movement.on <= today, rest)
            owed = (undone(start, one, days) for one in by_now if not self._is_over(start, one))
            again = next((day for day in owed if day), None)
            if again is None:
                break
            due, end = max(due, again), self.end(start, rest)
        return due, end

    def _is_over(self, start: Started, later: Later) -> bool:
        return self.over is not None and self.over(start, later)

    def due_on(
        self,
        movement: Any,
        days: SchoolDays,
        before: Standing | None = None,
        length: int | None = None,
        begun: date | None = None,
    ) -> date | None:
        """The last day on which the clock can be met; None where this entry starts no clock.

        `before` is the standing before the movement: none where nothing went before. `length`
        stands in for the clock's own, where a local rule sets it, and `begun` for the movement's
        day, where it began with another.
        """
        if not self.applies(movement) or not self.basis.in_force(movement.on):
            return None
        if self.due_day is not None:
            return self.due_day(movement, days)
        on: date | None = begun or movement.on
        then = before or Standing()
        if self.counted_from is not None:
            on = self.counted_from(movement, then, days)
            if self.unit == "stated":
                return on
        due = self._counted(on, days, length or self.length) if on is not None else None
        owed = due is None or self.aged is None or self.aged(then.details, due)
        return due if owed else None

    def _counted(self, on: date, days: SchoolDays, length: int) -> date:
        if self.unit == "school_days":
            return days.nth(on, length) if self.start_counts else days.add(on, length)
        if self.unit == "months":
            return last_of_months(on, length) if self.start_counts else months_after(on, length)
        end = on + timedelta(days=length * (7 if self.unit == "weeks" else 1))
        return end - timedelta(days=int(self.start_counts))


def months_after(on: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def last_of_months(on: date, months: int) -> date:
    """The last day of a period of months that begins with a day.

    The day before the same day of a later month, or the end of that month where it has no such day:
    six months that begin with 31 August end with February.
    """
    end = months_after(on, months)
    return end - timedelta(days=1) if end.day == on.day else end


def only_as_said(start: Started, later: Later) -> bool:
    """Met on the day that the entry itself says, or not at all."""
    return False


def stepped(*kinds: str) -> Callable[[Started, Later], bool]:
    """Met once the episode has as many milestones of these kinds as the clock's turn asks for."""

    def reached(start: Started, later: Later) -> bool:
        steps = steps_since(start.number, later.standing)
        return sum(step.movement.id in kinds for step in steps) >= start.nth

    return reached


def steps_since(entry: int, standing: Standing) -> tuple[Step, ...]:
    """The milestones of the episode that an entry opened, or those after it where it is one."""
    for episode in standing.episodes:
        if episode.opened_by(entry):
            return episode.steps
        at = next((n for n, step in enumerate(episode.steps) if step.entry == entry), None)
        if at is not None:
            return episode.steps[at + 1 :]
    return ()


def state_of(due: date, end: End | None, today: date, past: State = "missed") -> State:
    """Whether a clock is running, met, met late, missed or over as things stand today.

    One that does not bind is never missed: `past` is what it is then. One that was owed no longer
    only after its day was never met.
    """
    if end is not None and end.on <= today:
        if not end.met:
            return "never_met" if end.on > due and past == "missed" else "over"
        return "met" if end.on <= due else "met_late"
    if due >= today:
        return "running"
    return past
