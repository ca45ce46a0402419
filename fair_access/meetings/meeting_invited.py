"""Schools are invited to a meeting, with what shows it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from fair_access.meetings.law import EVERY_SCHOOL
from fair_access.meetings.minute import Before, MeetingMinute, Taken
from fair_access.meetings.state import Invitation, Meeting
from movements.actor import Actor
from movements.basis import Basis
from movements.kind import Names, PlaceRefs, Text
from movements.problems import Problem

How = Literal["email", "letter", "portal", "by_hand"]
_HOW: dict[How, str] = {
    "email": "email",
    "letter": "letter",
    "portal": "the portal",
    "by_hand": "hand",
}


class MeetingInvited(MeetingMinute):
    """Invitations went out to some schools, or to every school of the area."""

    id: ClassVar[str] = "meeting_invited"
    title: ClassVar[str] = "Schools invited"
    does: ClassVar[str] = "Record invitations"
    basis: ClassVar[Basis] = EVERY_SCHOOL

    schools: PlaceRefs = Field(
        title="Schools",
        description="The schools invited, by URN or id, with spaces or new lines between",
        examples=["123456 123457"],
    )
    how: How = Field(
        title="Sent by", description="email, letter, portal or by_hand", examples=["email"]
    )
    proof: Text = Field(
        title="Proof",
        description="What shows that it was sent: where the message or receipt is filed",
        examples=["Mailing of that day, filed under FAP/2026/10"],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """Schools of the area, before the meeting is over."""
        yield from super().problems(before, by, today)
        if not self.schools:
            yield Problem("schools", "missing", "Name the schools that were invited.")
        elif not {*self.schools} <= {*before.panel.area_on(before.meeting.day)}:
            words = "Name schools of the panel's area only: set up the panel anew to add one."
            yield Problem("schools", "not_of_the_area", words)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """Invited, besides those invited before."""
        sent = Invitation(self.schools, self.how, self.on, self.proof, taken.number)
        return replace(state, invitations=(*state.invitations, sent))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        schools = ", ".join(map(names, self.schools))
        return f"Invited by {_HOW[self.how]}: {schools} (proof: {self.proof})"
