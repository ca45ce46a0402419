"""A place that a fair access panel allocates: an offer, till the parent accepts or the pupil comes.

It enters no name on a roll. That is the entry `on_roll`, recorded when the offer is taken up.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Coded, Day, Kind, Names
from movements.milestone import Milestone
from movements.problems import Problem

OFFER = Basis(
    "guidance",
    "Working together to improve school attendance paragraph 208: a place that is allocated is an "
    "offer; the pupil goes on roll when the parent accepts it or the pupil attends",
    date(2024, 8, 19),
)


class PlaceOffered(Kind):
    """A place at a school, to start on a day. The child stays with whoever is responsible now."""

    id: ClassVar[str] = "place_offered"
    title: ClassVar[str] = "Place offered"
    summary: ClassVar[str] = "A panel allocates a school place: on roll once it is accepted."
    basis: ClassVar[Basis] = OFFER
    opens: ClassVar[bool] = True
    by_doors: ClassVar[bool] = False

    starts_on: Day = Field(
        title="Starting day",
        description="The day the pupil is to start there",
        examples=["2026-10-05"],
    )
    enrol_status: Annotated[str, Coded("ENROLMENT_STATUSES")] = Field(
        default="C",
        title="Enrolment status",
        description="C single registration, M main of two, S subsidiary, G guest, F or O other",
        examples=["C"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A place at a school on whose roll the pupil is not."""
        held = before.standing.roll_at(before.place.id) if before.place else None
        if held:
            yield Problem(
                "upn",
                "already_on_roll",
                f"This pupil is already on this roll (since {held.since:%-d %B %Y}): there is "
                "nothing to offer.",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"A place offered, to start {self.starts_on:%-d %B %Y}: not yet on roll"


class PlaceOfferEnded(Milestone):
    """The offer stands no longer: declined, refused by the school, or not needed."""

    id: ClassVar[str] = "place_offer_ended"
    title: ClassVar[str] = "Place offered no longer"
    summary: ClassVar[str] = "An allocated place is not taken up."
    about: ClassVar[frozenset[str]] = frozenset({"place_offered"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = OFFER
    by_doors: ClassVar[bool] = False

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "The place is offered no longer"
