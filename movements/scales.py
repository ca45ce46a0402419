"""Scales of wellbeing: their totals, and how raw SWEMWBS totals become scores to compare.

The register holds answers by number and totals, and never the wording of an instrument: that needs
each school's own licence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Scale:
    """The lowest and highest raw total, the youngest it was validated for, and which way is well.

    `items` is how many answers of 1 to 5 add up to a total, where they may be given one by one.
    """

    low: int
    high: int
    youngest: int
    better: Literal["higher", "lower"] = "higher"
    items: int = 0


SCALES: dict[str, Scale] = {
    "SWEMWBS": Scale(7, 35, 13, items=7),
    "WEMWBS": Scale(14, 70, 13, items=14),
    "SDQ": Scale(0, 40, 4, better="lower"),
    "RSES": Scale(0, 30, 11),
}
# fmt: off
METRIC: dict[int, int] = dict(zip(range(7, 36), (
     700,  951, 1125, 1240, 1333, 1408, 1475, 1532, 1584, 1636, 1688, 1743, 1798, 1859, 1925,
    1998, 2073, 2154, 2235, 2321, 2411, 2503, 2602, 2703, 2813, 2931, 3070, 3255, 3500,
), strict=True))
# fmt: on
"""SWEMWBS raw total -> metric score in hundredths, so that a threshold is met exactly or not.

Stewart-Brown S et al. (2009), Health and Quality of Life Outcomes 7:15.
"""
_SEPARATED = re.compile(r"[1-5]([\s,;]*[1-5])*")


def read_answers(value: object) -> object:
    """Answers of 1 to 5 in their order, as digits: "3, 3, 2", [3, 3, 2] and "332" are one.

    Raises ValueError for anything else, a gap among them too: nothing is made up for it.
    """
    text = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if not _SEPARATED.fullmatch(text.strip()):
        raise ValueError(
            "answers|Give each answer as a number from 1 to 5, in the order asked: 3,3,2,3,4,2,4. "
            "Where one is missing there is no score: leave the row out."
        )
    return re.sub(r"[^1-5]", "", text)


def total_of(answers: Sequence[int | None]) -> int | None:
    """The raw total of answers 1 to 5; None where one is missing.

    Raises ValueError for any other answer.
    """
    if any(one is None for one in answers):
        return None
    given = [one for one in answers if one is not None]
    if not all(isinstance(one, int) and 1 <= one <= 5 for one in given):
        raise ValueError("An answer is a whole number from 1 to 5.")
    return sum(given)


def metric(total: int | None) -> float | None:
    """The SWEMWBS metric score of a raw total, from 7.00 to 35.00; None for none.

    Raises ValueError for a total that is not whole from 7 to 35.
    """
    if total is None:
        return None
    if total not in METRIC or isinstance(total, float):
        raise ValueError(f"{total} is no total of SWEMWBS: it is a whole number from 7 to 35.")
    return METRIC[total] / 100
