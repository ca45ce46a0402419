"""Some weeks after a return: does it hold?"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Names, Text
from movements.milestone import Milestone
from movements.problems import Concern
from movements.returning import RETURNED
from movements.rule import Rule, Version
from movements.standing import Episode, Standing

LASTING = Basis("ours", "A return is looked at again 6 and 12 school weeks after it")


class ReturnChecked(Milestone):
    """Whether the pupil is still at the school returned to, and attends."""

    id: ClassVar[str] = "return_checked"
    title: ClassVar[str] = "Return checked"
    summary: ClassVar[str] = "Somebody looks whether a pupil's return to school still holds."
    about: ClassVar[frozenset[str]] = frozenset({RETURNED})
    by_named: ClassVar[bool] = True
    basis: ClassVar[Basis] = LASTING
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("return_lasting", "After a return", (Version("Looked at again, twice", LASTING),)),
    )

    sustained: Literal["Y", "N"] = Field(
        title="Holds", description="Y where the pupil is still there and attends", examples=["Y"]
    )
    found: Text | None = Field(
        default=None,
        title="What was found",
        description="What goes well and what does not",
        examples=["Attends all lessons but PE"],
    )

    def fitting(self, standing: Standing, place: str | None) -> tuple[Episode, ...]:
        """The latest of several returns, unless another is named."""
        found = super().fitting(standing, place)
        named = self.episode is not None or self.started_on is not None
        return found if named else found[-1:]

    def concerns(self, before: Before) -> Iterator[Concern]:
        """It no longer holds, and nothing is said of why."""
        if self.sustained == "N":
            yield Concern(
                "not_sustained",
                "The return does not hold: record that it broke down and what is next.",
                LASTING,
                field="sustained",
            )

    def sentence(self, names: Names) -> str:
        """What was found."""
        return "Return checked: it holds" if self.sustained == "Y" else "Return no longer holds"
