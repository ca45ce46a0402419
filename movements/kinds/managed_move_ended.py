"""The end of a managed move: settled, or failed and why."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Before, Coded, Names, Taken, Text, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version
from movements.standing import Standing
from movements.voice import OWN_WORDS_RULE, one_or_the_other, own_words, unheard, why_no_words

FOLLOWED = Basis("ours", "The outcome of every move is followed, with its reason and decider")


class ManagedMoveEnded(Milestone):
    """How a managed move came out, who decided, and the pupil's own version of it."""

    id: ClassVar[str] = "managed_move_ended"
    title: ClassVar[str] = "End of a managed move"
    summary: ClassVar[str] = "A managed move has succeeded, failed or been ended."
    about: ClassVar[frozenset[str]] = frozenset({"managed_move"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = FOLLOWED
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "move_outcome",
            "The outcome of a managed move",
            (Version("Recorded with its reason, who decided, and the pupil's words", FOLLOWED),),
        ),
        OWN_WORDS_RULE,
    )

    outcome: Annotated[str, Coded("MOVE_OUTCOMES")] = Field(
        title="Outcome",
        description="success, failed, ended_by_parent or ended_by_safeguarding",
        examples=["success"],
    )
    reason: Annotated[str | None, Coded("MOVE_END_REASONS")] = Field(
        default=None, title="Main reason", description="Why it ended so", examples=["settled"]
    )
    decider: Annotated[str | None, Coded("DECIDERS")] = Field(
        default=None, title="Decided by", description="Who decided", examples=["receiving_head"]
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()

    @model_validator(mode="after")
    def _words_or_why(self) -> "ManagedMoveEnded":
        one_or_the_other(self.words, self.not_given)
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """An end without its reason or decider, or without the pupil's version."""
        if self.outcome != "success" and self.reason is None:
            yield Concern("no_reason", "Say why the move ended.", FOLLOWED, field="reason")
        if self.decider is None:
            yield Concern("no_decider", "Say who decided it.", FOLLOWED, field="decider")
        episode = self.meant(before.standing, before.place.id if before.place else None)
        views = episode.steps_of("pupil_views") if episode else ()
        if not any(step.movement.at == "end" for step in views):
            yield from unheard(self.words, self.not_given)

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """A move that came to nothing is expected no longer."""
        episode = self.meant(standing, taken.place)
        if episode is None or self.outcome == "success":
            return standing
        if standing.pending_move not in episode.named:
            return standing
        return replace(standing, pending_move=None)

    def sentence(self, names: Names) -> str:
        """What happened."""
        reason = f" ({said('MOVE_END_REASONS', self.reason)})" if self.reason else ""
        return f"Managed move ended: {said('MOVE_OUTCOMES', self.outcome)}{reason}"
