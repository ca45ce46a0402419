"""A managed move: a voluntary, permanent transfer to another mainstream school."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Day, Kind, Names, PlaceRef, Taken, not_on_roll
from movements.problems import Concern, Problem
from movements.rule import Rule, Version
from movements.standing import Standing

AGREEMENT = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: a managed move is voluntary, agreed by all "
    "parties, the parents and the new school's admission authority included",
    in_force_from=date(2022, 9, 1),
)
NO_TRIAL = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: a managed move cannot have a trial period",
    in_force_from=date(2026, 7, 26),
)
TRIAL_BEFORE = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2022 and 2024: an off-site direction is "
    "preferred to a trial",
    in_force_from=date(2022, 9, 1),
    in_force_to=date(2026, 7, 25),
    confirmed=False,
)
PLAN = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: contact the authority before moving a pupil "
    "with an education, health and care plan",
    confirmed=False,
)
RULES = (
    Rule(
        "move_agreed",
        "Agreement to a managed move",
        (Version("Voluntary, and agreed by every party before it takes effect", AGREEMENT),),
    ),
    Rule(
        "move_trial",
        "Trial of a managed move",
        (
            Version("An off-site direction is preferred to a trial", TRIAL_BEFORE),
            Version("No trial: what is temporary is an off-site direction", NO_TRIAL),
        ),
    ),
    Rule(
        "move_plan",
        "A pupil with an education, health and care plan",
        (Version("The authority is contacted before the pupil moves", PLAN),),
    ),
)


class ManagedMove(Kind):
    """A pupil's school and another agree a permanent transfer; the roll follows (ground a)."""

    id: ClassVar[str] = "managed_move"
    title: ClassVar[str] = "Managed move"
    summary: ClassVar[str] = "A pupil moves for good to another mainstream school, by agreement."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = AGREEMENT
    rules: ClassVar[tuple[Rule, ...]] = RULES

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
    trial_until: Day | None = Field(
        default=None,
        title="Trial until",
        description="Leave empty: a managed move has no trial since 26 July 2026. "
        "Use an off-site direction for anything temporary",
        examples=[""],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """From the roll of one school to another that exists."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            yield not_on_roll(self.on)
        elif self.to_place == before.place.id:
            yield Problem("to_place", "same_place", "Name a school other than the pupil's own.")
        if self.trial_until and self.trial_until < self.on:
            yield Problem("trial_until", "before_start", "The trial ends before the move begins.")

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A trial; an agreement missing or late; a receiving place that is not mainstream."""
        yield from self._trial()
        yield from self._agreement()
        to_place = before.facts(self.to_place)
        if to_place and not to_place.is_mainstream:
            yield Concern(
                "not_mainstream",
                f"{to_place.name} is not a mainstream school: this is an AP placement or a "
                "direction, not a managed move.",
                AGREEMENT,
                field="to_place",
            )
        if before.standing.details.get("sen_provision") == "E":
            yield Concern(
                "plan",
                "The pupil has an education, health and care plan: the authority must be "
                "contacted first.",
                PLAN,
            )

    def _trial(self) -> Iterator[Concern]:
        if not self.trial_until:
            return
        if NO_TRIAL.in_force(self.on):
            yield Concern(
                "trial",
                "A managed move with a trial period. A temporary move is an off-site direction.",
                NO_TRIAL,
                field="trial_until",
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
            )
        elif self.agreed_on > self.on:
            yield Concern(
                "agreed_late",
                "The move took effect before it was agreed.",
                AGREEMENT,
                field="agreed_on",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The receiving school is expected to enter the pupil; till then the old one keeps them."""
        return replace(standing, pending_move=self.to_place)

    def sentence(self, names: Names) -> str:
        """What happened."""
        trial = f", on trial until {self.trial_until:%-d %B %Y}" if self.trial_until else ""
        agreed = f", agreed {self.agreed_on:%-d %B %Y}" if self.agreed_on else ""
        return f"Managed move to {names(self.to_place)}{agreed}{trial}"
