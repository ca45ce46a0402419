"""A parent, a pupil of 18 or the authority asks in writing for a review of a direction."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.direction_law import (
    CLEAR_WEEKS,
    REQUEST_ACADEMY,
    REQUEST_MAINTAINED,
    REQUEST_RULE,
    by_law,
    directing_school,
    for_both,
)
from movements.kind import Before, Coded, Names, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.reviews import DIRECTION, last_review, over, review_of, reviewed
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.standing import Episode, Standing


def _is_lately_reviewed(episode: Episode, on: date) -> bool:
    last = last_review(episode)
    return last is not None and on - last <= timedelta(weeks=CLEAR_WEEKS)


def _owed_from(movement: Milestone, before: Standing, days: SchoolDays) -> date | None:
    """The day of the request; None where a review took place in the ten weeks before."""
    episode = review_of(movement, before)
    if episode is None or _is_lately_reviewed(episode, movement.on):
        return None
    return movement.on


class ReviewRequested(Milestone):
    """A review is asked for: it is owed, unless one took place in the ten weeks before."""

    id: ClassVar[str] = "review_requested"
    title: ClassVar[str] = "Review asked for"
    summary: ClassVar[str] = "A review of an off-site direction is asked for in writing."
    about: ClassVar[frozenset[str]] = frozenset({DIRECTION})
    basis: ClassVar[Basis] = REQUEST_MAINTAINED
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "asked_by")
    clocks: ClassVar[tuple[Clock, ...]] = for_both(
        Clock(
            id="requested_review",
            title="A review that was asked for",
            owes="The governing body holds the review as soon as reasonably practicable",
            owner="school",
            unit="school_days",
            local="requested_review_days",
            basis=REQUEST_MAINTAINED,
            counted_from=_owed_from,
            stops=reviewed,
            over=over,
        ),
        REQUEST_ACADEMY,
    )
    rules: ClassVar[tuple[Rule, ...]] = (REQUEST_RULE,)

    asked_by: Annotated[str, Coded("NOTICE_TO")] = Field(
        title="Asked by",
        description="parent, pupil (18 or over) or authority, which may where there is a plan",
        examples=["parent"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Reviewed lately, so that none is owed; asked by an authority without a plan."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        school = directing_school(before, episode)
        basis = by_law(school, REQUEST_MAINTAINED, REQUEST_ACADEMY)
        if episode is None or basis is None or not basis.in_force(self.on):
            return
        if _is_lately_reviewed(episode, self.on):
            yield Concern(
                "reviewed_lately",
                "A review took place in the ten weeks before: another need not be held.",
                basis,
                level="note",
            )
        if self.asked_by == "authority" and before.standing.details.get("sen_provision") != "E":
            yield Concern(
                "no_plan",
                "The authority may ask only where the pupil has an education, health and care "
                "plan: none is known.",
                basis,
                field="asked_by",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Review asked for by {said('NOTICE_TO', self.asked_by)}"
