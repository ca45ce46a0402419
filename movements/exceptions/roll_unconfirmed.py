"""A protected or missing child whom a place entered unasked."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.unconfirmed import UNCONFIRMED


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for mark in one.standing.unconfirmed:
            if roll := one.standing.roll_at(mark.place):
                yield Found(
                    pupil=one.pupil,
                    since=roll.since,
                    owner=f"la:{mark.authority}" if mark.authority else mark.place,
                    places=(mark.place,),
                    facts={"entry": mark.told},
                    entries=(roll.told,),
                )


ROLL_UNCONFIRMED = LedgerException(
    id=UNCONFIRMED,
    title="On a roll, not confirmed",
    question="A school entered a protected or missing child whom nobody had said to be coming. "
    "Is it the child?",
    owner="authority",
    next_step="Ask the school how it knows the child. Answer that it is the child, and the school "
    "sees what was told before; if it is not, withdraw the school's entry",
    basis=Basis("ours", "Nobody learns of a protected or missing child by entering a UPN"),
    find=_find,
    owner_alone=True,
)
