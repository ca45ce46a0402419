"""What every line of the minute book fills in: typed answers, what they change, and words."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Generic, TypeVar

from fair_access.meetings.law import PANELS
from fair_access.meetings.state import Meeting, Panel
from movements.actor import Actor, Role
from movements.basis import Basis
from movements.kind import Answers, Names
from movements.problems import Problem

State = TypeVar("State", Panel, Meeting)

OFFICER: frozenset[Role] = frozenset({"la_officer"})
WITH_MEMBERS: frozenset[Role] = frozenset({"la_officer", "panel_member"})


@dataclass(frozen=True)
class Taken:
    """What a minute's entry adds to its answers: its number, and ids given when it was recorded."""

    number: int
    authority: str | None
    panel: str = ""
    meeting: str = ""
    member: str = ""


@dataclass(frozen=True)
class Before:
    """What a minute is judged against: the panel and the meeting before it, and known cases."""

    panel: Panel = field(default_factory=Panel)
    meeting: Meeting = field(default_factory=Meeting)
    cases: frozenset[str] = frozenset()


class Minute(Answers, Generic[State]):
    """One line of the minute book. Subclasses are what can be noted of a panel or a meeting."""

    id: ClassVar[str]
    title: ClassVar[str]
    does: ClassVar[str]
    """What the button says that leads to it."""
    history_words: ClassVar[str] = ""
    """How a pupil's history tells it, where it is about a case: it names nobody."""
    basis: ClassVar[Basis] = PANELS
    recorded_by: ClassVar[frozenset[Role]] = OFFICER
    opens: ClassVar[bool] = False
    """Whether it begins a panel or a meeting."""
    by_itself: ClassVar[bool] = False
    """Whether the register tells it by itself: no form does, and nobody corrects it."""

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """What cannot be true. Refuses the minute."""
        if self.on > today:
            yield Problem("on", "in_future", "The date is in the future: give the day it was done.")

    def about_case(self, meeting: Meeting) -> str | None:
        """The case it is about, if it is about one, given the meeting before it."""
        return str(self.value("case")) if "case" in self.fields() else None

    @abstractmethod
    def apply(self, state: State, taken: Taken) -> State:
        """The panel or the meeting after it."""

    @abstractmethod
    def sentence(self, names: Names) -> str:
        """What was noted, in one plain sentence; `names` turns ids of places and members."""


class PanelMinute(Minute[Panel]):
    """A minute of a panel."""


class MeetingMinute(Minute[Meeting]):
    """A minute of a meeting. A closed meeting takes no more, unless `after_close`."""

    after_close: ClassVar[bool] = False

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """Nothing is added to a meeting that is closed."""
        yield from super().problems(before, by, today)
        if before.meeting.closed_on and not self.after_close:
            words = f"The meeting was closed on {before.meeting.closed_on:%-d %B %Y}."
            yield Problem("meeting", "closed", words)


def no_member(before: Before, member: str) -> Iterator[Problem]:
    """That a member named is none of the panel's."""
    if before.panel.member(member) is None:
        words = "This is no member of the panel: name one by the id that the panel's page shows."
        yield Problem("member", "unknown_member", words)


def not_listed(before: Before, case: str) -> Iterator[Problem]:
    """That a case named is not on the agenda."""
    if case not in before.meeting.cases:
        words = "This case is not on the agenda: put it there first."
        yield Problem("case", "not_on_agenda", words)
