"""The one way in: record() judges a movement on its own day and appends one entry.

append() is the only insert into the table of entries; numbers are given under the head's lock.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlmodel import Session

from movements.actor import Actor
from movements.append_only import Tree, leaf_hash
from movements.codes import CODE_SETS
from movements.entry import HEADER, Entry, TreeHead, canonical, header_of
from movements.kind import Before, Kind, Placed
from movements.kinds import KINDS
from movements.places import PlaceFacts, UnknownPlace, find_place, place_facts
from movements.problems import Concern, Problem, Refused
from movements.register import (
    LONDON,
    REFERENCE,
    before_of,
    entries,
    stamp,
    standing_of,
    superseded,
)
from movements.school_days import Calendars, calendars
from movements.scope import claims_another, may_record, not_yours
from movements.standing import Standing

Source = Literal["csv", "api", "form", "roll", "panel"]

_STOPPED: dict[str, datetime | None] = {"at": None}


def now() -> datetime:
    """The register's clock, in UTC. Stopped at a chosen moment only for a demonstration."""
    return _STOPPED["at"] or datetime.now(UTC)


def today() -> date:
    """The day it is in England."""
    return now().astimezone(LONDON).date()


def stop_clock_at(moment: datetime | None) -> None:
    """Stop the register's clock at a moment (for a demonstration), or let it run again."""
    _STOPPED["at"] = moment


@dataclass(frozen=True)
class Recorded:
    """What became of a movement sent in."""

    entry: int
    result: Literal["accepted", "already_held"]
    pupil: str
    concerns: tuple[Concern, ...] = ()


@dataclass(frozen=True)
class Told:
    """Everything about a movement but what happened: for whom, where, by whom, instead of what."""

    pupil: str
    place: PlaceFacts | None
    by: Actor
    source: Source
    ref: str | None = None
    corrects: int | None = None
    reason: str | None = None
    case: str | None = None
    submission: str | None = None

    @property
    def authority(self) -> str | None:
        """The authority the entry belongs to: that of the place, else that of who acts."""
        return self.place.la_code if self.place and self.place.la_code else self.by.authority


def record(session: Session, movement: Kind, told: Told) -> Recorded:
    """Append one movement of one pupil, or find that it is held already.

    Judged against the pupil's standing on the movement's own day. Raises Refused with every
    problem found; a pupil outside the sender's scope is refused in the words used for a pupil
    nobody knows.
    """
    of_one = entries(session, [told.pupil])
    movement, places = _with_places(session, movement, told)
    days = _calendars(session)
    rest = [e for e in of_one if e.number != told.corrects]
    standing = standing_of(rest, movement.on, movement.session)
    _check_scope(movement, standing, standing_of(rest, today()), told, of_one)
    if _is_claim(movement, standing, standing_of(rest, today()), told):
        movement = KINDS["roll_claim"].model_validate(movement.model_dump())
    places |= _facts_of_rolls(session, standing, movement.on)
    before = before_of(_id(told.place), told.authority, standing, places, days)
    held = _held(of_one, movement, told)
    if held is not None:
        return Recorded(held.number, "already_held", told.pupil, tuple(movement.concerns(before)))
    _check_truth(movement, before, told, of_one)
    entry = append(
        session,
        kind=movement.id,
        on=movement.on,
        half=movement.session,
        by=told.by,
        source=told.source,
        details=movement.details() | ({REFERENCE: told.ref} if told.ref else {}),
        subjects={
            "pupil_id": told.pupil,
            "place_id": _id(told.place),
            "case_id": told.case,
            "submission_id": told.submission,
        },
        authority=told.authority,
        corrects=told.corrects,
        reason=told.reason,
    )
    return Recorded(entry.number, "accepted", told.pupil, tuple(movement.concerns(before)))


def append(
    session: Session,
    *,
    kind: str,
    on: date,
    by: Actor,
    source: str,
    details: Mapping[str, Any],
    subjects: Mapping[str, str | None],
    half: str = "AM",
    authority: str | None = None,
    corrects: int | None = None,
    reason: str | None = None,
) -> Entry:
    """Append one entry and move the head of the tree; the caller holds the write lock.

    `subjects` are any of pupil_id, place_id, case_id, submission_id.
    """
    tree = _tree(session)
    row: dict[str, Any] = dict.fromkeys(HEADER)
    row |= {
        **subjects,
        "number": tree.size + 1,
        "kind": kind,
        "on": on,
        "session": half,
        "recorded_at": stamp(now()),
        "recorded_by": by.name,
        "organisation": by.organisation,
        "authority": authority or by.authority,
        "source": source,
        "corrects": corrects,
        "reason": reason,
    }
    row["details"] = canonical(details)
    row["salt"] = secrets.token_bytes(32)
    row["leaf"] = leaf_hash(header_of(row), row["salt"], row["details"])
    session.execute(insert(Entry).values(**row))
    tree.add(row["leaf"])
    _set_head(session, tree)
    return Entry(**row)


def _tree(session: Session) -> Tree:
    head = session.execute(select(TreeHead.size, TreeHead.frontier)).one_or_none()  # type: ignore[call-overload]
    if head is None:
        session.execute(insert(TreeHead).values(id=1, size=0, frontier=b"", root=b""))
        return Tree()
    return Tree.unpacked(head[0], head[1])


def _set_head(session: Session, tree: Tree) -> None:
    head = {"size": tree.size, "frontier": tree.packed(), "root": tree.root()}
    session.execute(update(TreeHead).values(**head))


def _id(place: PlaceFacts | None) -> str | None:
    return place.id if place else None


def _calendars(session: Session) -> Calendars:
    """One set of calendars for the whole of a door's transaction."""
    if "calendars" not in session.info:
        session.info["calendars"] = calendars(session)
    found: Calendars = session.info["calendars"]
    return found


def _with_places(
    session: Session, movement: Kind, told: Told
) -> tuple[Kind, dict[str, PlaceFacts]]:
    """The movement with the places it names as ids, and what is known of them on that day."""
    places = {told.place.id: told.place} if told.place else {}
    ids: dict[str, str] = {}
    problems = []
    for name in movement.marked(Placed):
        ref = movement.value(name)
        if ref is None:
            continue
        try:
            facts = find_place(session, ref, movement.on)
        except UnknownPlace as unknown:
            problems.append(Problem(name, "unknown_place", str(unknown)))
        else:
            ids[name] = facts.id
            places[facts.id] = facts
    if problems:
        raise Refused(problems)
    return movement.model_copy(update=ids), places


def _facts_of_rolls(session: Session, standing: Standing, on: date) -> dict[str, PlaceFacts]:
    """What is known of the places whose rolls the pupil is on."""
    rolls = [roll.place for roll in standing.rolls]
    return place_facts(session, rolls, on) if rolls else {}


def _check_scope(
    movement: Kind,
    then: Standing,
    current: Standing,
    told: Told,
    of_one: Sequence[Entry],
) -> None:
    if told.by.role not in movement.recorded_by and told.source != "panel":
        raise Refused([Problem("kind", "not_allowed", "Your role may not record this kind.")])
    if told.source == "panel" or may_record(movement.id, then, current, told.place, told.by):
        return
    own = [e for e in of_one if e.number == told.corrects and e.place_id == _id(told.place)]
    if not own:
        raise Refused([not_yours()])


def _is_claim(movement: Kind, then: Standing, current: Standing, told: Told) -> bool:
    """A panel's allocation is a decision about where the child goes, never a claim."""
    if movement.id != "on_roll" or told.source == "panel":
        return False
    return claims_another(then, current, told.place, told.by)


def _held(of_one: Sequence[Entry], movement: Kind, told: Told) -> Entry | None:
    """The entry that says the same: kind, day, session, place and details."""
    wanted = canonical(movement.details())
    for entry in of_one:
        same_place = entry.place_id == _id(told.place)
        if same_place and _same_event(entry, movement) and entry.corrects == told.corrects:
            answers = entry.answers()
            answers.pop(REFERENCE, None)
            if canonical(answers) == wanted:
                return entry
    return None


def _same_event(entry: Entry, movement: Kind) -> bool:
    return (entry.kind, entry.on, entry.session) == (movement.id, movement.on, movement.session)


def _check_truth(movement: Kind, before: Before, told: Told, of_one: Sequence[Entry]) -> None:
    problems = list(movement.problems(before))
    problems += _correction_problems(movement, told, of_one)
    if told.corrects is None:
        problems += _differs_from_held(movement, told, of_one)
    if problems:
        raise Refused(_once(problems))


def _once(problems: list[Problem]) -> Iterator[Problem]:
    yield from dict.fromkeys(problems)


def _correction_problems(movement: Kind, told: Told, of_one: Sequence[Entry]) -> Iterator[Problem]:
    if told.corrects is None:
        if movement.id == "withdrawn":
            yield Problem("corrects", "missing", "Give the number of the entry to withdraw.")
        return
    target = next((e for e in of_one if e.number == told.corrects), None)
    if target is None:
        yield Problem("corrects", "no_such_entry", "This pupil has no entry of that number.")
    elif target.kind not in KINDS:
        yield Problem(
            "corrects", "not_a_movement", f"Entry {target.number} is no movement: it stands."
        )
    elif movement.id not in {target.kind, "withdrawn"}:
        yield Problem(
            "corrects",
            "other_kind",
            f"Entry {target.number} is of kind {target.kind}: withdraw it and record anew.",
        )
    elif target.number in superseded(of_one):
        yield Problem("corrects", "already_corrected", "That entry has been corrected already.")
    wrong = CODE_SETS["CORRECTION_REASONS"].problem(told.reason or "", today())
    if wrong:
        yield Problem("correction_reason", "missing" if not told.reason else "unknown_code", wrong)


def _differs_from_held(movement: Kind, told: Told, of_one: Sequence[Entry]) -> Iterator[Problem]:
    """The same event with other details is a correction, and must say so."""
    gone = superseded(of_one)
    for entry in of_one:
        if entry.number in gone or entry.place_id != _id(told.place):
            continue
        if _same_event(entry, movement) and _same_identity(entry, movement):
            yield Problem(
                "corrects",
                "differs",
                f"Entry {entry.number} already says this with other details. To change it, send "
                f"this again with corrects={entry.number} and a correction_reason.",
            )


def _same_identity(entry: Entry, movement: Kind) -> bool:
    answers, wanted = entry.answers(), movement.details()
    return all(answers.get(name) == wanted.get(name) for name in movement.identity)
