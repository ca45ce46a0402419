"""The law of home education, children missing education and school attendance orders.

The rules stand here once, for the kinds that rest on them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import NOT_COMMENCED, Basis
from movements.lawful_ways import OWN_CHOICE
from movements.problems import Concern
from movements.registration_law import before_2024
from movements.rule import Rule, Version
from movements.standing import Standing

NOTICE = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(f): the parent's written notice that the child is educated otherwise "
    "than at school",
    in_force_from=date(2024, 8, 19),
    earlier=before_2024("reg 8(1)(d): the parent's written notice"),
)
TELL_AT_ONCE = Basis(
    "statute",
    "SI 2024/208 reg 13(4): the authority is told no later than the name is deleted",
    in_force_from=date(2024, 8, 19),
)
SPECIAL_CONSENT = Basis(
    "statute",
    "SI 2024/208 reg 9: a child at a special school by arrangement of the authority leaves its "
    "roll with the authority's consent",
    in_force_from=date(2024, 8, 19),
    confirmed=False,
    earlier=before_2024("reg 8(2): the same consent before the name is deleted"),
)
CONSENT = Basis(
    "statute",
    "Children's Wellbeing and Schools Act s.37: the authority's consent before some children are "
    "withdrawn to be educated at home",
    in_force_from=NOT_COMMENCED,
    confirmed=False,
)
MISSING = Basis("statute", "Education Act 1996 s.436A: identify children missing education")
ORDER_NOTICE = Basis(
    "statute",
    "Education Act 1996 s.437(2): not less than 15 days beginning with the day of service",
)
ORDER = Basis(
    "statute",
    "Education Act 1996 s.437(3): an order is served where the parent has not satisfied the "
    "authority and it finds school expedient (within how many days is set locally)",
    confirmed=False,
)
NO_PRESSURE = Basis("guidance", "Elective home education guidance: schools must not press parents")
HOME_VISIT = Basis(
    "proposed",
    "Education Act 1996 s.436B (Children's Wellbeing and Schools Act 2026 s.38), enacted and not "
    "commenced: a home visit may be asked for within 15 days of registration as not in school",
)
CONTACT = Basis("ours", "The family is asked soon how the child is educated at home")
CONTACT_AGAIN = Basis(
    "guidance",
    "Elective home education (DfE, April 2019): contact on at least an annual basis, "
    "so that the authority may know whether the education is suitable",
    confirmed=False,
)
ENQUIRE = Basis("ours", "Somebody looks for a missing child within days, not weeks")

SOON_AFTER = Basis(
    "ours", "A question for a person: home education soon after an exclusion or direction"
)
SOON = timedelta(days=60)

NOTICE_RULE = Rule(
    "home_education_notice",
    "Leaving a school to be educated at home",
    (
        Version("The parent's notice in writing is enough", NOTICE),
        Version(
            "At a special school by arrangement of the authority, its consent is needed",
            SPECIAL_CONSENT,
            who="special schools",
        ),
        Version(
            "A child at a special school or under child protection needs the authority's consent",
            CONSENT,
        ),
    ),
)
TOLD_RULE = Rule(
    "home_education_told",
    "Telling the authority of home education",
    (Version("No later than the name is deleted", TELL_AT_ONCE),),
)
PRESSURE_RULE = Rule(
    "home_education_pressure",
    "Home education is the parent's own choice",
    (Version("A school must not press a parent; ask where no reason is given", NO_PRESSURE),),
)
SOON_AFTER_RULE = Rule(
    "home_education_soon_after",
    "Home education soon after an exclusion, direction or separation",
    (Version("Ask whether the parent was pressed", SOON_AFTER),),
)
MISSING_RULE = Rule(
    "missing_education",
    "Who is missing education",
    (Version("Of school age, on no roll and not suitably educated otherwise", MISSING),),
)
ORDER_RULE = Rule(
    "order_notice",
    "Notice before a school attendance order",
    (Version("Not less than 15 days, the day of service counted", ORDER_NOTICE),),
)


def soon_after(standing: Standing, on: date, field: str = "") -> Iterator[Concern]:
    """Home education that follows an exclusion, a direction or a separation closely."""
    excluded = [s.on for s in standing.suspensions] + [e.on for e in standing.exclusions]
    separated = (e.ended or on for e in standing.episodes if e.kind == "safeguarding_separation")
    last = max((*excluded, *separated), default=None)
    if standing.provision or (last and on - last <= SOON):
        yield Concern(
            "home_education_soon_after",
            "Home education follows an exclusion, a direction or a separation closely: ask "
            "whether the parent was pressed.",
            SOON_AFTER,
            level="note",
            field=field,
            instead=OWN_CHOICE,
        )
