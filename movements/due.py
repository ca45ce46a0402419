"""Clocks running, met and missed, for one pupil or for all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from movements.clock import Clock, Later, Started, State, state_of
from movements.entry import Entry
from movements.register import Folded, by_pupil, entries, fold, known_until
from movements.school_days import Calendars, calendars

OPEN_STATES = frozenset({"running", "missed"})


@dataclass(frozen=True)
class DueItem:
    """One clock that one entry started. `assumed`: counted on the built-in calendar."""

    clock: Clock
    entry: int
    pupil: str
    place: str | None
    authority: str | None
    started: date
    due: date
    met: date | None
    state: State
    assumed: bool

    def as_dict(self) -> dict[str, object]:
        """The item as the API and --json show it."""
        return {
            "clock": self.clock.id,
            "title": self.clock.title,
            "owes": self.clock.owes,
            "owner": self.clock.owner,
            "basis": self.clock.basis.words(),
            "pupil": self.pupil,
            "place": self.place,
            "entry": self.entry,
            "started": self.started.isoformat(),
            "due": self.due.isoformat(),
            "met": self.met.isoformat() if self.met else None,
            "state": self.state,
            "built_in_calendar": self.assumed,
        }


def due(
    session: Session,
    today: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    states: Iterable[State] | None = None,
    as_known_on: date | None = None,
) -> list[DueItem]:
    """Every clock in the states asked for (running and missed unless said), soonest due first."""
    wanted = frozenset(states) if states is not None else OPEN_STATES
    days = calendars(session, known_at=known_until(as_known_on) if as_known_on else None)
    found = [
        item
        for pupil, of_one in by_pupil(entries(session, pupil_ids, as_known_on))
        for item in clocks_of(pupil, of_one, days, today)
        if item.state in wanted
    ]
    return sorted(found, key=lambda item: (item.due, item.entry))


def clocks_of(
    pupil: str, of_one: Sequence[Entry], days: Calendars, today: date
) -> Iterator[DueItem]:
    """The clocks of one pupil's entries, whatever their state; what is planned starts none yet."""
    folded = list(fold(of_one))
    for at, (entry, movement, _, _) in enumerate(folded):
        if entry.on > today:
            break
        for clock in movement.clocks:
            yield from _item(clock, pupil, folded[at:], days, today)


def _item(
    clock: Clock,
    pupil: str,
    folded: Sequence[Folded],
    days: Calendars,
    today: date,
) -> Iterator[DueItem]:
    """The clock that the first of these starts, met by the first of them that stops it."""
    entry, movement, before, _ = folded[0]
    calendar = days.of(entry.place_id or f"la:{entry.authority or ''}")
    due_on = clock.due_on(movement, calendar, before)
    if due_on is None:
        return
    start = Started(entry.number, movement)
    stopped = (e.on for e, m, _, after in folded if clock.stops(start, Later(m, after)))
    met = next(stopped, None)
    yield DueItem(
        clock=clock,
        entry=entry.number,
        pupil=pupil,
        place=entry.place_id,
        authority=entry.authority,
        started=entry.on,
        due=due_on,
        met=met,
        state=state_of(due_on, met, today),
        assumed=calendar.assumed_between(entry.on, due_on),
    )
