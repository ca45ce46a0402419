"""A placement in alternative provision, arranged by a school or by the authority."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock
from movements.episodes import episode_ended
from movements.kind import Before, Coded, Day, Kind, Names, PlaceRef, Taken, Week, said
from movements.problems import Concern, Problem, Wrong
from movements.reviews import set_again
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.setting_law import EVIDENCE_RULE, expired_evidence
from movements.standing import Provision, Standing

ARRANGED = Basis("statute", "Education Act 1996 s.19; Education Act 2002 s.29A")
GUIDANCE = Basis(
    "guidance",
    "Arranging alternative provision: an agreed maximum period, full time unless the child's "
    "interests need less",
    in_force_from=date(2025, 2, 5),
    confirmed=False,
)
TWELVE_WEEKS = Basis(
    "proposed",
    "Non-school alternative provision: intensive placements of up to 12 weeks (DfE, August 2025)",
    in_force_from=date(2025, 9, 1),
)
CENSUS = Basis("guidance", "Alternative provision census guide: exactly one way to name a setting")


def _planned_end(movement: Any, days: SchoolDays) -> date | None:
    end: date | None = movement.planned_end
    return end


class ApPlacement(Kind):
    """A placement begins. The setting is a known place or, where it has no URN or UKPRN, a type."""

    id: ClassVar[str] = "ap_placement"
    title: ClassVar[str] = "AP placement"
    summary: ClassVar[str] = "A pupil is placed in alternative provision."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = ARRANGED
    identity: ClassVar[tuple[str, ...]] = ("place", "setting_type")
    rules: ClassVar[tuple[Rule, ...]] = (EVIDENCE_RULE,)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="placement_planned_end",
            title="Planned end of an AP placement",
            owes="Whoever arranged the placement ends it, or records why it goes on",
            owner="school",
            unit="stated",
            basis=GUIDANCE,
            applies=lambda movement: movement.planned_end is not None,
            due_day=_planned_end,
            stops=lambda start, later: episode_ended(start, later) or set_again(start, later),
        ),
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
    planned_end: Day | None = Field(
        default=None,
        title="Planned end",
        description="The last day planned",
        examples=["2026-12-18"],
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
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """It ends after it begins, elsewhere than at school, and is not open already."""
        if self.planned_end and self.planned_end < self.on:
            yield Problem("planned_end", "before_start", "The planned end is before the start.")
        if self.place and before.standing.provision_at(self.place):
            yield Problem(
                "place",
                "already_open",
                "A direction or placement at this place is open already. End it first.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A setting closed on that day; no end planned; long or part-time stays."""
        setting = before.facts(self.place)
        if setting and setting.closed and setting.closed < self.on:
            yield Concern(
                "closed_setting",
                f"{setting.name} closed on {setting.closed:%-d %B %Y}, before the placement began.",
                ARRANGED,
                field="place",
            )
        if self.planned_end is None and GUIDANCE.in_force(self.on):
            yield Concern(
                "no_planned_end",
                "No end is planned: agree a maximum period and a review.",
                GUIDANCE,
                field="planned_end",
            )
        yield from expired_evidence(self.place, before, self.on)
        yield from self._long_in_non_school(setting is None or setting.urn is None)

    def _long_in_non_school(self, non_school: bool) -> Iterator[Concern]:
        weeks = (self.planned_end - self.on).days / 7 if self.planned_end else 0
        if non_school and weeks > 12 and self.pattern == "FT" and TWELVE_WEEKS.in_force(self.on):
            yield Concern(
                "over_12_weeks",
                f"A full-time stay of {weeks:.0f} weeks in a setting that is not a school.",
                TWELVE_WEEKS,
                level="note",
                field="planned_end",
            )

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
