"""A notice of a suspension or permanent exclusion to one of those who must be told."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.copied import From
from movements.exclusion_clocks import governors_meet
from movements.exclusion_law import (
    EXCLUSIONS,
    REINSTATEMENT_RULE,
    TELL_DETAIL,
    TELL_OF_EXCLUSION,
    carried_on,
    governors_duty,
    latest_meant,
)
from movements.kind import Before, Coded, Day, Names, Text, said
from movements.milestone import Milestone
from movements.problems import Concern, Problem
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Standing

NOTICE = timedelta(days=2)


def _governors_owe(movement: "ExclusionNotice", before: Standing, days: SchoolDays) -> date | None:
    """Counted from the first time the governors are told, where they must consider it."""
    episode = latest_meant(movement, before)
    if movement.to != "governors" or episode is None or episode.movement.governors_told_on:
        return None
    if any(s.movement.to == "governors" for s in episode.steps_of("exclusion_notice")):
        return None
    return movement.on if governors_duty(episode, before, days) == "must" else None


class ExclusionNotice(Milestone):
    """Somebody is told of an exclusion; the parent also where education begins, and when."""

    id: ClassVar[str] = "exclusion_notice"
    title: ClassVar[str] = "Notice of an exclusion"
    summary: ClassVar[str] = "Somebody is told of a suspension or a permanent exclusion."
    copies: ClassVar[tuple[From, ...]] = (
        From("exclusion_notice", ("day_six_times", "day_six_address")),
    )
    about: ClassVar[frozenset[str]] = EXCLUSIONS
    basis: ClassVar[Basis] = TELL_OF_EXCLUSION
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "to")
    clocks: ClassVar[tuple[Clock, ...]] = (governors_meet("notice", _governors_owe),)
    rules: ClassVar[tuple[Rule, ...]] = (
        REINSTATEMENT_RULE,
        Rule(
            "day_six_detail",
            "What a parent is told of education from the sixth day",
            (
                Version(
                    "When, where and to whom: on the first day, or 48 hours before it begins; "
                    "the parent may waive the 48 hours",
                    TELL_DETAIL,
                ),
            ),
        ),
    )

    to: Annotated[str, Coded("EXCLUSION_TOLD")] = Field(
        title="To", description="Who was told", examples=["parent"]
    )
    day_six_start: Day | None = Field(
        default=None,
        title="Education begins on",
        description="To the parent: the day education from the sixth day begins, if known",
        examples=["2026-09-21"],
    )
    day_six_times: Text | None = Field(
        default=None,
        title="Times",
        description="To the parent: when it starts and ends each day",
        examples=["9:00 to 15:00"],
    )
    day_six_address: Text | None = Field(
        default=None,
        title="Address",
        description="To the parent: where the pupil goes, and to whom to report",
        examples=["1 School Lane; ask at the office"],
    )
    waived: Literal["Y", "N"] | None = Field(
        default=None,
        title="48 hours waived",
        description="Y where the parent agreed to less than 48 hours' notice of where education "
        "begins",
        examples=["N"],
    )

    @property
    def detail_settled(self) -> bool:
        """Whether the parent knows where education begins, or has waived the time to know it."""
        return self.day_six_start is not None or self.waived == "Y"

    def problems(self, before: Before) -> Iterator[Problem]:
        """Where education begins is told to the parent."""
        yield from super().problems(before)
        detail = (self.day_six_start, self.day_six_times, self.day_six_address, self.waived)
        if self.to != "parent" and any(detail):
            yield Problem(
                "to",
                "not_parent",
                "Where education begins is told to the parent: leave it out of other notices.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Told of it too late, or not all of it."""
        if self.day_six_start is None or not TELL_DETAIL.in_force(self.on):
            return
        if not (self.day_six_times and self.day_six_address):
            yield Concern(
                "detail_missing",
                "The parent must be told the times, the address and to whom to report.",
                TELL_DETAIL,
                field="day_six_address",
            )
        episode = carried_on(self, before)
        soon = self.day_six_start - self.on < NOTICE
        if soon and self.waived != "Y" and episode and self.on > episode.on:
            yield Concern(
                "under_48_hours",
                "Less than 48 hours before education begins, and the parent has not waived them.",
                TELL_DETAIL,
                field="day_six_start",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        start = self.day_six_start
        begins = f"; education begins on {start:%-d %B %Y}" if start else ""
        return f"Told of the exclusion: {said('EXCLUSION_TOLD', self.to)}{begins}"
