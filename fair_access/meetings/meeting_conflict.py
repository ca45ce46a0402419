"""A member declares a conflict of interest in a case: the member leaves for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fair_access.meetings.law import NO_INTEREST
from fair_access.meetings.minute import (
    WITH_MEMBERS,
    Before,
    MeetingMinute,
    Taken,
    no_member,
    not_listed,
)
from fair_access.meetings.state import Conflict, Meeting
from movements.actor import Actor, Role
from movements.basis import Basis
from movements.kind import Names, Text, ThirdParty
from movements.problems import Problem


class MeetingConflict(MeetingMinute):
    """The member leaves for that case and does not see its file. Declared in error, it is lifted.

    A member may declare a conflict of their own; only an officer lifts one.
    """

    id: ClassVar[str] = "meeting_conflict"
    title: ClassVar[str] = "Conflict of interest"
    does: ClassVar[str] = "Declare a conflict"
    history_words: ClassVar[str] = "A conflict of interest in this case was noted at a meeting"
    basis: ClassVar[Basis] = NO_INTEREST
    recorded_by: ClassVar[frozenset[Role]] = WITH_MEMBERS

    member: Annotated[Text, ThirdParty()] = Field(
        title="Member", description="The member's id", examples=["n_0123456789"]
    )
    case: Text = Field(title="Case", description="The case's id", examples=["c_0123456789"])
    stands: Literal["Y", "N"] = Field(
        default="Y",
        title="Conflict",
        description="Y to declare a conflict, N to lift one that was declared in error",
        examples=["Y"],
    )
    stayed: Literal["Y", "N"] = Field(
        default="N",
        title="Stayed all the same",
        description="Y where the member was there for the case all the same",
        examples=["N"],
    )
    because: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="What it is",
        description="In short; name no child",
        examples=["Governor of the school that excluded"],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """A member, and a case on the agenda; one's own, where a member declares it."""
        yield from super().problems(before, by, today)
        yield from no_member(before, self.member)
        yield from not_listed(before, self.case)
        member = before.panel.member(self.member)
        own = member is not None and member.signs_in_as == by.name.lower() and self.stands == "Y"
        if by.role == "panel_member" and not own:
            words = "You can declare a conflict of your own: ask an officer for any other change."
            yield Problem("member", "not_yours", words)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """The conflict, once; or none."""
        this = Conflict(self.member, self.case, self.on, self.stayed == "Y")
        others = tuple(
            one for one in state.conflicts if (one.member, one.case) != (this.member, this.case)
        )
        return replace(state, conflicts=(*others, this) if self.stands == "Y" else others)

    def sentence(self, names: Names) -> str:
        """What was noted."""
        why = f": {self.because}" if self.because else ""
        if self.stands == "N":
            return f"{names(self.member)} has no conflict in this case after all{why}"
        does = "stayed for this case" if self.stayed == "Y" else "leaves for this case"
        return f"{names(self.member)} declared a conflict and {does}{why}"
