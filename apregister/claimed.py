"""The children whom an authority only claims: in none of its lists but this."""

from sqlmodel import Session

from apregister.sight import is_listed
from movements.actor import Actor
from movements.authority_claims import has_claimed
from movements.left import authority_of, standing_as_left
from movements.record import today
from movements.register import standings
from movements.standing import Standing


def claimed_by(session: Session, by: Actor) -> dict[str, Standing]:
    """The children whom an officer's authority only claims, by id, each as it told of the child."""
    claims = [p for p, one in standings(session, None, today()).items() if _only_claims(one, by)]
    return {p: standing_as_left(session, p, today(), authority_of(by)) for p in claims}


def _only_claims(one: Standing, by: Actor) -> bool:
    return not by.places and has_claimed(one, by) and not is_listed(one, by)
