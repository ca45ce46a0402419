"""The pupil's own words: asked for at direction, review and end; where not given, why not."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field

from movements.basis import Basis
from movements.problems import Concern, Wrong
from movements.rule import Rule, Version
from movements.standing import Episode

OWN_WORDS = Basis(
    "ours", "The pupil's own words are asked for at direction, review and end, or why not is said"
)
OWN_WORDS_RULE = Rule(
    "pupil_voice",
    "The pupil's own words",
    (Version("Given at direction, review and end; where they are not, why not", OWN_WORDS),),
)


def own_words() -> Any:
    """The field of the pupil's own words."""
    return Field(
        default=None,
        title="The pupil's own words",
        description="As the pupil said or wrote them; name no other child and no address",
        examples=["I want to go back to my form"],
    )


def why_no_words() -> Any:
    """The field of why the pupil's words are not given."""
    return Field(
        default=None,
        title="Not given because",
        description="Where the pupil's words are not given: declined, absent, not_able, "
        "not_reached or not_asked",
        examples=[""],
    )


def one_or_the_other(words: str | None, not_given: str | None) -> None:
    """Raises Wrong where words are given and a reason why not as well."""
    if words is not None and not_given is not None:
        sentence = "The words are given: leave the reason why not empty."
        raise Wrong("not_given", "not_for_this", sentence)


def unheard_at_end(
    words: str | None, not_given: str | None, ended: Iterable[Episode | None]
) -> Iterator[Concern]:
    """The same of what ends, unless the pupil's words at the end are held of each by themselves."""
    views = [[s.movement for s in e.steps_of("pupil_views")] if e else [] for e in ended]
    if any(all(view.at != "end" for view in of_one) for of_one in views):
        yield from unheard(words, not_given)


def unheard(words: str | None, not_given: str | None) -> Iterator[Concern]:
    """The concern of a decision at which the pupil's own words are neither given nor excused."""
    if words is None and not_given is None:
        yield Concern(
            "no_pupil_words",
            "Give the pupil's own words, or say why they are not given.",
            OWN_WORDS,
            field="words",
        )
    elif not_given == "not_asked":
        yield Concern(
            "pupil_not_asked", "The pupil was not asked: ask.", OWN_WORDS, field="not_given"
        )
