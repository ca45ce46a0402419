"""Reading the register: history and standing, on any day, as known on any day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from movements.acted_for import acted_for
from movements.authority_claims import says_whose, with_claims_settled
from movements.basis import Basis
from movements.batches import batches
from movements.bearers import bearers
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.identifiers import clean_upn
from movements.kind import Before, Kind, Names, Placed, Taken
from movements.kinds import KINDS
from movements.linked import linked_among, links
from movements.milestone import noted
from movements.places import PlaceFacts, place_facts
from movements.problems import Concern, Problem, Refused
from movements.redacted import redactions
from movements.school_days import Calendars, calendars
from movements.settings_read import Settings, SettingsOn
from movements.standing import Standing
from movements.superseded import superseded

LONDON = ZoneInfo("Europe/London")
ONE_HISTORY = Basis(
    "ours", "A pupil's entries must hold together, in whatever order they were told"
)
REFERENCE = "ref"
"""The sender's own reference for a row: kept with the details, no part of what happened."""


Folded = tuple[Entry, Kind, Standing, Standing]
"""An entry that counts, its movement, and the standing before and after it."""


@dataclass(frozen=True)
class Line:
    """An entry as a history shows it."""

    entry: Entry
    title: str
    sentence: str
    concerns: tuple[Concern, ...]
    in_force: bool
    corrected_by: int | None
    planned: bool

    @property
    def number(self) -> int:
        """The entry's number."""
        return self.entry.number


class OtherWords:
    """How entries that are no movement (case steps, submissions) are put into words.

    The floors above hand these in; the register itself knows movements only.
    """

    def __init__(self, words: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._words = dict(words or {})

    def of(self, entry: Entry) -> tuple[str, str]:
        """Title and sentence of an entry that is no movement."""
        title, sentence = self._words.get(entry.kind, (entry.kind.replace("_", " "), ""))
        answers = {key: str(value) for key, value in entry.answers().items()}
        return title, sentence.format_map(_Gaps(answers)) or title.capitalize()


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "not given"


def find_pupil(session: Session, upn: str) -> str | None:
    """The pupil who bears or bore a UPN; None where nobody does.

    Raises Refused where two pupils bear it: a person must settle which child is meant.
    """
    borne = bearers(session, [upn]).get(clean_upn(upn), set())
    found = links(session).each_once(borne)
    if len(found) > 1:
        message = "Two pupils are held with this UPN. Ask the authority to settle which is meant."
        raise Refused([Problem("upn", "two_pupils", message)])
    return found.pop() if found else None


def last_entry(session: Session, on: date | None = None) -> int:
    """The number of the last entry there is, or was at the end of a day; 0 where there is none."""
    query = select(func.max(EntryRow.number))
    if on:
        query = query.where(col(EntryRow.recorded_at) < known_until(on))
    return session.exec(query).one() or 0


def known_until(day: date) -> str:
    """The first moment after a day in England, as `recorded_at` is stored."""
    midnight = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return stamp(midnight)


def stamp(moment: datetime) -> str:
    """A moment as stored: UTC to the microsecond."""
    utc = moment.astimezone(ZoneInfo("UTC"))
    return f"{utc:%Y-%m-%dT%H:%M:%S.%f}Z"


# Made once: a history is read for every movement recorded.
_ALL = ENTRIES.where(col(EntryRow.pupil_id).is_not(None)).order_by(
    *(col(c) for c in (EntryRow.pupil_id, EntryRow.on, EntryRow.session, EntryRow.number))
)
_OF_PUPILS = _ALL.where(col(EntryRow.pupil_id).in_(bindparam("pupils", expanding=True)))


def entries(
    session: Session, pupil_ids: Iterable[str] | None, as_known_on: date | None = None
) -> list[Entry]:
    """Entries of some pupils (of every pupil when None), by pupil, then in the order of effect.

    Records that are linked are one child's: whichever is asked for, the entries of all are given.
    """
    query = _ALL if pupil_ids is None else _OF_PUPILS
    known = known_until(as_known_on) if as_known_on is not None else None
    if known is not None:
        query = query.where(col(EntryRow.recorded_at) < known)
    linked = links(session, known)
    if pupil_ids is None:
        found = list(read_entries(session, query))
    else:
        asked = linked.every_record(pupil_ids) if linked else pupil_ids
        found = [
            entry for some in batches(asked) for entry in read_entries(session, query, pupils=some)
        ]
    return linked.in_order(found) if linked else found


# A movement never changes once recorded, and its leaf is its own: read once in a process.
_READ: dict[bytes, Kind] = {}
_MOST_READ = 50_000


def movement_of(entry: Entry) -> Kind | None:
    """The movement an entry records; None for what is no movement or has been redacted."""
    kind = KINDS.get(entry.kind)
    if kind is None or entry.details is None:
        return None
    found = _READ.get(entry.leaf)
    if found is None:
        answers = entry.answers()
        answers.pop(REFERENCE, None)
        found = kind.model_validate({**answers, "on": entry.on, "session": entry.session})
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[entry.leaf] = found
    return found


def stands_for(of_one: Sequence[Entry]) -> dict[int, tuple[int, ...]]:
    """Entry number -> the entries it corrects, the first one told first; empty for most."""
    if all(entry.corrects is None for entry in of_one):
        return dict.fromkeys((entry.number for entry in of_one), ())
    lines: dict[int, tuple[int, ...]] = {}
    for entry in sorted(of_one, key=lambda e: e.number):
        of = entry.corrects if entry.kind != "withdrawn" else None
        lines[entry.number] = (*lines.get(of, ()), of) if of is not None else ()
    return lines


def in_force(of_one: Sequence[Entry]) -> Iterator[tuple[Entry, Kind]]:
    """One pupil's entries that count, each with its movement, in the order of effect.

    Within a half-day a correction keeps the turn of what it corrects.
    """
    return _in_turn(of_one, stands_for(of_one))


def _in_turn(
    of_one: Sequence[Entry], lines: Mapping[int, tuple[int, ...]]
) -> Iterator[tuple[Entry, Kind]]:
    gone = superseded(of_one)
    counting = (entry for entry in of_one if entry.number not in gone)
    for entry in sorted(counting, key=lambda e: _turn(e, lines[e.number])):
        movement = movement_of(entry)
        if movement is not None:
            yield entry, movement


def _turn(entry: Entry, line: tuple[int, ...]) -> tuple[date, str, int]:
    return entry.on, entry.session, min((*line, entry.number))


def fold(of_one: Sequence[Entry]) -> Iterator[Folded]:
    """Each entry that counts with its movement and the standing before and after it."""
    standing = Standing()
    lines = stands_for(of_one)
    for entry, movement in _in_turn(of_one, lines):
        before = standing
        taken = Taken(entry.number, entry.place_id, entry.authority, lines[entry.number])
        standing = noted(before, movement.apply(before, taken), movement, taken)
        theirs = entry.authority if entry.authority != standing.authority else None
        if theirs and says_whose(entry, of_one):
            first = movement.may_be_first and entry.place_id is None
            standing = acted_for(before, standing, theirs, telling_first=first)
        standing = with_claims_settled(before, standing, movement.on)
        yield entry, movement, before, standing


def by_pupil(found: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Entries grouped by child: those of linked records together, under the record kept."""
    held = list(found)
    linked = linked_among(held)
    if linked:
        held = linked.in_order(held)
    for pupil, group in groupby(held, key=lambda e: linked.kept(str(e.pupil_id))):
        yield pupil, list(group)


def folds(
    session: Session, pupil_ids: Iterable[str] | None, as_known_on: date | None = None
) -> Iterator[tuple[str, list[tuple[Entry, Standing]]]]:
    """Each pupil with the entries that count and the standing after each."""
    for pupil, of_one in by_pupil(entries(session, pupil_ids, as_known_on)):
        yield pupil, [(entry, after) for entry, _, _, after in fold(of_one)]


def standing(
    session: Session,
    pupil_id: str,
    on: date,
    half: str = "PM",
    as_known_on: date | None = None,
) -> Standing:
    """What a pupil's entries come to at the end of a day (or of its morning), as known on a day."""
    return standing_of(entries(session, [pupil_id], as_known_on), on, half)


def standing_of(of_one: Sequence[Entry], on: date, half: str = "PM") -> Standing:
    """The standing from one pupil's entries already read."""
    last = Standing()
    for entry, _, _, after in fold(of_one):
        if (entry.on, entry.session) > (on, half):
            break
        last = after
    return last


READY = "ready"
"""Where a session has what its process keeps between readings, if it keeps anything."""


class ReadyStandings(Protocol):
    """What a process keeps of standings between readings."""

    def standings(
        self, session: Session, pupil_ids: Iterable[str] | None, on: date
    ) -> Mapping[str, Standing] | None:
        """Standings at the end of a day, by the record kept; None where they are not kept."""


def standings(
    session: Session,
    pupil_ids: Iterable[str] | None,
    on: date,
    as_known_on: date | None = None,
) -> dict[str, Standing]:
    """Standing at the end of a day for many pupils at once, by pupil id.

    A pupil asked for by a record that is linked to another is given by either id.
    """
    asked = None if pupil_ids is None else list(pupil_ids)
    held: Mapping[str, Standing] | None = None
    if as_known_on is None and READY in session.info:
        kept: ReadyStandings = session.info[READY]
        held = kept.standings(session, asked, on)
    if held is None:
        found = by_pupil(entries(session, asked, as_known_on))
        held = {pupil: standing_of(of_one, on) for pupil, of_one in found}
    linked = links(session, known_until(as_known_on) if as_known_on else None)
    return {**held, **{p: held[k] for p in asked or () if (k := linked.kept(p)) in held}}


def before_of(
    entry_place: str | None,
    authority: str | None,
    standing_before: Standing,
    places: Mapping[str, PlaceFacts],
    days: Calendars,
    settings: SettingsOn | None = None,
) -> Before:
    """What a movement at a place is judged against; the authority's calendar where it has none."""
    calendar = days.of(entry_place or f"la:{authority or ''}")
    place = places.get(entry_place) if entry_place else None
    return Before(standing_before, place, places, calendar, settings or {})


def history(
    session: Session,
    pupil_id: str,
    *,
    today: date,
    as_known_on: date | None = None,
    names: Names | None = None,
    others: OtherWords | None = None,
    only: Callable[[Sequence[Entry]], Sequence[Entry]] = tuple,
) -> list[Line]:
    """Everything held on a pupil in the order it took effect, each entry as a sentence.

    With `only`, as if no other entries than those it leaves were held.
    """
    of_one = only(entries(session, [pupil_id], as_known_on))
    known = known_until(as_known_on) if as_known_on else None
    reader = _Reader(session, of_one, known, names, others or OtherWords())
    return [reader.line(entry, today) for entry in of_one]


class _Reader:
    """Puts one pupil's entries into lines; concerns are computed here, on reading.

    `known` is the moment up to which places and terms are read too, as entries are.
    """

    def __init__(
        self,
        session: Session,
        of_one: Sequence[Entry],
        known: str | None,
        names: Names | None,
        others: OtherWords,
    ) -> None:
        self.session = session
        self.known = known
        self.days = calendars(session, known_at=known)
        self.settings = Settings(session, known)
        self.ids = places_of(of_one)
        self.called = place_facts(session, self.ids)
        self.names = names or self._name
        self.others = others
        self.gone = superseded(of_one)
        self.redacted = redactions(of_one)
        folded = list(fold(of_one))
        self.before = {entry.number: before for entry, _, before, _ in folded}
        self.born = folded[-1][3].born if folded else None
        self.then: dict[date, dict[str, PlaceFacts]] = {}

    def _places(self, on: date) -> dict[str, PlaceFacts]:
        if on not in self.then:
            self.then[on] = place_facts(self.session, self.ids, on, known_at=self.known)
        return self.then[on]

    def _name(self, place: str) -> str:
        return self.called[place].name if place in self.called else place

    def line(self, entry: Entry, today: date) -> Line:
        movement = movement_of(entry)
        if movement is None:
            title, sentence = self.others.of(entry)
            title = KINDS[entry.kind].title if entry.kind in KINDS else title
            sentence = self.redacted.get(entry.number, sentence)
        else:
            title, sentence = movement.title, movement.sentence(self.names)
        return Line(
            entry=entry,
            title=title,
            sentence=sentence,
            concerns=self._concerns(entry, movement),
            in_force=entry.number not in self.gone,
            corrected_by=self.gone.get(entry.number),
            planned=entry.on > today,
        )

    def _concerns(self, entry: Entry, movement: Kind | None) -> tuple[Concern, ...]:
        """Its own, and the doubt that entries told later cast on it: by those it could not be."""
        if movement is None or entry.number not in self.before:
            return ()
        standing, places = self.before[entry.number], self._places(entry.on)
        settings = SettingsOn(self.settings, places, entry.on)
        before = before_of(entry.place_id, entry.authority, standing, places, self.days, settings)
        doubts = (
            Concern("in_doubt", f"By what is held now: {p.message}", ONE_HISTORY, field=p.field)
            for p in movement.all_problems(before, self.born)
        )
        return (*movement.all_concerns(before), *doubts)


def places_of(of_one: Iterable[Entry]) -> set[str]:
    """The ids of every place that entries were recorded for or name."""
    named = {entry.place_id for entry in of_one if entry.place_id}
    for entry in of_one:
        movement = movement_of(entry)
        refs = movement.marked(Placed) if movement else ()
        named |= {ref for name in refs if movement and (ref := movement.value(name))}
    return named
