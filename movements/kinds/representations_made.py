"""Representations by the parent about a suspension or a permanent exclusion."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.exclusion_clocks import CANCELLED
from movements.exclusion_law import (
    CONSIDER_IF_ASKED,
    EXCLUSIONS,
    REINSTATEMENT_RULE,
    carried_on,
    governors_duty,
    latest_meant,
    told_governors_on,
)
from movements.kind import Before, Names, Text
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.standing import Standing


def _owed(movement: "RepresentationsMade", before: Standing, days: SchoolDays) -> date | None:
    """Counted from when the governors were told, where representations make them decide."""
    episode = latest_meant(movement, before)
    if episode is None or episode.steps_of("representations_made"):
        return None
    if governors_duty(episode, before, days) != "if_asked":
        return None
    return told_governors_on(episode) or movement.on


class RepresentationsMade(Milestone):
    """The parent, or a pupil of 18 or over, makes representations to the governors."""

    id: ClassVar[str] = "representations_made"
    title: ClassVar[str] = "Representations about an exclusion"
    summary: ClassVar[str] = "A parent asks the governors to look at an exclusion."
    about: ClassVar[frozenset[str]] = EXCLUSIONS
    basis: ClassVar[Basis] = CONSIDER_IF_ASKED
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="representations_governors_meet",
            title="The governors consider reinstatement after representations",
            owes="The governors meet and decide whether to reinstate the pupil. Counted from the "
            "day they were told of the exclusion, where it is given",
            owner="school",
            unit="school_days",
            length=50,
            basis=CONSIDER_IF_ASKED,
            counted_from=_owed,
            stops=stepped("governors_met"),
            over=CANCELLED,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (REINSTATEMENT_RULE,)

    representations: Text | None = Field(
        default=None,
        title="Representations",
        description="What was put to the governors, in a few words",
        examples=["Asks for a return with support"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Where the governors hear the parent but cannot reinstate."""
        episode = carried_on(self, before)
        if episode and governors_duty(episode, before.standing, before.days) == "no_power":
            yield Concern(
                "no_power",
                "Five school days in the term or fewer: the governors consider what is said, "
                "but cannot reinstate.",
                CONSIDER_IF_ASKED,
                level="note",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Representations made to the governors"
