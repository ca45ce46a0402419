"""What the pupil says, in the pupil's own words; or why they are not given."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Before, Coded, Names, Text, said
from movements.milestone import Milestone
from movements.problems import Concern, Wrong
from movements.reviews import HEARD
from movements.rule import Rule
from movements.voice import (
    OWN_WORDS,
    OWN_WORDS_RULE,
    one_or_the_other,
    own_words,
    unheard,
    why_no_words,
)


class PupilViews(Milestone):
    """The pupil's words at a proposal, a direction, a review or the end."""

    id: ClassVar[str] = "pupil_views"
    title: ClassVar[str] = "The pupil's views"
    summary: ClassVar[str] = "The pupil's own words are heard, or it is said why not."
    about: ClassVar[frozenset[str]] = HEARD
    basis: ClassVar[Basis] = OWN_WORDS
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "at")
    rules: ClassVar[tuple[Rule, ...]] = (OWN_WORDS_RULE,)

    at: Annotated[str, Coded("VIEWS_AT")] = Field(
        title="Asked at", description="proposal, direction, review or end", examples=["review"]
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "PupilViews":
        if self.words is None and self.not_given is None:
            sentence = "Give the pupil's own words, or the reason why they are not given."
            raise Wrong("words", "missing", sentence)
        one_or_the_other(self.words, self.not_given)
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Nobody asked."""
        yield from unheard(self.words, self.not_given)

    def sentence(self, names: Names) -> str:
        """What happened. The words themselves stay in the details: they may tell a place."""
        at = said("VIEWS_AT", self.at)
        if self.not_given:
            return f"Pupil's words not given, {at}: {said('WORDS_NOT_GIVEN', self.not_given)}"
        return f"Pupil's own words given, {at}"
