"""Clocks running, met and missed, for one pupil or for all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple, Protocol

from sqlmodel import Session

from movements.authority_claims import is_with
from movements.clock import Clock, End, Later, Started, State, state_of
from movements.due_item import EVERY_STATE, OPEN_STATES, DueItem
from movements.due_marks import due_of_marks
from movements.entry import Entry
from movements.kind import Kind
from movements.left import Places
from movements.local_rules import LocalRules, local_rules
from movements.places import PlaceFacts, facts_by_day
from movements.register import READY, known_until, standings
from movements.remade import remade
from movements.reviews import episode_with
from movements.school_days import Calendars, SchoolDays, calendars
from movements.standing import Episode, Standing
from movements.sweep import History, folded_parts

__all__ = ["OPEN_STATES", "DueItem", "Schools", "Watch", "due", "soonest", "watch_on"]


def due(
    session: Session,
    today: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    states: Iterable[State] | None = None,
    as_known_on: date | None = None,
    left: Places = frozenset(),
) -> list[DueItem]:
    """Every clock in the states asked for (running and missed unless said), soonest due first.

    Of movements, and of attendance marks. As known to the places `left`, where some are given: of
    movements alone, as no mark is theirs to answer for any more.
    """
    wanted: frozenset[State] = frozenset(states) if states is not None else OPEN_STATES
    asked = None if pupil_ids is None else list(pupil_ids)
    found: Iterable[DueItem] | None = None
    if not left and as_known_on is None and wanted <= OPEN_STATES and READY in session.info:
        kept: ReadyClocks = session.info[READY]
        found = kept.clocks(session, asked, today)
        if found is not None and asked is None:
            return [item for item in found if item.state in wanted]
    if found is None:
        watch = watch_on(session, today, as_known_on, wanted)
        if left:
            watch = replace(watch, protected=frozenset(asked or ()))
        elif as_known_on is not None:
            watch = replace(watch, protected=_protected_since(session, asked))
        found = _folded(session, watch, asked, as_known_on, left)
    open_ones = (item for item in found if item.state in wanted)
    return sorted(open_ones, key=soonest)


def soonest(item: DueItem) -> tuple[date, int, str]:
    """The order of every list of clocks: soonest due first."""
    return item.due, item.entry, item.pupil or ""


def _protected_since(session: Session, pupil_ids: Collection[str] | None) -> frozenset[str]:
    """Those who are protected by what is known now, also where it was not known then."""
    now = standings(session, pupil_ids, date.max)
    return frozenset(pupil for pupil, one in now.items() if one.protected)


def _folded(
    session: Session,
    watch: "Watch",
    asked: Collection[str] | None,
    as_known_on: date | None,
    left: Places,
) -> Iterator[DueItem]:
    for part in folded_parts(session, asked, as_known_on, left):
        for one in part:
            yield from watch.clocks_of(one)
    if not left:
        yield from due_of_marks(
            session, watch.today, watch.days, watch.local, pupil_ids=asked, as_known_on=as_known_on
        )


class ReadyClocks(Protocol):
    """What a process keeps of the clocks between readings."""

    def clocks(
        self, session: Session, pupil_ids: Iterable[str] | None, on: date
    ) -> Iterable[DueItem] | None:
        """The clocks running and missed on a day; None where they are not kept."""


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
    """What clocks are read by: the calendars, the local rules and the schools, on a day.

    Only clocks in one of `states` are told of: most of a history have been met long ago. Those who
    are `protected` are so whatever their entries come to.
    """

    days: Calendars
    local: LocalRules
    today: date
    schools: Schools
    states: frozenset[State] = EVERY_STATE
    protected: frozenset[str] = frozenset()

    def clocks_of(self, one: History) -> Iterator[DueItem]:
        """The clocks of one pupil's entries; none yet of what is planned."""
        pupil, folded = one.pupil, one.folded
        by = {entry.number: entry.place_id for entry in one.entries}
        told = [Later(m, after, before, by[entry.number]) for entry, m, before, after in folded]
        begun = sum(entry.on <= self.today for entry, *_ in folded)
        now = folded[begun - 1][3] if begun else Standing()
        hidden = pupil in self.protected or any(one.standing.protected for one in told[begun - 1 :])
        for at, (entry, movement, before, after) in enumerate(folded[:begun]):
            if movement.clocks:
                episode = episode_with(after, entry.number)
                place = episode.place if episode else entry.place_id
                days = self.days.of(place or f"la:{entry.authority or ''}")
                started = _started(entry, movement, before, hidden)
                start = _Start(pupil, entry, started, episode, place, days, now, by, told, at)
                later = told[at:]
                for clock in movement.clocks:
                    if clock.starts_with(movement, episode):
                        yield from self._items(clock, start, later)

    def _items(self, clock: Clock, start: "_Start", later: Sequence[Later]) -> Iterator[DueItem]:
        """The clock that an entry starts, for each of its lengths; met by the first that stops it.

        `later` are that entry's own movement and those after it.
        """
        entry, movement, before = start.entry, start.started.movement, start.started.before
        begun = self._begun(clock, start, later)
        if begun is None:
            return
        done = [*start.in_the_same_stay(), *later] if clock.early else later
        opened = start.now.episode(entry.number) if clock.owed else None
        for nth, length in enumerate(self._lengths(clock, entry), start=1):
            due_on = clock.due_on(movement, start.days, before, length, begun)
            if due_on is None:
                continue
            if clock.owed and opened and not clock.owed(opened, due_on, start.days):
                continue
            started = start.started if nth == 1 else remade(start.started, nth=nth)
            due_on, end = clock.end_by(self.today, started, done, due_on, start.days)
            state = state_of(due_on, end, self.today, clock.past)
            if state in self.states:
                yield start.item(clock, begun, due_on, end, state)

    def _begun(self, clock: Clock, start: "_Start", later: Sequence[Later]) -> date | None:
        """The day a clock is counted from; None where it is no law here or has not begun by now."""
        if not self._is_law(clock, start):
            return None
        if clock.begins is None:
            return start.entry.on
        by_now = (one for one in later if one.movement.on <= self.today)
        return next((on for one in by_now if (on := clock.begins(start.started, one))), None)

    def _is_law(self, clock: Clock, start: "_Start") -> bool:
        """Whether its law is that of the school, for the pupil, and of the place named."""
        on = start.entry.on
        if clock.binds is not None and not clock.binds(self.schools.of(start.place, on)):
            return False
        if clock.excepted is not None:
            school = self.schools.of(start.place, on)
            if clock.excepted(start.started.movement, start.started.before, school):
                return False
        if clock.where is None:
            return True
        return clock.where(self.schools.of(vars(start.started.movement).get("place"), on))

    def _lengths(self, clock: Clock, entry: Entry) -> tuple[int, ...]:
        if clock.local is None:
            return (clock.length,)
        return self.local.of(entry.authority, clock.local, entry.on).values


def watch_on(
    session: Session,
    today: date,
    as_known_on: date | None = None,
    states: frozenset[State] = EVERY_STATE,
) -> Watch:
    """What clocks are read by on a day, as known on a day."""
    known = known_until(as_known_on) if as_known_on else None
    days, local = calendars(session, known_at=known), local_rules(session, known_at=known)
    return Watch(days, local, today, Schools(session, known), states)


def _started(entry: Entry, movement: Kind, before: Standing, protected: bool) -> Started:
    """The entry as a clock reads it, for the first of its due days."""
    number, place, source = entry.number, entry.place_id, entry.source
    return Started(number, movement, 1, place, before, protected, source)


class _Start(NamedTuple):
    """What all the clocks of one entry are read by.

    The calendar that counts is that of the place of its episode. `now` is the standing today: what
    an authority owes a child goes with the child. `by` tells where each entry was recorded,
    `told` is the whole history, of which this entry is the one `at`.
    """

    pupil: str
    entry: Entry
    started: Started
    episode: Episode | None
    place: str | None
    days: SchoolDays
    now: Standing
    by: Mapping[int, str | None]
    told: Sequence[Later]
    at: int

    def in_the_same_stay(self) -> list[Later]:
        """What went before, in order, while the pupil was on the roll of the entry's place."""
        place = self.entry.place_id
        stay = takewhile(lambda one: one.standing.roll_at(place), reversed(self.told[: self.at]))
        return [*stay][::-1]

    def item(
        self, clock: Clock, begun: date, due_on: date, end: End | None, state: State
    ) -> DueItem:
        """One clock of the entry, due on a day."""
        entry, counts = self.entry, clock.rests_on_calendar
        owner = clock.owed_by(self.episode.arranged_by if self.episode else "school")
        return DueItem(
            clock=clock,
            owner=owner,
            entry=entry.number,
            pupil=self.pupil,
            place=entry.place_id,
            authority=self._authority(clock, owner),
            started=begun,
            due=due_on,
            met=end.on if end and end.met else None,
            state=state,
            assumed=counts and self.days.assumed_between(begun, due_on),
            about=clock.about(self.started.movement),
            named=self._named(clock.named),
        )

    def _authority(self, clock: Clock, owner: str) -> str | None:
        """Whose it is: what an authority arranged is its own while it has to do with the child."""
        told = self.entry.authority
        if owner != "authority" or (clock.owner != owner and is_with(self.now, told)):
            return told
        return self.now.answering

    def _named(self, field: str | None) -> str | None:
        """The place that the movement names as the one to act: by itself, or by an entry.

        By its episode, it is that of the episode, also where the movement names none.
        """
        if field == "episode":
            return self.place
        named = vars(self.started.movement)[field] if field else None
        return self.by.get(named) if isinstance(named, int) else named
