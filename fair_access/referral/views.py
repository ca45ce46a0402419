"""Who refers, what is asked for, and what the child and the parents say."""

from typing import Annotated

from pydantic import model_validator

from fair_access.referral.asking import OfOthers, Section, Words, YesNo, asked
from movements.kind import Coded, Day
from movements.problems import Wrong


class Referrer(Section):
    """Who refers, who signed it, and that the parent knows."""

    referrer: OfOthers = asked("Referrer", "Name and post")
    signed_by: OfOthers = asked("Signed by", "The headteacher, by name")
    signed_on: Day | None = asked("Signed on", "The day the headteacher signed")
    discussed_on: Day | None = asked("Discussed with the parent on", "The day of that talk")
    parent_agrees: YesNo = asked("Parent agrees", "Y where the parent agrees to the referral")
    agreed_with: OfOthers = asked("Agreed with", "Which parent, and who spoke to them")


class Request(Section):
    """Why, and what for."""

    referred_for: Annotated[str | None, Coded("REFERRED_FOR")] = asked(
        "Main reason", "Why the child is referred"
    )
    asked_for: Annotated[str | None, Coded("ASKED_FOR")] = asked(
        "What is asked for", "What the referrer thinks is right"
    )


class Views(Section):
    """What the child and the parents say, or why that is not given."""

    words: Words = asked("The child's own words", "As the child said or wrote them")
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = asked(
        "Child's words not given because",
        "declined, absent, not_able, not_reached or not_asked",
    )
    parent_words: OfOthers = asked("The parents' own words", "As they said or wrote them")
    parent_not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = asked(
        "Parents' words not given because",
        "declined, absent, not_able, not_reached or not_asked",
    )

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "Views":
        for words, not_given in (("words", "not_given"), ("parent_words", "parent_not_given")):
            if getattr(self, words) is not None and getattr(self, not_given) is not None:
                sentence = "The words are given: leave the reason why not empty."
                raise Wrong(not_given, "not_for_this", sentence)
        return self
