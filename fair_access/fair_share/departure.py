"""What fair share said of a place on the day it was allocated, kept with the decision."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from fair_access.fair_share.advice import advice
from fair_access.fair_share.child import of_child
from fair_access.fair_share.events import ADMITS
from fair_access.fair_share.held import share_held
from fair_access.fair_share.ledger import FairShare, fair_share
from fair_access.fair_share.rolls import Asked
from fair_access.steps import CaseAllocated, Share
from movements.problems import Refused
from movements.register import last_entry


def said_of(
    session: Session,
    pupil: str,
    authority: str | None,
    step: CaseAllocated,
    today: date,
    ledger: Callable[[Session, str, Asked], FairShare] = fair_share,
) -> Share | None:
    """The order of the place allocated, as its entry keeps it; names no other school.

    Who asks of many places at once hands a `ledger` that remembers the days it was asked for.

    None where no scheme is in force, the place is on no roll, the year group is not held, or the
    school takes no share; and for a protected child, whose place no order may tell of.
    """
    if authority is None or step.movement not in ADMITS:
        return None
    if share_held(session, authority).scheme_on(step.on) is None:
        return None
    asked = Asked(step.on, None, today)
    share = ledger(session, authority, asked)
    try:
        found = advice(share, of_child(session, pupil, share.held, asked))
    except Refused:
        return None
    if found is None or found.child.withheld:
        return None
    place = next((one for one in found.schools if one.place.id == step.to_place), None)
    if place is None:
        return None
    of = sum(one.order is not None for one in found.schools)
    return Share(found.scheme.number, place.order, of, last_entry(session))
