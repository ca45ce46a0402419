"""The measures of a scorecard, in the order shown: one file for each outcome."""

from reports.measure import Measure
from reports.measures.attainment import ATM_1, ATM_3
from reports.measures.attendance import ATT_1, ATT_2
from reports.measures.outreach import OUT_1, OUT_2, OUT_3
from reports.measures.post_16 import P16_1, P16_2, P16_3
from reports.measures.reintegration import REI_1, REI_2, REI_3
from reports.measures.voice import VOI_1, VOI_2
from reports.measures.wellbeing import WEL_1, WEL_2, WEL_2W, WEL_3

MEASURES: tuple[Measure, ...] = (
    *(OUT_1, OUT_2, OUT_3),
    *(ATT_1, ATT_2),
    *(REI_3, REI_1, REI_2),
    *(ATM_1, ATM_3),
    *(P16_1, P16_2, P16_3),
    *(WEL_1, WEL_2, WEL_2W, WEL_3),
    *(VOI_1, VOI_2),
)

HEADLINES = frozenset({m.outcome: m.id for m in reversed(MEASURES)}.values())
"""The measure that each outcome is told by first; its others support it."""


def families() -> list[list[Measure]]:
    """The measures by whom they ask: those of a part of a cohort with those of the whole."""
    of = {measure.id: measure.part_of or measure.cohort for measure in MEASURES}
    return [[m for m in MEASURES if of[m.id] == one] for one in dict.fromkeys(of.values())]
