"""The AP directory: settings with what is told of them and their places, as an actor may see it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from apregister.auth.permissions import may
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.places import PlaceFacts, place_facts
from movements.record_place import is_commissioner
from movements.setting_standing import AREAS, SettingConcern, SettingStanding, State
from movements.settings_read import Stay, all_settings, settings_of
from movements.stays import stays

WEEKS_BEFORE, WEEKS_AFTER = 2, 10
STATES: dict[State, str] = {
    "in_date": "In date in every area",
    "expired": "Expired in some area",
    "none": "Not seen in some area",
}
NO_SCHOOL = "Not a school"


@dataclass(frozen=True)
class Week:
    """Places of one week: commissioned where that is told, and taken by pupils placed there."""

    monday: date
    commissioned: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """Places left; None where nobody told how many are commissioned."""
        return None if self.commissioned is None else self.commissioned - self.taken

    def as_dict(self) -> dict[str, object]:
        """The week as the API and --json show it."""
        return {
            "week": self.monday.isoformat(),
            "commissioned": self.commissioned,
            "taken": self.taken,
            "free": self.free,
        }


@dataclass(frozen=True)
class Filters:
    """What is asked of the directory; empty asks nothing."""

    authority: str = ""
    age: int | None = None
    tier: str = ""
    sort: str = ""
    need: str = ""
    free: str = ""
    evidence: str = ""
    cost: int | None = None
    """Pence a week, at most."""
    order: str = ""
    """By name, unless it is "cost": what costs least first, and last what nobody told."""


@dataclass(frozen=True)
class Listing:
    """One setting of the directory on a day, with the pupils' stays there."""

    place: PlaceFacts
    standing: SettingStanding
    on: date
    stays: tuple[Stay, ...] = field(default=())

    @property
    def offer(self) -> Any | None:
        """What it offers on the day."""
        return self.standing.until(self.on).offer

    @property
    def cost(self) -> int | None:
        """Pence a week for one full-time place, where that is told."""
        cost: int | None = self.offer.cost_per_week if self.offer else None
        return cost

    @property
    def sort(self) -> str:
        """What sort of place it is, in words."""
        if self.place.setting_type and not self.place.urn:
            return CODE_SETS["SETTING_TYPES"].label(self.place.setting_type)
        return self.place.type_name or ("School" if self.place.urn else NO_SCHOOL)

    @property
    def evidence(self) -> State:
        """The worst of the four areas."""
        return self.standing.state(self.on)

    @property
    def areas(self) -> dict[str, State]:
        """Each area of the national standards and how it stands."""
        return {area: self.standing.area(area, self.on) for area in AREAS}

    def week(self, monday: date) -> Week:
        """The places of the week of a Monday."""
        taken = sum(stay.in_week(monday, self.on) for stay in self.stays)
        return Week(monday, self.standing.commissioned(monday), taken)

    def weeks(self) -> list[Week]:
        """The weeks about the day, the first one first."""
        now = monday_of(self.on)
        span = range(-WEEKS_BEFORE, WEEKS_AFTER + 1)
        return [self.week(now + timedelta(weeks=n)) for n in span]

    def as_dict(self) -> dict[str, Any]:
        """The setting as the API and --json show it: never a pupil, nor a concern."""
        offer = self.offer
        return {
            "place": self.place.id,
            "name": self.place.name,
            "urn": self.place.urn,
            "ukprn": self.place.ukprn,
            "authority": self.place.la_code,
            "type": self.sort,
            "status": self.place.status,
            "offer": offer.model_dump(mode="json") if offer else None,
            "evidence": self.evidence,
            "areas": self.areas,
            "places": self.week(monday_of(self.on)).as_dict(),
        }


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def directory(
    session: Session, by: Actor, on: date, asked: Filters | None = None, *, keeper: bool = False
) -> list[Listing]:
    """The settings an actor may see, by name or by cost, that fit what is asked.

    Those of one's own authority, those where one has or had a pupil, and those one has visited; a
    keeper sees every one. An authority's protected children show it none: a list is not to tell
    where such a child is.
    """
    facts = place_facts(session)
    told, held = all_settings(session), _by_place(stays(session))
    own = authorities_of(by, facts)
    every = (
        Listing(place, told.get(place.id, SettingStanding()), on, tuple(held.get(place.id, ())))
        for place in facts.values()
        if place.is_ap_setting
    )
    found = (one for one in every if keeper or _is_shown(one, by, own))
    wanted = asked or Filters()
    fitting = [one for one in found if fits(one, wanted)]
    return sorted(fitting, key=_by_cost if wanted.order == "cost" else _by_name)


def _by_name(one: Listing) -> tuple[bool, str]:
    return one.place.status == "closed", one.place.name


def _by_cost(one: Listing) -> tuple[bool, bool, int, str]:
    closed, name = _by_name(one)
    return closed, one.cost is None, one.cost or 0, name


def listing_of(session: Session, place: str, by: Actor, on: date) -> Listing | None:
    """One setting, if the actor may see it."""
    facts = place_facts(session, {place, *by.places})
    found = facts.get(place)
    if found is None or not found.is_ap_setting:
        return None
    one = Listing(found, settings_of(session).of(place), on, tuple(stays(session, [place])))
    return one if _is_shown(one, by, authorities_of(by, facts)) else None


def authorities_of(by: Actor, facts: Mapping[str, PlaceFacts]) -> frozenset[str]:
    """The authorities an actor belongs to: one's own, or those of one's places."""
    theirs = {facts[place].la_code for place in by.places if place in facts}
    return frozenset(code for code in (by.authority, *theirs) if code)


def _is_shown(one: Listing, by: Actor, own: Collection[str]) -> bool:
    if one.place.id in by.places or one.place.la_code in own:
        return True
    if is_commissioner(_counted(one.stays, by), by):
        return True
    return any(told.organisation in {by.organisation, *by.places} for told in one.standing.told)


def _counted(of_setting: Iterable[Stay], by: Actor) -> list[Stay]:
    """The stays by which an actor may know a setting: protected children's by who placed them."""
    return [stay for stay in of_setting if by.places or not stay.protected]


def _by_place(found: Iterable[Stay]) -> dict[str, list[Stay]]:
    held: dict[str, list[Stay]] = {}
    for stay in found:
        held.setdefault(stay.place, []).append(stay)
    return held


def fits(one: Listing, asked: Filters) -> bool:
    """Whether a setting is what is asked for; one without an offer fits no question about it."""
    if asked.authority and one.place.la_code != asked.authority:
        return False
    if (asked.sort and one.sort != asked.sort) or asked.evidence not in ("", one.evidence):
        return False
    dear = asked.cost is not None and (one.cost is None or one.cost > asked.cost)
    return not dear and _offer_fits(one.offer, asked) and _has_free(one, asked.free)


def _offer_fits(offer: Any | None, asked: Filters) -> bool:
    if asked.age is None and not (asked.tier or asked.need):
        return True
    if offer is None:
        return False
    age = asked.age is None or offer.low_age <= asked.age <= offer.high_age
    tier = not asked.tier or asked.tier in offer.tiers
    return age and tier and (not asked.need or asked.need in (offer.needs or "").split(", "))


def _has_free(one: Listing, week: str) -> bool:
    if not week:
        return True
    free = one.week(monday_of(date.fromisoformat(week))).free
    return free is not None and free > 0


def concerns_seen(one: Listing, by: Actor) -> tuple[SettingConcern, ...]:
    """The concerns an actor may read: of those with a child there now every one, else one's own.

    The setting's own authority reads them all, and so does its auditor; the setting none.
    """
    everyone = one.standing.until(one.on).concerns
    return tuple(c for c in everyone if reads_concern(one, c.organisation, by))


def reads_concern(one: Listing, organisation: str, by: Actor) -> bool:
    """Whether an actor may read what an organisation said in a concern about a setting."""
    if one.place.id in by.places or not may(by.role, "see_pupil"):
        return False
    here = [stay for stay in _counted(one.stays, by) if stay.open_on(one.on)]
    every = is_commissioner(here, by) or _oversees(one, here, by)
    return every or organisation in {by.organisation, *by.places}


def _oversees(one: Listing, here: Iterable[Stay], by: Actor) -> bool:
    """Whether the actor is of the setting's own authority, or of one with a child there."""
    theirs = {code for stay in here for code in stay.authorities}
    return (
        not by.places and by.authority is not None and by.authority in {one.place.la_code, *theirs}
    )


def with_concerns(session: Session, by: Actor, on: date) -> list[tuple[Listing, SettingConcern]]:
    """Every open concern that an actor is to know of today, the most serious first."""
    told = all_settings(session)
    worrying = {place: one.until(on) for place, one in told.items() if one.until(on).open_concerns}
    if not worrying:
        return []
    facts, held = place_facts(session, worrying), _by_place(stays(session, worrying))
    listings = (
        Listing(facts[place], standing, on, tuple(held.get(place, ())))
        for place, standing in worrying.items()
    )
    found = [(one, c) for one in listings for c in concerns_seen(one, by) if c.closed is None]
    levels = CODE_SETS["CONCERN_LEVELS"]
    return sorted(found, key=lambda pair: (-levels.rank(pair[1].level), pair[1].on))
