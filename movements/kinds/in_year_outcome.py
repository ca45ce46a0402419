"""An admission authority answers an in-year application."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Coded, Day, Names, said
from movements.milestone import Milestone
from movements.problems import Concern, Problem
from movements.rule import Rule, Version

REFERRAL = Basis(
    "statute", "School Admissions Code 2021 3.10: refused, and referred to the fair access protocol"
)
APPEAL = Basis(
    "statute",
    "School Admissions Code 2021 section 2: a refusal tells of the right to appeal",
    confirmed=False,
)


class InYearOutcome(Milestone):
    """Offered, refused for a coded reason, or withdrawn. The school applied to may tell it."""

    id: ClassVar[str] = "in_year_outcome"
    title: ClassVar[str] = "Outcome of an in-year application"
    summary: ClassVar[str] = "A place is offered or refused, or the application is withdrawn."
    about: ClassVar[frozenset[str]] = frozenset({"in_year_application"})
    by_named: ClassVar[bool] = True
    basis: ClassVar[Basis] = REFERRAL
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("in_year_referral", "Refusal under 3.10", (Version("And referred", REFERRAL),)),
        Rule("in_year_appeal", "Right to appeal", (Version("Told on refusal", APPEAL),)),
    )

    outcome: Annotated[str, Coded("IN_YEAR_OUTCOMES")] = Field(
        title="Outcome", description="What was decided", examples=["offered"]
    )
    refused_for: Annotated[str | None, Coded("IN_YEAR_REFUSALS")] = Field(
        default=None,
        title="Refused because",
        description="Needed where a place is refused",
        examples=[""],
    )
    referred_on: Day | None = Field(
        default=None,
        title="Referred to fair access on",
        description="Where refused under 3.10: the day of the referral",
        examples=[""],
    )
    appeal_told: Literal["Y", "N"] | None = Field(
        default=None,
        title="Told of the right to appeal",
        description="Y where the letter says how to appeal",
        examples=[""],
    )

    def ends(self) -> bool:
        """An offer waits for the child to be admitted."""
        return self.outcome != "offered"

    def problems(self, before: Before) -> Iterator[Problem]:
        """A refusal says why; nothing else does."""
        yield from super().problems(before)
        if (self.outcome == "refused") != (self.refused_for is not None):
            words = "Give the reason where a place is refused, and there only."
            yield Problem("refused_for", "reason", words)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Refused for behaviour and not referred; nothing said of appeal."""
        if self.refused_for == "challenging_behaviour" and self.referred_on is None:
            yield Concern(
                "no_referral",
                "Refused for challenging behaviour: the child is to be referred to fair access.",
                REFERRAL,
                field="referred_on",
            )
        if self.outcome == "refused" and self.appeal_told != "Y":
            yield Concern(
                "appeal_not_told",
                "A refusal must tell the parent of the right to appeal.",
                APPEAL,
                field="appeal_told",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        why = f": {said('IN_YEAR_REFUSALS', self.refused_for)}" if self.refused_for else ""
        return f"{said('IN_YEAR_OUTCOMES', self.outcome).capitalize()}{why}"
