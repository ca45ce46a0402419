"""Who came to a meeting, who sent apologies, and who took the chair."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from fair_access.meetings.law import MAY_DECIDE
from fair_access.meetings.minute import Before, MeetingMinute, Taken, no_member
from fair_access.meetings.state import Attended, Attends, Meeting
from movements.actor import Actor
from movements.basis import Basis
from movements.kind import Names, Text
from movements.problems import Problem


class MeetingAttendance(MeetingMinute):
    """A member came, sent apologies or did not come. What is said last of a member holds."""

    id: ClassVar[str] = "meeting_attendance"
    title: ClassVar[str] = "Attendance"
    does: ClassVar[str] = "Record attendance"
    basis: ClassVar[Basis] = MAY_DECIDE

    member: Text = Field(title="Member", description="The member's id", examples=["n_0123456789"])
    attends: Attends = Field(
        title="Attendance", description="present, apologies or absent", examples=["present"]
    )
    authority_shown: Literal["Y", "N"] = Field(
        default="N",
        title="Authority to decide shown",
        description="Y where whoever came showed authority to decide for the organisation",
        examples=["Y"],
    )
    instead: Text | None = Field(
        default=None,
        title="Who came instead",
        description="Where somebody came in the member's place: who",
        examples=[""],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """A member of the panel; nobody is present before the day."""
        yield from super().problems(before, by, today)
        yield from no_member(before, self.member)
        if self.attends == "present" and self.on < before.meeting.day:
            words = f"The meeting is on {before.meeting.day:%-d %B %Y}: nobody is present before."
            yield Problem("attends", "before_meeting", words)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """In the place of what was said of the member."""
        others = tuple(one for one in state.attended if one.member != self.member)
        own = Attended(self.member, self.attends, self.authority_shown == "Y", self.instead or "")
        return replace(state, attended=(*others, own))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        said = {"present": "was present", "apologies": "sent apologies", "absent": "did not come"}
        who = f"{self.instead} for {names(self.member)}" if self.instead else names(self.member)
        shown = self.attends == "present" and self.authority_shown == "Y"
        return f"{who} {said[self.attends]}{', with authority to decide' if shown else ''}"


class MeetingChair(MeetingMinute):
    """Who takes the chair for the day."""

    id: ClassVar[str] = "meeting_chair"
    title: ClassVar[str] = "Chair for the day"
    does: ClassVar[str] = "Name the chair"

    member: Text = Field(title="Member", description="The member's id", examples=["n_0123456789"])

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """A member of the panel."""
        yield from super().problems(before, by, today)
        yield from no_member(before, self.member)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """In the chair, in the place of whoever was named before."""
        return replace(state, chair=self.member)

    def sentence(self, names: Names) -> str:
        """What was noted."""
        return f"{names(self.member)} takes the chair"
