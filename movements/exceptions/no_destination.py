"""A pupil removed from roll with no destination registered since."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.codes_outcomes import NOWHERE
from movements.exception import Found, LedgerException, PupilView, Turn, View
from movements.home_educated import home_educated
from movements.responsible import anew_since
from movements.school_age import asked_between
from movements.standing import Removal, Standing

WITHIN = "destination_days"
"""The local rule: school days after the removal within which the next place is to be known."""
AT_HOME = frozenset({"e", "f"})
"""Grounds by which the school has said where the child is: without a notice, no_roll asks still."""
FOUND = frozenset({"destination", "cme_traced", "elective_home_education"})
"""Kinds that say where a child is who is on no roll."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        if not one.standing.removals or one.standing.main_rolls or one.standing.provision:
            continue
        removal = one.standing.removals[-1]
        if removal.ground in AT_HOME or _settled(one.standing):
            continue
        turn = _turn_of(one, removal)
        if turn is None or _gone_on(one, removal):
            continue
        (allowed,) = view.local.of(turn.entry.authority, WITHIN, removal.on).values
        yield _found(one, removal, turn, view.days.of(removal.place).add(removal.on, allowed))


def _settled(standing: Standing) -> bool:
    """Whether nobody owes the child a school at any age: educated at home, or gone for good."""
    return standing.left_education or home_educated(standing)


def _turn_of(one: PupilView, removal: Removal) -> Turn | None:
    """The entry by which the name was deleted."""
    return next((turn for turn in reversed(one.turns) if removal in turn.after.removals[-1:]), None)


def _gone_on(one: PupilView, removal: Removal) -> bool:
    since = (t.movement for t in one.turns if t.movement.id in FOUND and t.entry.on >= removal.on)
    return any(
        told.id != "destination" or told.value("destination") not in NOWHERE for told in since
    )


def _found(one: PupilView, removal: Removal, turn: Turn, last_allowed: date) -> Found:
    of_age, past = asked_between(one.standing.details)
    return Found(
        pupil=one.pupil,
        since=removal.on,
        owner=removal.place,
        places=(removal.place,),
        facts={
            "from": removal.place,
            "on": removal.on,
            "ground": removal.ground,
            "to": removal.to_place,
        }
        | anew_since(one.standing, removal.on),
        entries=(turn.entry.number,),
        begins=max(of_age, last_allowed + timedelta(days=1)),
        ends=past,
    )


NO_DESTINATION = LedgerException(
    id="no_destination",
    title="Removed from roll, and next place not known",
    question="The days allowed since the name was deleted (ten school days unless set locally) "
    "have passed, and no school has entered the child. Where did the child go?",
    owner="school",
    next_step="The school that removed the name says where the child went; the authority is told",
    basis=Basis("ours", "A child removed from roll is seen at the next place within days"),
    find=_find,
)
