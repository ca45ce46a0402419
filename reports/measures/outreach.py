"""Outreach: whether pupils supported in their own school stay there, and lose less of it.

OUT-3 counts what was done and is never judged: the evidence on outreach is thin, so it is described
more than it is measured.
"""

from movements.basis import Basis
from reports.measure import Aside, Ends, Measure

FEWEST_CONTACTS = 3
MEANS_FROM = 20
"""Pupils from whom a mean of suspended sessions may be banded."""

_FEW = Aside("fewer than three contacts", lambda frame: frame["contacts"] < FEWEST_CONTACTS)
_ELSEWHERE = Aside(
    "not in a mainstream school when outreach began", lambda frame: ~frame["began_in_mainstream"]
)
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
        _FEW,
        _ELSEWHERE,
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
OUT_2 = Measure(
    id="OUT-2",
    outcome="outreach",
    title="Suspended less after outreach than before",
    sentence="On average suspensions were {change} in the 13 school weeks after outreach began "
    "than in the 13 before it; {yes} of {of} pupils lost fewer sessions.",
    frame="outreach",
    due="term_on",
    cohort="Pupils supported by outreach in a mainstream school, known for 13 school weeks before",
    window="13 school weeks before the outreach began and 13 from then on",
    method="change",
    ends=Ends(
        before=lambda frame: frame["suspended_before"],
        after=lambda frame: frame["suspended_after"],
        unit="sessions in 100",
        close=1.0,
        farthest=100.0,
    ),
    better="lower",
    minimum=MEANS_FROM,
    left_out=(
        _FEW,
        _ELSEWHERE,
        Aside("not registered for 13 school weeks before", lambda frame: ~frame["known_before"]),
        Aside("finished their school within 13 weeks", lambda frame: frame["finishes_in_term"]),
        Aside("died", lambda frame: frame["died"]),
    ),
    basis=Basis(
        "ours",
        "Mean over pupils of sessions suspended in a hundred school sessions, in the 13 school "
        "weeks from the start of outreach of three or more contacts less the 13 before. Compared "
        "by observed less expected, a line on the sessions before fitted to the pupils of all "
        "other settings: outreach is asked for at the worst point, so here chance is greatest",
    ),
)
OUT_3 = Measure(
    id="OUT-3",
    outcome="outreach",
    title="How much outreach was given",
    sentence="Pupils supported: {of}. Schools they were in: {done.schools}. Staff of the schools "
    "trained or advised: {done.staff}.",
    frame="outreach",
    due="on",
    cohort="Pupils whose outreach began in the school year",
    window="Outreach begun in the school year",
    answer=lambda frame: frame["kept"].notna(),
    method="volume",
    minimum=1,
    never_compared="How much was done says nothing of how well: it is never compared.",
    basis=Basis(
        "ours",
        "Pupils whose outreach began in the year, the schools they were in, the staff trained or "
        "advised, and the median of school days from asking to the first contact, as far as told",
    ),
)
