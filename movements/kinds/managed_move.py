"""A managed move: a voluntary, permanent transfer to another mainstream school."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.copied import From
from movements.kind import (
    Before,
    Coded,
    Count,
    Day,
    Kind,
    Names,
    PlaceRef,
    PlannedDay,
    Taken,
    not_on_roll,
)
from movements.lawful_ways import direct_for_the_trial, propose_to
from movements.move_law import (
    AGREEMENT,
    AGREEMENT_RULE,
    EACH_SCHOOL_RULE,
    MOVE_REVIEWS,
    NO_TRIAL,
    ON_ROLL_CHECK,
    PLAN_RULE,
    TRIAL_BEFORE,
    TRIAL_RULE,
    mainstream_and_plan,
)
from movements.problems import Concern, Problem
from movements.reviews import over, reviewed
from movements.rule import Rule
from movements.signatures import proposal_of, signatures, unheard, unsigned
from movements.standing import Episode, Standing


def _on_roll(start: Started, later: Later) -> bool:
    """On the roll of the school moved to."""
    return later.standing.roll_at(start.movement.to_place) is not None


class ManagedMove(Kind):
    """A pupil's school and another agree a permanent transfer; the roll follows (ground a)."""

    id: ClassVar[str] = "managed_move"
    title: ClassVar[str] = "Managed move"
    summary: ClassVar[str] = "A pupil moves for good to another mainstream school, by agreement."
    copies: ClassVar[tuple[From, ...]] = (From("managed_move_proposed", ("to_place", "reason")),)
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = AGREEMENT
    rules: ClassVar[tuple[Rule, ...]] = (TRIAL_RULE, AGREEMENT_RULE, PLAN_RULE, EACH_SCHOOL_RULE)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="on_roll_check",
            title="On the roll of the new school after a managed move",
            owes="The new school enters the pupil on its roll",
            owner="school",
            named="to_place",
            unit="calendar_days",
            local="on_roll_check_days",
            basis=ON_ROLL_CHECK,
            stops=_on_roll,
            over=over,
        ),
        Clock(
            id="move_review",
            title="Review after a managed move",
            owes="The schools review with parent and pupil how it goes",
            owner="school",
            unit="weeks",
            local="move_review_weeks",
            basis=MOVE_REVIEWS,
            stops=reviewed,
            over=over,
        ),
    )

    to_place: PlaceRef = Field(
        title="Receiving school",
        description="URN of the school the pupil moves to",
        examples=["123456"],
    )
    agreed_on: Day | None = Field(
        default=None,
        title="Agreed on",
        description="The day the last party agreed in writing",
        examples=["2026-09-07"],
    )
    trial_until: PlannedDay | None = Field(
        default=None,
        title="Trial until",
        description="Leave empty: a managed move has no trial since 26 July 2026. "
        "Use an off-site direction for anything temporary",
        examples=[""],
    )
    proposal: Count | None = Field(
        default=None,
        title="Proposal",
        description="Number of the entry that proposed it, with the agreements that were given",
        examples=[""],
        ge=1,
    )
    reason: Annotated[str | None, Coded("MOVE_REASONS")] = Field(
        default=None, title="Main reason", description="Why the pupil moves", examples=[""]
    )
    decider: Annotated[str | None, Coded("DECIDERS")] = Field(
        default=None, title="Decided by", description="Who decided", examples=["both_heads"]
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """From the roll of one school to another that exists."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            yield not_on_roll(self.on)
        elif self.to_place == before.place.id:
            yield Problem("to_place", "same_place", "Name a school other than the pupil's own.")
        if self.proposal is not None and self._proposal(before) is None:
            yield Problem(
                "proposal",
                "no_such_proposal",
                "This school has no proposal of that number to that school. Check the entry.",
            )

    def _proposal(self, before: Before) -> Episode | None:
        place = before.place.id if before.place else None
        return proposal_of(before.standing, place, self.to_place, self.proposal)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A trial; an agreement missing or late; a receiving place that is not mainstream."""
        yield from self._trial(before)
        proposal = self._proposal(before)
        if proposal is None or self.agreed_on is not None:
            yield from self._agreement()
        if proposal is None:
            yield from unheard(before.standing)
            yield from mainstream_and_plan(before, self.to_place)
            return
        found = signatures(proposal, before.standing)
        authority = found.of("authority")
        yield from unsigned(found, "proposal")
        yield from mainstream_and_plan(
            before, self.to_place, authority_agreed=bool(authority and authority.state == "agreed")
        )

    def _trial(self, before: Before) -> Iterator[Concern]:
        if not self.trial_until:
            return
        if NO_TRIAL.in_force(self.on):
            yield Concern(
                "trial",
                "A managed move with a trial period. A temporary move is an off-site direction.",
                NO_TRIAL,
                field="trial_until",
                instead=direct_for_the_trial(
                    self.to_place, max(1, len(before.days.days(self.on, self.trial_until)))
                ),
            )
        elif TRIAL_BEFORE.in_force(self.on):
            yield Concern(
                "trial",
                "A managed move with a trial period: an off-site direction was preferred.",
                TRIAL_BEFORE,
                level="note",
                field="trial_until",
            )

    def _agreement(self) -> Iterator[Concern]:
        if self.agreed_on is None:
            yield Concern(
                "no_agreement",
                "No agreement is recorded: say when the last party agreed.",
                AGREEMENT,
                field="agreed_on",
                instead=propose_to(self.to_place),
            )
        elif self.agreed_on > self.on:
            yield Concern(
                "agreed_late",
                "The move took effect before it was agreed.",
                AGREEMENT,
                field="agreed_on",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The receiving school is expected to enter the pupil; till then the old one keeps them.

        A direction has ended with the move.
        """
        proposal = proposal_of(standing, taken.place, self.to_place, self.proposal)
        if proposal is not None:
            standing = standing.without_episode(proposal.entry, self.on)
        moved = standing.moved_to(self.to_place, self.on)
        return replace(moved, pending_move=self.to_place)

    def sentence(self, names: Names) -> str:
        """What happened."""
        trial = f", on trial until {self.trial_until:%-d %B %Y}" if self.trial_until else ""
        agreed = f", agreed {self.agreed_on:%-d %B %Y}" if self.agreed_on else ""
        return f"Managed move to {names(self.to_place)}{agreed}{trial}"
