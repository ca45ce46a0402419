"""The measures of a scorecard, in the order shown: one file for each outcome."""

from reports.measure import Measure
from reports.measures.attainment import ATM_1
from reports.measures.attendance import ATT_1, ATT_2
from reports.measures.outreach import OUT_1
from reports.measures.post_16 import P16_1
from reports.measures.reintegration import REI_1, REI_2, REI_3
from reports.measures.wellbeing import WEL_2

MEASURES: tuple[Measure, ...] = (OUT_1, ATT_1, ATT_2, REI_3, REI_1, REI_2, ATM_1, P16_1, WEL_2)
