"""A child of school age on no roll and, as far as is known, not educated."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.kind import Before, Day, Kind, Names, PlaceRef, Taken, Text
from movements.last_seen import seen_again
from movements.lawful_ways import ON_A_ROLL
from movements.missing_law import ENQUIRE, MISSING, MISSING_RULE
from movements.problems import Concern, Problem
from movements.rule import Rule
from movements.standing import Standing


class ChildMissingEducation(Kind):
    """Somebody reports that a child is missing education. The authority must find out where."""

    id: ClassVar[str] = "child_missing_education"
    title: ClassVar[str] = "Child missing education"
    summary: ClassVar[str] = "A child is on no roll and not known to be educated elsewhere."
    opens: ClassVar[bool] = True
    may_be_first: ClassVar[bool] = True
    basis: ClassVar[Basis] = MISSING
    rules: ClassVar[tuple[Rule, ...]] = (MISSING_RULE,)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="missing_enquiry",
            title="Enquiry after a child missing education",
            owes="The authority makes an enquiry after the child",
            owner="authority",
            unit="school_days",
            local="missing_enquiry_days",
            basis=ENQUIRE,
            stops=lambda start, later: (
                stepped("enquiry_made", "cme_traced")(start, later)
                or bool(later.standing.main_rolls)
            ),
        ),
        seen_again("seen_after_report", "A child reported missing seen"),
    )

    last_place: PlaceRef | None = Field(
        default=None,
        title="Last known school",
        description="Where the child was last on roll or placed, if known",
        examples=["123456"],
    )
    last_seen_on: Day | None = Field(
        default=None,
        title="Last seen on",
        description="The day anybody last saw the child",
        examples=["2026-09-07"],
    )
    enquiries: Text | None = Field(
        default=None,
        title="Enquiries made",
        description="What has been done so far to find the child",
        examples=["Two letters and a visit; nobody answered"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A child cannot go missing twice without being found between."""
        if before.standing.open_episodes(self.id):
            yield Problem(
                "on",
                "already_open",
                "This child is held as missing education already. Record what has been found out.",
            )
        if self.last_seen_on and self.last_seen_on > self.on:
            yield Problem(
                "last_seen_on",
                "after_start",
                "The child was last seen after the day reported missing: check the two dates.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """On a roll, or said to be educated at home: not missing education in law."""
        # A former school is not told that another has the child on its roll.
        theirs = before.place is None or before.standing.roll_at(before.place.id)
        if before.standing.main_rolls and theirs:
            yield Concern(
                "registered",
                "The child is on a school's roll: a registered pupil who does not attend is not "
                "missing education, and the school still answers for the child.",
                MISSING,
                instead=ON_A_ROLL,
            )
        if before.standing.open_episodes("elective_home_education"):
            yield Concern(
                "home_educated",
                "Notice of home education is held: the child is missing education only if that "
                "education is not suitable.",
                MISSING,
                level="note",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Where the child was found before holds no longer."""
        return replace(standing, traced=None)

    def sentence(self, names: Names) -> str:
        """What happened."""
        last = f"; last known at {names(self.last_place)}" if self.last_place else ""
        seen = f"; last seen {self.last_seen_on:%-d %B %Y}" if self.last_seen_on else ""
        return f"Reported as missing education{last}{seen}"
