"""A pupil on the roll of a school that has closed, or placed at a setting that has."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View
from movements.responsible import anew_since, owner_off_roll


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for where in _where(one):
            facts = view.facts(where.place)
            closed = facts.closed if facts else None
            if closed and view.calendar(one).count(closed, view.on) > 0:
                yield _found(one, where, closed)


class _Held(NamedTuple):
    """A place where a pupil is held to be, since when, and the entry that says so."""

    place: str
    since: date
    entry: int


def _where(one: PupilView) -> Iterator[_Held]:
    for roll in one.standing.rolls:
        entered = (t for t in reversed(one.turns) if t.after.roll_at(roll.place) == roll)
        yield _Held(roll.place, roll.since, list(entered)[-1].entry.number)
    for placed in one.standing.provision:
        if placed.place:
            yield _Held(placed.place, placed.since, placed.entry)


def _found(one: PupilView, where: _Held, closed: date) -> Found:
    """Whose main roll is at a closed school is out of sight, and asked of as one on no roll."""
    facts = {"place": where.place, "closed": closed, "since": where.since}
    on_roll = any(roll.place == where.place for roll in one.standing.main_rolls)
    return Found(
        pupil=one.pupil,
        since=closed,
        owner=owner_off_roll(one) if on_roll else one.authority,
        places=(where.place,),
        facts=facts | anew_since(one.standing, closed) if on_roll else facts,
        entries=(where.entry,),
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
    lapses=True,
)
