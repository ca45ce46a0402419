"""The list of a session as one actor sees it: its own children, and whom to call about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import Shown, protected_today
from apregister.told import PlaceShown
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.exception import owner_role
from movements.expected_now import Whose
from movements.left import gone_from
from movements.morning import STATES, Morning, MorningLine, SettingSent, last_school_day, morning
from movements.place_kinds.setting_contact import SettingContact
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.record import now, today
from movements.register import LONDON, standings
from movements.school_days import calendars
from movements.settings_read import Settings

WORDS = {"AM": "morning", "PM": "afternoon"}
WHY = {
    "main_roll": "On its roll",
    "subsidiary": "On its roll as the second school",
    "placement": "Placed",
    "direction": "Directed",
    "phased_return": "Phased return",
}
NO_CONTACT = "nobody has told whom to call"


class ContactShown(BaseModel):
    """Whom to call at a setting."""

    contact: str
    telephone: str | None
    email: str | None
    words: str

    @classmethod
    def of(cls, told: SettingContact | None) -> "ContactShown | None":
        """What a setting's contact says, if one is told."""
        if told is None:
            return None
        return cls(
            contact=told.contact, telephone=told.telephone, email=told.email, words=told.words
        )


class SettingShown(BaseModel):
    """What a setting has sent: `sent` is all, part, nothing, or closed on a day that is none."""

    place: str | None
    name: str
    expected: int
    marked: int
    sent: str


class MorningShown(BaseModel):
    """A page of the list. `waiting`: children for whom the time of the list has not come."""

    on: date
    session: str
    at: str
    synthetic: bool
    expected: int
    waiting: int
    total: int
    items: list[dict[str, Any]]
    settings: list[SettingShown]


@dataclass(frozen=True)
class ThisMorning:
    """The list at a time, and the places and contacts to tell it with.

    `asked` is the day asked for, where the list is of the last school day before it.
    """

    by: Actor
    at: time
    asked: date
    synthetic: bool
    found: Morning
    lines: tuple[MorningLine, ...]
    places: Mapping[str, PlaceFacts]
    contacts: Mapping[str, SettingContact]
    hidden: frozenset[str] = frozenset()

    def shown(self, line: MorningLine) -> Shown:
        """How the places of a line may be named."""
        protected = line.spell.protected or line.pupil in self.hidden
        return Shown(self.by, self.places, withheld=protected)

    def setting(self, line: MorningLine) -> str:
        """The setting's name; its type where no more is known of it."""
        if line.place is None:
            code = line.spell.place.partition(" ")[0]
            return f"{CODE_SETS['SETTING_TYPES'].label(code)}, not named"
        return self.shown(line).name(line.place)

    def contact(self, line: MorningLine) -> SettingContact | None:
        """Whom to call, where it is told and the place is not withheld."""
        if line.place is None or self.shown(line).hides(line.place):
            return None
        return self.contacts.get(line.place)

    def lacks_contact(self, line: MorningLine) -> bool:
        """Whether nobody has told whom to call at a place that is named."""
        named = line.place is not None and not self.shown(line).hides(line.place)
        return named and line.place not in self.contacts

    def owner(self, line: MorningLine) -> str:
        """Who is to see to it, in words."""
        owner = line.owner
        if owner is None:
            return "nobody yet"
        if self.shown(line).hides(owner):
            return "withheld"
        return f"authority {owner[3:]}" if owner.startswith("la:") else self.shown(line).name(owner)

    def elsewhere(self, line: MorningLine) -> list[tuple[str, str]]:
        """The main school's mark of the session, by its name."""
        return [(self.shown(line).name(place), mark) for place, mark in line.elsewhere]

    def told(self, limit: int | None = None, after: int = 0) -> MorningShown:
        """The list as JSON, or so many of its lines after so many."""
        lines = self.lines[after : None if limit is None else after + limit]
        return MorningShown(
            on=self.found.on,
            session=self.found.session,
            at=f"{self.at:%H:%M}",
            synthetic=self.synthetic,
            expected=self.found.expected,
            waiting=self.found.waiting(self.at),
            total=len(self.lines),
            items=[self._item(line) for line in lines],
            settings=self.settings(),
        )

    def settings(self) -> list[SettingShown]:
        """What each setting has sent, those that have sent least first."""
        told = (one for one in self.found.settings if one.place in self.places)
        found = [_setting(one, self.places[one.place]) for one in told]
        order = ("nothing", "part", "all", "closed")
        return sorted(found, key=lambda one: (order.index(one.sent), one.name))

    def _item(self, line: MorningLine) -> dict[str, Any]:
        shown, spell = self.shown(line), line.spell
        hidden = line.owner is None or shown.hides(line.owner)
        beside = [(place, mark) for place, mark in line.elsewhere if not shown.hides(place)]
        contact = ContactShown.of(self.contact(line))
        return {
            "pupil": line.pupil,
            "state": line.state,
            "title": STATES[line.state],
            "mark": line.mark,
            "place": PlaceShown(
                id=shown.place(line.place) if line.place else None, name=self.setting(line)
            ).model_dump(),
            "why": spell.why,
            "since": date.fromordinal(spell.since // 2).isoformat(),
            "entry": spell.entry,
            "owner": None if hidden else line.owner,
            "owner_role": None if hidden else owner_role(line.owner),
            "contact": contact.model_dump() if contact else None,
            "asks": line.asks,
            "elsewhere": [{"place": place, "mark": mark} for place, mark in beside],
            "listed_from": f"{line.listed_from:%H:%M}",
        }


def _setting(one: SettingSent, place: PlaceFacts) -> SettingShown:
    sent = "nothing" if not one.marked else "part" if one.marked < one.expected else "all"
    return SettingShown(
        place=one.place,
        name=place.name,
        expected=one.expected,
        marked=one.marked,
        sent=sent if one.in_session else "closed",
    )


def whose_of(by: Actor) -> Whose:
    """Whose children an actor sees on the list: those of its places, or of its authority."""
    if by.places or by.authority is None:
        return Whose(by.places)
    return Whose(authority=by.authority)


def this_morning(
    session: Session,
    by: Actor,
    *,
    whose: Whose | None = None,
    on: date | None = None,
    at: time | None = None,
    half: str = "AM",
) -> ThisMorning:
    """The list that an actor sees, of the last school day by a day (today), at a time (now).

    Of the morning, or of the afternoon (`half` PM).

    `whose` only for who keeps the register's file: the command line. Until the time of the
    authority's list has come, a child without a mark is counted as waiting and not listed. Raises
    Refused for a day that has not come.
    """
    asked = on or today()
    if asked > today():
        raise Refused([Problem("on", "future", f"{asked:%-d %B %Y} has not come yet.")])
    about = whose or whose_of(by)
    calendar = calendars(session)
    day = last_school_day(calendar, _calendars_of(about), asked)
    time_of = at or (_now() if day == today() else time.max)
    found = morning(session, day, whose=about, half=half)
    lines = [one for one in found.lines if one.state != "no_mark" or one.listed_from <= time_of]
    lines = _as_known(session, lines, by)
    places = place_facts(session, _named(found, lines), day)
    settings = Settings(session)
    contacts = {
        place: contact
        for place in {line.place for line in lines if line.place}
        if (contact := settings.of(place).until(asked).contact)
    }
    hidden = protected_today(session, {line.pupil for line in lines})
    invented = holds_synthetic(session)
    told = ThisMorning(by, time_of, asked, invented, found, (), places, contacts, hidden)
    ordered = tuple(sorted(lines, key=lambda line: _order(told, line)))
    return replace(told, lines=ordered)


def _as_known(session: Session, lines: list[MorningLine], by: Actor) -> list[MorningLine]:
    """Without what a place may not know of a child: where else it is, or is marked."""
    now = standings(session, {line.pupil for line in lines}, today()) if by.places else {}
    left = gone_from(session, now, by, today())
    return [
        line._replace(elsewhere=()) if line.pupil in left else line
        for line in lines
        if line.pupil not in left or line.place in by.places
    ]


def _order(told: ThisMorning, line: MorningLine) -> tuple[object, ...]:
    return [*STATES].index(line.state), told.owner(line), told.setting(line), line.pupil


def _now() -> time:
    return now().astimezone(LONDON).time()


def _calendars_of(whose: Whose) -> list[str]:
    if whose.places:
        return sorted(whose.places)
    return [f"la:{whose.authority or ''}"]


def _named(found: Morning, lines: Iterable[MorningLine]) -> set[str]:
    named = {one.place for one in found.settings}
    for line in lines:
        named |= {line.spell.place, line.owner or "", *(place for place, _ in line.elsewhere)}
    return {place for place in named if place.startswith("s_")}
