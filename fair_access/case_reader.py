"""A case as it is shown: its steps in words, what the register shows against them, its clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from fair_access.case_state import TITLES, CaseState
from fair_access.eligibility import CATEGORIES, Facts
from fair_access.steps import PLACE_CLOCK, Step, Taken, fold, step_of
from fair_access.withheld import Words, places_named
from movements.basis import Basis
from movements.clock import Clock, Later, Started, state_of
from movements.due import DueItem
from movements.entry import Entry
from movements.linked import links
from movements.local_rules import local_rules
from movements.problems import Concern
from movements.register import by_pupil, entries, standing_of
from movements.register import fold as fold_of
from movements.school_days import calendars
from movements.standing import Standing
from movements.superseded import superseded

STILL_HELD = Basis("ours", "An allocation and the movement it recorded stand or fall together")


@dataclass(frozen=True)
class StepLine:
    """A step as a case shows it. `movement_entry`: the entry of the movement it recorded."""

    number: int
    kind: str
    on: date
    title: str
    sentence: str
    recorded_by: str
    recorded_at: str
    concerns: tuple[Concern, ...] = ()
    movement_entry: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The step as the API and --json show it."""
        return {
            "entry": self.number,
            "kind": self.kind,
            "on": self.on.isoformat(),
            "title": self.title,
            "sentence": self.sentence,
            "movement_entry": self.movement_entry,
            "concerns": [concern.words() for concern in self.concerns],
        }


@dataclass(frozen=True)
class Case:
    """One case. `record` is the one it was opened for, `pupil` the one the child is shown under.

    `clocks` are the 20 school days for a place, from agreement and not of a case withdrawn in time,
    and the days to a start there, from the allocation. `counted` says where they were counted on
    the built-in calendar.

    For a protected child neither `state` nor `steps` name a place, unless they were asked to.
    `seen_by` are the places that may see the case: only for `may_see_case`, never to be shown.
    """

    id: str
    pupil: str
    record: str
    authority: str | None
    state: CaseState
    steps: tuple[StepLine, ...]
    clocks: tuple[DueItem, ...]
    counted: str
    protected: bool
    seen_by: frozenset[str] = field(repr=False)

    @property
    def clock(self) -> DueItem | None:
        """The 20 school days for a place; None where they do not count."""
        return next((c for c in self.clocks if c.clock.id == PLACE_CLOCK), None)

    @property
    def title(self) -> str:
        """The state in words."""
        return TITLES[self.state.state]

    @property
    def category(self) -> str:
        """The category in words."""
        found = CATEGORIES.get(self.state.category)
        return f"{found.id}: {found.title}" if found else "not given"

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Every concern of every step."""
        return tuple(concern for line in self.steps for concern in line.concerns)

    def as_dict(self) -> dict[str, object]:
        """The case as the API and --json show it; places are named in sentences alone."""
        return {
            "case": self.id,
            "pupil": self.pupil,
            "authority": self.authority,
            "state": self.state.state,
            "category": self.state.category,
            "clock": self.clock.as_dict() if self.clock else None,
            "clocks": [clock.as_dict() for clock in self.clocks],
            "counted": self.counted,
            "steps": [line.as_dict() for line in self.steps],
        }


TakenStep = tuple[Entry, Step, Taken]


class CaseReader:
    """Puts the steps of some pupils' cases into cases; computes concerns and clocks on reading."""

    def __init__(
        self, session: Session, pupils: set[str], today: date, *, show_protected: bool
    ) -> None:
        found = entries(session, pupils) if pupils else []
        self.today = today
        self.show_protected = show_protected
        self.linked = links(session)
        held = dict(by_pupil(found))
        self.held = {pupil: held[self.linked.kept(pupil)] for pupil in pupils}
        self.places = places_named(session, found)
        self.calendars = calendars(session)
        self.local = local_rules(session)

    def case(self, case_id: str, steps: Sequence[Entry]) -> Case:
        """One case from the entries of its steps, in order; at least one."""
        record, authority = str(steps[0].pupil_id), steps[0].authority
        now = standing_of(self.held[record], self.today)
        words = Words(self.places, withheld=now.protected and not self.show_protected)
        taken = [(entry, *found) for entry in steps if (found := step_of(entry))]
        state = fold(steps)
        clocks = tuple(self._clocks(taken, state))
        return Case(
            id=case_id,
            pupil=self.linked.kept(record),
            record=record,
            authority=authority,
            state=_without_places(state) if words.withheld else state,
            steps=tuple(self._line(one, words) for one in taken),
            clocks=clocks,
            counted=self._counted(clocks),
            protected=now.protected,
            seen_by=_seen_by(state, now),
        )

    def _line(self, taken: TakenStep, words: Words) -> StepLine:
        entry, step, what = taken
        return StepLine(
            number=entry.number,
            kind=entry.kind,
            on=entry.on,
            title=step.title,
            sentence=words.text(step.sentence(words.names)),
            recorded_by=entry.recorded_by,
            recorded_at=entry.recorded_at,
            concerns=tuple(words.concern(found) for found in self._concerns(taken)),
            movement_entry=what.movement_entry or None,
        )

    def _concerns(self, taken: TakenStep) -> Iterator[Concern]:
        """Judged against the standing on the step's own day."""
        entry, step, what = taken
        held = self.held[str(entry.pupil_id)]
        yield from step.all_concerns(standing_of(held, entry.on), Facts(self.places))
        later = superseded(held).get(what.movement_entry)
        if later is not None:
            yield Concern(
                "movement_gone",
                f"The movement that this allocation recorded (entry {what.movement_entry}) has "
                f"since been corrected or withdrawn by entry {later}.",
                STILL_HELD,
            )

    def _clocks(self, taken: Sequence[TakenStep], state: CaseState) -> Iterator[DueItem]:
        for one in taken:
            for clock in one[1].clocks:
                item = self._item(clock, one, taken)
                if item and not (state.withdrawn_on and state.withdrawn_on <= item.due):
                    yield item

    def _item(self, clock: Clock, one: TakenStep, taken: Sequence[TakenStep]) -> DueItem | None:
        entry, step, _ = one
        days = self.calendars.of(f"la:{entry.authority or ''}")
        before = standing_of(self.held[str(entry.pupil_id)], entry.on)
        due = clock.due_on(step, days, before, self._length(clock, entry))
        if due is None:
            return None
        end = clock.end(Started(entry.number, step), self._later(entry, taken))
        return DueItem(
            clock=clock,
            owner=clock.owed_by("authority"),
            entry=entry.number,
            pupil=self.linked.kept(str(entry.pupil_id)),
            place=None,
            authority=entry.authority,
            started=entry.on,
            due=due,
            met=end.on if end else None,
            state=state_of(due, end, self.today, clock.past),
            assumed=days.assumed_between(entry.on, due),
        )

    def _length(self, clock: Clock, entry: Entry) -> int:
        if clock.local is None:
            return clock.length
        return self.local.of(entry.authority, clock.local, entry.on).values[0]

    def _later(self, begun: Entry, taken: Sequence[TakenStep]) -> list[Later]:
        """The step, with what stood at the end of its day, and all that came after."""
        held = self.held[str(begun.pupil_id)]
        steps = [
            (entry, Later(step, standing_of(held, entry.on)))
            for entry, step, _ in taken
            if entry.number >= begun.number
        ]
        moved = [
            (entry, Later(movement, after))
            for entry, movement, _, after in fold_of(held)
            if entry.on > begun.on
        ]
        told = sorted([*steps, *moved], key=lambda one: (one[0].on, one[0].number))
        return [later for _, later in told]

    def _counted(self, clocks: Sequence[DueItem]) -> str:
        """Which calendar they are counted on, if it is the built-in one."""
        if not clocks:
            return ""
        days = self.calendars.of(f"la:{clocks[0].authority or ''}")
        return days.said(clocks[0].started, clocks[-1].due)


def _without_places(state: CaseState) -> CaseState:
    hidden = replace(state.allocation, to_place="") if state.allocation else None
    return replace(state, referred_by=None, allocation=hidden)


def _seen_by(state: CaseState, now: Standing) -> frozenset[str]:
    """The places of the referral, the allocation and the pupil's rolls today."""
    to_place = state.allocation.to_place if state.allocation else None
    named = {state.referred_by, to_place, *(roll.place for roll in now.rolls)}
    return frozenset(place for place in named if place)
