"""The parent applies for an independent review of a permanent exclusion."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.exclusion_clocks import CANCELLED
from movements.exclusion_law import REVIEW, carried_on, review_application_ends
from movements.kind import Before, Names
from movements.milestone import Milestone
from movements.places import PlaceFacts
from movements.problems import Concern


def _is_academy(school: PlaceFacts | None) -> bool:
    return school is not None and school.is_academy


REVIEW_BEGINS = Clock(
    id="review_begins",
    title="The independent review begins",
    owes="The authority has the review begin",
    owner="authority",
    unit="school_days",
    length=15,
    basis=REVIEW,
    stops=stepped("review_panel"),
    over=CANCELLED,
    binds=lambda school: not _is_academy(school),
)


class ReviewApplied(Milestone):
    """An application for an independent review panel."""

    id: ClassVar[str] = "review_applied"
    title: ClassVar[str] = "Application for an independent review"
    summary: ClassVar[str] = "A parent applies for an independent review of an exclusion."
    about: ClassVar[frozenset[str]] = frozenset({"permanent_exclusion"})
    basis: ClassVar[Basis] = REVIEW
    clocks: ClassVar[tuple[Clock, ...]] = (
        REVIEW_BEGINS,
        replace(
            REVIEW_BEGINS,
            id="review_begins_academy",
            title="The independent review begins (academy)",
            owes="The academy, through its trust, has the review begin",
            owner="school",
            named="episode",
            binds=_is_academy,
        ),
    )

    sen_expert: Literal["Y", "N"] | None = Field(
        default=None,
        title="Special educational needs expert asked for",
        description="Y where the parent asks that an expert attend: whatever the pupil's needs",
        examples=["N"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Before the governors have decided, or after the time to apply has passed."""
        episode = carried_on(self, before)
        if episode is None or not REVIEW.in_force(self.on):
            return
        if not any(s.movement.decision == "declined" for s in episode.steps_of("governors_met")):
            yield Concern(
                "no_decision",
                "A review is of a decision not to reinstate: none by the governors is recorded.",
                REVIEW,
            )
        ends = review_application_ends(episode, before.days)
        if ends is not None and self.on > ends:
            yield Concern(
                "too_late",
                f"The time to apply ended on {ends:%-d %B %Y}.",
                REVIEW,
                field="on",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        expert = ", with a special educational needs expert" if self.sen_expert == "Y" else ""
        return f"Independent review applied for{expert}"
