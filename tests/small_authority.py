"""What the small worlds of the API and of the pages share: places, and what is told of pupils."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from apregister.db import Engines, reading
from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.identifiers import check_letter
from movements.people_and_places import Place, PlaceVersion
from movements.places import find_place
from movements.register import find_pupil
from movements.take_in import take_in

PlaceRow = tuple[str, str, str, str, str]
"""URN, name, establishment type, group, authority."""
Told = tuple[str, str, str, dict[str, str]]
"""Kind, UPN, URN of the place that tells it, answers."""
_FAMILY = {"parent", "second_parent", "pupil"}
_CARERS = {"social_worker", "virtual_school"}
WHO_TELLS = {
    "sender": {"sending_school"} | _FAMILY | _CARERS,
    "receiver": {"receiving_school"},
    "authority": {"sending_school", "receiving_school", "authority"} | _FAMILY | _CARERS,
}
"""Whose answers to a proposed move count when told by its sender, its receiver, the authority."""


def upn(number: int) -> str:
    """A UPN of the invented authority 001."""
    rest = f"001{number:09d}"
    return check_letter(rest) + rest


def place_id(urn: str) -> str:
    """The id of a place of these worlds."""
    return f"s_00{urn}"


@dataclass
class Held:
    """The register under test."""

    engines: Engines

    def pupil(self, pupil_upn: str) -> str:
        """The id of a pupil."""
        with reading(self.engines.register) as session:
            found = find_pupil(session, pupil_upn)
        assert found is not None
        return found

    def entries(self, kind: str | None = None) -> list[Entry]:
        """Every entry held, or those of a kind, in order."""
        with reading(self.engines.register) as session:
            held = list(read_entries(session, ENTRIES.order_by(EntryRow.number)))  # type: ignore[arg-type]
            return [entry for entry in held if kind in (None, entry.kind)]


def tell(
    session: Session, places: Iterable[PlaceRow], history: Iterable[Told], recorded_at: str
) -> None:
    """Put places into an empty register, and tell it what befell the pupils."""
    for place in places:
        _add_place(session, *place, recorded_at)
    for kind, who, urn, answers in history:
        _move(session, kind, who, urn, answers)


def _add_place(
    session: Session, urn: str, name: str, type_code: str, group: str, authority: str, told: str
) -> None:
    session.add(Place(id=place_id(urn), created_at=told))
    session.flush()
    version = PlaceVersion(
        place_id=place_id(urn),
        urn=urn,
        name=name,
        type_code=type_code,
        group_code=group,
        la_code=authority,
        on=date(2000, 1, 1),
        recorded_at=told,
        source="test",
    )
    session.add(version)
    session.flush()


def _move(session: Session, kind: str, who: str, urn: str, answers: dict[str, str]) -> None:
    place = find_place(session, urn)
    by = Actor(f"office of {urn}", "school", frozenset({place.id}))
    take_in(session, kind, {"upn": who, **answers}, place=place, by=by, source="csv")
