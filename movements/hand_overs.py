"""Who may answer the hand-over of a child: the authority asked, or the sender in its stead."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.entry import EntryRow
from movements.kind import Kind
from movements.kinds.hand_over_answer import HandOverAnswer
from movements.la_codes import LA_NAMES
from movements.problems import Problem, Refused
from movements.scope import not_yours
from movements.standing import Episode, Standing

HAND_OVER_ANSWER = HandOverAnswer.id
OFFICERS = "officers"
"""Where a session holds, as `HasOfficers`, which authorities' officers have a way in."""
HasOfficers = Callable[[Session, str], bool]


def refuse_answer(session: Session, movement: Kind, then: Standing, by: Actor) -> None:
    """Raises Refused where the officer may not give this answer to a hand-over.

    The authority asked answers for itself. The sender tells what it was answered only while the
    other does not use this register, and has not answered here: else a sender could end its own
    duty by its own word.
    """
    assert isinstance(movement, HandOverAnswer)
    meant = movement.meant(then, None)
    concerned = [meant] if meant else [e for e in then.episodes if e.kind == "hand_over"]
    if by.role != "la_officer" or not any(by.authority in _sides(e) for e in concerned):
        raise Refused([not_yours(by)])
    if meant is not None:
        problem = _wrong_hands(session, movement, meant, by)
        if problem:
            raise Refused([problem])


def _sides(episode: Episode) -> tuple[str | None, str]:
    return episode.authority, episode.movement.to_authority


def _wrong_hands(
    session: Session, movement: HandOverAnswer, asked: Episode, by: Actor
) -> Problem | None:
    to = asked.movement.to_authority
    if by.authority == to:
        words = "This is your authority's own answer: leave out who said it and how."
        return Problem("said_by", "own_answer", words) if movement.second_hand else None
    name = f"{LA_NAMES[to]} ({to})"
    itself = any(not step.movement.second_hand for step in asked.steps)
    if itself or uses_the_register(session, to):
        words = f"{name} uses this register and answers for itself. Until it does, ask it again."
        return Problem("answer", "answers_itself", words)
    if not movement.second_hand:
        words = f"{name} does not use this register. Say who answered there, and how."
        return Problem("said_by", "missing", words)
    return None


def uses_the_register(session: Session, authority: str) -> bool:
    """Whether an authority's officers can answer here: they have a way in, or have told of pupils.

    Its schools may send files while it does not: they answer nothing for it.
    """
    has_officers: HasOfficers | None = session.info.get(OFFICERS)
    if has_officers is not None and has_officers(session, authority):
        return True
    theirs = select(EntryRow.number).where(col(EntryRow.organisation) == f"la:{authority}")
    return session.exec(theirs.limit(1)).first() is not None
