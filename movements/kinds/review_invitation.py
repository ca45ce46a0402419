"""Somebody is invited to a review."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.copied import From
from movements.counted import counted
from movements.direction_law import (
    INVITE_ACADEMY,
    INVITE_MAINTAINED,
    INVITE_RULE,
    INVITED_BEFORE,
    by_law,
    directing_school,
)
from movements.kind import Before, Coded, Names, PlannedDay, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.reviews import DIRECTION, REVIEWED
from movements.rule import Rule


class ReviewInvitation(Milestone):
    """Who is invited, and to which day. For a direction at least six days before."""

    id: ClassVar[str] = "review_invitation"
    title: ClassVar[str] = "Invitation to a review"
    summary: ClassVar[str] = "Somebody is invited in writing to a review."
    copies: ClassVar[tuple[From, ...]] = (From("review_invitation", ("how",)),)
    about: ClassVar[frozenset[str]] = REVIEWED
    basis: ClassVar[Basis] = INVITE_MAINTAINED
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "to", "meeting_on")
    rules: ClassVar[tuple[Rule, ...]] = (INVITE_RULE,)

    to: Annotated[str, Coded("REVIEW_PARTIES")] = Field(
        title="To", description="Who was invited", examples=["parent"]
    )
    meeting_on: PlannedDay = Field(
        title="Day of the review", description="The day of the meeting", examples=["2026-10-19"]
    )
    how: Annotated[str | None, Coded("AGREEMENT_HOW")] = Field(
        default=None,
        title="How",
        description="letter, email, meeting, telephone or form; the law asks writing",
        examples=["letter"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """To a review of a direction: too late, or not in writing."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        basis = by_law(directing_school(before, episode), INVITE_MAINTAINED, INVITE_ACADEMY)
        direction = episode is not None and episode.kind == DIRECTION
        if not direction or basis is None or not basis.in_force(self.on):
            return
        if self.meeting_on - self.on < INVITED_BEFORE:
            before_it = counted((self.meeting_on - self.on).days, "day")
            yield Concern(
                "short_invitation",
                f"Invited {before_it} before, not the six required.",
                basis,
                field="meeting_on",
            )
        if self.how in ("meeting", "telephone"):
            yield Concern(
                "not_in_writing", "The invitation must be in writing.", basis, field="how"
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        who = said("REVIEW_PARTIES", self.to)
        return f"Invited to a review on {self.meeting_on:%-d %B %Y}: {who}"
