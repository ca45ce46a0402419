"""A parent's notice that a child is to be educated at home."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped, steps_since
from movements.kind import Before, Day, Kind, Names, Text, ThirdParty
from movements.missing_law import (
    CONSENT,
    CONTACT,
    HOME_VISIT,
    NO_PRESSURE,
    NOTICE,
    NOTICE_RULE,
    PRESSURE_RULE,
    SOON_AFTER_RULE,
    SPECIAL_CONSENT,
    TELL_AT_ONCE,
    TOLD_RULE,
    soon_after,
)
from movements.problems import Concern, Problem
from movements.reviews import over
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.standing import Standing


def _registered(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """From the authority's own registration: no clock starts where none is told."""
    on: date | None = movement.registered_on
    return on


def _visited(start: Started, later: Later) -> bool:
    """A visit was asked for."""
    steps = steps_since(start.number, later.standing)
    return any(getattr(step.movement, "enquiry", "") == "home_visit" for step in steps)


class ElectiveHomeEducation(Kind):
    """Notice is received; the name may then be deleted on ground f. It moves no roll by itself."""

    id: ClassVar[str] = "elective_home_education"
    title: ClassVar[str] = "Notice of home education"
    summary: ClassVar[str] = "A parent gives notice that a child is to be educated at home."
    opens: ClassVar[bool] = True
    may_be_first: ClassVar[bool] = True
    basis: ClassVar[Basis] = NOTICE
    rules: ClassVar[tuple[Rule, ...]] = (
        NOTICE_RULE,
        TOLD_RULE,
        PRESSURE_RULE,
        SOON_AFTER_RULE,
    )
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="home_education_contact",
            title="The family asked how the child is educated at home",
            owes="The authority asks the family how the child is educated",
            owner="authority",
            unit="weeks",
            local="home_education_weeks",
            basis=CONTACT,
            stops=stepped("enquiry_made"),
            over=over,
        ),
        Clock(
            id="home_visit",
            title="Home visit asked for once a child is registered as not in school",
            owes="The authority asks to see the child at home; it may once the law is in force",
            owner="authority",
            unit="calendar_days",
            length=15,
            basis=HOME_VISIT,
            counted_from=_registered,
            stops=_visited,
            over=over,
        ),
    )

    notice_by: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Notice given by",
        description="The parent who wrote, by name or relation",
        examples=["Mother"],
    )
    in_writing_on: Day | None = Field(
        default=None,
        title="Written notice dated",
        description="The day of the parent's letter or message",
        examples=["2026-09-11"],
    )
    parent_reasons: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="The parent's reasons",
        description="In the parent's own words; empty where none were given",
        examples=["We want to teach her ourselves"],
    )
    authority_told_on: Day | None = Field(
        default=None,
        title="Authority told on",
        description="The day the school told the authority",
        examples=["2026-09-14"],
    )
    registered_on: Day | None = Field(
        default=None,
        title="Registered as not in school on",
        description="The day the authority entered the child in its register of children not in "
        "school, where it keeps one: the law that asks for it is not in force",
        examples=[""],
    )
    consent_on: Day | None = Field(
        default=None,
        title="Authority consented on",
        description="Where the authority's consent is needed: the day it was given",
        examples=[""],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A child cannot begin to be educated at home twice."""
        if before.standing.open_episodes(self.id):
            yield Problem(
                "on",
                "already_open",
                "Notice of home education is held already and has not ended. Correct it, or "
                "record that it ended.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """No writing, nobody told, no reasons, no consent where one is needed."""
        if self.in_writing_on is None and NOTICE.in_force(self.on):
            yield Concern(
                "not_in_writing",
                "Ground f needs the parent's notice in writing: no letter is dated here.",
                NOTICE,
                level="note",
                field="in_writing_on",
            )
        if before.place and self.authority_told_on is None and TELL_AT_ONCE.in_force(self.on):
            yield Concern(
                "authority_not_told",
                "The authority must be told no later than the name is deleted.",
                TELL_AT_ONCE,
                level="note",
                field="authority_told_on",
            )
        if self.parent_reasons is None:
            yield Concern(
                "no_reasons",
                "The parent's reasons are not told: ask whether it was their own choice.",
                NO_PRESSURE,
                level="note",
                field="parent_reasons",
            )
        if before.place is None or before.standing.roll_at(before.place.id):
            # A former school is not told what has happened elsewhere.
            yield from soon_after(before.standing, self.on)
        yield from self._consent(before)

    def _consent(self, before: Before) -> Iterator[Concern]:
        special = any(f.is_special for r in before.standing.rolls if (f := before.facts(r.place)))
        basis = CONSENT if CONSENT.in_force(self.on) else SPECIAL_CONSENT
        if special and self.consent_on is None:
            yield Concern(
                "no_consent",
                "The child is at a special school: where the authority arranged it, its consent "
                "is needed, and none is recorded.",
                basis,
                field="consent_on",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        written = f", written {self.in_writing_on:%-d %B %Y}" if self.in_writing_on else ""
        return f"Notice that the child is to be educated at home{written}"
