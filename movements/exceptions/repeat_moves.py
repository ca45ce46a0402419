"""A pupil sent from place to place: three changes or more within a year."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, Turn, View
from movements.joining import starts_there
from movements.places import PlaceFacts
from movements.standing import MAIN_STATUSES, Standing

MOVES = 3
AWAY = frozenset({"ap_placement", "off_site_direction"})
RETURNS = frozenset({"placement_end", "reintegration"})
YEAR = timedelta(days=365)


class Change(NamedTuple):
    """An arrival at another school or placement."""

    on: date
    place: str
    entry: int


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        if len(one.turns) <= MOVES:
            continue
        last = list(_changes(view, one))[-MOVES:]
        if len(last) == MOVES and last[-1].on - last[0].on < YEAR and view.on - last[-1].on < YEAR:
            yield _found(one, last)


def _changes(view: View, one: PupilView) -> Iterator[Change]:
    """Each arrival elsewhere than where the pupil last arrived; the first of all is none."""
    at: str | None = None
    for turn, then in _with_days_end(one.turns):
        if turn.movement.id in RETURNS and turn.after.main_roll:
            at = turn.after.main_roll.place
        place = _arrives_at(turn, then)
        if place is None or place == at:
            continue
        if at is not None and not _is_transition(turn, then, view.facts(place)):
            yield Change(turn.entry.on, place, turn.entry.number)
        at = place


def _with_days_end(turns: Sequence[Turn]) -> Iterator[tuple[Turn, Standing]]:
    """Each turn with the standing at the end of its day."""
    ends = {turn.entry.on: turn.after for turn in turns}
    return ((turn, ends[turn.entry.on]) for turn in turns)


def _arrives_at(turn: Turn, then: Standing) -> str | None:
    """Where a movement takes the pupil; a placement beside another is a part of the same week."""
    movement, entry = turn.movement, turn.entry
    if movement.id in AWAY:
        beside = [p for p in then.provision if not p.opened_by(entry.number)]
        return None if beside else movement.value("place") or f"#{entry.number}"
    if movement.id == "on_roll" and movement.value("enrol_status") in MAIN_STATUSES:
        return entry.place_id
    return None


def _is_transition(turn: Turn, then: Standing, school: PlaceFacts | None) -> bool:
    """Whether a pupil starts at the school with its youngest year, as a school year begins."""
    on = turn.entry.on
    if turn.movement.id != "on_roll" or (on.month, on.day) < (8, 15) or on.month > 9:
        return False
    return starts_there(on.year, then.details, school)


def _found(one: PupilView, last: Sequence[Change]) -> Found:
    places = (change.place for change in last if not change.place.startswith("#"))
    return Found(
        pupil=one.pupil,
        since=last[-1].on,
        owner=one.authority,
        places=tuple(dict.fromkeys(places)),
        facts={"changes": [(change.on, change.place) for change in last]},
        entries=tuple(change.entry for change in reversed(last)),
    )


REPEAT_MOVES = LedgerException(
    id="repeat_moves",
    title="Moved again and again",
    question=f"{MOVES} changes of school or placement within twelve months. What does the child "
    "need to settle?",
    owner="authority",
    next_step="Review the child's needs with the school before another move",
    basis=Basis("ours", "Three changes within twelve months, not counting ordinary transitions"),
    find=_find,
)
