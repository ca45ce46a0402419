"""Separation for safeguarding: a pupil is kept off the site because of an alleged harm."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.kind import (
    Before,
    Coded,
    Day,
    Kind,
    Names,
    PlannedDay,
    Text,
    ThirdParty,
    not_on_roll,
    said,
)
from movements.lawful_ways import COOLING_OFF
from movements.problems import Concern, Problem
from movements.reviews import over, set_again
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.school_time import begins_on_a_school_day
from movements.section_nineteen import decided
from movements.separation_law import GUIDANCE_FROM, SEPARATION_REVIEW

SEPARATION = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026, part 3: separation of pupils for "
    "safeguarding is no exclusion; it engages the authority's duty under s.19",
    in_force_from=GUIDANCE_FROM,
)
NO_BASIS_THEN = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance before 26 July 2026 knew no such separation; "
    "R (CHF) v Newick CE Primary [2021] EWHC 2513 (Admin) is a case, no general power",
    in_force_to=GUIDANCE_FROM - timedelta(days=1),
    confirmed=False,
)
AT_ONCE = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: the authority considers s.19 at once "
    "(how long that may take is set locally)",
    in_force_from=GUIDANCE_FROM,
)


def _back_by(movement: Any, days: SchoolDays) -> date | None:
    """The first school day after the last one planned, on which the end is recorded."""
    return days.add(movement.planned_end, 1) if movement.planned_end else None


class SafeguardingSeparation(Kind):
    """A pupil is temporarily not allowed on site so that pupils are kept apart; no sanction."""

    id: ClassVar[str] = "safeguarding_separation"
    title: ClassVar[str] = "Separation for safeguarding"
    summary: ClassVar[str] = "A pupil is kept off the site to keep pupils apart. No exclusion."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = SEPARATION
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="separation_authority_told",
            title="The authority told of a separation",
            owes="The school tells the authority at once",
            owner="school",
            unit="school_days",
            length=1,
            start_counts=True,
            basis=AT_ONCE,
            dated="la_told_on",
            stops=decided,
            over=over,
        ),
        Clock(
            id="separation_section_nineteen",
            title="Duty to arrange education considered",
            owes="The authority decides at once whether it must arrange education",
            owner="authority",
            unit="school_days",
            local="separation_considered_days",
            basis=AT_ONCE,
            stops=decided,
            over=over,
        ),
        SEPARATION_REVIEW,
        Clock(
            id="separation_end",
            title="End of a separation",
            owes="The school has the pupil back, or reviews with the parent for how much longer",
            owner="school",
            unit="stated",
            basis=SEPARATION,
            counts_days=True,
            due_day=_back_by,
            stops=set_again,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "separation",
            "Keeping a pupil off site for safeguarding, without excluding",
            (
                Version("No general basis", NO_BASIS_THEN),
                Version("For a time, with education arranged, reviewed", SEPARATION),
            ),
        ),
    )

    reason: Annotated[Text, ThirdParty()] = Field(
        title="Why",
        description="In as few words as possible: no names of others, no account of the harm",
        examples=["Alleged harm; pupils must be kept apart"],
    )
    education: Annotated[str, Coded("SEPARATION_EDUCATION")] = Field(
        title="Education meanwhile",
        description="What the pupil is taught by: other_site, tuition, online, set_work or none",
        examples=["tuition"],
    )
    planned_end: PlannedDay | None = Field(
        default=None,
        title="Planned end",
        description="The last day planned, if one is",
        examples=["2026-10-02"],
    )
    la_told_on: Day | None = Field(
        default=None,
        title="Authority told on",
        description="The day the authority was told",
        examples=["2026-09-14"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only from the pupil's own school, and once at a time."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            yield not_on_roll(self.on)
            return
        open_here = before.standing.open_episodes(self.id)
        if any(e.place == before.place.id for e in open_here):
            yield Problem("on", "already_open", "A separation is open here already. End it first.")

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Before the guidance knew it; without education."""
        yield from begins_on_a_school_day(self.on, before.days, "the separation")
        if NO_BASIS_THEN.in_force(self.on):
            yield Concern(
                "no_basis_then",
                "Guidance knew no separation for safeguarding then: this may have been an "
                "exclusion without its safeguards.",
                NO_BASIS_THEN,
                instead=COOLING_OFF,
            )
        elif self.education == "none":
            yield Concern(
                "no_education",
                "No education is arranged: school and authority must agree it at once.",
                SEPARATION,
                field="education",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        until = f" until {self.planned_end:%-d %B %Y} as planned" if self.planned_end else ""
        education = said("SEPARATION_EDUCATION", self.education)
        return f"Kept off the site for safeguarding{until}; education: {education}"
