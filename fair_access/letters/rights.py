"""What a letter says of rights and duties: each sentence with its law, told where it applies.

The words are in the files of `languages/`, under `right`; which of them stand in a letter follows
from the decision, its reader, the child, and the law of the day on which it was decided.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from fair_access import law
from fair_access.letters.facts import Facts
from fair_access.scope import has_plan, is_looked_after
from fair_access.steps import Reader
from movements import direction_law, exclusion_law, move_law
from movements.basis import Basis
from movements.kinds.place_offered import OFFER
from movements.section_nineteen import DUTY

APPLY = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.16: a protocol does not take away a parent's right to "
    "apply to a school, and to appeal",
    law.CODE_2021,
    confirmed=False,
)
APPEAL = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.94: appeal against a refused admission",
    confirmed=False,
)
VIEWS = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.22: no duty to comply with a parent's preference "
    "under a protocol; the parent's views are taken into account",
    law.CODE_2021,
    confirmed=False,
)
TAKE_PART = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.15: every admission authority takes part, and admits "
    "when asked, even where a school is full",
    law.CODE_2021,
    confirmed=False,
)
FAIR_SHARE = Basis(
    "statute",
    "School Admissions Code 2021 paragraphs 3.18 to 3.20: no school is asked to take a "
    "disproportionate number",
    law.CODE_2021,
    confirmed=False,
)
IN_YEAR = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 2.30: an in-year application is answered in writing, "
    "aiming at 10 school days and within 15",
    law.CODE_2021,
    confirmed=False,
)
TRIBUNAL = Basis(
    "statute",
    "Children and Families Act 2014 s.51: appeal to the First-tier Tribunal about a plan",
    confirmed=False,
)
ASSESSMENT = Basis(
    "statute",
    "Children and Families Act 2014 s.36: a parent may ask for an assessment of needs",
    confirmed=False,
)
OMBUDSMAN = Basis(
    "statute",
    "Local Government Act 1974 Part III: complaint to the Local Government Ombudsman",
    confirmed=False,
)
PRESSED = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: a parent who is pressed into a move may complain "
    "to the governing body",
    date(2022, 9, 1),
)
RECORDS = Basis(
    "statute",
    "Education (Pupil Information) (England) Regulations 2005: the record goes to the new school "
    "within 15 school days",
    confirmed=False,
)
RETURN = Basis(
    "statute",
    "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) reg 13: a new "
    "name is reported within 5 days",
    date(2024, 8, 19),
)
KEPT_SAFE = Basis("ours", "Where a protected child is, only those are told who must know")

Applies = Callable[[Facts], bool]
PARENT: frozenset[Reader] = frozenset({"parent"})
SCHOOL: frozenset[Reader] = frozenset({"school"})
REFERRER: frozenset[Reader] = frozenset({"referrer"})
NO_PLACE = frozenset(
    {
        "case_deferred",
        "case_assessment",
        "case_not_eligible",
        "case_refusal_accepted",
        "case_direction_served",
    }
)
"""Decisions after which a child who had no school still has none."""


@dataclass(frozen=True)
class Right:
    """A sentence on a right or duty: its words' name, who reads it, its law, when it is told."""

    id: str
    readers: frozenset[Reader]
    basis: Basis
    applies: Applies


def _is(*steps: str) -> Applies:
    return lambda facts: facts.step in steps


def _goes(*movements: str) -> Applies:
    """The decision allocates a place, and the child goes there in one of these ways."""
    return lambda facts: facts.answer("movement") in movements


def _may_apply(facts: Facts) -> bool:
    """A school is asked for in the ordinary way: not for a child whose plan names one."""
    return not has_plan(facts.standing) and not is_looked_after(facts.standing)


def _may_appeal(facts: Facts) -> bool:
    return _may_apply(facts) and facts.twice_excluded_until is None


def _without_school(facts: Facts) -> bool:
    return facts.step in NO_PLACE and facts.standing.main_roll is None


def _directed_by(kind: str) -> Applies:
    """The child's school directs the child off site, and is an academy or maintained."""
    return lambda facts: (
        facts.answer("movement") == "off_site_direction"
        and facts.home is not None
        and bool(getattr(facts.home, kind))
    )


def _offered_at(kind: str) -> Applies:
    return lambda facts: (
        facts.answer("movement") == "on_roll"
        and facts.place is not None
        and bool(getattr(facts.place, kind))
    )


def _served(route: str) -> Applies:
    return lambda facts: facts.step == "case_direction_served" and facts.answer("route") == route


def _goes_on_roll(facts: Facts) -> bool:
    return facts.step == "case_directed" or facts.answer("movement") in ("on_roll", "managed_move")


RIGHTS: tuple[Right, ...] = (
    Right("offer", PARENT, OFFER, _goes("on_roll")),
    Right("views", PARENT, VIEWS, _goes("on_roll")),
    Right("agree", PARENT, move_law.AGREEMENT, _goes("managed_move")),
    Right("no_trial", PARENT, move_law.NO_TRIAL, _goes("managed_move")),
    Right("pressed", PARENT, PRESSED, _goes("managed_move")),
    Right("notice", PARENT, direction_law.NOTICE_MAINTAINED, _directed_by("is_maintained")),
    Right("notice", PARENT, direction_law.NOTICE_ACADEMY, _directed_by("is_academy")),
    Right("review", PARENT, direction_law.REQUEST_MAINTAINED, _directed_by("is_maintained")),
    Right("review", PARENT, direction_law.REQUEST_ACADEMY, _directed_by("is_academy")),
    Right("apply", PARENT, APPLY, _may_apply),
    Right("appeal", PARENT, APPEAL, _may_appeal),
    Right(
        "twice_excluded",
        PARENT,
        exclusion_law.TWICE_EXCLUDED,
        lambda facts: _may_apply(facts) and not _may_appeal(facts),
    ),
    Right("in_year", PARENT, IN_YEAR, lambda f: f.answer("route") == "in_year_application"),
    Right("tribunal", PARENT, TRIBUNAL, lambda facts: has_plan(facts.standing)),
    Right("looked_after", PARENT, law.LOOKED_AFTER, lambda f: is_looked_after(f.standing)),
    Right(
        "assessment",
        PARENT,
        ASSESSMENT,
        lambda f: f.step == "case_assessment" or f.answer("route") == "needs_assessment",
    ),
    Right("excluded", PARENT, exclusion_law.REVIEW, lambda f: bool(f.standing.exclusions)),
    Right("education_now", PARENT, DUTY, _without_school),
    Right("options", PARENT, law.REASONED, lambda facts: "options" in facts.taken.step.fields()),
    Right("complain", PARENT, OMBUDSMAN, lambda facts: True),
    Right("take_part", SCHOOL, TAKE_PART, _goes("on_roll")),
    Right("fair_share", SCHOOL, FAIR_SHARE, _goes("on_roll")),
    Right("school_refuses", SCHOOL, law.REFUSED_WITH_EVIDENCE, lambda f: f.refuse_by is not None),
    Right("may_be_directed", SCHOOL, law.DIRECTION, _offered_at("is_maintained")),
    Right("academy_answers", SCHOOL, law.ACADEMY_15, _offered_at("is_academy")),
    Right("offer_school", SCHOOL, OFFER, _goes("on_roll")),
    Right("refer", SCHOOL, law.REFERRAL_15, _served("maintained")),
    Right("refer_looked_after", SCHOOL, law.LOOKED_AFTER_7, _served("looked_after")),
    Right("must_admit", SCHOOL, law.DIRECTION, _is("case_directed")),
    Right("new_name", SCHOOL, RETURN, _goes_on_roll),
    Right("records", REFERRER, RECORDS, lambda f: _goes_on_roll(f) and not f.withheld),
    Right("records_withheld", REFERRER, KEPT_SAFE, lambda f: _goes_on_roll(f) and f.withheld),
)
"""Every sentence on a right or a duty, in the order in which a letter tells them."""


def rights_of(facts: Facts) -> Iterator[tuple[Right, Basis]]:
    """Those to be told in a letter, each with its basis on the day of the decision."""
    for right in RIGHTS:
        basis = right.basis.on(facts.decided)
        if basis is not None and facts.whom in right.readers and right.applies(facts):
            yield right, basis
