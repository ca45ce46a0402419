"""Post-16: whether leavers were still in education, training or work two terms later.

P16-1 is the headline. P16-3 (an offer by the end of September) and P16-2 (1 December) tell sooner.
Whoever is not known counts as a no, and the best case is told beside.
"""

from movements.basis import Basis
from reports.measure import Aside, Measure

P16_1 = Measure(
    id="P16-1",
    outcome="post_16",
    title="In education, training or work from October to March",
    sentence="{yes} of {of} leavers of the Year 11 before were in education, training or work in "
    "each month from October to March; pupils not known count as not.",
    frame="leavers",
    due="sustained_due_on",
    cohort="Leavers of Year 11 the summer before",
    year_before="Leavers of Year 11",
    window="October to March after Year 11",
    answer=lambda frame: frame["sustained"],
    left_out=(Aside("died", lambda frame: frame["died"]),),
    unknown_is_no=True,
    traced=("entries", "destination_entries"),
    basis=Basis(
        "ours",
        "Pupils recorded in education, an apprenticeship, work or training in each of the six "
        "months from October to March, among all leavers of Year 11 the summer before (as for "
        "ATM-1); a destination without a last day is known up to the day it was told",
    ),
)
P16_2 = Measure(
    id="P16-2",
    outcome="post_16",
    title="In education, training or work on 1 December",
    sentence="{yes} of {of} leavers of the Year 11 before were in education, training or work on 1 "
    "December; pupils not known count as not.",
    frame="leavers",
    due="december_due_on",
    cohort="Leavers of Year 11 the summer before",
    year_before="Leavers of Year 11",
    window="1 December after Year 11",
    answer=lambda frame: frame["in_december"],
    left_out=(Aside("died", lambda frame: frame["died"]),),
    unknown_is_no=True,
    traced=("entries", "destination_entries"),
    basis=Basis(
        "ours",
        "Pupils recorded in education, an apprenticeship, work or training on 1 December, among "
        "all leavers of Year 11 the summer before (as for ATM-1)",
    ),
)
P16_3 = Measure(
    id="P16-3",
    outcome="post_16",
    title="Offered a place by the end of September",
    sentence="{yes} of {of} leavers of the Year 11 before had an offer of education, training or "
    "work by 30 September; pupils of whom nobody says count as not.",
    frame="leavers",
    due="offered_due_on",
    cohort="Leavers of Year 11 the summer before",
    year_before="Leavers of Year 11",
    window="Year 11 and the September after it",
    answer=lambda frame: frame["offered"],
    left_out=(Aside("died", lambda frame: frame["died"]),),
    unknown_is_no=True,
    traced=("entries", "offer_entries"),
    basis=Basis(
        "ours",
        "Pupils with an offer of a sixth form, college, apprenticeship, training or work recorded "
        "by 30 September, among all leavers of Year 11 the summer before (as for ATM-1): the "
        "September Guarantee",
    ),
)
