"""The authority decides whether it must arrange education for a child (section 19)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Before, Day, Names, Text
from movements.milestone import Milestone
from movements.problems import Concern, Wrong
from movements.reviews import over
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.section_nineteen import DECIDED_ABOUT, DUTY, placed_no_more, placed_since

EXCLUDED = Basis(
    "statute",
    "Education Act 1996 s.19(3A); SI 2007/1870 reg 4: full-time education from the sixth day of a "
    "permanent exclusion, without exception",
)


def _from(movement: Any, days: SchoolDays) -> date | None:
    """The day said; at once where the duty is engaged and none is."""
    begins: date | None = movement.provision_from
    return begins or (movement.on if movement.duty == "Y" else None)


class SectionNineteenDecision(Milestone):
    """Whether the duty is engaged, why, and from when education is arranged."""

    id: ClassVar[str] = "section_nineteen_decision"
    title: ClassVar[str] = "Decision on the duty to arrange education"
    summary: ClassVar[str] = "The authority decides on its duty under section 19."
    about: ClassVar[frozenset[str]] = DECIDED_ABOUT
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    basis: ClassVar[Basis] = DUTY
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="section_nineteen_provision",
            title="Education arranged from the day decided",
            owes="The authority has the education begin",
            owner="authority",
            unit="stated",
            basis=DUTY,
            due_day=_from,
            stops=placed_since,
            undone=placed_no_more,
            over=over,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "section_nineteen",
            "When the authority must arrange education",
            (
                Version("Where the child would not otherwise receive it", DUTY, "the authority"),
                Version("After a permanent exclusion: always", EXCLUDED, "the authority"),
            ),
        ),
    )

    duty: Literal["Y", "N"] = Field(
        title="Duty engaged",
        description="Y where the authority must arrange education, N where it need not",
        examples=["Y"],
    )
    reasons: Text = Field(
        title="Reasons", description="Why, in plain English", examples=["No school can teach him"]
    )
    provision_from: Day | None = Field(
        default=None,
        title="Education from",
        description="The day it begins, where the duty is engaged",
        examples=["2026-09-21"],
    )

    @model_validator(mode="after")
    def _only_where_owed(self) -> "SectionNineteenDecision":
        if self.duty == "N" and self.provision_from is not None:
            words = "Leave this empty where the authority need not arrange education."
            raise Wrong("provision_from", "not_for_this", words)
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """No day it begins; a duty that cannot be declined."""
        if self.duty == "Y" and self.provision_from is None:
            yield Concern(
                "no_start",
                "The duty is engaged: say from which day education is arranged.",
                DUTY,
                field="provision_from",
            )
        episode = self.meant(before.standing, before.place.id if before.place else None)
        if self.duty == "N" and episode and episode.kind == "permanent_exclusion":
            yield Concern(
                "duty_without_exception",
                "After a permanent exclusion the authority must arrange education from the sixth "
                "school day.",
                EXCLUDED,
                field="duty",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        if self.duty == "N":
            return "The authority decided that it need not arrange education"
        begins = self.provision_from
        since = f", from {begins:%-d %B %Y}" if begins else ""
        return f"The authority decided that it must arrange education{since}"
