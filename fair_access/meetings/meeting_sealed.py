"""The pack of a meeting is sealed: what the panel is shown, as the register knew it then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from fair_access.meetings.law import AS_SEEN
from fair_access.meetings.minute import Before, MeetingMinute, Taken
from fair_access.meetings.state import Meeting, Sealed
from movements.actor import Actor
from movements.basis import Basis
from movements.counted import counted
from movements.kind import Count, Names
from movements.problems import Problem


class MeetingSealed(MeetingMinute):
    """A pack, by the SHA-256 of its bytes: told by seal() alone, never by a form.

    `upto` is the number of the last entry it knows. Sealed again, both versions stay.
    """

    id: ClassVar[str] = "meeting_sealed"
    title: ClassVar[str] = "Pack sealed"
    does: ClassVar[str] = "Seal the pack"
    basis: ClassVar[Basis] = AS_SEEN
    by_itself: ClassVar[bool] = True

    sha256: str = Field(
        title="SHA-256",
        description="Of the pack's bytes, in hex",
        examples=["0" * 64],
        pattern="^[0-9a-f]{64}$",
    )
    upto: Count = Field(title="Up to", description="The last entry it knows", examples=["120"])
    cases: tuple[str, ...] = Field(
        title="Cases", description="The cases in it", examples=["c_0123456789"]
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """With something on the agenda."""
        yield from super().problems(before, by, today)
        if not before.meeting.items:
            words = "Nothing is on the agenda yet: put a case there before you seal the pack."
            yield Problem("meeting", "no_agenda", words)

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """Sealed, after the versions before."""
        pack = Sealed(taken.number, self.on, self.sha256, self.upto, self.cases)
        return replace(state, sealed=(*state.sealed, pack))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        cases = counted(len(self.cases), "case")
        return f"Pack of {cases} sealed as known at entry {self.upto}, SHA-256 {self.sha256}"
