"""Reintegration: whether pupils are back in mainstream, and whether a return lasts.

A placement made for a health need has another purpose and is left out of all three. REI-3 is the
headline: it counts a return that broke down as a no. REI-1 and REI-2 take it apart: how many come
back at all, and of those how many stay.
"""

from movements.basis import Basis
from reports.follow_up.exits import OTHER, RETURNED, SPECIAL, YEAR_11
from reports.follow_up.setting import HEALTH
from reports.measure import Aside, Measure

_FOR_HEALTH = Aside("placed for a health need", lambda frame: frame["reason"].isin(HEALTH))
_DIED = Aside("died", lambda frame: frame["died"])
_LATE = Aside("placed after 1 January of Year 11", lambda frame: frame["late_in_year_11"])

REI_3 = Measure(
    id="REI-3",
    outcome="reintegration",
    title="In mainstream three terms after the placement began",
    sentence="{yes} of {of} pupils were settled in a mainstream school 39 school weeks after their "
    "placement began.",
    frame="placements",
    due="settled_due_on",
    cohort="Pupils placed at the setting",
    window="39 school weeks from the start of the placement",
    answer=lambda frame: frame["in_mainstream"],
    left_out=(
        _FOR_HEALTH,
        _LATE,
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
    cohort="Pupils who returned from the setting to mainstream",
    window="26 school weeks from the return",
    answer=lambda frame: frame["sustained"],
    left_out=(
        _FOR_HEALTH,
        Aside(
            "finished Year 11 before 26 school weeks",
            lambda frame: frame["year_11_ends_first"],
        ),
        _DIED,
    ),
    beside=(
        Aside(
            "had no breakdown in the first 13 school weeks", lambda frame: frame["sustained_term"]
        ),
        Aside(
            "have been followed for 39 school weeks", lambda frame: frame["sustained_year"].notna()
        ),
        Aside("had no breakdown in those 39", lambda frame: frame["sustained_year"]),
    ),
    basis=Basis(
        "ours",
        "Pupils with, in the 26 school weeks after their return, no permanent exclusion, no AP "
        "placement or off-site direction of over ten school days, no managed move, no removal "
        "from roll without a new school, and no 13 school weeks of under 50% attendance, among "
        "all who returned as REI-1 says, however the end of the placement was worded",
    ),
)
REI_1 = Measure(
    id="REI-1",
    outcome="reintegration",
    title="Returned to mainstream within three terms",
    sentence="{yes} of {of} pupils returned to a mainstream school within 39 school weeks of the "
    "start of their placement, as far as they have been followed.",
    frame="placements",
    due="settled_due_on",
    cohort="Pupils placed at the setting",
    window="39 school weeks from the start of the placement",
    answer=lambda frame: (frame["ended_as"] == RETURNED).astype("boolean").where(~frame["lost"]),
    method="incidence",
    left_out=(_FOR_HEALTH, _LATE),
    beside=(
        Aside("moved to a special school", lambda frame: frame["ended_as"] == SPECIAL),
        Aside("finished Year 11 at the setting", lambda frame: frame["ended_as"] == YEAR_11),
        Aside(
            "left for another setting, home education, custody or no school",
            lambda frame: frame["ended_as"] == OTHER,
        ),
    ),
    basis=Basis(
        "ours",
        "The cumulative incidence by 39 school weeks, among all placements begun, of a first "
        "return: on a mainstream main roll with no placement or direction open, nor one of over "
        "ten school days begun in the ten after, however the end was worded; a special school, "
        "the end of Year 11 and any other end compete with it, and pupils still there, out of "
        "sight or who died count for as long as they were followed. Never the complement of "
        "Kaplan and Meier's, nor returned of closed",
    ),
)
