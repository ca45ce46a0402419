"""Clocks of settings: evidence to renew, actions of visits to do."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session

from movements.clock import Clock, Later, Started, State, state_of
from movements.due import OPEN_STATES, DueItem
from movements.places import PlaceFacts, place_facts
from movements.register import known_until
from movements.school_days import SchoolDays, calendars
from movements.setting_standing import SettingStanding, ToldOfPlace
from movements.settings_read import all_settings
from movements.standing import Standing


def due_of_settings(
    session: Session,
    today: date,
    *,
    states: Iterable[State] | None = None,
    as_known_on: date | None = None,
) -> list[DueItem]:
    """Every clock of a setting in the states asked for (running and missed unless said).

    Soonest due first. One that has closed, or will have by the due day, owes nothing.
    """
    wanted = frozenset(states) if states is not None else OPEN_STATES
    known = known_until(as_known_on) if as_known_on else None
    told = all_settings(session, known)
    facts = place_facts(session, told, today, known_at=known) if told else {}
    days = calendars(session, known_at=known)
    found = [
        item
        for place, standing in told.items()
        for item in _clocks_of(facts[place], standing, days.of(place), today)
        if item.state in wanted
    ]
    return sorted(found, key=lambda item: (item.due, item.entry))


def _clocks_of(
    setting: PlaceFacts, standing: SettingStanding, days: SchoolDays, today: date
) -> Iterator[DueItem]:
    """The clocks of one setting, whatever their state; none yet of what is planned."""
    for at, told in enumerate(standing.told):
        if told.on > today:
            return
        for clock in told.movement.clocks:
            due = clock.due_on(told.movement, days)
            if due is not None and not _closed_by(setting, max(due, today)):
                yield _item(clock, told, due, standing.told[at:], setting, today)


def _closed_by(setting: PlaceFacts, day: date) -> bool:
    return setting.closed is not None and setting.closed <= day


def _item(
    clock: Clock,
    told: ToldOfPlace,
    due: date,
    later: Iterable[ToldOfPlace],
    setting: PlaceFacts,
    today: date,
) -> DueItem:
    start = Started(told.entry, told.movement)
    end = clock.end(start, (Later(one.movement, Standing()) for one in later))
    return DueItem(
        clock=clock,
        owner=clock.owed_by("authority"),
        entry=told.entry,
        pupil=None,
        place=setting.id,
        authority=setting.la_code,
        started=told.on,
        due=due,
        met=end.on if end else None,
        state=state_of(due, end, today, clock.past),
        assumed=False,
        about=clock.about(told.movement),
    )
