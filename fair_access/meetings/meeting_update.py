"""An update is promised at a meeting, and given: it comes back on the next agenda until then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.meetings.law import PROMISED
from fair_access.meetings.minute import Before, MeetingMinute, Taken, not_listed
from fair_access.meetings.state import Meeting, Update
from movements.actor import Actor
from movements.basis import Basis
from movements.kind import Count, Names, PlannedDay, Text, ThirdParty
from movements.problems import Problem


class MeetingUpdate(MeetingMinute):
    """Somebody promises an update on a case by a day."""

    id: ClassVar[str] = "meeting_update"
    title: ClassVar[str] = "Update promised"
    does: ClassVar[str] = "Note a promised update"
    history_words: ClassVar[str] = "An update on this case was promised at a meeting"
    basis: ClassVar[Basis] = PROMISED

    case: Text = Field(title="Case", description="The case's id", examples=["c_0123456789"])
    what: Text = Field(
        title="What", description="What is to be told", examples=["Whether the school has a place"]
    )
    promised_by: Annotated[Text, ThirdParty()] = Field(
        title="By whom", description="Who promised it, by post", examples=["Head of Brook School"]
    )
    due: PlannedDay = Field(title="By", description="By which day", examples=["2026-10-21"])

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """On a case of the agenda."""
        yield from super().problems(before, by, today)
        yield from not_listed(before, self.case)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """Promised, under the number of its entry."""
        told = Update(taken.number, self.case, self.promised_by, self.due, self.what)
        return replace(state, updates=(*state.updates, told))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        return f"{self.promised_by} tells by {self.due:%-d %B %Y}: {self.what}"


class MeetingUpdateGiven(MeetingMinute):
    """The update has come."""

    id: ClassVar[str] = "meeting_update_given"
    title: ClassVar[str] = "Update given"
    does: ClassVar[str] = "Record that an update came"
    history_words: ClassVar[str] = "An update on this case came to a meeting"
    basis: ClassVar[Basis] = PROMISED
    after_close: ClassVar[bool] = True

    update: Count = Field(
        title="Update", description="The number of the entry that promised it", examples=["12"]
    )
    what: Text = Field(title="What was told", description="In short", examples=["Starts on Monday"])

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """One that was promised here and has not come."""
        yield from super().problems(before, by, today)
        waits = {one.entry for one in before.meeting.updates if one.given is None}
        if self.update not in waits:
            words = "No update of this number waits here: give the number of the promise's entry."
            yield Problem("update", "unknown_update", words)

    def about_case(self, meeting: Meeting) -> str | None:
        """The case that the update was promised on."""
        return next((one.case for one in meeting.updates if one.entry == self.update), None)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """It waits no more."""
        told = tuple(
            replace(one, given=self.on) if one.entry == self.update else one
            for one in state.updates
        )
        return replace(state, updates=told)

    def sentence(self, names: Names) -> str:
        """What was noted."""
        return f"Of the update promised by entry {self.update}: {self.what}"
