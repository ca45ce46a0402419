"""A return to a mainstream school breaks down, planned, phased or full."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Before, Coded, Names, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.returning import RETURNED
from movements.rule import Rule, Version
from movements.standing import Episode, Standing
from movements.voice import OWN_WORDS_RULE, one_or_the_other, own_words, unheard, why_no_words

TOLD_WHY = Basis("ours", "A return that breaks down says who decided so, why, and what is next")


class ReintegrationBrokeDown(Milestone):
    """Why, by whose decision, in the pupil's own words, and what is to happen next."""

    id: ClassVar[str] = "reintegration_broke_down"
    title: ClassVar[str] = "Return broke down"
    summary: ClassVar[str] = "A pupil's return to a mainstream school breaks down."
    about: ClassVar[frozenset[str]] = frozenset({"reintegration_planned", RETURNED})
    closes: ClassVar[bool] = True
    by_named: ClassVar[bool] = True
    basis: ClassVar[Basis] = TOLD_WHY
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "return_broke_down",
            "When a return breaks down",
            (Version("Who decided, why, and what is next", TOLD_WHY),),
        ),
        OWN_WORDS_RULE,
    )

    reason: Annotated[str, Coded("BREAKDOWN_REASONS")] = Field(
        title="Reason", description="The main reason", examples=["support_missing"]
    )
    decided_by: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Decided by",
        description="Who decided it, by post",
        examples=["Head of the school"],
    )
    next_step: Annotated[str | None, Coded("BREAKDOWN_NEXT_STEPS")] = Field(
        default=None,
        title="Next step",
        description="What is to happen next",
        examples=["same_setting"],
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()

    def fitting(self, standing: Standing, place: str | None) -> tuple[Episode, ...]:
        """The latest of several returns, unless another is named."""
        found = super().fitting(standing, place)
        named = self.episode is not None or self.started_on is not None
        return found if named else found[-1:]

    @model_validator(mode="after")
    def _words_or_why(self) -> "ReintegrationBrokeDown":
        one_or_the_other(self.words, self.not_given)
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Without who decided, what is next, or the pupil's own words."""
        if self.decided_by is None:
            yield Concern("no_decider", "Say who decided it.", TOLD_WHY, field="decided_by")
        if self.next_step is None:
            yield Concern("no_next_step", "Say what is next.", TOLD_WHY, field="next_step")
        yield from unheard(self.words, self.not_given)

    def sentence(self, names: Names) -> str:
        """What happened."""
        step = f"; next: {said('BREAKDOWN_NEXT_STEPS', self.next_step)}" if self.next_step else ""
        return f"Return broke down: {said('BREAKDOWN_REASONS', self.reason)}{step}"
