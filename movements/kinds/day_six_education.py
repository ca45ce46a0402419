"""Education from the sixth day of an exclusion, where no placement or direction is recorded."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.counted import counted
from movements.exclusion_law import EXCLUSIONS, TELL_DETAIL, carried_on
from movements.kind import Before, Coded, Count, Names, PlaceRef, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version

FULL_TIME = Basis(
    "statute",
    "Education and Inspections Act 2006 s.100; Education Act 1996 s.19(3A): full-time education "
    "from the sixth day",
)


class DaySixEducation(Milestone):
    """Education of an excluded pupil begins, by the sixth school day."""

    id: ClassVar[str] = "day_six_education"
    title: ClassVar[str] = "Education from the sixth day"
    summary: ClassVar[str] = "An excluded pupil begins education arranged for the exclusion."
    about: ClassVar[frozenset[str]] = EXCLUSIONS
    basis: ClassVar[Basis] = FULL_TIME
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "day_six_known",
            "The parent knows where education begins before it does",
            (Version("Told of it in a notice, 48 hours before unless waived", TELL_DETAIL),),
        ),
    )

    provider: Annotated[str, Coded("DAY_SIX_PROVIDERS")] = Field(
        title="Provider", description="What sort of provider gives it", examples=["tuition"]
    )
    at_place: PlaceRef | None = Field(
        default=None,
        title="Place",
        description="URN, ukprn: and number, or id, if it is a school or setting",
        examples=["123456"],
    )
    hours: Count | None = Field(
        default=None,
        title="Hours a week",
        description="Whole hours of education in a week",
        examples=["25"],
        ge=1,
        le=60,
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Begun without telling the parent where."""
        episode = carried_on(self, before)
        if episode is None or not TELL_DETAIL.in_force(self.on):
            return
        notices = [step.movement for step in episode.steps_of("exclusion_notice")]
        if not any(notice.detail_settled for notice in notices):
            yield Concern(
                "parent_not_told",
                "No notice to the parent says when and where this education begins.",
                TELL_DETAIL,
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        where = f" at {names(self.at_place)}" if self.at_place else ""
        hours = f", {counted(self.hours, 'hour')} a week" if self.hours else ""
        provider = said("DAY_SIX_PROVIDERS", self.provider)
        return f"Education during the exclusion began{where} ({provider}{hours})"
