"""A wellbeing score, as a total: the register never holds the wording of an instrument."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Before, Coded, Count, Kind, Names
from movements.problems import Concern, Wrong

SCALES = {"SWEMWBS": (7, 35), "SDQ": (0, 40)}
"""Lowest and highest raw total of each scale."""
VALIDATED = Basis("guidance", "CORC: SWEMWBS is for ages 13 and over; SDQ for 4 to 17")
YOUNGEST = {"SWEMWBS": 13, "SDQ": 4}


class Wellbeing(Kind):
    """A raw total on a scale, on the day it was answered."""

    id: ClassVar[str] = "wellbeing"
    title: ClassVar[str] = "Wellbeing score"
    summary: ClassVar[str] = "A pupil's wellbeing is measured on a scale."
    basis: ClassVar[Basis] = Basis("ours", "Wellbeing measures WEL-1 and WEL-2")
    identity: ClassVar[tuple[str, ...]] = ("scale",)

    scale: Annotated[str, Coded("WELLBEING_SCALES")] = Field(
        default="SWEMWBS", title="Scale", description="SWEMWBS or SDQ", examples=["SWEMWBS"]
    )
    score: Count = Field(
        title="Score",
        description="The raw total: SWEMWBS 7 to 35, SDQ 0 to 40. All items must be answered",
        examples=["21"],
    )

    @model_validator(mode="after")
    def _in_range(self) -> "Wellbeing":
        low, high = SCALES.get(self.scale, (0, 1000))
        if not low <= self.score <= high:
            words = f"A {self.scale} total lies between {low} and {high}."
            raise Wrong("score", "out_of_range", words)
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Answered by a pupil younger than the scale was validated for."""
        dob = before.standing.details.get("dob")
        youngest = YOUNGEST.get(self.scale, 0)
        if dob and self.on.isoformat() < f"{int(dob[:4]) + youngest}{dob[4:]}":
            yield Concern(
                "too_young",
                f"{self.scale} was not validated for pupils under {youngest}.",
                VALIDATED,
                level="note",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Wellbeing measured: {self.scale} total {self.score}"
