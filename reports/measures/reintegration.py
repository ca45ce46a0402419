"""Reintegration: whether pupils are back in mainstream, and whether a return lasts.

A placement made for a health need has another purpose and is left out of both measures.
"""

from movements.basis import Basis
from reports.measure import Aside, Measure

HEALTH = ("MHN", "PHN")

_FOR_HEALTH = Aside("placed for a health need", lambda frame: frame["reason"].isin(HEALTH))
_DIED = Aside("died", lambda frame: frame["died"])

REI_3 = Measure(
    id="REI-3",
    outcome="reintegration",
    title="In mainstream three terms after the placement began",
    sentence="{yes} of {of} pupils were settled in a mainstream school 39 school weeks after their "
    "placement began.",
    frame="placements",
    due="settled_due_on",
    answer=lambda frame: frame["in_mainstream"],
    left_out=(
        _FOR_HEALTH,
        Aside("placed after 1 January of Year 11", lambda frame: frame["late_in_year_11"]),
        _DIED,
    ),
    beside=(Aside("were in a special school", lambda frame: frame["in_special"]),),
    basis=Basis(
        "ours",
        "Pupils on a mainstream main roll, not excluded and with no placement or direction open, "
        "39 school weeks after the placement began (or on the last Friday in June of Year 11 if "
        "that is earlier), among all placements begun; a return that broke down by then is a no",
    ),
)
REI_2 = Measure(
    id="REI-2",
    outcome="reintegration",
    title="Return to mainstream sustained",
    sentence="{yes} of {of} pupils who returned to mainstream had no breakdown in the 26 school "
    "weeks after.",
    frame="returns",
    due="half_year_on",
    answer=lambda frame: frame["sustained"],
    left_out=(
        _FOR_HEALTH,
        Aside(
            "finished Year 11 before 26 school weeks",
            lambda frame: frame["year_11_ends_first"],
        ),
        _DIED,
    ),
    basis=Basis(
        "ours",
        "Pupils with, in the 26 school weeks after their return, no permanent exclusion, no AP "
        "placement or off-site direction of over ten school days, no managed move, no removal "
        "from roll without a new school, and no 13 school weeks of under 50% attendance, among "
        "all who returned",
    ),
)
