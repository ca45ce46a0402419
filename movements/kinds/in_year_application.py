"""A parent applies for a place outside the usual time."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped
from movements.kind import Before, Kind, Names, PlaceRef, Taken
from movements.last_seen import here_again
from movements.problems import Problem
from movements.standing import Standing

OUTCOME = Basis(
    "statute",
    "School Admissions Code 2021 section 2: outcome of an in-year application",
    date(2021, 9, 1),
)
_answered = stepped("in_year_outcome")


def _settled(start: Started, later: Later) -> bool:
    here = later.standing.roll_at(start.movement.to_place)
    return here is not None or _answered(start, later)


class InYearApplication(Kind):
    """An application for one school is received. Admission itself is that school's roll."""

    id: ClassVar[str] = "in_year_application"
    title: ClassVar[str] = "In-year application"
    summary: ClassVar[str] = "A parent applies for a place at a school during the year."
    opens: ClassVar[bool] = True
    may_be_first: ClassVar[bool] = True
    basis: ClassVar[Basis] = OUTCOME
    identity: ClassVar[tuple[str, ...]] = ("to_place",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="in_year_outcome_aim",
            title="Outcome of an in-year application, as aimed at",
            owes="The admission authority aims to tell the parent",
            owner="school",
            named="to_place",
            unit="school_days",
            length=10,
            aim=True,
            basis=OUTCOME,
            stops=_settled,
        ),
        Clock(
            id="in_year_outcome_must",
            title="Outcome of an in-year application",
            owes="The admission authority tells the parent in writing",
            owner="school",
            named="to_place",
            unit="school_days",
            length=15,
            basis=OUTCOME,
            stops=_settled,
        ),
    )

    to_place: PlaceRef = Field(
        title="School applied to", description="URN of the school", examples=["123456"]
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Once for each school at a time, and for another school than one's own."""
        if any(self.to_place in e.named for e in before.standing.open_episodes(self.id)):
            yield Problem("to_place", "already_open", "An application to this school is open.")
        if before.place and before.place.id == self.to_place:
            yield Problem("to_place", "same_place", "Give another school than the one that tells.")

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """For a school here: a child who was found abroad is so no longer."""
        return here_again(standing)

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"In-year application for {names(self.to_place)}"
