"""Which places are no school: a child on the roll of such places alone is on no school's."""

from datetime import date

from sqlmodel import Session, col, or_, select

from movements.people_and_places import ONLINE_PROVIDER, PlaceVersion
from movements.placement_law import is_no_school
from movements.places import place_facts


def no_schools(session: Session, on: date, known_at: str | None = None) -> frozenset[str]:
    """The ids of the places that were no school on a day, as known at a moment (UTC text)."""
    online = col(PlaceVersion.type_code) == ONLINE_PROVIDER
    may_be = select(PlaceVersion.place_id).where(or_(col(PlaceVersion.urn).is_(None), online))
    facts = place_facts(session, session.exec(may_be.distinct()), on, known_at=known_at)
    return frozenset(id_ for id_, place in facts.items() if is_no_school(place, None))
