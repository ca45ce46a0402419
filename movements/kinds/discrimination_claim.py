"""The parent claims that an exclusion was disability discrimination."""

from collections.abc import Iterator
from typing import ClassVar

from movements.basis import Basis
from movements.clock import last_of_months
from movements.exclusion_law import CLAIM, EXCLUSIONS, carried_on
from movements.kind import Before, Names
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version


class DiscriminationClaim(Milestone):
    """A claim to the tribunal or the county court about an exclusion."""

    id: ClassVar[str] = "discrimination_claim"
    title: ClassVar[str] = "Claim of discrimination"
    summary: ClassVar[str] = "A parent claims that an exclusion was disability discrimination."
    about: ClassVar[frozenset[str]] = EXCLUSIONS
    basis: ClassVar[Basis] = CLAIM
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "claim_window",
            "How long a claim of discrimination may be made",
            (Version("Six months from the exclusion", CLAIM),),
        ),
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Out of time, unless the tribunal allows it."""
        episode = carried_on(self, before)
        if episode is not None and self.on > last_of_months(episode.on, 6):
            yield Concern(
                "out_of_time",
                "More than six months after the exclusion: only with the tribunal's leave.",
                CLAIM,
                level="note",
                field="on",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Claim of disability discrimination made"
