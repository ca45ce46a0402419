"""Why a place has sent no marks of some school days: its answer when it is asked."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Day, Text
from movements.place_kind import BeforePlace, PlaceKind
from movements.problems import Problem


class DaysNotSent(PlaceKind):
    """The place is not asked about these days again; once its marks come they stand as any do."""

    id: ClassVar[str] = "days_not_sent"
    title: ClassVar[str] = "Days not sent, and why"
    summary: ClassVar[str] = "Why a school or setting sent no marks of some school days."
    basis: ClassVar[Basis] = Basis(
        "ours",
        "A signal is a question for a person; the answer stands for the days it was given of",
    )
    identity: ClassVar[tuple[str, ...]] = ("last_day",)
    by_setting: ClassVar[bool] = True
    of_any_place: ClassVar[bool] = True

    on: Day = Field(
        title="First day",
        description="The first of the days of which no marks were sent",
        examples=["2026-09-14"],
    )
    last_day: Day | None = Field(
        default=None,
        title="Last day",
        description="The last of the days, both included; empty for one day",
        examples=["2026-09-18"],
    )
    because: Text = Field(
        title="Reason",
        description="Why no marks were sent, and where the children were; name no child",
        examples=["Closed by a flood; every family was called"],
    )

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day it answers for."""
        return self.on, self.last_day or self.on

    def problems(self, before: BeforePlace) -> Iterator[Problem]:
        """The days are in order."""
        first, last = self.days
        if last < first:
            words = f"The last day is before the first, {first:%-d %B %Y}. Check both."
            yield Problem("last_day", "before_first", words)

    def sentence(self) -> str:
        """What was told."""
        first, last = (f"{day:%-d %B %Y}" for day in self.days)
        return f"No marks of {first if first == last else f'{first} to {last}'}: {self.because}"
