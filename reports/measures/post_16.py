"""Post-16: whether leavers were still in education, training or work two terms later."""

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
    window="October to March after Year 11",
    answer=lambda frame: frame["sustained"],
    left_out=(Aside("died", lambda frame: frame["died"]),),
    unknown_is_no=True,
    basis=Basis(
        "ours",
        "Pupils recorded in education, an apprenticeship, work or training in each of the six "
        "months from October to March, among all leavers of Year 11 the summer before (as for "
        "ATM-1); a destination without a last day is known up to the day it was told",
    ),
)
