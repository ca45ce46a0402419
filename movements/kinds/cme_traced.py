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
from movements.school_age import is_past
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
        """Too young to be over age; found at a school that has not entered the child.

        The latter to the authority only: no former school is told whether the child is on a roll.
        """
        if self._is_too_young(before.standing):
            yield Concern(
                "school_age",
                "Said to be over compulsory school age: by the date of birth or the year group "
                "held, this pupil is not, and is looked for still.",
                MISSING,
                field="where",
            )
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

    def _is_too_young(self, standing: Standing) -> bool:
        """Said to be over age, and by what is held of school age still."""
        return self.where == "over_age" and not is_past(standing.details, self.on)

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Where the child was found holds until a school enters the child."""
        return replace(standing, traced=None if self._is_too_young(standing) else self.where)

    def sentence(self, names: Names) -> str:
        """What happened."""
        at = f", at {names(self.at_place)}" if self.at_place else ""
        return f"Found: {said('TRACED', self.where)}{at}"
