"""A part-time timetable: for a stated time a pupil attends some sessions of the week only."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock, Later, Started, only_as_said
from movements.copied import From
from movements.episode_end import back_by
from movements.kind import (
    Before,
    Coded,
    Count,
    Day,
    Kind,
    Names,
    PlannedDay,
    Text,
    Week,
    not_on_roll,
    said,
)
from movements.lawful_ways import COOLING_OFF, FOR_BEHAVIOUR
from movements.part_time_law import PART_TIME_REVIEW
from movements.problems import Concern, Instead, Problem, Wrong
from movements.reviews import over, set_again
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.school_time import begins_on_a_school_day
from movements.signatures import signatures

EXCEPTIONAL = Basis(
    "guidance",
    "Working together to improve school attendance: part time only in very exceptional "
    "circumstances, agreed by the parent, for a limited time, reviewed regularly",
    in_force_from=date(2024, 8, 19),
)
NOT_FOR_BEHAVIOUR = Basis(
    "guidance",
    "Working together to improve school attendance: a part-time timetable must not be used to "
    "manage a pupil's behaviour",
    in_force_from=date(2024, 8, 19),
)
NOT_FOR_BEHAVIOUR_BEFORE = Basis(
    "guidance",
    "Working together to improve school attendance (2022): not statutory then",
    in_force_from=date(2022, 9, 1),
    in_force_to=date(2024, 8, 18),
    confirmed=False,
)
OTHERS_TOLD = Basis(
    "guidance",
    "Working together to improve school attendance, with local protocols: the authority where "
    "there is a plan, the social worker or virtual school head where there is one",
    in_force_from=date(2024, 8, 19),
)
AUTHORITY_TOLD = Basis(
    "ours", "Local protocols ask that the authority be told: one council's says within two weeks"
)


def _full_time_by(movement: Any, days: SchoolDays) -> date:
    return back_by(movement.planned_end, days)


def _agreed(party: str, who: str, *, of_two: bool = False) -> Clock:
    """The clock of a parent's agreement, which is there when it begins."""

    def signed(start: Started, later: Later) -> bool:
        found = next((e for e in later.standing.episodes if e.opened_by(start.number)), None)
        one = signatures(found, later.standing).of(party) if found else None
        return one is not None and not one.in_the_way

    return Clock(
        id=f"part_time_{party}_agreed",
        title=f"{who}'s agreement to a part-time timetable",
        owes=f"{who} agrees, or the pupil is back full time",
        owner="school",
        unit="stated",
        basis=EXCEPTIONAL,
        applies=lambda movement: movement.parents == "two" or not of_two,
        due_day=lambda movement, days: movement.on,
        dated=f"{party}_agreed_on",
        stops=signed,
        over=over,
    )


A_WEEK = timedelta(days=7)


class PartTimeTimetable(Kind):
    """Fewer sessions than full time, from a day to a day, with the parent's agreement."""

    id: ClassVar[str] = "part_time_timetable"
    title: ClassVar[str] = "Part-time timetable"
    summary: ClassVar[str] = "A pupil attends part of the week for a limited time."
    copies: ClassVar[tuple[From, ...]] = (
        From("part_time_timetable", ("week", "hours", "reason", "objectives", "plan")),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = EXCEPTIONAL
    clocks: ClassVar[tuple[Clock, ...]] = (
        PART_TIME_REVIEW,
        Clock(
            id="part_time_end",
            title="End of a part-time timetable",
            owes="The school has the pupil back full time, or decides again with the parent",
            owner="school",
            unit="stated",
            basis=EXCEPTIONAL,
            counts_days=True,
            due_day=_full_time_by,
            stops=set_again,
        ),
        Clock(
            id="part_time_authority_told",
            title="The authority told of a part-time timetable",
            owes="The school tells the authority",
            owner="school",
            unit="school_days",
            local="part_time_told_days",
            basis=AUTHORITY_TOLD,
            dated="la_told_on",
            stops=only_as_said,
            over=over,
        ),
        _agreed("parent", "The parent"),
        _agreed("second_parent", "The second parent", of_two=True),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "part_time",
            "When a part-time timetable may be used",
            (
                Version("Never to manage behaviour", NOT_FOR_BEHAVIOUR_BEFORE),
                Version("Never to manage behaviour", NOT_FOR_BEHAVIOUR),
                Version("Exceptionally, agreed, for a limited time", EXCEPTIONAL),
            ),
        ),
        Rule(
            "part_time_told",
            "Who else is told of a part-time timetable",
            (Version("The authority, the social worker, the virtual school", OTHERS_TOLD),),
        ),
    )

    planned_end: PlannedDay = Field(
        title="Planned end",
        description="The last day of the part-time timetable: it must have one",
        examples=["2026-10-09"],
    )
    week: Week = Field(
        title="Week",
        description="Sessions the pupil attends: ten 0s and 1s, Monday morning first",
        examples=["1010101010"],
    )
    hours: Count | None = Field(
        default=None,
        title="Hours a week",
        description="Whole hours of education in a week",
        examples=["12"],
        ge=1,
        le=30,
    )
    reason: Annotated[str, Coded("PART_TIME_REASONS")] = Field(
        title="Reason", description="Why it is needed", examples=["medical"]
    )
    objectives: Text | None = Field(
        default=None,
        title="Objectives",
        description="How the pupil gets back to full time, step by step",
        examples=["One more afternoon every week"],
    )
    parent_agreed_on: Day | None = Field(
        default=None,
        title="Parent agreed on",
        description="The day the parent agreed",
        examples=["2026-09-11"],
    )
    parents: Literal["one", "two"] = Field(
        default="one",
        title="Parents to agree",
        description="two where separated parents share responsibility: both agree",
        examples=["one"],
    )
    second_parent_agreed_on: Day | None = Field(
        default=None,
        title="Second parent agreed on",
        description="The day the second parent who shares responsibility agreed",
        examples=[""],
    )
    la_told_on: Day | None = Field(
        default=None,
        title="Authority told on",
        description="The day the authority was told",
        examples=["2026-09-14"],
    )
    social_worker: Literal["Y", "N"] | None = Field(
        default=None,
        title="Has a social worker",
        description="Y where the pupil has a social worker",
        examples=["N"],
    )
    social_worker_told_on: Day | None = Field(
        default=None,
        title="Social worker told on",
        description="The day the social worker or the virtual school head was told",
        examples=["2026-09-14"],
    )
    plan: Literal["Y", "N"] | None = Field(
        default=None,
        title="Has a plan",
        description="Y where the pupil has an education, health and care plan",
        examples=["N"],
    )

    @model_validator(mode="after")
    def _part_of_a_week(self) -> "PartTimeTimetable":
        if "0" not in self.week:
            raise Wrong("week", "full_week", "All ten sessions are full time: leave some out.")
        if self.second_parent_agreed_on and self.parents == "one":
            words = "Say that two parents are to agree, or leave the second one's day empty."
            raise Wrong("parents", "one_parent", words)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """The pupil's own school, one timetable at a time."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            yield not_on_roll(self.on)
            return
        open_here = before.standing.open_episodes(self.id)
        if any(e.place == before.place.id for e in open_here):
            words = "A part-time timetable is open here already. End it first, or review it."
            yield Problem("on", "already_open", words)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Used for behaviour; not agreed, or agreed late; others not told."""
        yield from begins_on_a_school_day(self.on, before.days, "the timetable")
        for basis in (NOT_FOR_BEHAVIOUR, NOT_FOR_BEHAVIOUR_BEFORE):
            if self.reason == "behaviour" and basis.in_force(self.on):
                yield Concern(
                    "for_behaviour",
                    "A part-time timetable must not be used to manage behaviour: consider support "
                    "in school, or an off-site direction.",
                    basis,
                    level="concern" if basis is NOT_FOR_BEHAVIOUR else "note",
                    field="reason",
                    instead=self._instead if basis is NOT_FOR_BEHAVIOUR else None,
                )
        if EXCEPTIONAL.in_force(self.on):
            yield from self._agreement()
        if OTHERS_TOLD.in_force(self.on):
            yield from self._others(before)

    @property
    def _instead(self) -> Instead:
        """A few days at home over behaviour are a suspension; longer, a direction is lawful."""
        return COOLING_OFF if self.planned_end - self.on < A_WEEK else FOR_BEHAVIOUR

    def _agreement(self) -> Iterator[Concern]:
        yield from self._agreed_in_time("", "parent", self.parent_agreed_on)
        if self.parents == "two":
            second = self.second_parent_agreed_on
            yield from self._agreed_in_time("second_parent_", "second parent", second)

    def _agreed_in_time(self, code: str, who: str, agreed: date | None) -> Iterator[Concern]:
        field = f"{code or 'parent_'}agreed_on"
        if agreed is None:
            words = f"No agreement of the {who} is recorded."
            yield Concern(f"{code}not_agreed", words, EXCEPTIONAL, field=field)
        elif agreed > self.on:
            words = f"The {who} agreed only after it had begun."
            yield Concern(f"{code}agreed_late", words, EXCEPTIONAL, field=field)

    def _others(self, before: Before) -> Iterator[Concern]:
        details = before.standing.details
        if (self.plan == "Y" or details.get("sen_provision") == "E") and self.la_told_on is None:
            yield Concern(
                "plan_authority_not_told",
                "The pupil has a plan: the authority must be told.",
                OTHERS_TOLD,
                field="la_told_on",
            )
        cared_for = self.social_worker == "Y" or details.get("looked_after") == "Y"
        if cared_for and self.social_worker_told_on is None:
            yield Concern(
                "social_worker_not_told",
                "The social worker, or the virtual school head, must be told.",
                OTHERS_TOLD,
                field="social_worker_told_on",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        reason = said("PART_TIME_REASONS", self.reason)
        count = self.week.count("1")
        of = f"{count} of ten sessions a week"
        return f"Part-time timetable of {of} until {self.planned_end:%-d %B %Y} ({reason})"
