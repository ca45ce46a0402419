"""Reading what is held of settings: their entries, and the pupils' stays with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col

from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.setting_standing import SettingStanding, ToldOfPlace
from movements.superseded import WITHDRAWALS, superseded

REFERENCE = "ref"
_ALL = ENTRIES.where(
    col(EntryRow.kind).in_(PLACE_KINDS), col(EntryRow.pupil_id).is_(None)
).order_by(*(col(c) for c in (EntryRow.place_id, EntryRow.on, EntryRow.session, EntryRow.number)))
_OF_PLACE = _ALL.where(col(EntryRow.place_id) == bindparam("place"))


def place_entries(
    session: Session, place: str | None = None, known: str | None = None
) -> list[Entry]:
    """Entries about one setting, or about every one, in the order of effect.

    With `known` (UTC text), those recorded before that moment.
    """
    query = _ALL if place is None else _OF_PLACE
    if known is not None:
        query = query.where(col(EntryRow.recorded_at) < known)
    return list(read_entries(session, query, **({} if place is None else {"place": place})))


def told_by(entry: Entry) -> PlaceKind | None:
    """What an entry about a setting says; None for another kind, or where it was redacted."""
    kind = PLACE_KINDS.get(entry.kind)
    if kind is None or entry.details is None:
        return None
    answers = entry.answers()
    answers.pop(REFERENCE, None)
    return kind.model_validate({**answers, "on": entry.on})


def standing_of_setting(of_one: Sequence[Entry]) -> SettingStanding:
    """What one setting's entries come to: those that count, in the order of effect.

    A correction answers to the number of what it corrects, so that what names that still fits.
    """
    gone = superseded(of_one)
    first = _first_told(of_one)
    told = (
        ToldOfPlace(first[entry.number], entry.organisation, movement)
        for entry in of_one
        if entry.number not in gone and (movement := told_by(entry)) is not None
    )
    return SettingStanding(tuple(one for one in told if one.movement.id not in WITHDRAWALS))


def _first_told(of_one: Sequence[Entry]) -> dict[int, int]:
    """Entry number -> the entry that its line of corrections began with."""
    first: dict[int, int] = {}
    for entry in sorted(of_one, key=lambda e: e.number):
        of = entry.corrects if entry.kind not in WITHDRAWALS else None
        first[entry.number] = first.get(of, of) if of is not None else entry.number
    return first


def all_settings(session: Session, known: str | None = None) -> dict[str, SettingStanding]:
    """What is held of every setting, by place id; a setting nobody told anything of is left out."""
    found: dict[str, list[Entry]] = {}
    for entry in place_entries(session, None, known):
        found.setdefault(str(entry.place_id), []).append(entry)
    return {place: standing_of_setting(of_one) for place, of_one in found.items()}


class Settings:
    """What is held of settings, each read when it is first asked for and kept."""

    def __init__(self, session: Session, known: str | None = None) -> None:
        self._session = session
        self._known = known
        self._read: dict[str, SettingStanding] = {}

    def of(self, place: str) -> SettingStanding:
        """What is held of one setting, whatever the day."""
        if place not in self._read:
            of_one = place_entries(self._session, place, self._known)
            self._read[place] = standing_of_setting(of_one)
        return self._read[place]

    def forget(self, place: str) -> None:
        """Read a setting anew when next asked: something was told of it."""
        self._read.pop(place, None)


class SettingsOn(Mapping[str, SettingStanding]):
    """Settings as of a day, by place id: nothing is read of those nobody asks for."""

    def __init__(self, settings: Settings, places: Iterable[str], on: date) -> None:
        self._settings = settings
        self._places = tuple(places)
        self._on = on

    def __getitem__(self, place: str) -> SettingStanding:
        if place not in self._places:
            raise KeyError(place)
        return self._settings.of(place).until(self._on)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def settings_of(session: Session) -> Settings:
    """One reading of settings for the whole of a door's transaction."""
    if "settings" not in session.info:
        session.info["settings"] = Settings(session)
    found: Settings = session.info["settings"]
    return found


@dataclass(frozen=True)
class Stay:
    """A pupil's direction or placement at a setting: `by` a school, or by the authority (None).

    `authorities` are those of the pupil: whose child it is. `protected` where the child is so by
    now, whenever the stay was.
    """

    place: str
    by: str | None
    authorities: frozenset[str]
    since: date
    planned_end: date | None
    until: date | None
    protected: bool = False

    def open_on(self, day: date) -> bool:
        """Whether the pupil is placed there on a day."""
        return self.since <= day and (self.until is None or self.until > day)

    def in_week(self, week: date, today: date) -> bool:
        """Whether it takes a place in the week of a Monday.

        One whose planned end has passed without an end takes it still; one that is yet to end, no
        longer than planned.
        """
        if self.since > week + timedelta(days=4):
            return False
        if self.until is not None:
            return self.until > week
        planned = self.planned_end
        return planned is None or planned < today or planned >= week
