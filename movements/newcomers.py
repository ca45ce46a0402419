"""A child who has no UPN, told of for the first time: by name and date of birth.

From then on the child is named by the id that is answered, until a UPN is told (`upn_changed`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col

from movements.actor import Actor
from movements.basis import Basis
from movements.claiming import may_tell_first
from movements.entry import ENTRIES, Entry, EntryRow, canonical, read_entries
from movements.kind import Kind
from movements.kinds import DOOR_KINDS, fill_in
from movements.places import PlaceFacts
from movements.problems import Concern, Problem, Refused
from movements.record import Recorded
from movements.register import REFERENCE

NEW = "new"
"""The answer `pupil` of a child without a UPN of whom nothing has been told."""
NAMES = ("forename", "surname", "dob")
DETAILS = "pupil_details"
FIRST_KINDS = tuple(kind.id for kind in DOOR_KINDS.values() if kind.may_be_first)
_MISSING = {
    "forename": "Enter the forename: a child without a UPN is known by name and date of birth.",
    "surname": "Enter the surname: a child without a UPN is known by name and date of birth.",
    "dob": "Enter the date of birth: a child without a UPN is known by name and date of birth.",
}
_HOW = Basis("ours", "A child without a UPN is named by the register's own id until it has one")


def parted(kind: str, own: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The kind's own answers, and those that say who the child is, with the day of both."""
    who = {name: own[name] for name in (*NAMES, "on", "session") if name in own}
    if kind == DETAILS:
        return dict(own), dict(own)
    return {name: value for name, value in own.items() if name not in NAMES}, who


def described(who: Mapping[str, Any]) -> tuple[Kind | None, list[Problem]]:
    """The details by which the child is known, or what is missing or wrong with them."""
    missing = [
        Problem(name, "missing", words)
        for name, words in _MISSING.items()
        if not str(who.get(name) or "").strip()
    ]
    try:
        return (None if missing else fill_in(DETAILS, who)), missing
    except Refused as refused:
        return None, [*missing, *refused.problems]


def refuse_newcomer(movement: Kind, place: PlaceFacts | None, by: Actor) -> None:
    """Raises Refused where this is not how a child without a UPN is told of first, or by whom."""
    if not may_tell_first(movement, place, by):
        words = (
            "Only an officer of an authority, who names no school, tells first of a child without "
            f"a UPN, and by one of {', '.join(FIRST_KINDS)}. Else give the pupil's UPN or id here."
        )
        raise Refused([Problem("pupil", "not_new", words)])


def told_before(session: Session, details: Kind, ref: str | None, by: Actor) -> str | None:
    """The child whom the same row made when it was sent before; None for a child not told of yet.

    By the sender's own reference, with the same name or date of birth; without one, by all that
    it says. Two children are never taken for one by their names alone.
    """
    held = ENTRIES.where(
        col(EntryRow.kind) == DETAILS,
        col(EntryRow.organisation) == by.organisation,
        col(EntryRow.place_id).is_(None),
    ).order_by(col(EntryRow.number))
    if ref is None:
        told = canonical(details.details())
        held = held.where(col(EntryRow.on) == details.on, col(EntryRow.details) == told)
        return next((one.pupil_id for one in read_entries(session, held)), None)
    named = canonical({REFERENCE: ref})[1:-1]
    held = held.where(col(EntryRow.details).contains(named, autoescape=True))
    return next((one.pupil_id for one in read_entries(session, held) if _is(one, details)), None)


def _is(entry: Entry, details: Kind) -> bool:
    """Whether an entry is of a child of the same name, or the same date of birth."""
    held, told = entry.answers(), details.details()
    names = [str(one.get(n, "")).casefold() for one in (held, told) for n in NAMES[:2]]
    return names[:2] == names[2:] or held.get("dob") == told.get("dob")


def known_as(done: Recorded, more: Recorded | None) -> Recorded:
    """What was recorded, with the id by which the child is named from now on."""
    words = (
        f"The child has no UPN: name the child as {done.pupil} (answer pupil) until it has one, "
        "and then tell it as upn_changed."
    )
    also = more.concerns if more else ()
    known = Concern("known_as", words, _HOW, level="note")
    return replace(done, concerns=tuple(dict.fromkeys((*done.concerns, *also, known))))
