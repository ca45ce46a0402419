"""Clocks running, met and missed, for one pupil or for all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from movements.clock import Clock, Later, Started, State, state_of
from movements.due_item import OPEN_STATES, DueItem
from movements.due_marks import due_of_marks
from movements.entry import Entry
from movements.kind import Kind
from movements.local_rules import LocalRules, local_rules
from movements.places import PlaceFacts, facts_by_day
from movements.register import Folded, fold, known_until
from movements.school_days import Calendars, calendars
from movements.standing import Episode, Standing
from movements.sweep import histories

__all__ = ["OPEN_STATES", "DueItem", "Schools", "Watch", "due"]


def due(
    session: Session,
    today: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    states: Iterable[State] | None = None,
    as_known_on: date | None = None,
) -> list[DueItem]:
    """Every clock in the states asked for (running and missed unless said), soonest due first.

    Of movements, and of attendance marks.
    """
    wanted = frozenset(states) if states is not None else OPEN_STATES
    known = known_until(as_known_on) if as_known_on else None
    days, local = calendars(session, known_at=known), local_rules(session, known_at=known)
    watch = Watch(days, local, today, Schools(session, known))
    asked = None if pupil_ids is None else list(pupil_ids)
    found = [
        item
        for part in histories(session, asked, as_known_on)
        for pupil, of_one in part
        for item in watch.clocks_of(pupil, of_one)
        if item.state in wanted
    ]
    marked = due_of_marks(session, today, days, local, pupil_ids=asked, as_known_on=as_known_on)
    found += (item for item in marked if item.state in wanted)
    return sorted(found, key=lambda item: (item.due, item.entry))


class Schools:
    """What was known of schools on a day, by their ids; each asked for once."""

    def __init__(self, session: Session, known_at: str | None) -> None:
        self._session = session
        self._known_at = known_at
        self._held: dict[str, list[tuple[date, PlaceFacts]]] = {}

    def of(self, place: str | None, on: date) -> PlaceFacts | None:
        """The facts of a place on a day, or the first ones; None where there is no place."""
        if place is None:
            return None
        if place not in self._held:
            told = facts_by_day(self._session, place, known_at=self._known_at)
            self._held[place] = told
        held = self._held[place]
        by_then = [facts for since, facts in held if since <= on]
        return by_then[-1] if by_then else held[0][1] if held else None


@dataclass(frozen=True)
class Watch:
    """What clocks are read by: the calendars, the local rules and the schools, on a day."""

    days: Calendars
    local: LocalRules
    today: date
    schools: Schools

    def clocks_of(self, pupil: str, of_one: Sequence[Entry]) -> Iterator[DueItem]:
        """The clocks of one pupil's entries, whatever their state; none yet of what is planned."""
        folded = list(fold(of_one))
        later = [Later(movement, after) for _, movement, _, after in folded]
        home, by = self._home(folded), {entry.number: entry.place_id for entry in of_one}
        for at, (entry, movement, _, after) in enumerate(folded):
            if entry.on > self.today:
                break
            if not movement.clocks:
                continue
            episode = _episode(entry, after)
            place = episode.place if episode else entry.place_id
            for clock in movement.clocks:
                if self._applies(clock, place, entry, movement):
                    for item in self._items(clock, pupil, place, folded[at], later[at:]):
                        item = replace(item, named=_named(clock, movement, by))
                        yield replace(item, authority=home) if clock.owner == "authority" else item

    def _home(self, folded: Sequence[Folded]) -> str | None:
        """The authority of residence today: what an authority owes a child goes with the child."""
        held = [after for entry, _, _, after in folded if entry.on <= self.today]
        return held[-1].home_authority if held else None

    def _items(
        self, clock: Clock, pupil: str, place: str | None, folded: Folded, later: Sequence[Later]
    ) -> Iterator[DueItem]:
        """The clock that an entry starts, for each of its lengths; met by the first that stops it.

        `later` are that entry's own movement and those after it.
        """
        entry, movement, before, after = folded
        calendar = self.days.of(place or f"la:{entry.authority or ''}")
        now = self._episode_now(entry, later)
        for nth, length in enumerate(self._lengths(clock, entry), start=1):
            due_on = clock.due_on(movement, calendar, before, length)
            if due_on is None:
                continue
            if clock.owed and now and not clock.owed(now, due_on, calendar):
                continue
            start = Started(entry.number, movement, nth)
            end = clock.end(start, later)
            episode = _episode(entry, after)
            yield DueItem(
                clock=clock,
                owner=clock.owed_by(episode.arranged_by if episode else "school"),
                entry=entry.number,
                pupil=pupil,
                place=entry.place_id,
                authority=entry.authority,
                started=entry.on,
                due=due_on,
                met=end.on if end and end.met else None,
                state=state_of(due_on, end, self.today, clock.past),
                assumed=clock.rests_on_calendar and calendar.assumed_between(entry.on, due_on),
                about=clock.about(movement),
            )

    def _applies(self, clock: Clock, place: str | None, entry: Entry, movement: Kind) -> bool:
        """Whether its law is that of the school concerned, and of the place named."""
        if clock.binds is not None and not clock.binds(self.schools.of(place, entry.on)):
            return False
        named = getattr(movement, "place", None)
        return clock.where is None or clock.where(self.schools.of(named, entry.on))

    def _episode_now(self, entry: Entry, later: Sequence[Later]) -> Episode | None:
        """The episode that an entry opened, as it stands today."""
        held = [one.standing for one in later if one.movement.on <= self.today]
        return held[-1].episode(entry.number) if held else None

    def _lengths(self, clock: Clock, entry: Entry) -> tuple[int, ...]:
        if clock.local is None:
            return (clock.length,)
        return self.local.of(entry.authority, clock.local, entry.on).values


def _named(clock: Clock, movement: Kind, by: Mapping[int, str | None]) -> str | None:
    """The place that a movement names as the one to act: by itself, or by an entry of its own."""
    named = movement.value(clock.named) if clock.named else None
    return by.get(named) if isinstance(named, int) else named


def _episode(entry: Entry, after: Standing) -> Episode | None:
    """The episode that an entry opened, or is a step of; the calendar of its place counts."""
    number = entry.number
    return next(
        (
            e
            for e in after.episodes
            if e.entry == number or any(step.entry == number for step in e.steps)
        ),
        None,
    )
