"""A sealed pack is redacted with the entries it says again; the seal of the first bytes stays."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from fair_access.meetings.law import AS_SEEN
from fair_access.meetings.minute import MeetingMinute, Taken
from fair_access.meetings.state import Meeting
from movements.basis import Basis
from movements.kind import Count, Names


class MeetingPackRedacted(MeetingMinute):
    """What is kept of a pack once entries in it were redacted: told with the redaction alone."""

    id: ClassVar[str] = "meeting_pack_redacted"
    title: ClassVar[str] = "Pack redacted"
    does: ClassVar[str] = "Redact a pack"
    basis: ClassVar[Basis] = AS_SEEN
    by_itself: ClassVar[bool] = True
    after_close: ClassVar[bool] = True

    sealed: Count = Field(
        title="Sealed by", description="The entry that sealed the pack", examples=["120"]
    )
    sha256: str = Field(
        title="SHA-256",
        description="Of the bytes that are kept now, in hex",
        examples=["0" * 64],
        pattern="^[0-9a-f]{64}$",
    )
    entries: tuple[int, ...] = Field(
        title="Entries", description="The entries that were redacted", examples=["12"]
    )

    def apply(self, state: Meeting, taken: Taken) -> Meeting:
        """The pack is kept in other bytes."""
        packs = (
            replace(one, kept=self.sha256, redacted=(*one.redacted, *self.entries))
            if one.entry == self.sealed
            else one
            for one in state.sealed
        )
        return replace(state, sealed=tuple(packs))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        which = ", ".join(map(str, self.entries))
        return f"Pack of entry {self.sealed} redacted of what entries {which} said"
