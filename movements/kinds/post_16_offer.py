"""What a pupil of Year 11 was offered for the time after it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Coded, Kind, Names, Text, said
from movements.problems import Concern, Problem

GUARANTEE = Basis(
    "guidance",
    "September Guarantee: every leaver of Year 11 has a suitable offer by the end of September",
)


class Post16Offer(Kind):
    """An offer for after Year 11, on the day it was made; or that there was none."""

    id: ClassVar[str] = "post_16_offer"
    title: ClassVar[str] = "Offer after Year 11"
    summary: ClassVar[str] = "A pupil of Year 11 has an offer of education, training or work."
    basis: ClassVar[Basis] = GUARANTEE
    identity: ClassVar[tuple[str, ...]] = ("offer", "provider")

    offer: Annotated[str, Coded("OFFERS")] = Field(
        title="Offer",
        description="sixth_form, college, apprenticeship, training, employment (with training), "
        "or none: that by this day there was no offer",
        examples=["college"],
    )
    provider: Text | None = Field(
        default=None,
        title="Who offers it",
        description="The college, school or employer",
        examples=["Example College"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Nobody made no offer."""
        if self.offer == "none" and self.provider:
            yield Problem(
                "provider",
                "not_asked",
                "Where there was no offer nobody made it: leave out who offers it.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """An offer for a pupil who is not yet fifteen."""
        dob = before.standing.details.get("dob")
        if dob and self.on.isoformat() < f"{int(dob[:4]) + 15}{dob[4:]}":
            yield Concern(
                "under_15",
                "The pupil was under 15 on that day: an offer is for pupils of Year 11.",
                GUARANTEE,
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        if self.offer == "none":
            return "No offer for after Year 11 by this day"
        by = f" by {self.provider}" if self.provider else ""
        return f"Offered for after Year 11{by}: {said('OFFERS', self.offer)}"
