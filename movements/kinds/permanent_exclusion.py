"""A permanent exclusion."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from movements.basis import Basis
from movements.clock import Clock
from movements.exclusion_clocks import (
    day_one,
    governors_meet,
    if_looked_after,
    if_worker,
    may_claim,
    meet_before_exam,
    tell,
    tell_detail,
    tell_parent,
    told_on,
    told_or_excluded_on,
    while_of_age,
)
from movements.exclusion_law import (
    IN_SCHOOL_TIME,
    REINSTATEMENT_RULE,
    TELL_OF_EXCLUSION,
    TELL_WORKERS,
    TWICE_EXCLUDED,
    twice_excluded_until,
)
from movements.exclusion_reasons import (
    MainReason,
    OtherReason,
    educated_by,
    educated_no_more,
    exam_missed,
    has_social_worker,
    left_out,
    main_reason,
    other_reason,
    owed_no_more,
    repeated,
)
from movements.kind import Before, Day, Kind, Names, Taken, not_on_roll, said
from movements.problems import Concern, Problem
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.school_time import begins_on_a_school_day
from movements.standing import Exclusion, Standing

POWER = Basis("statute", "Education Act 2002 s.51A; SI 2012/1033", date(2012, 9, 1))
DAY_SIX = Basis("statute", "Education Act 1996 s.19(3A); SI 2007/1870 reg 4", date(2007, 9, 1))
LOOKED_AFTER = Basis(
    "guidance", "Suspension and permanent exclusion guidance: looked-after pupils", confirmed=False
)
PLAN = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: early review of an education, health and care "
    "plan where a placement is at risk",
    confirmed=False,
)


DUTY_DAY = 6


def _first_day(movement: "PermanentExclusion", before: Standing, days: SchoolDays) -> date | None:
    return movement.on


def _sixth_day(movement: "PermanentExclusion", before: Standing, days: SchoolDays) -> date | None:
    return days.nth(movement.on, DUTY_DAY)


def _if_lives_elsewhere(
    movement: "PermanentExclusion", before: Standing, days: SchoolDays
) -> date | None:
    elsewhere = before.home_authority != before.authority
    return movement.on if elsewhere else None


def _governors_told(
    movement: "PermanentExclusion", before: Standing, days: SchoolDays
) -> date | None:
    return told_or_excluded_on(movement)


class PermanentExclusion(Kind):
    """A pupil is excluded permanently. The name stays on roll until the review routes end."""

    id: ClassVar[str] = "permanent_exclusion"
    title: ClassVar[str] = "Permanent exclusion"
    summary: ClassVar[str] = "A pupil is permanently excluded."
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Reasons", ("reason1", "reason2", "reason3")),
        (
            "Who has been told",
            (
                *("parent_told_on", "la_told_on", "governors_told_on"),
                *("social_worker_told_on", "virtual_school_told_on"),
            ),
        ),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = POWER
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="exclusion_day_six",
            title="Education from the sixth day of a permanent exclusion",
            owes="The authority arranges full-time education from the sixth school day",
            owner="authority",
            unit="school_days",
            length=DUTY_DAY,
            start_counts=True,
            basis=DAY_SIX,
            counted_from=while_of_age(_first_day, DUTY_DAY),
            stops=educated_by("on_roll"),
            undone=educated_no_more,
            over=owed_no_more,
        ),
        day_one("exclusion", "authority", if_worker, "on_roll"),
        tell_parent("exclusion"),
        tell_detail("exclusion", "authority", _sixth_day),
        tell("exclusion_authority_told", "authority", "la_told_on", TELL_OF_EXCLUSION),
        tell(
            "exclusion_home_authority_told",
            "home_authority",
            None,
            TELL_OF_EXCLUSION,
            _if_lives_elsewhere,
        ),
        tell("exclusion_governors_told", "governors", "governors_told_on", TELL_OF_EXCLUSION),
        tell(
            "exclusion_social_worker_told",
            "social_worker",
            "social_worker_told_on",
            TELL_WORKERS,
            if_worker,
        ),
        tell(
            "exclusion_virtual_school_told",
            "virtual_school",
            "virtual_school_told_on",
            TELL_WORKERS,
            if_looked_after,
        ),
        governors_meet("exclusion", _governors_told),
        meet_before_exam("exclusion"),
        may_claim("exclusion"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        REINSTATEMENT_RULE,
        Rule(
            "twice_excluded",
            "Places for a pupil excluded permanently twice or more",
            (
                Version(
                    "An admission authority need not admit the pupil for two years from the latest",
                    TWICE_EXCLUDED,
                    "admission authorities",
                ),
            ),
        ),
        Rule(
            "looked_after_excluded",
            "A looked-after pupil excluded permanently",
            (Version("Tell the virtual school head and the social worker", LOOKED_AFTER),),
        ),
        Rule(
            "plan_and_exclusion",
            "A pupil with a plan excluded permanently",
            (Version("Ask for an early review of the plan", PLAN),),
        ),
    )

    reason1: MainReason = main_reason("PA")
    reason2: OtherReason = other_reason("Second")
    reason3: OtherReason = other_reason("Third")
    exam_on: Day | None = exam_missed()
    social_worker: Literal["Y", "N"] | None = has_social_worker()
    parent_told_on: Day | None = told_on("Parent")
    la_told_on: Day | None = told_on("Authority")
    governors_told_on: Day | None = told_on("Governors")
    social_worker_told_on: Day | None = told_on("Social worker")
    virtual_school_told_on: Day | None = told_on("Virtual school head")

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only a pupil on the roll can be excluded, and by one school once."""
        place = before.place.id if before.place else None
        if before.standing.roll_at(place) is None:
            yield not_on_roll(self.on)
        elif any(e.place == place and e.on >= _since(before, place) for e in _held(before)):
            yield Problem(
                "on",
                "already_excluded",
                "A permanent exclusion from this school is held already. Send a correction to it.",
            )
        yield from repeated(self.reason1, self.reason2, self.reason3)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Its first day; pupils for whom guidance asks that exclusion be avoided or acted on."""
        yield from begins_on_a_school_day(self.on, before.days, "the exclusion", IN_SCHOOL_TIME)
        yield from left_out(self.reason2, self.reason3)
        details = before.standing.details
        if details.get("looked_after") == "Y":
            yield Concern(
                "looked_after",
                "The pupil is looked after: tell the virtual school head and the social worker "
                "without delay; education from the first day.",
                LOOKED_AFTER,
            )
        if details.get("sen_provision") == "E":
            yield Concern(
                "plan",
                "The pupil has an education, health and care plan: ask the authority for an "
                "early review.",
                PLAN,
            )
        yield from self._twice(before)

    def _twice(self, before: Before) -> Iterator[Concern]:
        place = before.place.id if before.place else None
        until = twice_excluded_until(self.apply(before.standing, Taken(0, place, None)))
        if until is not None:
            yield Concern(
                "twice_excluded",
                "Permanently excluded twice or more: an admission authority need not admit the "
                f"pupil until after {until:%-d %B %Y}.",
                TWICE_EXCLUDED,
                level="note",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Excluded, but still on roll until the review routes end (ground o)."""
        exclusion = Exclusion(taken.number, self.on, taken.place)
        return replace(standing, exclusions=(*standing.exclusions, exclusion))

    def sentence(self, names: Names) -> str:
        """What happened."""
        reasons = said("EXCLUSION_REASONS", self.reason1, self.reason2, self.reason3)
        return f"Permanently excluded ({reasons})"


def _held(before: Before) -> tuple[Exclusion, ...]:
    return before.standing.exclusions


def _since(before: Before, place: str | None) -> date:
    roll = before.standing.roll_at(place)
    return roll.since if roll else date.min
