"""A child missing education is found."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Coded, Names, PlaceRef, Taken, said
from movements.milestone import Milestone
from movements.missing_law import MISSING, MISSING_RULE
from movements.problems import Concern
from movements.rule import Rule
from movements.standing import Standing


class CmeTraced(Milestone):
    """Where the child was found. It moves no roll: a school still has to enter the child."""

    id: ClassVar[str] = "cme_traced"
    title: ClassVar[str] = "Missing child found"
    summary: ClassVar[str] = "A child missing education has been found."
    about: ClassVar[frozenset[str]] = frozenset({"child_missing_education"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = MISSING
    rules: ClassVar[tuple[Rule, ...]] = (MISSING_RULE,)

    where: Annotated[str, Coded("TRACED")] = Field(
        title="Found", description="Where the child is educated, or is", examples=["school"]
    )
    at_place: PlaceRef | None = Field(
        default=None,
        title="School",
        description="The school or setting where the child was found, if it is one",
        examples=["123456"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Found at a school that has not entered the child: on no roll still.

        Said to the authority only: a former school is not told whether the child is on a roll.
        """
        if before.place is not None:
            return
        if self.where == "school" and not before.standing.rolls:
            yield Concern(
                "not_entered",
                "Found at a school, and no school has entered the child on its roll here yet.",
                MISSING,
                level="note",
                field="where",
            )
        if self.where == "home_education" and not before.standing.open_episodes(
            "elective_home_education"
        ):
            yield Concern(
                "no_notice",
                "Found to be educated at home, and no notice of it is held: record one.",
                MISSING,
                level="note",
                field="where",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Where the child was found holds until a school enters the child."""
        return replace(standing, traced=self.where)

    def sentence(self, names: Names) -> str:
        """What happened."""
        at = f", at {names(self.at_place)}" if self.at_place else ""
        return f"Found: {said('TRACED', self.where)}{at}"
