"""Saying it again, saying it otherwise, and taking it back: a movement against what is held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from movements.basis import Basis
from movements.codes import CODE_SETS
from movements.entry import Entry, canonical
from movements.kind import Kind
from movements.kinds import KINDS
from movements.problems import Concern, Problem
from movements.register import REFERENCE, standing_of
from movements.standing import Standing
from movements.superseded import superseded
from movements.unconfirmed import UNCONFIRMED

SAID_AGAIN = Basis("ours", "What is sent again is held once; what was withdrawn stays withdrawn")


@dataclass(frozen=True)
class Sent:
    """What is asked of one pupil's entries: by which place, instead of which entry, and why.

    `any_place` is true of whoever may correct the entries of every place: the authority, a panel.
    """

    place: str | None
    corrects: int | None = None
    reason: str | None = None
    any_place: bool = False


def judged_against(of_one: Sequence[Entry], movement: Kind, corrects: int | None) -> list[Entry]:
    """The entries a movement is judged against: all, less those it stands in for.

    A correction stands in for the whole line of corrections before it; a withdrawal only takes
    the one away, and what that had corrected holds again.
    """
    if corrects is None:
        return list(of_one)
    gone = set() if movement.id == "withdrawn" else set(superseded(of_one))
    return [entry for entry in of_one if entry.number not in gone | {corrects}]


def held_already(of_one: Sequence[Entry], movement: Kind, sent: Sent) -> Entry | None:
    """The entry that says the same: kind, day, session, place and details; one in force first."""
    wanted = canonical(movement.details())
    gone = superseded(of_one)
    same = [e for e in of_one if e.details is not None and _same_event(e, movement, sent.place)]
    found = [e for e in same if e.corrects == sent.corrects and _told(e) == wanted]
    return min(found, key=lambda e: e.number in gone, default=None)


def _told(entry: Entry) -> str:
    answers = entry.answers()
    answers.pop(REFERENCE, None)
    return canonical(answers)


def no_longer_so(of_one: Sequence[Entry], held: Entry) -> Iterator[Concern]:
    """That what was sent again has been corrected or withdrawn since, and how to bring it back."""
    by = superseded(of_one).get(held.number)
    later = next((e for e in of_one if e.number == by), None)
    if later is None:
        return
    if later.kind == "withdrawn":
        words = (
            f"Entry {held.number} says this and was withdrawn by entry {by}: it does not count. "
            f"If it did happen, withdraw entry {by}."
        )
    else:
        words = f"Entry {held.number} says this and was corrected by entry {by}, which counts."
    yield Concern("no_longer_so", words, SAID_AGAIN, level="note")


def is_own(of_one: Sequence[Entry], sent: Sent) -> bool:
    """Whether the place that sends told the entry it would correct."""
    numbers = {e.number for e in of_one if sent.place and e.place_id == sent.place}
    return sent.corrects in numbers


def correction_problems(
    movement: Kind, sent: Sent, of_one: Sequence[Entry], today: date
) -> Iterator[Problem]:
    """Why an entry cannot be corrected or withdrawn so."""
    if sent.corrects is None:
        if movement.id == "withdrawn":
            yield Problem("corrects", "missing", "Give the number of the entry to withdraw.")
        return
    yield from _target_problems(movement, sent, of_one)
    wrong = CODE_SETS["CORRECTION_REASONS"].problem(sent.reason or "", today)
    if wrong:
        yield Problem("correction_reason", "missing" if not sent.reason else "unknown_code", wrong)


def _target_problems(movement: Kind, sent: Sent, of_one: Sequence[Entry]) -> Iterator[Problem]:
    target = next((e for e in of_one if e.number == sent.corrects), None)
    if target is None or not (sent.any_place or is_own(of_one, sent)):
        words = "This pupil has no entry of that number that you can correct."
        yield Problem("corrects", "no_such_entry", words)
    elif target.kind not in KINDS or target.kind == UNCONFIRMED:
        words = f"Entry {target.number} is no movement: it stands."
        yield Problem("corrects", "not_a_movement", words)
    elif movement.id not in {target.kind, "withdrawn"}:
        words = f"Entry {target.number} is of kind {target.kind}: withdraw it and record anew."
        yield Problem("corrects", "other_kind", words)
    elif target.number in superseded(of_one):
        words = "That entry has been corrected or withdrawn already."
        yield Problem("corrects", "already_corrected", words)


def returns_a_pupil(
    movement: Kind, sent: Sent, of_one: Sequence[Entry], without: Standing, today: date
) -> Iterator[Problem]:
    """Why the end of a pupil's time here cannot be taken back: another school has them since.

    Else a former school could make the pupil its own again, and see where the child is; that of a
    protected child is told nothing of others. `without` is the standing today as if the entry to
    be corrected had never been.
    """
    place = sent.place
    if sent.corrects is None or sent.any_place or place is None:
        return
    now = standing_of(of_one, today)
    still_ended = movement.id != "withdrawn" and movement.on <= today
    left = max((spell.until for spell in now.former if spell.place == place), default=None)
    since = any(left and roll.since >= left for roll in now.main_rolls)
    back = _is_at(without, place) and not _is_at(now, place)
    if back and (since or without.protected) and not still_ended:
        words = (
            "This would make a pupil who has left yours again, who may be another school's since. "
            "Ask the authority, which can correct the entry."
        )
        yield Problem("corrects", "moved_on", words)


def _is_at(standing: Standing, place: str) -> bool:
    return bool(standing.roll_at(place) or standing.provision_at(place))


def differs_from_held(movement: Kind, sent: Sent, of_one: Sequence[Entry]) -> Iterator[Problem]:
    """The same event with other details is a correction, and must say so."""
    gone = superseded(of_one)
    for entry in of_one:
        if entry.number in gone or entry.details is None:
            continue
        if _same_event(entry, movement, sent.place) and _same_identity(entry, movement):
            yield Problem(
                "corrects",
                "differs",
                f"Entry {entry.number} already says this with other details. To change it, send "
                f"this again with corrects={entry.number} and a correction_reason.",
            )


def _same_event(entry: Entry, movement: Kind, place: str | None) -> bool:
    event = (entry.kind, entry.on, entry.session, entry.place_id)
    return event == (movement.id, movement.on, movement.session, place)


def _same_identity(entry: Entry, movement: Kind) -> bool:
    answers, wanted = entry.answers(), movement.details()
    return all(answers.get(name) == wanted.get(name) for name in movement.identity)
