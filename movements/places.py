"""Finding places and what is known of them on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from movements.la_codes import LA_NAMES
from movements.people_and_places import AP_TYPES, USED_AS_AP, PlaceVersion

MAINTAINED_GROUPS = frozenset({"4"})
MAINTAINED_SPECIAL_TYPES = frozenset({"7", "12"})
ACADEMY_GROUPS = frozenset({"10", "11"})
SPECIAL_TYPES = frozenset({"7", "8", "10", "12", "33", "36", "44"})


class UnknownPlace(Exception):
    """Raised when a URN, UKPRN or place id names no place the register knows."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(
            f"No place '{ref}' is known. Give its URN, ukprn: and eight digits, "
            "or its id here; on a page, choose it from the list."
        )


@dataclass(frozen=True)
class PlaceFacts:
    """What was known of a place on a day."""

    id: str
    name: str
    urn: str | None = None
    ukprn: str | None = None
    type_code: str | None = None
    type_name: str | None = None
    group_code: str | None = None
    trust_code: str | None = None
    la_code: str | None = None
    la_name: str | None = None
    status: str = "open"
    opened: date | None = None
    closed: date | None = None
    setting_type: str | None = None
    low_age: int | None = None
    high_age: int | None = None
    phase: str | None = None

    @property
    def is_ap_setting(self) -> bool:
        """Alternative provision by establishment type, no school, or told to be used as such."""
        return self.type_code in AP_TYPES or self.urn is None or self.is_used_as_ap

    @property
    def is_used_as_ap(self) -> bool:
        """A school of another type that its authority says is used as alternative provision."""
        return self.setting_type == USED_AS_AP

    @property
    def is_maintained(self) -> bool:
        """A school maintained by its local authority, PRUs included."""
        special = self.type_code in MAINTAINED_SPECIAL_TYPES
        return special or self.group_code in MAINTAINED_GROUPS

    @property
    def is_academy(self) -> bool:
        """An academy or free school, those of alternative provision included."""
        return self.group_code in ACADEMY_GROUPS

    @property
    def is_special(self) -> bool:
        """A special school, maintained, academy or independent."""
        return self.type_code in SPECIAL_TYPES

    @property
    def is_mainstream(self) -> bool:
        """A school that is neither alternative provision nor special."""
        return not self.is_ap_setting and not self.is_special


def find_place(session: Session, ref: str, on: date | None = None) -> PlaceFacts:
    """The place a URN, `ukprn:12345678` or place id names, as it was on a day or is now.

    A place that was joined to another (a conversion learnt of late) is that other, by its id too.
    Raises UnknownPlace. Where several places bear one UKPRN, that too is UnknownPlace.
    """
    ref = ref.strip()
    matches = _ids_matching(session, ref)
    if len(matches) != 1:
        raise UnknownPlace(ref)
    return place_facts(session, matches, on)[matches[0]]


def _ids_matching(session: Session, ref: str) -> list[str]:
    if ref.startswith("s_"):
        meant = col(PlaceVersion.place_id) == ref
    elif ref.lower().startswith("ukprn:"):
        meant = col(PlaceVersion.ukprn) == ref[6:].strip()
    else:
        return list(session.exec(_OF_URN, params={"of": ref}))
    found = session.exec(select(PlaceVersion.place_id).where(meant).distinct()).all()
    return list(dict.fromkeys(_today(session, id_) for id_ in found))


def _today(session: Session, id_: str) -> str:
    """The place that a place is by now: the one that its URN is at."""
    urn = session.exec(_URN_OF, params={"of": id_}).first()
    return next(iter(session.exec(_OF_URN, params={"of": urn}))) if urn else id_


# Made once: places are looked up for every movement recorded.
_NEWEST = col(PlaceVersion.number).desc()
_OF_URN = (
    select(PlaceVersion.place_id)
    .where(col(PlaceVersion.urn) == bindparam("of"))
    .order_by(_NEWEST)
    .limit(1)
)
_URN_OF = (
    select(PlaceVersion.urn)
    .where(col(PlaceVersion.place_id) == bindparam("of"), col(PlaceVersion.urn).is_not(None))
    .order_by(_NEWEST)
    .limit(1)
)
_VERSIONS = select(PlaceVersion).order_by(col(PlaceVersion.on), col(PlaceVersion.number))
_VERSIONS_OF = _VERSIONS.where(col(PlaceVersion.place_id).in_(bindparam("ids", expanding=True)))
_FACTS = tuple(PlaceFacts.__dataclass_fields__.keys() - {"id"})


def place_facts(
    session: Session,
    ids: Iterable[str] | None = None,
    on: date | None = None,
    *,
    known_at: str | None = None,
) -> dict[str, PlaceFacts]:
    """What was known of each place on a day, by place id; of every place when no ids are given.

    Every place leaves out those that were joined to others. With `known_at` (UTC text), from what
    was recorded by then.
    """
    query = _VERSIONS if ids is None else _VERSIONS_OF
    if known_at is not None:
        query = query.where(col(PlaceVersion.recorded_at) <= known_at)
    given = {} if ids is None else {"ids": list(ids)}
    facts: dict[str, PlaceFacts] = {}
    versions = session.exec(query, params=given).all()
    for version in versions:
        if on is None or version.on <= on or version.place_id not in facts:
            facts[version.place_id] = _facts(version)
    gone = _joined_to_others(versions) if ids is None else ()
    return {id_: place for id_, place in facts.items() if id_ not in gone}


def facts_by_day(
    session: Session, place: str, *, known_at: str | None = None
) -> list[tuple[date, PlaceFacts]]:
    """What was known of a place from each day on, in the order of the days."""
    query = _VERSIONS_OF
    if known_at is not None:
        query = query.where(col(PlaceVersion.recorded_at) <= known_at)
    return [(told.on, _facts(told)) for told in session.exec(query, params={"ids": [place]})]


def _joined_to_others(versions: Iterable[PlaceVersion]) -> set[str]:
    """The places whose URNs are at other places by now."""
    at, urns = dict[str, str](), dict[str, str]()
    for version in sorted(versions, key=lambda one: one.number or 0):
        if version.urn:
            at[version.urn], urns[version.place_id] = version.place_id, version.urn
    return {id_ for id_, urn in urns.items() if at[urn] != id_}


def _facts(version: PlaceVersion) -> PlaceFacts:
    return PlaceFacts(id=version.place_id, **{name: getattr(version, name) for name in _FACTS})


def numbers_of(session: Session, place: str) -> set[str]:
    """The numbers a place has or had: its URNs, and its authority's code with its own, 330/4001."""
    versions = list(session.exec(_VERSIONS_OF, params={"ids": [place]}))
    established = {f"{told.la_code}/{told.estab}" for told in versions if told.estab}
    return established | {told.urn for told in versions if told.urn}


def authority_name(session: Session, code: str) -> str | None:
    """An authority's name as last told of a place of it, else as published; None when unknown."""
    told = select(PlaceVersion.la_name).where(
        PlaceVersion.la_code == code, col(PlaceVersion.la_name) != ""
    )
    last = session.exec(told.order_by(col(PlaceVersion.number).desc()).limit(1)).first()
    return last or LA_NAMES.get(code)
