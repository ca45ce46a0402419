"""What a number may be called: minimum cohorts, completeness, and the honest word for it.

A band compares a setting with similar settings: clearly above, in line, clearly below, or can't
tell. Clearly needs 97.5% certainty of which side a setting's true rate lies; in line needs 80%
certainty that it lies close by, so that want of evidence is "can't tell" and never "in line".
"Not compared" is the word where there are no similar settings to compare with. There is no total,
no rank and no colour.
"""

from dataclasses import dataclass
from typing import Literal

from movements.basis import Basis
from movements.counted import counted

Better = Literal["higher", "lower"]
Word = Literal["clearly above", "in line", "clearly below", "can't tell", "not compared"]
SHAPES: dict[Word, str] = {
    "clearly above": "▲",
    "in line": "◆",
    "clearly below": "▼",
    "can't tell": "○",
    "not compared": "●",
}
"""A word never stands by colour alone: each has its shape."""

MINIMUM_TO_SHOW = 6
MINIMUM_TO_BAND = 10
COMPLETE = 0.80
COMPLETE_SURVEY = 0.60
RELIABLE = 0.30
CERTAIN, LIKELY = 0.975, 0.80
CLOSE = 0.10
"""How far from the peers' rate a true rate may lie and still be in line: ten points."""
WORTH_A_FLAG, NEARLY_SURE = 0.7, 0.9

BANDS = Basis(
    "ours",
    "Fewer than 6 pupils are not published and fewer than 10 are not banded; nor is a measure "
    "with more than 20% (of a survey, 40%) not followed up, or with a reliability below 0.30. "
    "Clearly above or below: 97.5% certain of a true rate above or below that of similar settings. "
    "In line: 80% certain of one within 10 points of it. Where lower is better the sides change "
    "places, so that clearly above is always the better side",
)

ALONE = (
    "Enough pupils to read the numbers by themselves. Too few similar settings have pupils here to "
    "compare with, so they say nothing of better or worse."
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


@dataclass(frozen=True)
class Evidence:
    """How sure it is where a setting's true value lies beside that of similar settings.

    `above`, `below` and `close` are probabilities from 0 to 1; `reliability` is the part of what is
    seen that is the setting's own and not chance, from 0 to 1.
    """

    above: float
    below: float
    close: float
    reliability: float

    @property
    def reliability_word(self) -> str:
        """Low, fair or good, where half and nearly all flags would be right.

        Abel G, Agniel D and Elliott MN (2024), BMJ Quality & Safety: from 0.7 half of flagged
        organisations are flagged rightly, from 0.9 nearly all.
        """
        if self.reliability < WORTH_A_FLAG:
            return "low"
        return "fair" if self.reliability < NEARLY_SURE else "good"


def evidence_of_rate(alpha: float, beta: float, mean: float, reliability: float) -> Evidence:
    """The evidence of a rate whose posterior is Beta(alpha, beta), beside the peers' mean."""
    from scipy.special import betainc, betaincc

    def until(rate: float) -> float:
        return float(betainc(alpha, beta, min(max(rate, 0.0), 1.0)))

    close = until(mean + CLOSE) - until(mean - CLOSE)
    return Evidence(float(betaincc(alpha, beta, mean)), until(mean), close, reliability)


def evidence_of_mean(
    estimate: float, sd: float, mean: float, reliability: float, close: float = CLOSE
) -> Evidence:
    """The evidence of a mean whose posterior is normal, beside the peers' mean.

    `close` is how far off is still in line, in the unit of the mean. Raises ValueError for a
    standard deviation not above 0.
    """
    from scipy.special import ndtr

    if not sd > 0:
        raise ValueError(f"sd is {sd}: a standard deviation is above 0.")
    far = (estimate - mean) / sd
    within = ndtr(close / sd - far) - ndtr(-close / sd - far)
    return Evidence(float(ndtr(far)), float(ndtr(-far)), float(within), reliability)


def band(
    denominator: int,
    unknown: int,
    asked: int,
    *,
    minimum: int = MINIMUM_TO_BAND,
    complete: float = COMPLETE,
    never: str = "",
    evidence: Evidence | None = None,
    better: Better = "higher",
) -> Band:
    """The band of a measure over `denominator` pupils, `unknown` of the `asked` not followed up.

    `never` says why a measure may not be compared, ever, where that is so; `evidence` is how it
    stands beside similar settings, where there are some.
    """
    suppressed = denominator < MINIMUM_TO_SHOW
    if asked == 0:
        return Band("can't tell", "No pupils to count in this year.", suppressed)
    if unknown > (1 - complete) * asked + 1e-9:
        return Band("can't tell", _incomplete(unknown, asked, complete), suppressed)
    if denominator < minimum:
        return Band("can't tell", _few(denominator, minimum), suppressed)
    if never or evidence is None:
        return Band("not compared", never or ALONE, suppressed)
    word, why = _compared(evidence, better)
    return Band(word, why, suppressed)


def _compared(evidence: Evidence, better: Better) -> tuple[Word, str]:
    if evidence.reliability < RELIABLE:
        own = f"{evidence.reliability:.0%}"
        return "can't tell", f"Only {own} of what is seen is the setting's own; the rest is chance."
    above, below = evidence.above, evidence.below
    if better == "lower":
        above, below = below, above
    if above >= CERTAIN:
        return "clearly above", _sure(evidence, better, "better")
    if below >= CERTAIN:
        return "clearly below", _sure(evidence, better, "worse")
    if evidence.close >= LIKELY:
        return "in line", f"{_chance(evidence.close)} likely to be close to similar settings."
    return "can't tell", "The true value could lie on either side of that of similar settings."


def _sure(evidence: Evidence, better: Better, side: str) -> str:
    turned = " Lower is better here." if better == "lower" else ""
    sure = max(evidence.above, evidence.below)
    return f"{_chance(sure)} sure to be {side} than similar settings.{turned}"


def _chance(of: float) -> str:
    """A probability as a percentage, never rounded up to certainty."""
    return f"{min(of, 0.999):.1%}".replace(".0%", "%")


def _few(denominator: int, minimum: int) -> str:
    pupils = counted(denominator, "pupil is", "pupils are")
    return f"{pupils} too few to tell: {minimum} are needed."


def _incomplete(unknown: int, asked: int, complete: float) -> str:
    return (
        f"What became of {unknown} of {asked} pupils is not known: "
        f"more than {round((1 - complete) * 100)}% is too many to tell."
    )
