"""Code sets of outcomes: levels of attainment, offers and destinations, scales of wellbeing."""

from movements.code_set import plain

DESTINATIONS = plain(
    "DESTINATIONS",
    "destination",
    education="Education",
    apprenticeship="Apprenticeship",
    employment="Employment",
    training="Training",
    neet="Not in education, employment or training",
    unknown="Not known",
)
NOWHERE = frozenset({"neet", "unknown"})
"""Destinations that name no place at which a child of school age is educated."""
OFFERS = plain(
    "OFFERS",
    "offer after Year 11",
    sixth_form="School sixth form",
    college="College",
    apprenticeship="Apprenticeship",
    training="Training provider",
    employment="Work with training",
    none="No offer was made",
)
"""An offer of the September Guarantee, or that there was none."""
ATTAINMENT_LEVELS = plain(
    "ATTAINMENT_LEVELS",
    "level of attainment",
    below_entry="Below entry level",
    entry_1="Entry level 1",
    entry_2="Entry level 2",
    entry_3="Entry level 3",
    level_1="Level 1 (functional skills, or GCSE grades 1 to 3)",
    level_2="Level 2 (functional skills, or GCSE grades 4 to 9)",
    **{f"gcse_{grade}": f"GCSE grade {grade}" for grade in range(1, 10)},
)
ATTAINMENT_STEPS: dict[str, int] = {
    **{level: n for n, level in enumerate(("below_entry", "entry_1", "entry_2", "entry_3"))},
    "level_1": 4,
    "level_2": 7,
    **{f"gcse_{grade}": grade + 3 for grade in range(1, 10)},
}
"""Level -> its step on one ladder from 0 to 12. Ours: functional skills at level 1 stand with GCSE
grade 1, those at level 2 with grade 4; a band of grades stands with its lowest."""
ATTAINMENT_SUBJECTS = plain("ATTAINMENT_SUBJECTS", "subject", english="English", maths="Maths")
WELLBEING_SCALES = plain(
    "WELLBEING_SCALES",
    "wellbeing scale",
    SWEMWBS="Short Warwick-Edinburgh Mental Wellbeing Scale",
    WEMWBS="Warwick-Edinburgh Mental Wellbeing Scale",
    SDQ="Strengths and Difficulties Questionnaire",
    RSES="Rosenberg Self-Esteem Scale",
    OTHER="Another scale, named",
)
ANSWERED_BY = plain(
    "ANSWERED_BY", "person who answered", pupil="The pupil", parent="A parent", staff="Staff"
)
BETTER = plain("BETTER", "direction", higher="Higher is better", lower="Lower is better")

SETS = (
    DESTINATIONS,
    OFFERS,
    ATTAINMENT_LEVELS,
    ATTAINMENT_SUBJECTS,
    WELLBEING_SCALES,
    ANSWERED_BY,
    BETTER,
)
