"""The school refuses, with its evidence; the authority accepts that or goes on to a direction."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import DIRECTING, CaseState, State
from fair_access.law import NO_DRIFT, REFUSED_WITH_EVIDENCE
from fair_access.steps.again import PlaceGone, next_place
from fair_access.steps.lapsed import stands_yet
from fair_access.steps.step import SCHOOLS_TOO, CaseBefore, Step, Taken
from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Coded, Names, Text, said
from movements.problems import Concern


class CaseRefused(Step):
    """The school will not take the child: why, and with which evidence."""

    id: ClassVar[str] = "case_refused"
    title: ClassVar[str] = "Refused by the school"
    does: ClassVar[str] = "Record that the school refuses"
    history_words: ClassVar[str] = "The school refused the place"
    basis: ClassVar[Basis] = REFUSED_WITH_EVIDENCE
    after: ClassVar[frozenset[State]] = frozenset({"allocated", "accepted"})
    leads_to: ClassVar[State] = "refused"
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_refusal_answered",
            title="Answer to a school's refusal",
            owes="The authority accepts the refusal, or begins to direct the school",
            owner="authority",
            unit="school_days",
            local="fair_access_chase_days",
            basis=NO_DRIFT,
            stops=AnyOf(
                {"case_refusal_accepted", "case_direction_consulted", "case_academy_asked"}
            ),
            over=AnyOf({"case_started"}),
            aim=True,
        ),
    )

    because: Annotated[str, Coded("REFUSAL_REASONS")] = Field(
        title="Refused because", description="Why the school refuses", examples=["no_place"]
    )
    evidence: Text | None = Field(
        default=None,
        title="Evidence",
        description="What the school shows for it, or which paper holds it; name no other child",
        examples=["Numbers by class and the risk assessment, attached"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """A refusal that shows nothing for itself; what has begun already at the place."""
        if self.evidence is None:
            yield Concern(
                "no_evidence",
                "The school gives no evidence for its refusal: ask for it.",
                REFUSED_WITH_EVIDENCE,
                field="evidence",
            )
        found = before.state.allocation
        if found and found.starts_on <= self.on:
            why = "The school has refused the place"
            started = before.state.started_on is not None
            yield from stands_yet(found, before.standing, self.on, started=started, why=why)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The school of the place is one that refused."""
        return state.refused(self.on, taken.number)

    def sentence(self, names: Names) -> str:
        """What was done."""
        evidence = f" Evidence: {self.evidence}" if self.evidence else ""
        return f"Refused by the school: {said('REFUSAL_REASONS', self.because)}.{evidence}"


class CaseRefusalAccepted(PlaceGone):
    """The authority accepts the refusal, or gives up a direction: another place is to be found."""

    id: ClassVar[str] = "case_refusal_accepted"
    title: ClassVar[str] = "Refusal accepted"
    does: ClassVar[str] = "Accept the refusal"
    history_words: ClassVar[str] = "The authority accepted that the school refuses the place"
    after: ClassVar[frozenset[State]] = DIRECTING
    clocks: ClassVar[tuple[Clock, ...]] = (
        next_place("refusal", "a refusal", "The panel allocates another place"),
    )

    because: Text = Field(
        title="Reason",
        description="Why the school is not directed",
        examples=["The school has had three admissions in the year group this term"],
    )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"The refusal was accepted: {self.because}"
