"""A permanent exclusion."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from movements.basis import Basis
from movements.clock import Clock
from movements.exclusion_reasons import (
    MainReason,
    OtherReason,
    educated_by,
    main_reason,
    other_reason,
    repeated,
)
from movements.kind import Before, Kind, Names, Taken, not_on_roll, said
from movements.problems import Concern, Problem
from movements.standing import Exclusion, Standing

POWER = Basis("statute", "Education Act 2002 s.51A; SI 2012/1033", date(2012, 9, 1))
DAY_SIX = Basis("statute", "Education Act 1996 s.19(3A); SI 2007/1870 reg 4")
LOOKED_AFTER = Basis(
    "guidance", "Suspension and permanent exclusion guidance: looked-after pupils", confirmed=False
)
PLAN = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: early review of an education, health and care "
    "plan where a placement is at risk",
    confirmed=False,
)


class PermanentExclusion(Kind):
    """A pupil is excluded permanently. The name stays on roll until the review routes end."""

    id: ClassVar[str] = "permanent_exclusion"
    title: ClassVar[str] = "Permanent exclusion"
    summary: ClassVar[str] = "A pupil is permanently excluded."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = POWER
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="exclusion_day_six",
            title="Education from the sixth day of a permanent exclusion",
            owes="The authority arranges full-time education from the sixth school day",
            owner="authority",
            unit="school_days",
            length=6,
            start_counts=True,
            basis=DAY_SIX,
            stops=educated_by("ap_placement", "on_roll"),
        ),
    )

    reason1: MainReason = main_reason("PA")
    reason2: OtherReason = other_reason("Second")
    reason3: OtherReason = other_reason("Third")

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
        """Pupils for whom guidance asks that exclusion be avoided or acted on at once."""
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
