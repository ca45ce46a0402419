"""The places that somebody speaks for, by an account or by a key."""

from sqlmodel import Session, col, select

from apregister.auth.keys import ApiKey
from apregister.auth.people import AccountPlace


def places_spoken_for(session: Session) -> set[str]:
    """The ids of these places, those of closed accounts and revoked keys among them."""
    keys = session.exec(select(ApiKey.place_id).where(col(ApiKey.place_id).is_not(None)))
    return {*session.exec(select(AccountPlace.place_id)), *filter(None, keys)}
