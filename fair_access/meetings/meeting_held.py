"""A meeting is opened and closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from fair_access.meetings.minute import Before, MeetingMinute, Taken
from fair_access.meetings.state import Meeting
from movements.actor import Actor
from movements.kind import Names
from movements.problems import Problem


class MeetingOpened(MeetingMinute):
    """The meeting begins."""

    id: ClassVar[str] = "meeting_opened"
    title: ClassVar[str] = "Meeting opened"
    does: ClassVar[str] = "Open the meeting"

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """Once, and not before its day."""
        yield from super().problems(before, by, today)
        if before.meeting.stage == "open":
            yield Problem("on", "open", "The meeting is open already.")
        if self.on < before.meeting.day:
            words = f"The meeting is on {before.meeting.day:%-d %B %Y}: move it to open it earlier."
            yield Problem("on", "before_meeting", words)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """Open."""
        return replace(state, opened_on=self.on)

    def sentence(self, names: Names) -> str:
        """What was noted."""
        return "The meeting was opened"


class MeetingClosed(MeetingMinute):
    """The meeting ends. Its members see its cases for some days more, by local rule."""

    id: ClassVar[str] = "meeting_closed"
    title: ClassVar[str] = "Meeting closed"
    does: ClassVar[str] = "Close the meeting"

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """Opened first."""
        yield from super().problems(before, by, today)
        if before.meeting.stage == "called":
            yield Problem("on", "not_open", "The meeting has not been opened yet.")

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """Closed."""
        return replace(state, closed_on=self.on)

    def sentence(self, names: Names) -> str:
        """What was noted."""
        return "The meeting was closed"
