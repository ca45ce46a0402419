"""Attainment in a subject, with the level the pupil came with."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.codes import ATTAINMENT_STEPS as STEPS
from movements.copied import From
from movements.kind import Before, Coded, Kind, Names
from movements.problems import Concern

MEASURE = Basis("ours", "Attainment measures ATM-1 and ATM-3: progress from the pupil's own start")


class Attainment(Kind):
    """The level reached in a subject on a day, and the level at entry to the setting."""

    id: ClassVar[str] = "attainment"
    title: ClassVar[str] = "Attainment"
    summary: ClassVar[str] = "The level a pupil reached in English or maths."
    copies: ClassVar[tuple[From, ...]] = (From("attainment", ("test",)),)
    basis: ClassVar[Basis] = MEASURE
    identity: ClassVar[tuple[str, ...]] = ("subject",)

    subject: Annotated[str, Coded("ATTAINMENT_SUBJECTS")] = Field(
        title="Subject", description="english or maths", examples=["english"]
    )
    level: Annotated[str, Coded("ATTAINMENT_LEVELS")] = Field(
        title="Level reached",
        description="below_entry, entry_1 to entry_3, level_1 and level_2 (functional skills), "
        "or gcse_1 to gcse_9",
        examples=["level_1"],
    )
    baseline: Annotated[str | None, Coded("ATTAINMENT_LEVELS")] = Field(
        default=None,
        title="Level at entry",
        description="The level the pupil came to the setting with",
        examples=["entry_3"],
    )
    test: Annotated[str, Field(max_length=200)] | None = Field(
        default=None,
        title="Test or award",
        description="The test or the award by which the level is known",
        examples=["Functional Skills"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Without a baseline no progress can be shown; a level below it is more likely a slip."""
        if self.baseline is None:
            yield Concern(
                "no_baseline",
                "No level at entry: progress cannot be counted.",
                MEASURE,
                level="note",
                field="baseline",
            )
        elif STEPS.get(self.level, 0) < STEPS.get(self.baseline, 0):
            yield Concern(
                "below_baseline",
                "The level reached is below the level at entry: check the two.",
                MEASURE,
                field="level",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        start = f" (from {_said(self.baseline)} at entry)" if self.baseline else ""
        return f"Reached {_said(self.level)} in {self.subject}{start}"


def _said(level: str) -> str:
    return level.replace("_", " ")
