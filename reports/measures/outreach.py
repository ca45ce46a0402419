"""Outreach: whether pupils supported in their own school stay there."""

from movements.basis import Basis
from reports.measure import Aside, Measure

FEWEST_CONTACTS = 3

OUT_1 = Measure(
    id="OUT-1",
    outcome="outreach",
    title="Still on the same school's roll after outreach",
    sentence="{yes} of {of} pupils supported by outreach were on the same mainstream school's "
    "roll 26 school weeks later, with no permanent exclusion, managed move or long placement.",
    frame="outreach",
    due="half_year_on",
    cohort="Pupils supported by outreach in a mainstream school",
    window="26 school weeks from the start of the outreach",
    answer=lambda frame: frame["kept"],
    left_out=(
        Aside("fewer than three contacts", lambda frame: frame["contacts"] < FEWEST_CONTACTS),
        Aside(
            "not in a mainstream school when outreach began",
            lambda frame: ~frame["began_in_mainstream"],
        ),
        Aside("finished their school before 26 weeks", lambda frame: frame["finishes_school"]),
        Aside("died", lambda frame: frame["died"]),
    ),
    basis=Basis(
        "ours",
        "Pupils on the same mainstream main roll 26 school weeks after outreach of three or more "
        "contacts began, with no permanent exclusion, no managed move and no AP placement or "
        "off-site direction of over ten school days since, among all such pupils",
    ),
)
"""No count of exclusions averted is made: what would have happened otherwise is not known."""
