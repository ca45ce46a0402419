"""The governors consider a suspension or a permanent exclusion."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.exclusion_law import (
    CONSIDER,
    EXCLUSIONS,
    REINSTATEMENT_RULE,
    REVIEW,
    Duty,
    carried_on,
    governors_duty,
    latest_meant,
    notice_given_on,
)
from movements.kind import Before, Coded, Day, Names, Taken, Text, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Episode, Standing


def _may_apply(movement: "GovernorsMet", before: Standing, days: SchoolDays) -> date | None:
    """Counted from when notice counts as given, after a permanent exclusion that stands."""
    episode = latest_meant(movement, before)
    if episode is None or episode.kind != "permanent_exclusion" or movement.decision != "declined":
        return None
    return notice_given_on(movement)


class GovernorsMet(Milestone):
    """The governors meet about an exclusion, and reinstate the pupil or decline to."""

    id: ClassVar[str] = "governors_met"
    title: ClassVar[str] = "Governors' decision on an exclusion"
    summary: ClassVar[str] = "The governors consider whether to reinstate an excluded pupil."
    about: ClassVar[frozenset[str]] = EXCLUSIONS
    basis: ClassVar[Basis] = CONSIDER
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="review_application",
            title="An independent review may be asked for",
            owes="The parent may apply for an independent review",
            owner="parent",
            unit="school_days",
            length=15,
            basis=REVIEW,
            counted_from=_may_apply,
            stops=stepped("review_applied"),
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        REINSTATEMENT_RULE,
        Rule(
            "review_window",
            "How long a parent may apply for an independent review",
            (
                Version(
                    "15 school days after notice of the decision is given; by first-class post it "
                    "is given on the second working day after",
                    REVIEW,
                ),
            ),
        ),
    )

    decision: Annotated[str, Coded("GOVERNORS_DECISIONS")] = Field(
        title="Decision",
        description="reinstated, declined, or no_power where they cannot reinstate",
        examples=["declined"],
    )
    reasons: Text | None = Field(
        default=None,
        title="Reasons",
        description="The governors' reasons, as the notice gives them",
        examples=["The policy was followed and the pupil was heard"],
    )
    told_on: Day | None = Field(
        default=None,
        title="Notice of the decision",
        description="The day it was handed over, sent electronically or posted to the parent",
        examples=["2026-10-05"],
    )
    sent: Annotated[str | None, Coded("NOTICE_SENT")] = Field(
        default=None,
        title="How it was sent",
        description="handed, electronic or post: first-class post is given two working days later",
        examples=["handed"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A decision without reasons or notice, or that the governors had no power to take."""
        if not CONSIDER.in_force(self.on):
            return
        if self.decision == "declined" and self.reasons is None:
            yield Concern(
                "no_reasons", "The parent must be given the reasons.", CONSIDER, field="reasons"
            )
        if self.told_on is None:
            yield Concern(
                "decision_not_told",
                "Say when notice of the decision was given: the time to apply for a review runs "
                "from it.",
                REVIEW,
                field="told_on",
            )
        yield from self._beyond_power(before)

    def _beyond_power(self, before: Before) -> Iterator[Concern]:
        episode = carried_on(self, before)
        if episode is None:
            return
        duty = _power(episode, before)
        if self.decision == "reinstated" and duty == "no_power":
            yield Concern(
                "no_power",
                "The governors cannot reinstate: five school days in the term or fewer, or no "
                "representations.",
                CONSIDER,
                field="decision",
            )
        if self.decision == "no_power" and duty != "no_power":
            yield Concern(
                "must_decide",
                "The governors must decide here whether to reinstate the pupil.",
                CONSIDER,
                field="decision",
            )

    def ends(self) -> bool:
        """A pupil reinstated is excluded no longer."""
        return self.decision == "reinstated"

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Once reinstated, a permanent exclusion counts no more."""
        episode = self.meant(standing, taken.place)
        if episode is None or self.decision != "reinstated":
            return standing
        return standing.without_exclusion(episode.entry)

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Governors met: {said('GOVERNORS_DECISIONS', self.decision)}"


def _power(episode: Episode, before: Before) -> Duty:
    """What the governors owe; without representations, what they owe if asked they may not do."""
    duty = governors_duty(episode, before.standing, before.days)
    if duty == "if_asked":
        return "must" if episode.steps_of("representations_made") else "no_power"
    return duty
