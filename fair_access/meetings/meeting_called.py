"""A meeting of a panel is called, or moved to another day or place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from fair_access.meetings.minute import Before, MeetingMinute, Taken
from fair_access.meetings.state import Meeting
from movements.actor import Actor
from movements.kind import Names, PlannedDay, Text
from movements.problems import Problem


def _read_time(value: object) -> object:
    text = str(value).strip().replace(".", ":")
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        raise ValueError("time|Give the time as 9:30 or 14:00.")
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError("time|Give a time of the day, as 9:30 or 14:00.")
    return f"{int(hour):02d}:{minute}"


class MeetingCalled(MeetingMinute):
    """A meeting is called for a day. Called again it is moved: what was noted of it stays."""

    id: ClassVar[str] = "meeting_called"
    title: ClassVar[str] = "Meeting called"
    does: ClassVar[str] = "Call a meeting"
    opens: ClassVar[bool] = True

    day: PlannedDay = Field(
        title="Day of the meeting",
        description="The day it is held",
        examples=["2026-10-14"],
    )
    starts_at: Annotated[str, BeforeValidator(_read_time, json_schema_input_type=str)] = Field(
        title="Time", description="When it begins, as 9:30 or 14:00", examples=["9:30"]
    )
    place: Text = Field(
        title="Place", description="Where it is held, or online", examples=["County Hall, room 2"]
    )
    papers_by: PlannedDay | None = Field(
        default=None,
        title="Papers by",
        description="The last day for referrals and papers, if one is set",
        examples=["2026-10-07"],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """Called before it is held; papers are due by the meeting."""
        yield from super().problems(before, by, today)
        if self.day < self.on:
            words = "The meeting is on the day it was called or later: check both days."
            yield Problem("day", "before_called", words)
        if self.papers_by is not None and self.papers_by > self.day:
            yield Problem("papers_by", "after_meeting", "Papers are due by the day of the meeting.")

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """Called for this day, here."""
        return replace(
            state,
            id=taken.meeting,
            panel=taken.panel,
            authority=taken.authority,
            day=self.day,
            starts_at=self.starts_at,
            place=self.place,
            papers_by=self.papers_by,
        )

    def sentence(self, names: Names) -> str:
        """What was noted."""
        papers = f"; papers by {self.papers_by:%-d %B %Y}" if self.papers_by else ""
        return f"For {self.day:%-d %B %Y} at {self.starts_at}, {self.place}{papers}"
