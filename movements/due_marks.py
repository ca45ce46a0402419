"""Clocks of attendance marks as what is due: read from packed marks, and judged by the standing.

New marks change what this tells, with no movement recorded: keep none of it by a pupil's entries.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from datetime import date

from sqlmodel import Session

from movements.attendance_clocks import REASON_ESTABLISHED, Trigger, triggers
from movements.clock import Later, Started, state_of
from movements.due_item import DueItem
from movements.local_rules import LocalRules
from movements.placement_law import keeps_no_register
from movements.places import place_facts
from movements.recent_marks import recent_marks
from movements.register import fold, known_until
from movements.school_age import of_school_age
from movements.school_days import Calendars
from movements.standing import Standing
from movements.sweep import histories


def due_of_marks(
    session: Session,
    today: date,
    days: Calendars,
    local: LocalRules,
    *,
    pupil_ids: Iterable[str] | None = None,
    as_known_on: date | None = None,
) -> Iterator[DueItem]:
    """Every clock that the marks start, whatever its state, of pupils who are on a main roll."""
    window = recent_marks(session, today, pupil_ids=pupil_ids, as_known_on=as_known_on)
    found: dict[str, list[Trigger]] = defaultdict(list)
    for trigger in triggers(window, days, today):
        found[trigger.pupil].append(trigger)
    marked = {trigger.place for some in found.values() for trigger in some}
    known = known_until(as_known_on) if as_known_on else None
    schools = {
        place
        for place, facts in place_facts(session, marked, today, known_at=known).items()
        if not keeps_no_register(facts)
    }
    for part in histories(session, list(found), as_known_on):
        for pupil, of_one in part:
            later = [Later(movement, after) for _, movement, _, after in fold(of_one)]
            then = [one for one in later if one.movement.on <= today]
            if then:
                now = then[-1].standing
                for trigger in (_by_school(one, now, schools) for one in found[pupil]):
                    yield from _items(trigger, then, days, local, today)


def _items(
    trigger: Trigger, then: list[Later], days: Calendars, local: LocalRules, today: date
) -> Iterator[DueItem]:
    """The clock as it stands; none where another school answers for the pupil by now."""
    now = then[-1].standing
    if not _answers(now, trigger) or not _of_age(now, trigger):
        return
    clock, calendar = trigger.clock, days.of(trigger.place)
    length = clock.length
    if clock.local is not None:
        (length,) = local.of(now.answering, clock.local, trigger.on).values
    due = clock.due_on(trigger, calendar, None, length)
    if due is None:
        return
    end = clock.end(Started(trigger.entry, trigger), then)
    yield DueItem(
        clock=clock,
        owner=clock.owed_by("school"),
        entry=trigger.entry,
        pupil=trigger.pupil,
        place=trigger.place,
        authority=now.answering,
        started=trigger.on,
        due=due,
        met=end.on if end and end.met else None,
        state=state_of(due, end, today, clock.past),
        assumed=clock.rests_on_calendar and calendar.assumed_between(trigger.on, due),
        about=trigger.about,
        by_marks=True,
    )


def _by_school(trigger: Trigger, now: Standing, schools: Container[str]) -> Trigger:
    """What a setting that is no school has marked is the main school's to answer for.

    It keeps no register: what it sends feeds the school's (SI 2024/208 binds schools).
    """
    if trigger.place in schools or now.main_roll is None:
        return trigger
    return trigger._replace(place=now.main_roll.place)


def _of_age(now: Standing, trigger: Trigger) -> bool:
    """Whether it is owed to a pupil of that age: N is resolved for everybody on a register."""
    everybody = trigger.clock is REASON_ESTABLISHED
    return everybody or of_school_age(now.details, trigger.on)


def _answers(now: Standing, trigger: Trigger) -> bool:
    """Whether the place that marked still has the pupil: on its roll, or placed there."""
    return bool(now.roll_at(trigger.place) or now.provision_at(trigger.place))
