"""What is asked and owed about the pupils an actor sees.

About a protected child who has left, a place is told nothing of what came after.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlmodel import Session

from movements.actor import Actor
from movements.due import due
from movements.due_item import DueItem
from movements.exception import LedgerException, View
from movements.ledger import EVERY, OutOfSight, ledger, ledger_as_left, longest
from movements.left import gone_from
from movements.record import today
from movements.spells import OutOfSightSpell, spells
from movements.standing import Standing
from movements.sweep import view_as_left, views_of

Pupils = Mapping[str, Standing]


def few(seen: Mapping[str, Standing], by: Actor) -> list[str] | None:
    """The pupils to ask for; None (every pupil) where they are too many to name in a query."""
    return list(seen) if by.places else None


class _Whose(NamedTuple):
    """The pupils to ask for (None: every one), and those who have left and are protected."""

    asked: list[str] | None
    left: frozenset[str]


def _whose(session: Session, seen: Pupils, by: Actor) -> _Whose:
    left = gone_from(session, seen, by, today())
    asked = few(seen, by)
    return _Whose(None if asked is None else [p for p in asked if p not in left], left)


def clocks_about(session: Session, on: date, seen: Pupils, by: Actor) -> list[DueItem]:
    """The clocks running and missed on a day of the pupils whom an actor sees, or of more."""
    whose = _whose(session, seen, by)
    found = due(session, on, pupil_ids=whose.asked)
    if whose.left:
        found += due(session, on, pupil_ids=whose.left, left=by.places)
        found.sort(key=lambda item: (item.due, item.entry))
    return found


def questions_about(
    session: Session,
    on: date,
    seen: Pupils,
    by: Actor,
    *,
    answered: bool,
    as_known_on: date | None = None,
    among: Collection[LedgerException] = EVERY,
) -> list[OutOfSight]:
    """The questions of the ledger on a day about the pupils whom an actor sees, or more."""
    whose = _whose(session, seen, by)
    ask = partial(ledger, as_known_on=as_known_on, answered=answered, among=among)
    ask_left = partial(ledger_as_left, as_known_on=as_known_on, answered=answered, among=among)
    found = ask(session, on, pupil_ids=whose.asked)
    for pupil in whose.left:
        found += ask_left(session, pupil, on, by.places)
    return sorted(found, key=longest)


def spells_about(
    session: Session, first: date, last: date, seen: Pupils, by: Actor
) -> list[OutOfSightSpell]:
    """The spells out of sight in a range of the pupils whom an actor sees, or of more."""
    whose = _whose(session, seen, by)
    found = spells(session, first, last, pupil_ids=whose.asked)
    if whose.left:
        found += spells(session, first, last, pupil_ids=whose.left, left=by.places)
    return found


def views_about(session: Session, on: date, seen: Pupils, by: Actor) -> Iterator[View]:
    """The pupils whom an actor sees, or more, as they stand at the end of a day, in parts."""
    whose = _whose(session, seen, by)
    yield from views_of(session, on, pupil_ids=whose.asked)
    yield from (view_as_left(session, pupil, on, by.places) for pupil in whose.left)
