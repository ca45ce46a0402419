"""What every step of a case fills in: its answers, when it can be taken, what it leads to."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from fair_access.case_state import PANEL, TITLES, CaseState, State
from fair_access.eligibility import Facts
from fair_access.law import NOT_WITHOUT_A_SCHOOL, PROTOCOL, REASONED
from fair_access.steps.lapsed import stands_yet
from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Answers, Names, Text
from movements.problems import Concern, Problem, by_the_law_of
from movements.standing import Standing

OFFICER: frozenset[Role] = frozenset({"la_officer"})
DECIDES: frozenset[Role] = frozenset({"la_officer", "panel_member"})
SCHOOLS_TOO: frozenset[Role] = frozenset({"la_officer", "school"})


@dataclass(frozen=True)
class Share:
    """What fair share said of a place when it was allocated.

    `order` is its place among the `of` schools that could be asked, 1 for the one asked first; None
    where it was not to be asked for this child, or could not be compared. `scheme` is the entry of
    the scheme, `known` the last entry it knew of (0 where that was not kept).
    """

    scheme: int
    order: int | None
    of: int
    known: int = 0

    @property
    def words(self) -> str:
        """What it said, within a sentence."""
        if self.order is None:
            return "it was not among the schools to be asked"
        return f"it was number {self.order} of {self.of}"


@dataclass(frozen=True)
class Taken:
    """What a step's entry adds to its answers: its number, and the movement it recorded.

    `share` is what fair share said of the place on that day, where the authority has a scheme.
    `overrode` are the codes of why the child was out of scope when an override was recorded.
    """

    number: int
    movement_entry: int = 0
    share: Share | None = None
    overrode: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CaseBefore:
    """What a step is judged against: the case before it, the pupil on its day, and places."""

    state: CaseState
    standing: Standing = field(default_factory=Standing)
    facts: Facts = field(default_factory=Facts)


class Step(Answers):
    """A step of a case. `after` are the states in which it can be taken, `leads_to` the next one.

    A step without `leads_to` leaves the state as it is.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    does: ClassVar[str]
    """What the button says that leads to it."""
    main: ClassVar[bool] = False
    """Whether it is what comes next as a rule."""
    history_words: ClassVar[str]
    basis: ClassVar[Basis] = PROTOCOL
    after: ClassVar[frozenset[State]]
    leads_to: ClassVar[State | None] = None
    recorded_by: ClassVar[frozenset[Role]] = OFFICER
    by_form: ClassVar[bool] = True
    """Whether somebody answers its questions; else the program records what it has made."""
    clocks: ClassVar[tuple[Clock, ...]] = ()
    to_come: ClassVar[tuple[str, ...]] = ()
    """Questions for a day that cannot be before the step itself."""
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    """Questions that stand together where the form is long: a title, and their names."""

    @classmethod
    def fits(cls, state: CaseState) -> bool:
        """Whether it can be taken in a case that stands so."""
        return state.state in cls.after

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """What cannot be true of a case in this state. Refuses the step."""
        state = before.state
        if not self.fits(state):
            words = f"This is no step of a case that stands at: {TITLES[state.state].lower()}."
            yield Problem("step", "not_now", words)
        if self.on > today:
            yield Problem("on", "in_future", "The date is in the future: give the day it was done.")
        if state.last_on and self.on < state.last_on:
            yield Problem(
                "on",
                "before_last_step",
                f"The case's last step was on {state.last_on:%-d %B %Y}. Give that day or a later "
                "one.",
            )
        for name in self.to_come:
            if self.value(name) < self.on:
                words = "This is before the day of the step: give that day or a later one."
                yield Problem(name, "in_past", words)

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """What was not lawful or complete, given what stood on the step's own day."""
        yield from ()

    def all_concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """Its concerns by the law of its own day."""
        yield from by_the_law_of(self.on, self.concerns(before))
        found, started = before.state.allocation, before.state.started_on is not None
        if found and self.apply(before.state, Taken(0)).lapses(before.state):
            lapsed = stands_yet(found, before.standing, self.on, started=started)
            yield from by_the_law_of(self.on, lapsed)

    def says_more(self, before: CaseBefore) -> bool:
        """Whether the same step again on the same day adds something to the one that is held."""
        return False

    def beside(self, before: CaseBefore, names: Names) -> str:
        """What the register shows beside it, after its sentence."""
        return ""

    def keeps(self, before: CaseBefore) -> dict[str, Any]:
        """What its entry keeps besides its answers, of what stood on its day. Never answered."""
        return {}

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """The state after this step."""
        after = replace(state, state=self.leads_to or state.state, last_on=self.on)
        return self.changes(after, taken)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """What it changes besides the state and the day of the last step."""
        return state

    @abstractmethod
    def sentence(self, names: Names) -> str:
        """What was done, in one plain sentence."""


def closed_without_a_school(before: CaseBefore) -> Iterator[Concern]:
    """The register shows no school of the child's on the day the case closes."""
    if before.standing.main_roll is None:
        yield Concern(
            "no_school",
            "The register shows no school for the child, and the case closes: somebody must find "
            "one.",
            NOT_WITHOUT_A_SCHOOL,
        )


def _meeting_id(text: str) -> str:
    if not re.fullmatch(r"m_[0-9a-z]+", text):
        raise ValueError("unknown_meeting|Give the id of a meeting, as its page or list shows it.")
    return text


class AtMeeting(Step):
    """A step that may be taken at a meeting, and then names it."""

    held_there: ClassVar[bool] = True
    """Whether it is done at the meeting itself; not where it only leads there."""

    meeting: Annotated[str, AfterValidator(_meeting_id)] | None = Field(
        default=None,
        title="Meeting",
        description="The id of the meeting that has the case on its agenda; that of the day unless "
        "you say",
        examples=[""],
    )

    @property
    def met_on(self) -> date:
        """The day whose meeting it is."""
        return self.on


def no_reasons(reasons: str | None) -> Iterator[Concern]:
    """A decision without its reasons."""
    if reasons is None:
        yield Concern(
            "no_reasons",
            "No reasons are recorded: say why this was decided.",
            REASONED,
            level="note",
            field="reasons",
        )


class Reasoned(Step):
    """A step by which the authority decides by itself, with why."""

    reasons: Text | None = Field(
        default=None,
        title="Reasons",
        description="What was said when it was asked, and why this is done all the same; name no "
        "other child",
        examples=["Every nearer school has refused; the year group has room by its numbers"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """A decision without its reasons."""
        yield from no_reasons(self.reasons)


class Decision(AtMeeting):
    """A step by which the panel decides: with the options it considered, and why this one."""

    after: ClassVar[frozenset[State]] = PANEL
    recorded_by: ClassVar[frozenset[Role]] = DECIDES

    options: Text | None = Field(
        default=None,
        title="Options considered",
        description="One to a line: each option the panel considered, a colon, and why it was "
        "chosen or not; name no other child",
        examples=["Hill Academy: nearest, and preferred"],
    )
    reasons: Text | None = Field(
        default=None,
        title="Reasons",
        description="Why this was decided; name no other child",
        examples=["The parent's preference; the school's turn"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """A decision without its reasons."""
        yield from no_reasons(self.reasons)
