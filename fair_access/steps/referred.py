"""A pupil is referred to the panel: the case is open, and no clock of the Code runs yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import CaseState, State
from fair_access.eligibility import CATEGORIES, behaviour_refusals, concerns_of
from fair_access.law import NO_DRIFT
from fair_access.referral import SECTIONS
from fair_access.referral.child import Child, Social
from fair_access.referral.evidence import Evidence
from fair_access.referral.risk import Risk
from fair_access.referral.school import Learning, Needs, Schooling, Tried
from fair_access.referral.views import Referrer, Request, Views
from fair_access.scope import out_of_scope
from fair_access.steps.step import SCHOOLS_TOO, CaseBefore, Step, Taken
from movements.actor import Role
from movements.clock import Clock
from movements.kind import Names, PlaceRef, Text
from movements.problems import Concern, Problem


def _known_category(letter: str) -> str:
    if letter not in CATEGORIES:
        raise ValueError(f'unknown_category|"{letter}" is not a category: use one of a to m.')
    return letter


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


class _Referral(Step):
    """What every referral says."""

    category: Annotated[str, BeforeValidator(_lower), AfterValidator(_known_category)] = Field(
        title="Category",
        description="Which of the thirteen categories of the School Admissions Code the child is "
        "in, a to m",
        examples=["d"],
    )
    reason: Text = Field(
        title="Reason",
        description="Why the child needs the panel, and what was tried to find a place in-year",
        examples=["Ready for mainstream; three schools refused an in-year place"],
    )
    referred_by: PlaceRef | None = Field(
        default=None,
        title="Referring school",
        description="The school that refers, if one does; a school that refers is its own",
        examples=[""],
    )


class CaseReferred(
    Risk,
    Social,
    Child,
    Needs,
    Learning,
    Tried,
    Schooling,
    Views,
    Referrer,
    Request,
    Evidence,
    _Referral,
):
    """A pupil is referred. It opens the case and starts no clock of the Code: agreement does."""

    id: ClassVar[str] = "case_referred"
    title: ClassVar[str] = "Referred to the fair access panel"
    does: ClassVar[str] = "Refer to the fair access panel"
    history_words: ClassVar[str] = "Referred to the fair access panel under category {category}"
    after: ClassVar[frozenset[State]] = frozenset({"not_open"})
    leads_to: ClassVar[State] = "referred"
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Category and reason", ("category", "reason", "referred_by")),
        *((title, tuple(section.model_fields)) for title, section in SECTIONS.items()),
    )
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_eligibility",
            title="Eligibility of a referral",
            owes="The authority agrees that the panel considers the child, or says why not",
            owner="authority",
            unit="school_days",
            local="fair_access_eligibility_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_agreed", "case_sent_back", "case_not_eligible"}),
            aim=True,
        ),
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """A refusal that is named by its entry is one on challenging behaviour, told by then."""
        yield from super().problems(before, today)
        held = {*behaviour_refusals(before.standing, self.on)}
        if self.refusal_entry is not None and self.refusal_entry not in held:
            words = "No refusal on challenging behaviour has that number for this child by then."
            yield Problem("refusal_entry", "no_such_refusal", words)

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """What the register shows against the category; a child no protocol places."""
        facts = replace(before.facts, evidence=self)
        own = concerns_of(self.category, before.standing, self.on, facts)
        others = out_of_scope(before.standing, self._begun(before.state))
        # Of two that say the same the category's own is shown.
        yield from {c.code: c for c in (*reversed(others), *own)}.values()

    def _begun(self, state: CaseState) -> CaseState:
        return replace(state, category=self.category, in_year=self.in_year)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """Referred, not yet agreed."""
        return replace(self._begun(state), referred_by=self.referred_by, referred_on=self.on)

    def sentence(self, names: Names) -> str:
        """What was done."""
        by = f" by {names(self.referred_by)}" if self.referred_by else ""
        title = CATEGORIES[self.category].title
        return f"Referred{by} under category {self.category} ({title}): {self.reason}"
