"""A placement in alternative provision, arranged by a school or by the authority."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clash import expected_elsewhere
from movements.clock import Clock
from movements.copied import From
from movements.episode_end import back_by
from movements.episodes import episode_ended, open_already
from movements.kind import (
    Before,
    Coded,
    Count,
    Day,
    Kind,
    Names,
    PlaceRef,
    PlannedDay,
    Taken,
    Text,
    ThirdParty,
    Week,
    not_on_roll,
    said,
)
from movements.money import Pence
from movements.placement_law import (
    PLACEMENT_REVIEW,
    PLACEMENT_RULES,
    checked_late,
    is_outside_schools,
    may_be_a_school,
    outside_a_school,
    reason_of_the_other_list,
    twelve_weeks,
    unregistered,
)
from movements.problems import Concern, Problem, Wrong
from movements.reviews import set_again
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.school_time import begins_on_a_school_day
from movements.setting_law import EVIDENCE_RULE, closed_before, expired_evidence
from movements.standing import Provision, Standing

ARRANGED = Basis("statute", "Education Act 1996 s.19; Education Act 2002 s.29A")
GUIDANCE = Basis(
    "guidance",
    "Arranging alternative provision: an agreed maximum period, full time unless the child's "
    "interests need less",
    in_force_from=date(2025, 2, 5),
    confirmed=False,
)


def _ended_by(movement: Any, days: SchoolDays) -> date | None:
    return back_by(movement.planned_end, days) if movement.planned_end else None


class ApPlacement(Kind):
    """A placement begins. The setting is a known place or, where it has no URN or UKPRN, a type."""

    id: ClassVar[str] = "ap_placement"
    title: ClassVar[str] = "AP placement"
    summary: ClassVar[str] = "A pupil is placed in alternative provision."
    copies: ClassVar[tuple[From, ...]] = (
        From(
            "ap_placement",
            (
                "place",
                "setting_type",
                "reason",
                "pattern",
                "week",
                "sessions_per_week",
                "cost_per_week",
                "transport_per_week",
                "objectives",
                "qualifications",
                "tier",
                "exit_criterion",
                "owner",
            ),
        ),
    )
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Where", ("place", "setting_type")),
        ("The week", ("pattern", "week", "sessions_per_week")),
        ("What it costs", ("cost_per_week", "transport_per_week")),
        (
            "Checks before the placement",
            ("visited_on", "checks_seen_on", "insurance_seen_on", "risk_assessed_on"),
        ),
    )
    opens: ClassVar[bool] = True
    may_be_first: ClassVar[bool] = True
    basis: ClassVar[Basis] = ARRANGED
    identity: ClassVar[tuple[str, ...]] = ("place", "setting_type")
    rules: ClassVar[tuple[Rule, ...]] = (EVIDENCE_RULE, *PLACEMENT_RULES)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="placement_planned_end",
            title="Planned end of an AP placement",
            owes="Whoever arranged the placement ends it, or records why it goes on",
            owner="arranger",
            unit="stated",
            basis=GUIDANCE,
            applies=lambda movement: movement.planned_end is not None,
            counts_days=True,
            due_day=_ended_by,
            stops=lambda start, later: episode_ended(start, later) or set_again(start, later),
        ),
        PLACEMENT_REVIEW,
        twelve_weeks("placement", lambda movement: movement.pattern == "FT"),
    )

    place: PlaceRef | None = Field(
        default=None,
        title="Setting",
        description="URN, ukprn: and number, or id. Give this or the setting type, never both",
        examples=["123456"],
    )
    setting_type: Annotated[str | None, Coded("SETTING_TYPES")] = Field(
        default=None,
        title="Setting type",
        description="Only for a setting with no URN, UKPRN or id here: NFE, OOT, WBP or OTH",
        examples=[""],
    )
    reason: Annotated[str, Coded("PLACEMENT_REASONS")] = Field(
        title="Reason",
        description="Why it was arranged, a DfE code; an exclusion outranks a health need",
        examples=["BHS"],
    )
    pattern: Literal["FT", "PT"] = Field(
        default="FT", title="Pattern", description="FT or PT", examples=["FT"]
    )
    week: Week | None = Field(
        default=None,
        title="Week",
        description="Required when part time: ten 0s and 1s, Monday morning first",
        examples=[""],
    )
    planned_end: PlannedDay | None = Field(
        default=None,
        title="Planned end",
        description="The last day planned",
        examples=["2026-12-18"],
    )
    arranged_by: Literal["school", "authority"] | None = Field(
        default=None,
        title="Arranged by",
        description="school or authority; whoever records it unless you say",
        examples=["school"],
    )
    sessions_per_week: Count | None = Field(
        default=None,
        title="Sessions a week",
        description="Half-days a week at the setting, 1 to 10",
        examples=["6"],
        ge=1,
        le=10,
    )
    cost_per_week: Pence | None = Field(
        default=None,
        title="Cost a week",
        description="In pounds, such as 412.50; kept as pence",
        examples=["412.50"],
    )
    transport_per_week: Pence | None = Field(
        default=None,
        title="Transport a week",
        description="In pounds, such as 35.00; kept as pence",
        examples=["35.00"],
    )
    objectives: Text | None = Field(
        default=None,
        title="Objectives",
        description="What the placement is to achieve",
        examples=["Back in all lessons by Easter"],
    )
    baseline: Text | None = Field(
        default=None,
        title="Baseline",
        description="Where the pupil starts from: attendance, attainment, wellbeing",
        examples=["Attends 62 per cent; reads as at age 9"],
    )
    qualifications: Text | None = Field(
        default=None,
        title="Qualifications",
        description="What the pupil is to work towards there: subjects, levels, awarding bodies",
        examples=["GCSE English and mathematics"],
    )
    tier: Literal["1", "2", "3"] | None = Field(
        default=None,
        title="Tier",
        description="1 support in school, 2 for a time with return, 3 on the way to another place",
        examples=["2"],
    )
    exit_criterion: Text | None = Field(
        default=None,
        title="It ends when",
        description="What shows that the pupil can go back or move on",
        examples=["Four weeks at 90 per cent attendance"],
    )
    owner: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Owner",
        description="The officer or member of staff who sees to it, by name or post",
        examples=["Inclusion lead"],
    )
    visited_on: Day | None = Field(
        default=None,
        title="Setting visited on",
        description="The day somebody of yours visited it, before the pupil started",
        examples=["2026-09-07"],
    )
    checks_seen_on: Day | None = Field(
        default=None,
        title="Safeguarding checks seen on",
        description="The day the setting's confirmation of its checks was seen",
        examples=["2026-09-07"],
    )
    insurance_seen_on: Day | None = Field(
        default=None,
        title="Insurance seen on",
        description="The day the setting's insurance was seen",
        examples=["2026-09-07"],
    )
    risk_assessed_on: Day | None = Field(
        default=None,
        title="Risk assessed on",
        description="The day the risks of this placement were assessed; attach the paper to it",
        examples=["2026-09-07"],
    )

    @model_validator(mode="after")
    def _one_setting(self) -> "ApPlacement":
        if (self.place is None) == (self.setting_type is None):
            raise Wrong(
                "place",
                "one_setting",
                "Give the place or the setting type: one of them and not both.",
            )
        if self.pattern == "PT" and self.week is None:
            raise Wrong("week", "week_missing", "A part-time placement needs its week.")
        if self.week and self.sessions_per_week not in (None, self.week.count("1")):
            words = f"The week has {self.week.count('1')} sessions: mend the one or the other."
            raise Wrong("sessions_per_week", "differs_from_week", words)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """A pupil of the school that arranged it, placed elsewhere; it is not open already."""
        school = before.place
        if school and self.place == school.id:
            yield Problem("place", "same_place", "Name a place other than the pupil's own school.")
        if (
            school
            and self.arranged_by != "authority"
            and before.standing.roll_at(school.id) is None
        ):
            yield not_on_roll(self.on)
        if self.place:
            yield from open_already(before.standing, self.place, school.id if school else None)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A setting closed on that day; no end planned; long or part-time stays."""
        yield from begins_on_a_school_day(self.on, before.days.of(self.place), "the placement")
        setting = before.facts(self.place)
        yield from closed_before(setting, self.on, ARRANGED)
        yield from expected_elsewhere(before, self.place, self.week)
        if self.planned_end is None and GUIDANCE.in_force(self.on):
            yield Concern(
                "no_planned_end",
                "No end is planned: agree a maximum period and a review.",
                GUIDANCE,
                field="planned_end",
            )
        yield from expired_evidence(self.place, before, self.on)
        if is_outside_schools(setting):
            yield from outside_a_school(self)
        if may_be_a_school(setting, self.setting_type):
            yield from unregistered(self, before.standing.details)
        by = self.arranged_by or ("school" if before.place else "authority")
        yield from reason_of_the_other_list(self, by)
        yield from checked_late(self)

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """An open episode at the setting."""
        episode = Provision(
            taken.number,
            self.id,
            self.place,
            self.setting_type,
            self.on,
            self.planned_end,
            taken.place,
            self.week,
            taken.earlier,
        )
        return standing.with_provision(episode)

    def sentence(self, names: Names) -> str:
        """What happened."""
        kind_of = said("SETTING_TYPES", self.setting_type)
        where = names(self.place) if self.place else f"a setting not on GIAS ({kind_of})"
        until = f" until {self.planned_end:%-d %B %Y} as planned" if self.planned_end else ""
        reason = f"; reason: {said('PLACEMENT_REASONS', self.reason)}"
        time = "part time" if self.pattern == "PT" else "full time"
        return f"Placed {time} in alternative provision at {where}{until}{reason}"
