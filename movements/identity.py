"""Who a child is: another UPN for the same child, and two records found to be one child's."""

from datetime import date

from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.identifiers import clean_upn, is_temporary_upn
from movements.kind import Kind
from movements.linked import LINKED, OTHER, links
from movements.people_and_places import Pupil, PupilIdentifier
from movements.problems import Problem, Refused
from movements.register import entries, standing_of
from movements.scope import NOT_YOURS, may_record

UPN_CHANGED = "upn_changed"
_BORNE = (
    "This UPN cannot be given to this pupil. Check it; if it is right ask the authority, which "
    "can link two records of one child."
)


def with_record(session: Session, movement: Kind, pupil: str) -> Kind:
    """The movement with the other record it names as an id. Raises Refused where there is none."""
    if movement.id != LINKED:
        return movement
    told = str(movement.value(OTHER))
    others = [one for one in _bearing(session, told) if one != pupil]
    if len(others) != 1:
        raise Refused([_no_other()])
    return movement.model_copy(update={OTHER: others[0]})


def _no_other() -> Problem:
    return Problem(OTHER, "no_other_record", f"{NOT_YOURS} It must be a record other than this.")


def _bearing(session: Session, told: str) -> set[str]:
    """The records that a pupil's id or a UPN means, as stored."""
    if told.startswith("p_"):
        return set(session.exec(select(Pupil.id).where(col(Pupil.id) == told)))
    query = select(PupilIdentifier.pupil_id).where(col(PupilIdentifier.value) == clean_upn(told))
    return set(session.exec(query))


def refuse_identity(session: Session, movement: Kind, pupil: str, by: Actor) -> None:
    """Raises Refused for a UPN that is borne already, and for a record that may not be linked."""
    if movement.id == UPN_CHANGED:
        borne = _bearing(session, movement.value("new_upn"))
        if pupil in borne:
            words = "The pupil bears this UPN already."
            raise Refused([Problem("new_upn", "same_upn", words)])
        if borne:
            raise Refused([Problem("new_upn", "not_free", _BORNE)])
    if movement.id == LINKED:
        _refuse_link(session, movement, pupil, by)


def _refuse_link(session: Session, movement: Kind, pupil: str, by: Actor) -> None:
    other = str(movement.value(OTHER))
    if other in links(session).records(pupil):
        words = "The two records are linked already."
        raise Refused([Problem(OTHER, "already_linked", words)])
    held = entries(session, [other])
    then, now = standing_of(held, movement.on, movement.session), standing_of(held, date.max)
    if not may_record(movement.id, then, now, None, by):
        raise Refused([_no_other()])


def bear(session: Session, movement: Kind, pupil: str, told_at: str) -> None:
    """From its day on the pupil is found by a new UPN as well; the old one stays findable."""
    if movement.id != UPN_CHANGED:
        return
    upn = clean_upn(movement.value("new_upn"))
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
