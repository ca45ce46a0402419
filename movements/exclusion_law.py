"""The law of exclusions that several kinds rest on: where it stands, and the days it counts.

Terms here are not school terms: each runs to the next "reference date" of SI 2012/1033 reg 2.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from movements.basis import Basis
from movements.built_in_terms import bank_holidays, easter_monday
from movements.clock import last_of_months
from movements.kind import Before
from movements.milestone import Milestone
from movements.rule import Rule, Version
from movements.school_days import SchoolDays, school_year_start
from movements.standing import Episode, Standing, Suspension
from movements.suspended import Calendared, last_day, sessions_suspended, slots

EXCLUSIONS = frozenset({"suspension", "permanent_exclusion"})
_DAY = timedelta(days=1)
_SINCE_2012 = date(2012, 9, 1)
_SINCE_2022 = date(2022, 9, 1)
_SINCE_2023 = date(2023, 9, 1)

CAP = Basis(
    "statute",
    "School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012 "
    "(SI 2012/1033) regs 4, 13, 22: not more than 45 school days in a school year",
    in_force_from=_SINCE_2012,
)
CAP_SESSIONS = 90
"""45 school days in sessions of half a day."""
TELL_PARENT = Basis("statute", "SI 2012/1033 regs 5, 14, 23; SI 2007/1870 reg 6", _SINCE_2012)
TELL_DETAIL = Basis(
    "statute",
    "SI 2007/1870 regs 6 and 7 as substituted by SI 2012/1033 Sch 2: where, when and to whom, "
    "48 hours before education begins",
    _SINCE_2012,
)
TELL_AUTHORITY_OVER_FIVE = Basis(
    "statute",
    "SI 2012/1033 regs 5, 14, 23 before SI 2022/788: more than five school days in the term, or "
    "an exam missed",
    _SINCE_2012,
    _SINCE_2022 - _DAY,
)
TELL_AUTHORITY = Basis(
    "statute",
    "SI 2012/1033 regs 5, 14, 23 as amended by SI 2022/788: every suspension, of any length",
    _SINCE_2022,
)
TELL_OF_EXCLUSION = Basis("statute", "SI 2012/1033 regs 5, 14, 23", _SINCE_2012)
TELL_WORKERS = Basis(
    "statute",
    "SI 2012/1033 as amended by SI 2022/788: the social worker and the virtual school head",
    _SINCE_2022,
)
CONSIDER = Basis(
    "statute", "SI 2012/1033 regs 6, 15, 24: reinstatement considered in 15 days", _SINCE_2012
)
CONSIDER_IF_ASKED = Basis(
    "statute",
    "SI 2012/1033 regs 6, 15, 24: in 50 days where representations are made",
    _SINCE_2012,
    confirmed=False,
)
REVIEW = Basis(
    "statute",
    "SI 2012/1033 Sch 1 paras 1 and 2: fifteen school days after notice of the decision is given",
    _SINCE_2012,
)
RECONSIDER = Basis("statute", "SI 2012/1033 regs 8, 17, 26", _SINCE_2012, confirmed=False)
CLAIM = Basis(
    "statute", "Equality Act 2010: six months from what is complained of", date(2010, 10, 1)
)
DAY_ONE = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: looked-after pupils, provision from day one",
    _SINCE_2012,
    confirmed=False,
)
WITHDRAW = Basis(
    "guidance",
    "Exclusion guidance before SI 2023/571: withdrawn only before the governors have met",
    in_force_to=_SINCE_2023 - _DAY,
    confirmed=False,
)
CANCEL = Basis(
    "statute",
    "SI 2012/1033 regs 8A, 17A and the like for academies, inserted by SI 2023/571",
    _SINCE_2023,
)
IN_SCHOOL_TIME = Basis("ours", "An exclusion is counted in school days: it begins on one")
ONCE_MISSED = Basis("ours", "A session is missed once, however many suspensions run over it")
NOT_EXTENDED = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: a suspension cannot be extended; a further one "
    "begins as it ends in exceptional cases only, as where further evidence has come to light",
    confirmed=False,
)
TWICE_EXCLUDED = Basis("statute", "School Standards and Framework Act 1998 s.87", confirmed=False)

REINSTATEMENT_RULE = Rule(
    "reinstatement",
    "When the governors must consider reinstatement",
    (
        Version(
            "After a permanent exclusion, more than 15 school days in the term, or an exam missed: "
            "always. More than five: where representations are made. Five or fewer: "
            "representations are considered, but the governors cannot reinstate",
            CONSIDER,
        ),
        Version("More than five days in the term: within 50 school days", CONSIDER_IF_ASKED),
    ),
)

Duty = Literal["must", "if_asked", "no_power"]


class YearsTotal(NamedTuple):
    """Sessions suspended in the school year that begins on a day."""

    sessions: int
    since: date


def term_of(day: date) -> tuple[date, date]:
    """First and last day of the term a day is in, by the reference dates of the regulations."""
    easter, summer = easter_monday(day.year), date(day.year, 7, 31)
    if day <= easter:
        return date(day.year, 1, 1), easter
    if day <= summer:
        return easter + _DAY, summer
    return summer + _DAY, date(day.year, 12, 31)


def term_sessions(held: Iterable[Suspension], this: Suspension, days: Calendared) -> int:
    """Sessions suspended in a term with this suspension and those that began by then.

    The greater number where it runs from one term into the next.
    """
    began = (this.on, this.session)
    earlier = (s for s in held if s.entry != this.entry and (s.on, s.session) <= began)
    spells = (*earlier, this)
    terms = {term_of(this.on), term_of(last_day(this, days))}
    return max(sessions_suspended(spells, *term, days) for term in terms)


def most_in_a_year(held: Iterable[Suspension], this: Suspension, days: Calendared) -> YearsTotal:
    """The school year, from 1 August, in which the most is suspended, among those this one is in.

    `held` are the pupil's other suspensions, at whatever school.
    """
    spells = (*held, this)
    taken = [day for day, _ in slots(this, days)] or [this.on]
    return max(suspended_in_year(spells, day, days) for day in (taken[0], taken[-1]))


def suspended_in_year(held: Iterable[Suspension], on: date, days: Calendared) -> YearsTotal:
    """Sessions suspended in the school year, from 1 August, that a day is in."""
    since = school_year_start(on, "1 August")
    return YearsTotal(sessions_suspended(held, *_year(since), days), since)


def _year(since: date) -> tuple[date, date]:
    return since, since.replace(year=since.year + 1) - _DAY


def duty_for(sessions: int, *, misses_exam: bool) -> Duty:
    """What the governors owe after a suspension that brings a term to so many sessions."""
    if misses_exam or sessions > 30:
        return "must"
    return "if_asked" if sessions > 10 else "no_power"


def governors_duty(episode: Episode, standing: Standing, days: SchoolDays) -> Duty:
    """What the governors owe after a suspension or a permanent exclusion."""
    if episode.kind == "permanent_exclusion":
        return "must"
    this = next((s for s in standing.suspensions if s.entry == episode.entry), None)
    total = term_sessions(standing.suspensions, this, days) if this else 0
    return duty_for(total, misses_exam=episode.movement.exam_on is not None)


def told_governors_on(episode: Episode) -> date | None:
    """The day the governors were told, by the opening entry or by a notice."""
    said: date | None = episode.movement.governors_told_on
    notices = (s.movement for s in episode.steps_of("exclusion_notice"))
    return said or next((notice.on for notice in notices if notice.to == "governors"), None)


def carried_on(step: Milestone, before: Before) -> Episode | None:
    """The exclusion that a step carries on."""
    return step.meant(before.standing, before.place.id if before.place else None)


def latest_meant(step: Milestone, standing: Standing) -> Episode | None:
    """The exclusion that a step carries on where it is not known who records it."""
    found = step.fitting(standing, None)
    return found[-1] if found else None


def notice_given_on(decision: Any) -> date | None:
    """The day on which notice of a decision counts as given; by post, two working days later."""
    day: date | None = decision.told_on
    if day is None or decision.sent != "post":
        return day
    for _ in range(2):
        day = _next_working_day(day)
    return day


def _next_working_day(day: date) -> date:
    day += _DAY
    while day.weekday() > 4 or day in bank_holidays(day.year):
        day += _DAY
    return day


def review_application_ends(episode: Episode, days: SchoolDays) -> date | None:
    """The last day on which a review can be asked for; None where no notice is known."""
    for step in reversed(episode.steps_of("governors_met")):
        given = notice_given_on(step.movement)
        if step.movement.decision == "declined" and given is not None:
            return days.add(given, 15)
    return None


def review_is_open(episode: Episode, on: date, days: SchoolDays) -> bool | None:
    """Whether on a day a review is under way or may yet be asked for; None where not known."""
    if episode.ended is not None or episode.steps_of("review_waived"):
        return False
    if episode.steps_of("review_applied", "review_panel"):
        return True
    ends = review_application_ends(episode, days)
    return None if ends is None else on <= ends


def twice_excluded_until(standing: Standing) -> date | None:
    """Until when a twice excluded pupil may be refused a place for it; None where not so.

    Exclusions after which the pupil was reinstated, or that were cancelled, do not count.
    """
    if len(standing.exclusions) < 2:
        return None
    return last_of_months(max(e.on for e in standing.exclusions), 24)
