"""The steps of a case, one class each, with the clock they start; and what they come to.

A step is an entry like any other, with the case and the pupil as its subjects. Nothing else is
truth: a case is read from its steps.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from fair_access.case_state import Allocation, CaseState, State
from fair_access.eligibility import CATEGORIES, Facts, concerns_of
from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.entry import Entry
from movements.kind import Answers, Day, Names, PlaceRef, Text
from movements.problems import Concern, Problem, by_the_law_of
from movements.standing import Standing

MOVEMENT_ENTRY = "movement_entry"
"""In the details of an allocation: the entry of the movement it recorded. Never answered."""

PLACE_CLOCK = "fair_access_place"

CODE_2021 = date(2021, 9, 1)
TWENTY_DAYS = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.21: a place within 20 school days of agreeing that "
    "the child will be considered under the protocol",
    CODE_2021,
)
PROTOCOL = Basis(
    "statute",
    "School Admissions Code 2021 paragraphs 3.14 to 3.22: fair access protocols",
    CODE_2021,
)
STARTED = Basis(
    "ours",
    "School Admissions Code 2021 paragraph 3.21 has a start as soon as possible after a place is "
    "allocated; how soon is set locally",
    CODE_2021,
)
DECIDED_FIRST = Basis("ours", "A place is allocated before the child starts in it")


@dataclass(frozen=True)
class Taken:
    """What a step's entry adds to its answers: its number, and the movement it recorded."""

    number: int
    movement_entry: int = 0


class Step(Answers):
    """A step of a case. `after` are the states in which it can be taken."""

    id: ClassVar[str]
    title: ClassVar[str]
    history_words: ClassVar[str]
    basis: ClassVar[Basis] = PROTOCOL
    after: ClassVar[frozenset[State]]
    recorded_by: ClassVar[frozenset[Role]]
    clocks: ClassVar[tuple[Clock, ...]] = ()

    def problems(self, state: CaseState, today: date) -> Iterator[Problem]:
        """What cannot be true of a case in this state. Refuses the step."""
        if state.state not in self.after:
            yield Problem("step", "not_now", _NOT_NOW[state.state])
        if self.on > today:
            yield Problem("on", "in_future", "The date is in the future: give the day it was done.")
        if state.last_on and self.on < state.last_on:
            yield Problem(
                "on",
                "before_last_step",
                f"The case's last step was on {state.last_on:%-d %B %Y}. Give that day or a later "
                "one.",
            )

    def concerns(self, standing: Standing, facts: Facts) -> Iterator[Concern]:
        """What was not lawful or complete, given the standing on the step's own day."""
        yield from ()

    def all_concerns(self, standing: Standing, facts: Facts) -> Iterator[Concern]:
        """Its concerns by the law of its own day."""
        yield from by_the_law_of(self.on, self.concerns(standing, facts))

    @abstractmethod
    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """The state after this step."""

    @abstractmethod
    def sentence(self, names: Names) -> str:
        """What was done, in one plain sentence."""


_NOT_NOW: dict[State, str] = {
    "not_open": "This case has not been referred yet.",
    "referred": "This case has not been agreed yet: agree it first, or withdraw it.",
    "agreed": "This case has been agreed already: allocate a place, or withdraw it.",
    "allocated": "A place has been allocated: the case is closed.",
    "withdrawn": "This case was withdrawn. Refer the pupil again if a place is needed.",
}


def _known_category(letter: str) -> str:
    if letter not in CATEGORIES:
        raise ValueError(f'unknown_category|"{letter}" is not a category: use one of a to m.')
    return letter


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


class CaseReferred(Step):
    """A pupil is referred. It opens the case and starts no clock: agreement does."""

    id: ClassVar[str] = "case_referred"
    title: ClassVar[str] = "Referred to the fair access panel"
    history_words: ClassVar[str] = "Referred to the fair access panel under category {category}"
    after: ClassVar[frozenset[State]] = frozenset({"not_open"})
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"school", "la_officer"})

    category: Annotated[str, BeforeValidator(_lower), AfterValidator(_known_category)] = Field(
        title="Category",
        description="Which of the thirteen categories of the School Admissions Code the child is "
        "in, a to m",
        examples=["d"],
    )
    reason: Text = Field(
        title="Reason",
        description="Why the child needs the panel, and what was tried to find a place in-year",
        examples=["Ready for mainstream; three schools refused an in-year place"],
    )
    referred_by: PlaceRef | None = Field(
        default=None,
        title="Referring school",
        description="The school that refers, if one does; a school that refers is its own",
        examples=[""],
    )
    refused_by: PlaceRef | None = Field(
        default=None,
        title="School that refused a place",
        description="For category j: the school that refused on challenging behaviour",
        examples=[""],
    )
    refused_on: Day | None = Field(
        default=None,
        title="Refused on",
        description="For category j: the day of that refusal",
        examples=[""],
    )

    def concerns(self, standing: Standing, facts: Facts) -> Iterator[Concern]:
        """What the register shows against the category; a child no protocol places."""
        facts = replace(facts, refused_by=self.refused_by, refused_on=self.refused_on)
        yield from concerns_of(self.category, standing, self.on, facts)

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """Referred, not yet agreed."""
        return replace(
            state,
            state="referred",
            category=self.category,
            referred_by=self.referred_by,
            referred_on=self.on,
        )

    def sentence(self, names: Names) -> str:
        """What was done."""
        by = f" by {names(self.referred_by)}" if self.referred_by else ""
        title = CATEGORIES[self.category].title
        return f"Referred{by} under category {self.category} ({title}): {self.reason}"


class CaseAgreed(Step):
    """It is agreed that the child will be considered: 20 school days for a place begin after it."""

    id: ClassVar[str] = "case_agreed"
    title: ClassVar[str] = "Agreed for the fair access panel"
    history_words: ClassVar[str] = "Agreed that the fair access panel finds a place"
    after: ClassVar[frozenset[State]] = frozenset({"referred"})
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id=PLACE_CLOCK,
            title="A place under the fair access protocol",
            owes="The panel allocates a place within 20 school days of agreeing the case",
            owner="authority",
            unit="school_days",
            length=20,
            basis=TWENTY_DAYS,
            stops=lambda started, later: later.movement.id == CaseAllocated.id,
        ),
    )

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """Agreed; the clock runs on the authority's standard calendar."""
        return replace(state, state="agreed", agreed_on=self.on, agreed_entry=taken.number)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return "Agreed that the child will be considered under the protocol"


def _there(start: Started, later: Later) -> bool:
    """On the roll of the place allocated, or in provision there."""
    place = start.movement.to_place
    return bool(later.standing.roll_at(place) or later.standing.provision_at(place))


class CaseAllocated(Step):
    """A place is allocated, and the movement that takes the pupil there is recorded with it."""

    id: ClassVar[str] = "case_allocated"
    title: ClassVar[str] = "Place allocated by the fair access panel"
    history_words: ClassVar[str] = (
        "The fair access panel allocated a place, recorded as entry {movement_entry}"
    )
    after: ClassVar[frozenset[State]] = frozenset({"agreed"})
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer", "panel_member"})
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="fair_access_start",
            title="Start at the place allocated",
            owes="The panel sees that the pupil has started at the place it allocated",
            owner="authority",
            unit="school_days",
            local="fair_access_start_days",
            basis=STARTED,
            stops=_there,
            aim=True,
            to_school_age=True,
        ),
    )

    to_place: PlaceRef = Field(
        title="Place allocated",
        description="URN, ukprn: and number, or id of the school or setting",
        examples=["123456"],
    )
    starts_on: Day = Field(
        title="Starting day",
        description="The day the pupil is to start there",
        examples=["2026-10-05"],
    )
    movement: Literal["on_roll", "managed_move", "off_site_direction", "ap_placement"] = Field(
        title="Movement",
        description="How the pupil goes there; its own questions follow",
        examples=["on_roll"],
    )

    def concerns(self, standing: Standing, facts: Facts) -> Iterator[Concern]:
        """Started before it was decided; a place that has closed."""
        if self.starts_on < self.on:
            yield Concern(
                "started_before",
                "The start is earlier than the day the place was allocated.",
                DECIDED_FIRST,
                level="note",
                field="starts_on",
            )
        to_place = facts.places.get(self.to_place)
        if to_place and to_place.closed and to_place.closed <= self.starts_on:
            yield Concern(
                "closed_place",
                f"{to_place.name} closed on {to_place.closed:%-d %B %Y}, before the start.",
                PROTOCOL,
                field="to_place",
            )

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """Allocated: the clock has stopped and the case is closed."""
        allocation = Allocation(self.to_place, self.starts_on, self.movement, taken.movement_entry)
        return replace(state, state="allocated", allocated_on=self.on, allocation=allocation)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Allocated a place at {names(self.to_place)}, to start {self.starts_on:%-d %B %Y}"


class CaseWithdrawn(Step):
    """The case ends without a place: the family moved, a place was found in-year, an error."""

    id: ClassVar[str] = "case_withdrawn"
    title: ClassVar[str] = "Fair access case withdrawn"
    history_words: ClassVar[str] = "The fair access case was withdrawn"
    after: ClassVar[frozenset[State]] = frozenset({"referred", "agreed"})
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})

    because: Text = Field(
        title="Reason",
        description="Why no place is needed or given; name no other child",
        examples=["A place was found in-year"],
    )

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """Closed without a place."""
        return replace(state, state="withdrawn", withdrawn_on=self.on)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Withdrawn: {self.because}"


STEPS: dict[str, type[Step]] = {
    step.id: step for step in (CaseReferred, CaseAgreed, CaseAllocated, CaseWithdrawn)
}
"""Every step of a case, by the kind of its entry, in the order they are taken."""

CASE_WORDS: dict[str, tuple[str, str]] = {
    step.id: (step.title, step.history_words) for step in STEPS.values()
}
"""How a pupil's history puts steps into words: no free text, and no place, which is withheld."""


def step_of(entry: Entry) -> tuple[Step, Taken] | None:
    """The step an entry records; None for what is no step or has been redacted."""
    step = STEPS.get(entry.kind)
    if step is None or entry.details is None:
        return None
    answers: dict[str, Any] = entry.answers()
    taken = Taken(entry.number, answers.pop(MOVEMENT_ENTRY, 0))
    return step.model_validate({**answers, "on": entry.on}), taken


def fold(entries: Iterable[Entry]) -> CaseState:
    """What a case's entries, in the order of effect, come to."""
    state = CaseState()
    for entry in entries:
        found = step_of(entry)
        if found is not None:
            step, taken = found
            state = step.apply(state, taken)
    return state
