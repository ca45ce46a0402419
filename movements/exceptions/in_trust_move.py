"""A pupil moved within one trust, from a mainstream school to an AP setting or a special school."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View
from movements.places import PlaceFacts


class _Move(NamedTuple):
    school: PlaceFacts
    setting: PlaceFacts
    on: date
    entry: int


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for move in (*_by_roll(one, view), *_by_placement(one, view)):
            if _within_trust(move.school, move.setting):
                yield _found(one, move)


def _within_trust(school: PlaceFacts, setting: PlaceFacts) -> bool:
    one_trust = school.trust_code is not None and school.trust_code == setting.trust_code
    return one_trust and school.is_mainstream and not setting.is_mainstream


def _by_placement(one: PupilView, view: View) -> Iterator[_Move]:
    """The placements and directions open now."""
    for placed in one.standing.provision:
        school, setting = view.facts(placed.by), view.facts(placed.place)
        if school and setting:
            yield _Move(school, setting, placed.since, placed.entry)


def _by_roll(one: PupilView, view: View) -> Iterator[_Move]:
    """The main roll of now, and the school whose main roll the pupil was on before it."""
    roll = one.standing.main_roll
    setting = view.facts(roll.place) if roll else None
    if roll is None or setting is None or setting.is_mainstream:
        return
    before = (turn.before.main_roll for turn in reversed(one.turns))
    left = next((held for held in before if held and held.place != roll.place), None)
    school = view.facts(left.place) if left else None
    if school:
        turn = one.turn_since(lambda standing: standing.main_roll and standing.main_roll.place)
        yield _Move(school, setting, turn.entry.on, turn.entry.number)


def _found(one: PupilView, move: _Move) -> Found:
    return Found(
        pupil=one.pupil,
        since=move.on,
        owner=one.authority,
        places=(move.school.id, move.setting.id),
        facts={"from": move.school.id, "to": move.setting.id, "on": move.on},
        entries=(move.entry,),
    )


IN_TRUST_MOVE = LedgerException(
    id="in_trust_move",
    title="Moved within one trust to AP or a special school",
    question="The school and the setting belong to one trust. Did each decide for itself, did the "
    "parents agree, and was the authority told?",
    owner="authority",
    next_step="Ask who decided at each of the two and what the parents said, and record it",
    basis=Basis(
        "guidance",
        "Arranging alternative provision: the same duties hold within a trust as between trusts",
        confirmed=False,
    ),
    find=_find,
)
