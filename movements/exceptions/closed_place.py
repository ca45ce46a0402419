"""A pupil on the roll of a school that has closed, or placed at a setting that has."""

from collections.abc import Iterator
from datetime import date

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View
from movements.responsible import owner_off_roll


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for place, entry in _where(one):
            facts = view.facts(place)
            closed = facts.closed if facts else None
            if closed and view.calendar(one).count(closed, view.on) > 0:
                yield _found(one, place, closed, entry)


def _where(one: PupilView) -> Iterator[tuple[str, int]]:
    """Where the pupil is held to be, with the entry that says so."""
    for roll in one.standing.main_rolls:
        entered = (t for t in reversed(one.turns) if t.after.roll_at(roll.place) == roll)
        yield roll.place, list(entered)[-1].entry.number
    for placed in one.standing.provision:
        if placed.place:
            yield placed.place, placed.entry


def _found(one: PupilView, place: str, closed: date, entry: int) -> Found:
    return Found(
        pupil=one.pupil,
        since=closed,
        owner=owner_off_roll(one) if one.standing.roll_at(place) else one.authority,
        places=(place,),
        facts={"place": place, "closed": closed},
        entries=(entry,),
    )


CLOSED_PLACE = LedgerException(
    id="closed_place",
    title="At a school or setting that has closed",
    question="A school day has passed since the school or setting closed, and the pupil is still "
    "held to be there. Where is the child educated?",
    owner="authority",
    next_step="Find where the child is educated; record the next roll, or the end of the placement",
    basis=Basis("ours", "A place that has closed answers for nobody"),
    find=_find,
)
