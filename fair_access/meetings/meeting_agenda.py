"""A case is put on the agenda of a meeting, or taken off it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from fair_access.meetings.minute import Before, MeetingMinute, Taken, not_listed
from fair_access.meetings.state import Item, Meeting
from movements.actor import Actor
from movements.kind import Names, Text
from movements.problems import Problem


class MeetingAgenda(MeetingMinute):
    """A case goes on the agenda: the panel's members may see it from then on. Or it comes off."""

    id: ClassVar[str] = "meeting_agenda"
    title: ClassVar[str] = "Agenda"
    does: ClassVar[str] = "Put a case on the agenda"
    history_words: ClassVar[str] = "The agenda of a fair access meeting was changed for this case"

    case: Text = Field(title="Case", description="The case's id", examples=["c_0123456789"])
    listed: Literal["Y", "N"] = Field(
        default="Y",
        title="On the agenda",
        description="Y to put the case on the agenda, N to take it off",
        examples=["Y"],
    )
    why: Text = Field(
        title="Why",
        description="Why the case is on the agenda, or comes off it; name no other child",
        examples=["A place is due by 12 October 2026"],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """A case of the authority's, that is not there yet, or is."""
        yield from super().problems(before, by, today)
        if self.listed == "N":
            yield from not_listed(before, self.case)
        elif self.case not in before.cases:
            words = "This is no case of the authority that is open. Check its id."
            yield Problem("case", "unknown_case", words)
        elif self.case in before.meeting.cases:
            yield Problem("case", "on_agenda", "This case is on the agenda already.")

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """On the agenda after those that were there, or off it."""
        others = tuple(item for item in state.items if item.case != self.case)
        own = (Item(self.case, self.why, taken.number, self.on),) if self.listed == "Y" else ()
        return replace(state, items=(*others, *own))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        done = "Put on the agenda" if self.listed == "Y" else "Taken off the agenda"
        return f"{done}: {self.why}"
