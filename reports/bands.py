"""What a number may be called: minimum cohorts, completeness, and the honest word for it.

A band compares a setting with similar settings (outcomes: clearly above, in line, clearly below).
Until ten or more similar settings can be modelled together no comparison can be made, so only two
words are possible here: "can't tell", and "not compared" where the numbers are at least enough to
be read by themselves. There is no total, no rank and no colour.
"""

from dataclasses import dataclass
from typing import Literal

from movements.basis import Basis

Word = Literal["can't tell", "not compared"]
SHAPES: dict[Word, str] = {"can't tell": "○", "not compared": "●"}
"""A word never stands by colour alone: each has its shape."""

MINIMUM_TO_SHOW = 6
MINIMUM_TO_BAND = 10
COMPLETE = 0.80
COMPLETE_SURVEY = 0.60

BANDS = Basis(
    "ours",
    "Fewer than 6 pupils are not published and fewer than 10 are not banded; nor is a measure "
    "with more than 20% (of a survey, 40%) not followed up",
)

ALONE = (
    "Enough pupils to read the numbers by themselves. They are not compared with other settings, "
    "so they say nothing of better or worse."
)


@dataclass(frozen=True)
class Band:
    """The word for a measure, why that word, and whether its numbers must not be published."""

    word: Word
    why: str
    suppressed: bool

    @property
    def shape(self) -> str:
        """The shape that goes with the word."""
        return SHAPES[self.word]


def band(
    denominator: int,
    unknown: int,
    asked: int,
    *,
    minimum: int = MINIMUM_TO_BAND,
    complete: float = COMPLETE,
    never: str = "",
) -> Band:
    """The band of a measure over `denominator` pupils, `unknown` of the `asked` not followed up.

    `never` says why a measure may not be compared, ever, where that is so.
    """
    suppressed = denominator < MINIMUM_TO_SHOW
    if asked == 0:
        return Band("can't tell", "No pupils to count in this year.", suppressed)
    if unknown > (1 - complete) * asked + 1e-9:
        return Band("can't tell", _incomplete(unknown, asked, complete), suppressed)
    if denominator < minimum:
        return Band("can't tell", _few(denominator, minimum), suppressed)
    return Band("not compared", never or ALONE, suppressed)


def _few(denominator: int, minimum: int) -> str:
    pupils = "1 pupil is" if denominator == 1 else f"{denominator} pupils are"
    return f"{pupils} too few to tell: {minimum} are needed."


def _incomplete(unknown: int, asked: int, complete: float) -> str:
    return (
        f"What became of {unknown} of {asked} pupils is not known: "
        f"more than {round((1 - complete) * 100)}% is too many to tell."
    )
