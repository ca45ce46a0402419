"""Finding places and what is known of them on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from movements.la_codes import LA_NAMES
from movements.people_and_places import AP_TYPES, PlaceVersion

MAINTAINED_GROUPS = frozenset({"4"})
MAINTAINED_SPECIAL_TYPES = frozenset({"7", "12"})
ACADEMY_GROUPS = frozenset({"10", "11"})
SPECIAL_TYPES = frozenset({"7", "8", "10", "12", "33", "36", "44"})


class UnknownPlace(Exception):
    """Raised when a URN, UKPRN or place id names no place the register knows."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(
            f"No place '{ref}' is known. Give a URN of a school that has been imported, "
            "ukprn: and eight digits, or the id that 'setting add' printed."
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
        """Alternative provision by establishment type, or a setting that is no school."""
        return self.type_code in AP_TYPES or self.urn is None

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
        meant = col(PlaceVersion.urn) == ref
    return list(session.exec(select(PlaceVersion.place_id).where(meant).distinct()))


# Made once: places are looked up for every movement recorded.
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

    With `known_at` (UTC text), from what was recorded by then.
    """
    query = _VERSIONS if ids is None else _VERSIONS_OF
    if known_at is not None:
        query = query.where(col(PlaceVersion.recorded_at) <= known_at)
    given = {} if ids is None else {"ids": list(ids)}
    facts: dict[str, PlaceFacts] = {}
    for version in session.exec(query, params=given):
        if on is None or version.on <= on or version.place_id not in facts:
            facts[version.place_id] = _facts(version)
    return facts


def _facts(version: PlaceVersion) -> PlaceFacts:
    return PlaceFacts(id=version.place_id, **{name: getattr(version, name) for name in _FACTS})


def authority_name(session: Session, code: str) -> str | None:
    """An authority's name as last told of a place of it, else as published; None when unknown."""
    told = select(PlaceVersion.la_name).where(
        PlaceVersion.la_code == code, col(PlaceVersion.la_name) != ""
    )
    last = session.exec(told.order_by(col(PlaceVersion.number).desc()).limit(1)).first()
    return last or LA_NAMES.get(code)
