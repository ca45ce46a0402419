"""Outreach: an AP setting supports a pupil who stays in a mainstream school."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Count, Kind, Names, Text
from movements.problems import Concern, Problem

TIER_ONE = Basis(
    "guidance", "Arranging alternative provision: tier one, targeted support in mainstream"
)


class Outreach(Kind):
    """An episode of outreach support begins; three contacts or more count as one."""

    id: ClassVar[str] = "outreach"
    title: ClassVar[str] = "Outreach"
    summary: ClassVar[str] = "An AP setting supports a pupil in a mainstream school."
    basis: ClassVar[Basis] = TIER_ONE

    contacts: Count = Field(
        title="Contacts",
        description="Meetings with the pupil or the school's staff planned or held",
        examples=["6"],
        ge=1,
        le=400,
    )
    objectives: Text | None = Field(
        default=None,
        title="Objectives",
        description="What it is to achieve",
        examples=["Stay in class; calmer starts"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """The pupil must be on a school's roll: outreach keeps a child where they are."""
        if not before.standing.main_rolls:
            yield Problem(
                "on",
                "not_on_roll",
                "The pupil was on no school's roll on that day; outreach supports a pupil in "
                "school. Check the date.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A pupil placed away is not being supported in mainstream; too few contacts to count."""
        if before.standing.provision:
            yield Concern(
                "placed_away", "The pupil was placed away from school at the time.", TIER_ONE
            )
        if self.contacts < 3:
            yield Concern(
                "few_contacts",
                "Fewer than three contacts: not counted as outreach on a scorecard.",
                Basis("ours", "Outreach measure OUT-1: three contacts or more"),
                level="note",
                field="contacts",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Outreach support began ({self.contacts} contacts)"
