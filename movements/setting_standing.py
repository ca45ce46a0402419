"""What the entries about a setting come to on a day: offer, evidence, actions, concerns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

State = Literal["in_date", "expired", "none"]
AREAS = ("safeguarding", "health_safety", "admissions", "quality")
ACTIONS = (1, 2, 3)


@dataclass(frozen=True)
class ToldOfPlace:
    """An entry about a setting that counts: its number, whose it is, and what it says."""

    entry: int
    organisation: str
    movement: Any

    @property
    def on(self) -> date:
        """The day it took effect."""
        day: date = self.movement.on
        return day


@dataclass(frozen=True)
class Evidence:
    """A document seen, in one area of the national standards, with its last day if it has one."""

    entry: int
    area: str
    document: str
    named: str | None
    seen_on: date
    expires_on: date | None

    def expired(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < on


@dataclass(frozen=True)
class Action:
    """Something a visit asked of the setting, with the day it was due and the day it was done."""

    visit: int
    number: int
    what: str
    due: date
    done: date | None

    def overdue(self, on: date) -> bool:
        """Whether it was not done and its day has passed."""
        return self.done is None and self.due < on


@dataclass(frozen=True)
class SettingConcern:
    """A concern somebody raised about a setting, and the day it was closed."""

    entry: int
    organisation: str
    on: date
    level: str
    what: str
    closed: date | None
    because: str | None


@dataclass(frozen=True)
class SettingStanding:
    """Everything told of one setting up to a day, in the order it took effect."""

    told: tuple[ToldOfPlace, ...] = ()

    def until(self, on: date) -> "SettingStanding":
        """What was so by the end of a day."""
        return SettingStanding(tuple(one for one in self.told if one.on <= on))

    def of(self, kind: str) -> tuple[ToldOfPlace, ...]:
        """What was told under one kind."""
        return tuple(one for one in self.told if one.movement.id == kind)

    def entry(self, number: int, kind: str) -> ToldOfPlace | None:
        """The entry of that number, if it is of that kind and counts."""
        return next((one for one in self.of(kind) if one.entry == number), None)

    @property
    def offer(self) -> Any | None:
        """The offer told last."""
        offers = self.of("setting_offer")
        return offers[-1].movement if offers else None

    @property
    def contact(self) -> Any | None:
        """Whom to call, as told last."""
        contacts = self.of("setting_contact")
        return contacts[-1].movement if contacts else None

    def commissioned(self, week: date) -> int | None:
        """Places commissioned in the week of a Monday; None where nothing is said of it."""
        for told in reversed(self.of("setting_offer")):
            offer = told.movement
            if offer.places is not None and offer.covers(week):
                places: int = offer.places
                return places
        return None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The document seen last of each sort, in the order of the areas."""
        last: dict[tuple[str, str, str], Evidence] = {}
        for one in self.of("setting_evidence"):
            said = one.movement
            last[said.sort] = Evidence(
                one.entry, said.area, said.document, said.named, said.on, said.expires_on
            )
        return tuple(sorted(last.values(), key=lambda e: (AREAS.index(e.area), e.document)))

    def expired(self, on: date) -> tuple[Evidence, ...]:
        """The evidence whose last day has passed by a day."""
        return tuple(e for e in self.until(on).evidence if e.expired(on))

    def area(self, area: str, on: date) -> State:
        """Whether an area has evidence, and all of it in date."""
        held = [e for e in self.until(on).evidence if e.area == area]
        if not held:
            return "none"
        return "expired" if any(e.expired(on) for e in held) else "in_date"

    def state(self, on: date) -> State:
        """The worst of the areas: expired, then none, then in date."""
        states = {self.area(area, on) for area in AREAS}
        if "expired" in states:
            return "expired"
        return "none" if "none" in states else "in_date"

    @property
    def actions(self) -> tuple[Action, ...]:
        """What visits asked for, the soonest due first."""
        done = {(d.movement.visit, d.movement.action): d.on for d in self.of("setting_action_done")}
        found = (action for visit in self.of("setting_visit") for action in _asked(visit, done))
        return tuple(sorted(found, key=lambda action: (action.due, action.visit, action.number)))

    @property
    def concerns(self) -> tuple[SettingConcern, ...]:
        """Every concern, the open ones among them not closed."""
        closed = {c.movement.concern: c.movement for c in self.of("setting_concern_closed")}
        return tuple(_concern(one, closed.get(one.entry)) for one in self.of("setting_concern"))

    @property
    def open_concerns(self) -> tuple[SettingConcern, ...]:
        """The concerns that nobody has closed."""
        return tuple(one for one in self.concerns if one.closed is None)


def _asked(visit: ToldOfPlace, done: dict[tuple[int, int], date]) -> Iterator[Action]:
    for number in ACTIONS:
        what = getattr(visit.movement, f"action{number}")
        due = getattr(visit.movement, f"action{number}_due")
        if what:
            yield Action(visit.entry, number, what, due, done.get((visit.entry, number)))


def _concern(one: ToldOfPlace, closing: Any | None) -> SettingConcern:
    said = one.movement
    return SettingConcern(
        one.entry,
        one.organisation,
        one.on,
        said.level,
        said.what,
        closing.on if closing else None,
        closing.because if closing else None,
    )
