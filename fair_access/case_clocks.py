"""The clocks of one case: met by steps and movements, over once the case is closed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from fair_access.steps import CLOSING, TakenStep
from movements.clock import Clock, End, Later, Started, state_of
from movements.due import DueItem
from movements.entry import Entry
from movements.kind import Kind
from movements.local_rules import LocalRules
from movements.register import fold
from movements.school_days import SchoolDays
from movements.standing import Standing


class Timeline:
    """One pupil's history, folded once: the standing on any day, and all that came after one."""

    def __init__(self, held: Sequence[Entry]) -> None:
        self._folded = list(fold(held))
        self._turns = [(entry.on, entry.session) for entry, *_ in self._folded]

    def on(self, day: date) -> Standing:
        """The standing at the end of a day."""
        at = bisect_right(self._turns, (day, "PM"))
        return self._folded[at - 1][3] if at else Standing()

    def after(self, day: date) -> Iterator[tuple[Entry, Kind, Standing]]:
        """The movements of later days, each with the standing after it."""
        for entry, movement, _, after in self._folded[bisect_right(self._turns, (day, "PM")) :]:
            yield entry, movement, after


@dataclass(frozen=True)
class CaseWatch:
    """What the clocks of a case are read by. `pupil` is the record the child is shown under."""

    pupil: str
    days: SchoolDays
    local: LocalRules
    today: date
    timeline: Timeline
    steps: Sequence[TakenStep] = field(repr=False)
    withheld: bool = False

    def clocks(self) -> Iterator[DueItem]:
        """Every clock that a step of the case started, in the order of the steps."""
        for at, one in enumerate(self.steps):
            if one.step.clocks:
                later = self._later(at)
                for clock in one.step.clocks:
                    yield from self._items(clock, one, later)

    def _later(self, at: int) -> list[Later]:
        """The step, with what stood at the end of its day, and all that came after."""
        begun = self.steps[at].entry
        told = [
            ((one.entry.on, one.first), Later(one.step, self.timeline.on(one.entry.on)))
            for one in self.steps[at:]
        ]
        told += [
            ((entry.on, entry.number), Later(movement, after))
            for entry, movement, after in self.timeline.after(begun.on)
        ]
        return [later for _, later in sorted(told, key=lambda one: one[0])]

    def _items(self, clock: Clock, one: TakenStep, later: Sequence[Later]) -> Iterator[DueItem]:
        for nth, length in enumerate(self._lengths(clock, one.entry), start=1):
            before = self.timeline.on(one.entry.on)
            due = clock.due_on(one.step, self.days, before, length)
            if due is None:
                continue
            started = Started(one.entry.number, one.step, nth)
            end = clock.end(started, later) or _closed(later[1:])
            yield DueItem(
                clock=clock,
                owner=clock.owed_by("school" if one.before.referred_by else "authority"),
                entry=one.entry.number,
                pupil=self.pupil,
                place=None,
                authority=one.entry.authority,
                started=one.entry.on,
                due=due,
                met=end.on if end and end.met else None,
                state=state_of(due, end, self.today, clock.past),
                assumed=clock.rests_on_calendar and self.days.assumed_between(one.entry.on, due),
                named=None if self.withheld else _named(clock, one),
            )

    def _lengths(self, clock: Clock, entry: Entry) -> tuple[int, ...]:
        if clock.local is None:
            return (clock.length,)
        return self.local.of(entry.authority, clock.local, entry.on).values


def _closed(later: Sequence[Later]) -> End | None:
    """Once the case is closed nothing is owed that an earlier step began."""
    ended = next((one for one in later if one.movement.id in CLOSING), None)
    return End(ended.movement.on, met=False) if ended else None


def _named(clock: Clock, one: TakenStep) -> str | None:
    """The school that owes it: of the allocation, or who referred."""
    if clock.owner == "arranger":
        return one.before.referred_by
    found = one.after.allocation
    return found.to_place if clock.owner == "school" and found else None
