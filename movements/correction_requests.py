"""Corrections that one organisation asks for and another approves or rejects.

An approval records the correction in the same transaction, for the place that told the entry;
the answer names that correction, and the correction names the request.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from movements.actor import Actor
from movements.entry import Entry
from movements.kind import Kind, Placed
from movements.kinds import KINDS, fill_in
from movements.kinds.correction_answered import CorrectionAnswered
from movements.kinds.correction_requested import CorrectionRequested
from movements.left import is_left, known_to
from movements.places import find_place
from movements.problems import Problem, Refused
from movements.proposed import PROPOSED, of_proposed
from movements.record import Recorded, Told, record, today, with_places, within_scope
from movements.register import entries, fold, movement_of, standing_of
from movements.scope import may_see
from movements.standing import Episode
from movements.superseded import superseded
from movements.written import written

REQUEST = CorrectionRequested.id
_AUTHORITIES = frozenset({"home_la", "to_authority"})
REASON = "asked_for"
"""The reason of a correction that was asked for: the request says more."""


@dataclass(frozen=True)
class Awaiting:
    """A correction asked for that waits for an answer: the request and the entry it is about."""

    pupil: str
    episode: Episode
    entry: Entry
    request: Entry


def request_correction(session: Session, movement: CorrectionRequested, told: Told) -> Recorded:
    """Record the request, with no answer but those that the entry should say otherwise.

    Raises Refused, and says no more, of an entry the sender cannot see.
    """
    of_one, _, current, *_ = within_scope(session, movement, told)
    target = next((e for e in of_one if e.number == movement.entry), None)
    if target is None or target.kind not in KINDS or not _sees(of_one, target, told):
        words = "This pupil has no movement of that number that you can see."
        raise Refused([Problem("entry", "no_such_entry", words)])
    if target.number in superseded(of_one):
        words = "That entry has been corrected or withdrawn already."
        raise Refused([Problem("entry", "already_corrected", words)])
    withheld = _withheld(target, told) if current.protected else frozenset[str]()
    return record(session, _differing(session, movement, target, told, withheld), told)


def answer_correction(session: Session, movement: CorrectionAnswered, told: Told) -> Recorded:
    """Record the answer, and with an approval the correction. Raises Refused where either fails."""
    of_one, standing, *_ = within_scope(session, movement, told)
    episode = movement.meant(standing, told.place.id if told.place else None)
    if episode is None:
        return record(session, movement, told)
    target = next(e for e in of_one if e.number == episode.movement.entry)
    if not _answers_for(target, told):
        words = "Only who recorded the entry, or the authority, answers for it."
        raise Refused([Problem("episode", "not_yours_to_answer", words)])
    if movement.answer == "approved" and episode.ended is None:
        _correct(session, episode, target, told)
    return record(session, movement, told)


ACTS: dict[str, Callable[[Session, Any, Told], Recorded]] = {
    REQUEST: request_correction,
    CorrectionAnswered.id: answer_correction,
}
"""Kinds that do more than append themselves, and what they do."""


def _sees(of_one: Sequence[Entry], target: Entry, told: Told) -> bool:
    sight = may_see(standing_of(of_one, today()), told.by)
    return sight == "all" or (sight == "own" and target.place_id in told.by.places)


def _answers_for(target: Entry, told: Told) -> bool:
    place = told.place.id if told.place else None
    return told.by.role == "la_officer" or (place is not None and target.place_id == place)


def _differing(
    session: Session,
    movement: CorrectionRequested,
    target: Entry,
    told: Told,
    withheld: frozenset[str],
) -> CorrectionRequested:
    """The request with only what differs from the entry, as it would be kept.

    Whether what is `withheld` differs is not said. Raises Refused, of the answer proposed, where
    the entry could not say that.
    """
    if movement.proposed is None:
        return movement
    try:
        wanted, _ = with_places(session, _corrected(movement, target), told)
    except Refused as refused:
        raise Refused([of_proposed(one) for one in refused.problems]) from refused
    said, held = _answers(wanted), _held(target)
    differ = {
        name: said.get(name)
        for name in movement.proposed
        if name in withheld or said.get(name) != held.get(name)
    }
    if not differ:
        words = (
            "The entry says all of this already. Change what is wrong, or ask for the entry to be "
            "withdrawn."
        )
        raise Refused([Problem(PROPOSED, "nothing_changed", words)])
    return movement.model_copy(update={PROPOSED: differ})


def _withheld(target: Entry, told: Told) -> frozenset[str]:
    """The answers of a protected child's entry that may say where the child is.

    Asking for one place after another would else tell a school which of them the entry names.
    """
    if not told.by.places:
        return frozenset()
    return _AUTHORITIES | written(target.kind) | {*KINDS[target.kind].marked(Placed)}


def _corrected(movement: CorrectionRequested, target: Entry) -> Kind:
    """The entry as it should be. Raises Refused where it could not say that."""
    if not movement.proposed:
        return fill_in("withdrawn", {"on": target.on, "because": movement.because})
    return fill_in(target.kind, _held(target) | movement.proposed)


def _held(target: Entry) -> dict[str, Any]:
    """What the entry says; nothing once it has been redacted."""
    movement = movement_of(target)
    return _answers(movement) if movement else {}


def _answers(movement: Kind) -> dict[str, Any]:
    return {
        **movement.details(),
        "on": movement.on.isoformat(),
        "session": movement.session,
    }


def _correct(session: Session, episode: Episode, target: Entry, told: Told) -> Recorded:
    place = find_place(session, target.place_id) if target.place_id else None
    return record(
        session,
        _corrected(episode.movement, target),
        replace(
            told,
            place=place,
            ref=f"request {episode.entry}",
            corrects=target.number,
            reason=REASON,
        ),
    )


def awaiting(session: Session, pupils: Sequence[str], by: Actor) -> Iterator[Awaiting]:
    """Requests about some pupils' entries that wait for this actor's answer."""
    for pupil in pupils:
        of_one = entries(session, [pupil])
        if is_left(of_one, by, today()):
            of_one = known_to(of_one, by.places)
        folded = list(fold(of_one))
        if not folded:
            continue
        numbers = {entry.number: entry for entry in of_one}
        for episode in folded[-1][3].open_episodes(REQUEST):
            target = numbers[episode.movement.entry]
            if by.role == "la_officer" or target.place_id in by.places:
                yield Awaiting(pupil, episode, target, numbers[episode.entry])
