"""Termly totals against marks, as one actor sees the differences: questions for a school."""

from datetime import date

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from movements.actor import Actor
from movements.places import PlaceFacts
from movements.reconcile import Difference, differences
from movements.record import today
from movements.register import standings
from movements.scope import may_see
from movements.signed_off import SignOff, State, sign_offs
from movements.standing import Standing

SIGNED: dict[State, str] = {
    "signed": "signed off",
    "stale": "to sign off again: sent since",
    "unsigned": "not signed off",
}
"""How a sign-off stands, in words."""


class DifferenceShown(BaseModel):
    """A count of one pupil's term in which the totals returned and the marks sent differ.

    `what`: possible, authorised, unauthorised, the code of a mark, or no_marks. `submission` is the
    entry that told the total.
    """

    pupil: str
    first: date
    last: date
    what: str
    told: int
    held: int
    submission: int
    question: str

    @classmethod
    def of(cls, one: Difference) -> "DifferenceShown":
        """A difference with its question in words."""
        return cls(
            pupil=one.pupil_id,
            first=one.term.first,
            last=one.term.last,
            what=one.what,
            told=one.told,
            held=one.held,
            submission=one.submission,
            question=one.question(),
        )


class SignedShown(BaseModel):
    """Whether a person of the place has signed off the result: signed, stale or unsigned.

    Stale once totals, or marks of their terms, were sent after it. `upto` is the last submission
    that counts now: send it with a sign-off. `left` counts what differed when it was signed.
    """

    state: State
    upto: int
    entry: int | None
    signed_by: str | None
    signed_at: str | None
    files: list[dict[str, str | int]]
    questions: int | None
    left: dict[str, int]
    why: str

    @classmethod
    def of(cls, one: SignOff) -> "SignedShown":
        """A sign-off, or that there is none."""
        return cls(
            state=one.state,
            upto=one.compared.upto,
            entry=one.entry.number if one.entry else None,
            signed_by=one.entry.recorded_by if one.entry else None,
            signed_at=one.entry.recorded_at if one.entry else None,
            files=one.told.get("files", []),
            questions=one.told.get("questions"),
            left=one.told.get("left", {}),
            why=one.told.get("why", ""),
        )


class ReconcileShown(BaseModel):
    """The differences of one place. `withheld`: how many more are of pupils whom this actor is not
    told of: protected children, but to the place itself, and those who have left its scope.
    `signed` is null where the place has returned no totals.
    """

    on: date
    synthetic: bool
    place: str
    place_name: str
    total: int
    withheld: int
    signed: SignedShown | None
    items: list[DifferenceShown]


def reconciled(
    session: Session, place: PlaceFacts, by: Actor, *, keeper: bool = False
) -> ReconcileShown:
    """What a place's totals and marks differ in, to the place itself of every pupil it told of.

    Anybody else is told only of pupils in its scope today, and of no protected child: the list
    would say where they are. `keeper`: of every one, for who keeps the register's file, but for
    protected children.
    """
    found = differences(session, [place.id])
    if place.id in by.places:
        shown = found
    else:
        held = standings(session, {one.pupil_id for one in found}, today())
        told = {pupil for pupil, one in held.items() if _is_told(one, by, keeper=keeper)}
        shown = [one for one in found if one.pupil_id in told]
    signed = sign_offs(session, [place.id]).get(place.id)
    return ReconcileShown(
        on=today(),
        synthetic=holds_synthetic(session),
        place=place.id,
        place_name=place.name,
        total=len(shown),
        withheld=len(found) - len(shown),
        signed=SignedShown.of(signed) if signed else None,
        items=[DifferenceShown.of(one) for one in shown],
    )


def _is_told(standing: Standing, by: Actor, *, keeper: bool) -> bool:
    return not standing.protected and (keeper or may_see(standing, by) == "all")
