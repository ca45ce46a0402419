"""Who a child is: another UPN for the same child, and two records found to be one child's."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.bearers import NEW, UPN_CHANGED, bearers, identifiers_of, taken_back
from movements.identifiers import clean_upn, is_temporary_upn
from movements.kind import Kind
from movements.linked import LINKED, NAMING, links
from movements.people_and_places import Pupil, PupilIdentifier
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.register import entries, standing_of
from movements.scope import NOT_YOURS, may_record, not_yours

_BORNE = (
    "Another pupil of yours bears this UPN. Check it; if both are one child ask the authority, "
    "which can link the two records."
)

TO_A_FIRST = frozenset({"permanent", "first"})
"""The reasons of a change to a UPN in the place of a temporary one, or of none."""
_CURRENT = frozenset({"upn", "upn_temp"})
_PERMANENT_HELD = (
    "The pupil's UPN is a permanent one already, and a pupil keeps it. Say that it was wrong "
    "(corrected), or that the pupil has another for safety or after adoption (adopted)."
)


@dataclass(frozen=True)
class Asking:
    """For whom, by whom and for which place an identity is told, and instead of which entry."""

    pupil: str
    by: Actor
    place: PlaceFacts | None
    corrects: int | None


def with_record(session: Session, movement: Kind, pupil: str) -> Kind:
    """The movement with the other record it names as an id. Raises Refused where there is none."""
    name = NAMING.get(movement.id)
    if name is None:
        return movement
    told = str(movement.value(name))
    others = [one for one in _bearing(session, told) if one != pupil]
    if len(others) != 1:
        raise Refused([_no_other(name)])
    return movement.model_copy(update={name: others[0]})


def _no_other(name: str) -> Problem:
    return Problem(name, "no_other_record", f"{NOT_YOURS} It must be a record other than this.")


def _bearing(session: Session, told: str) -> set[str]:
    """The records that a pupil's id or a UPN means, as stored."""
    if told.startswith("p_"):
        return set(session.exec(select(Pupil.id).where(col(Pupil.id) == told)))
    return bearers(session, [told]).get(clean_upn(told), set())


def refuse_identity(session: Session, movement: Kind, asked: Asking) -> None:
    """Raises Refused for a UPN that is borne already, and for a record that may not be named."""
    if movement.id == UPN_CHANGED:
        _refuse_borne(session, movement, asked)
    if movement.id in NAMING:
        _refuse_other(session, movement, asked.pupil, asked.by)


def _refuse_borne(session: Session, movement: Kind, asked: Asking) -> None:
    """Who may not record for the other pupil is told no more than of one nobody knows."""
    upn = clean_upn(movement.value(NEW))
    borne = bearers(session, [upn], without=asked.corrects).get(upn, set())
    if borne & links(session).records(asked.pupil):
        raise Refused([Problem(NEW, "same_upn", "The pupil bears this UPN already.")])
    if not borne:
        _refuse_second_permanent(session, movement, asked)
        return
    if all(_is_in_scope(session, movement, one, asked.place, asked.by) for one in borne):
        raise Refused([Problem(NEW, "not_free", _BORNE)])
    raise Refused([replace(not_yours(asked.by), field=NEW)])


def _refuse_second_permanent(session: Session, movement: Kind, asked: Asking) -> None:
    """A pupil keeps one permanent UPN: only a temporary one, or none, is replaced by it."""
    if movement.value("why") not in TO_A_FIRST:
        return
    held = identifiers_of(session, links(session).records(asked.pupil))
    gone = taken_back(session, held, asked.corrects)
    upns = [one for one in held if one.scheme in _CURRENT and one.number not in gone]
    if upns and max(upns, key=lambda one: (one.on, one.number or 0)).scheme == "upn":
        raise Refused([Problem("why", "held_permanent", _PERMANENT_HELD)])


def _is_in_scope(
    session: Session, movement: Kind, pupil: str, place: PlaceFacts | None, by: Actor
) -> bool:
    held = entries(session, [pupil])
    then, now = standing_of(held, movement.on, movement.session), standing_of(held, date.max)
    return may_record(movement.id, then, now, place, by)


def _refuse_other(session: Session, movement: Kind, pupil: str, by: Actor) -> None:
    name = NAMING[movement.id]
    other = str(movement.value(name))
    if other in links(session).records(pupil):
        first = "" if movement.id == LINKED else " Withdraw the entry that linked them first."
        words = f"The two records are linked already.{first}"
        raise Refused([Problem(name, "already_linked", words)])
    if not _is_in_scope(session, movement, other, None, by):
        raise Refused([_no_other(name)])


def bear(session: Session, movement: Kind, pupil: str, told_at: str) -> None:
    """From its day on the pupil is found by a new UPN as well; the old one stays findable.

    Until the entry is corrected or withdrawn: see `taken_back`.
    """
    if movement.id != UPN_CHANGED:
        return
    upn = clean_upn(movement.value(NEW))
    session.add(
        PupilIdentifier(
            pupil_id=pupil,
            scheme="upn_temp" if is_temporary_upn(upn) else "upn",
            value=upn,
            on=movement.on,
            recorded_at=told_at,
        )
    )
    session.flush()
