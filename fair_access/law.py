"""Where the rules of a fair access case come from, each with the days it is in force."""

from datetime import date, timedelta

from movements.basis import NOT_COMMENCED, Basis

CODE_2021 = date(2021, 9, 1)
PROTOCOL = Basis(
    "statute",
    "School Admissions Code 2021 paragraphs 3.14 to 3.22: fair access protocols",
    CODE_2021,
)
TWENTY_DAYS = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.21: a place within 20 school days of agreeing that "
    "the child will be considered under the protocol",
    CODE_2021,
)
STARTED = Basis(
    "ours",
    "School Admissions Code 2021 paragraph 3.21 has a start as soon as possible after a place is "
    "allocated; how soon is set locally",
    CODE_2021,
)
NO_DRIFT = Basis("ours", "An open case has a next step, a day and an owner; the days are local")
TOLD = Basis("ours", "Whoever a decision is about is told of it at once; how soon is set locally")
AS_WRITTEN = Basis("ours", "What a letter said on its day is kept as it was sent")
SCHOOL_WEEKS = Basis("ours", "A place holds if the pupil is there after 6 and 12 school weeks")
DECIDED_FIRST = Basis("ours", "A place is allocated before the child starts in it")
NOT_WITHOUT_A_SCHOOL = Basis(
    "ours", "A case that closes for a child without a school says who finds one"
)
LAPSED = Basis("ours", "A place that has lapsed leaves no pupil recorded as there")
REASONED = Basis("ours", "A decision says which options were considered, and why this one")
REFUSED_WITH_EVIDENCE = Basis(
    "ours",
    "A school that refuses a place allocated under the protocol says so with its evidence; "
    "protocols set two school days or other days (Lancashire)",
)
OVERRIDE = Basis(
    "ours", "An override of who is in scope is recorded with its reason and who permitted it"
)
RULED_OUT = Basis(
    "ours", "A case recorded as not eligible is given no place unless that is overridden"
)
IN_YEAR_FIRST = Basis(
    "statute",
    "School Admissions Code 2021 paragraphs 3.16 and 3.17: the protocol does not replace in-year "
    "admissions; what was tried in-year is shown",
    CODE_2021,
)
PLAN = Basis(
    "statute",
    "Children and Families Act 2014 s.43: a school is named in the plan, and a fair access "
    "protocol does not place the child",
    confirmed=False,
)
LOOKED_AFTER = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.97A: a looked-after child is placed by direction, "
    "not by a fair access protocol",
    confirmed=False,
)

ITS_OWN_AREA = Basis(
    "statute",
    "School Admissions Code 2021 paragraphs 3.14 and 3.15: a protocol is agreed with the schools "
    "of the authority's area, and binds those",
    CODE_2021,
)

DIRECTION = Basis(
    "statute",
    "School Standards and Framework Act 1998 ss.96 and 97: the authority consults, serves notice "
    "and directs a maintained school to admit",
)
NOT_FROM_THERE = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.96: no school that has permanently excluded the "
    "child may be directed",
)
EACH_REFUSED = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.96(1) and (2): a school may be directed where each "
    "suitable school within a reasonable distance has refused the child or excluded the child "
    "permanently",
)
REFERRAL_15 = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.97(3): the governing body may refer within 15 days "
    "beginning with the day of service; the direction waits",
)
LOOKED_AFTER_7 = Basis(
    "statute",
    "School Standards and Framework Act 1998 ss.97A to 97C: 7 days for representations, and 7 for "
    "a referral",
)
ACADEMY_15 = Basis(
    "guidance",
    "Fair access protocols (Lancashire 2025): an academy agrees a start date or gives written "
    "reasons within 15 calendar days",
    confirmed=False,
)
ACADEMY_7 = Basis(
    "guidance",
    "Fair access protocols (Buckinghamshire 2024): an academy answers the department within 7 "
    "calendar days of the authority asking for a direction",
    confirmed=False,
)
ACT_2026 = Basis(
    "statute",
    "Children's Wellbeing and Schools Act 2026 ss.61 and 62: the authority directs an academy as "
    "it does a maintained school",
    in_force_from=NOT_COMMENCED,
    confirmed=False,
)
BEFORE_THE_ACT = Basis(
    "statute",
    "Until the Children's Wellbeing and Schools Act 2026 ss.61 and 62 commence, an academy is "
    "directed by the Secretary of State alone",
    in_force_to=NOT_COMMENCED - timedelta(days=1),
    confirmed=False,
)

WAITS = {"maintained": 14, "looked_after": 7}
"""Calendar days after the notice of a direction on whose end the time to refer it is over."""


def last_to_refer(served_on: date, route: str | None) -> date:
    """The last day on which a notice may be referred; of 15 days the day of service is the first.

    Of a looked-after child, 7 days after it.
    """
    return served_on + timedelta(days=WAITS[route or "maintained"])


DEPARTED = Basis(
    "ours",
    "School Admissions Code 2021 paragraphs 3.18 to 3.20: a panel may depart from the order of its "
    "authority's fair-share scheme, and says why",
)
