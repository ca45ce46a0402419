"""Clocks that suspensions and permanent exclusions share: who is told, who meets, who may claim."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped, steps_since
from movements.exclusion_law import CLAIM, CONSIDER, DAY_ONE, EXCLUSIONS, TELL_DETAIL, TELL_PARENT
from movements.exclusion_reasons import educated_by, owed_no_more
from movements.school_age import of_school_age
from movements.school_days import SchoolDays
from movements.standing import Episode, Standing

CountedFrom = Callable[[Any, Standing, SchoolDays], date | None]
CANCELLED = stepped("exclusion_cancelled")
"""Whether the exclusion that started a clock is cancelled."""
DETAIL_BEFORE = timedelta(days=2)
MEET_WITHIN = 15
"""School days from the day the governors are told."""


def told_on(whom: str) -> Any:
    """The field of the day on which somebody was told; a notice may say it instead."""
    return Field(
        default=None,
        title=f"{whom} told on".capitalize(),
        description="The day; or leave it empty and record a notice",
        examples=["2026-09-14"],
    )


def notice_to(party: str) -> Callable[[Started, Later], bool]:
    """Met by a notice of the exclusion to somebody."""

    def met(start: Started, later: Later) -> bool:
        steps = steps_since(start.number, later.standing)
        return any(s.movement.id == "exclusion_notice" and s.movement.to == party for s in steps)

    return met


def while_of_age(counted_from: CountedFrom, nth: int = 1) -> CountedFrom:
    """Counted for a pupil of compulsory school age on the nth day, when education is owed.

    SI 2007/1870: nobody else is owed it.
    """

    def first_day(movement: Any, before: Standing, days: SchoolDays) -> date | None:
        first = counted_from(movement, before, days)
        if first is None:
            return None
        return first if of_school_age(before.details, days.nth(first, nth)) else None

    return first_day


def day_one(
    of: str, owner: Literal["school", "authority"], counted_from: CountedFrom, *met_by: str
) -> Clock:
    """Education from the first day for a pupil with a social worker: an aim, never a breach."""
    return Clock(
        id=f"{of}_day_one",
        title="Education from the first day for a pupil with a social worker",
        owes=f"The {owner} arranges education from the first day, where it can",
        owner=owner,
        unit="school_days",
        length=1,
        start_counts=True,
        basis=DAY_ONE,
        aim=True,
        counted_from=while_of_age(counted_from),
        stops=educated_by(*met_by),
        over=owed_no_more,
    )


def tell_parent(of: str) -> Clock:
    """The parent is told on the first day."""
    return Clock(
        id=f"{of}_parent_told",
        title="The parent told of the exclusion",
        owes="The school tells the parent without delay, in writing by the end of the first day",
        owner="school",
        unit="school_days",
        length=1,
        start_counts=True,
        basis=TELL_PARENT,
        dated="parent_told_on",
        stops=notice_to("parent"),
    )


def tell(
    clock: str, party: str, dated: str | None, basis: Basis, counted_from: CountedFrom | None = None
) -> Clock:
    """Somebody else is told without delay; how long that is, an authority may say for itself."""
    whom = party.replace("_", " ")
    return Clock(
        id=clock,
        title=f"The {whom} told of the exclusion",
        owes=f"The school tells the {whom} without delay",
        owner="school",
        unit="school_days",
        local="exclusion_told_days",
        basis=basis,
        dated=dated,
        counted_from=counted_from,
        stops=notice_to(party),
    )


def if_worker(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """Counted where the pupil has a social worker, or is looked after."""
    told = movement.social_worker == "Y" or before.details.get("looked_after") == "Y"
    return _day(movement) if told else None


def if_looked_after(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """Counted where the pupil is looked after."""
    return _day(movement) if before.details.get("looked_after") == "Y" else None


def _day(movement: Any) -> date:
    day: date = movement.on
    return day


def _detail_given(start: Started, later: Later) -> bool:
    steps = [step.movement for step in steps_since(start.number, later.standing)]
    return any(
        step.id == "exclusion_notice" and step.to == "parent" and step.detail_settled
        for step in steps
    )


def tell_detail(of: str, owner: Any, sixth_day: CountedFrom) -> Clock:
    """The parent is told where and when education begins, 48 hours before the sixth day."""

    def due(movement: Any, before: Standing, days: SchoolDays) -> date | None:
        sixth = sixth_day(movement, before, days)
        return sixth - DETAIL_BEFORE if sixth is not None else None

    return Clock(
        id=f"{of}_detail_told",
        title="The parent told where education begins, 48 hours before the sixth day",
        owes="The parent is told when, where and to whom the pupil goes, unless the 48 hours are "
        "waived",
        owner=owner,
        unit="stated",
        basis=TELL_DETAIL,
        counts_days=True,
        counted_from=while_of_age(due),
        stops=_detail_given,
        over=owed_no_more,
    )


def _told_with_it(episode: Episode, due: date, days: SchoolDays) -> bool:
    """Whether no notice has told the governors since: with that their clock begins anew."""
    if episode.kind not in EXCLUSIONS or episode.movement.governors_told_on is not None:
        return True
    notices = episode.steps_of("exclusion_notice")
    return all(step.movement.to != "governors" for step in notices)


def told_or_excluded_on(movement: Any) -> date:
    """The day the governors were told, or that of the exclusion where nobody says when.

    A school that never tells its governors owes their meeting all the same.
    """
    told: date | None = movement.governors_told_on
    return told or _day(movement)


def governors_meet(of: str, counted_from: CountedFrom) -> Clock:
    """The governors consider reinstatement within 15 school days of being told."""
    return Clock(
        id=f"{of}_governors_meet",
        title="The governors consider reinstatement",
        owes="The governors meet and decide whether to reinstate the pupil; where an exam is "
        "missed, before it if they can. Counted from the day they were told, or from the "
        "exclusion itself while no such day is given",
        owner="school",
        unit="school_days",
        length=MEET_WITHIN,
        basis=CONSIDER,
        counted_from=counted_from,
        owed=_told_with_it,
        stops=stepped("governors_met"),
        over=CANCELLED,
    )


def _before_exam(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """The day before the exam, where that comes before the fifteenth school day."""
    exam: date | None = movement.exam_on
    if exam is None or exam <= movement.on:
        return None
    eve = exam - timedelta(days=1)
    return eve if eve < days.add(told_or_excluded_on(movement), MEET_WITHIN) else None


def meet_before_exam(of: str) -> Clock:
    """Where an exam is missed, the governors meet before it so far as that is practicable."""
    return Clock(
        id=f"{of}_meet_before_exam",
        title="The governors meet before an exam that is missed",
        owes="The governors meet before the exam, if they can",
        owner="school",
        unit="stated",
        basis=CONSIDER,
        counted_from=_before_exam,
        counts_days=True,
        aim=True,
        stops=stepped("governors_met"),
        over=CANCELLED,
    )


def _claimed(start: Started, later: Later) -> bool:
    steps = steps_since(start.number, later.standing)
    return any(step.movement.id == "discrimination_claim" for step in steps)


def may_claim(of: str) -> Clock:
    """A claim of disability discrimination may be made for six months."""
    return Clock(
        id=f"{of}_claim",
        title="A claim of disability discrimination may be made",
        owes="The parent may claim that the exclusion was discrimination",
        owner="parent",
        unit="months",
        length=6,
        start_counts=True,
        basis=CLAIM,
        stops=_claimed,
    )
