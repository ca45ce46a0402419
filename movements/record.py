"""The one way in: record() judges a movement on its own day and appends one entry.

append() is the only insert into the table of entries; numbers are given under the head's lock.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Table, insert, select, update
from sqlmodel import Session, SQLModel

from movements.actor import Actor
from movements.append_only import Tree, leaf_hash
from movements.claiming import claim_of, first_told
from movements.corrections import (
    Sent,
    correction_problems,
    differs_from_held,
    held_already,
    is_own,
    judged_against,
    no_longer_so,
    returns_a_pupil,
)
from movements.day_bounds import years_ahead
from movements.entry import HEADER, Entry, canonical, header_of
from movements.hand_overs import HAND_OVER_ANSWER, refuse_answer
from movements.identity import Asking, bear, refuse_identity, with_record
from movements.kind import Before, Kind, Placed
from movements.kinds import KINDS
from movements.left import is_veiled, protecting, refuse_unveiling
from movements.milestone import Milestone
from movements.places import PlaceFacts, UnknownPlace, find_place, place_facts
from movements.problems import Concern, Problem, Refused
from movements.register import (
    LONDON,
    REFERENCE,
    before_of,
    entries,
    fold,
    stamp,
    standing_of,
)
from movements.school_days import Calendars, calendars
from movements.scope import claims_another, may_record, not_yours
from movements.sender_knows import refuse_kept, sender_knows
from movements.settings_read import SettingsOn, settings_of
from movements.standing import Episode, Standing
from movements.unconfirmed import UNCONFIRMED, is_kept_from

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

    @property
    def asking(self) -> Asking:
        """What is needed to judge who the pupil is."""
        return Asking(self.pupil, self.by, self.place, self.corrects)

    @property
    def sent(self) -> Sent:
        """What the entry would stand in for, and whether the sender may say so of any place."""
        any_place = self.source == "panel" or self.by.role == "la_officer"
        return Sent(_id(self.place), self.corrects, self.reason, any_place)


class Judged(NamedTuple):
    """What a movement is judged against: entries, the standing they come to then and today.

    `claims`: the sender is an authority that may know no more of the child than what it told.
    """

    of_one: list[Entry]
    then: Standing
    current: Standing
    claims: bool
    unasked: date | None = None
    """The day from which it is to be noted that the sender has the child by its own word alone."""


def record(session: Session, movement: Kind, told: Told) -> Recorded:
    """Append one movement of one pupil, or find that it is held already.

    Judged against the pupil's standing on the movement's own day. Raises Refused with every
    problem found; a pupil outside the sender's scope is refused in the words used for a pupil
    nobody knows, or claimed as one would be entered.
    """
    of_one, standing, current, claims, unasked = within_scope(session, movement, told)
    movement, places = with_places(session, with_record(session, movement, told.pupil), told)
    held = held_already(of_one, movement, told.sent)
    if held is None and _is_claim(movement, standing, current, told):
        movement = KINDS["roll_claim"].model_validate(movement.model_dump())
        held = held_already(of_one, movement, told.sent)
    if held is not None:
        return _again(session, held, of_one, told, places)
    refuse_identity(session, movement, told.asking)
    places |= _facts_of_rolls(session, standing, movement.on)
    before = _before(session, told, standing, places, movement.on)
    _check_truth(movement, before, told.sent, of_one, current)
    entry = _appended(session, claim_of(movement) if claims else movement, told)
    if unasked and movement.id == "on_roll":
        _appended(session, KINDS[UNCONFIRMED].model_validate({"on": unasked}), told)
    bear(session, movement, told.pupil, entry.recorded_at)
    concerns = (*movement.all_concerns(before), *first_told(movement, told.place, told.by, of_one))
    return Recorded(entry.number, "accepted", told.pupil, concerns)


def _appended(session: Session, movement: Kind, told: Told) -> Entry:
    return append(
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


def within_scope(session: Session, movement: Kind, told: Told) -> Judged:
    """The pupil's entries, with the standing then and today that the movement is judged against.

    A place that a protected child has left is judged, and answered, by what it knows; so is an
    authority that claims a child whom another has. Raises Refused for a pupil outside the sender's
    scope.
    """
    of_one, known = entries(session, [told.pupil]), None
    if told.source != "panel":
        known = sender_knows(of_one, movement, told.place, told.by, today())
        of_one = list(known.entries)
    if told.by.role == "la_officer" and is_kept_from(standing_of(of_one, today()), told.by):
        refuse_kept(of_one, movement, told.place, told.corrects, told.by)
    rest = judged_against(of_one, movement, told.corrects)
    standing = standing_of(rest, movement.on, movement.session)
    current = standing_of(rest, today())
    if known and known.left:
        refuse_unveiling(standing_of(of_one, today()), current)
        standing, current = protecting(standing), protecting(current)
    if movement.id == HAND_OVER_ANSWER and told.source != "panel":
        check_role(movement, told.by)
        refuse_answer(session, movement, standing, told.by)
    else:
        _check_scope(movement, standing, current, told, of_one)
    claims, unasked = (known.claims, known.unasked) if known else (False, None)
    return Judged(of_one, standing, current, claims, unasked)


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
    session.connection().execute(_ADD_ENTRY, row)
    tree.add(row["leaf"])
    _set_head(session, tree)
    return Entry(**row)


# On the tables themselves, made once: the mapper's road to an insert is five times as long.
_ENTRY: Table = SQLModel.metadata.tables["entry"]
_HEAD: Table = SQLModel.metadata.tables["tree_head"]
_ADD_ENTRY = insert(_ENTRY)
_READ_HEAD = select(_HEAD.c.size, _HEAD.c.frontier)
_MAKE_HEAD = insert(_HEAD)
_MOVE_HEAD = update(_HEAD)


def _tree(session: Session) -> Tree:
    connection = session.connection()
    head = connection.execute(_READ_HEAD).one_or_none()
    if head is None:
        connection.execute(_MAKE_HEAD, {"id": 1, "size": 0, "frontier": b"", "root": b""})
        return Tree()
    return Tree.unpacked(head.size, head.frontier)


def _set_head(session: Session, tree: Tree) -> None:
    head = {"size": tree.size, "frontier": tree.packed(), "root": tree.root()}
    session.connection().execute(_MOVE_HEAD, head)


def _id(place: PlaceFacts | None) -> str | None:
    return place.id if place else None


def _calendars(session: Session) -> Calendars:
    """One set of calendars for the whole of a door's transaction."""
    if "calendars" not in session.info:
        session.info["calendars"] = calendars(session)
    found: Calendars = session.info["calendars"]
    return found


def with_places(session: Session, movement: Kind, told: Told) -> tuple[Kind, dict[str, PlaceFacts]]:
    """The movement with the places it names as ids, and what is known of them on that day.

    Raises Refused for a place that nobody knows.
    """
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


def _before(
    session: Session, told: Told, standing: Standing, places: Mapping[str, PlaceFacts], on: date
) -> Before:
    settings = SettingsOn(settings_of(session), places, on)
    days = _calendars(session)
    return before_of(_id(told.place), told.authority, standing, places, days, settings)


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
    if told.source != "panel":
        check_role(movement, told.by)
    if told.source == "panel" or may_record(movement.id, then, current, told.place, told.by):
        return
    if not (_is_asked(movement, then, told.place) or is_own(of_one, told.sent)):
        raise Refused([not_yours(told.by)])


def _is_asked(movement: Kind, then: Standing, place: PlaceFacts | None) -> bool:
    """Whether the place is named in the episode that a milestone of two sides carries on."""
    if not isinstance(movement, Milestone) or not movement.by_named or place is None:
        return False
    # What it said itself it may say again, though the episode has ended with it.
    said = (e for e in then.episodes if e.kind in movement.about and _spoke(e, place.id))
    return any(place.id in e.named for e in (*movement.fitting(then, place.id), *said))


def _spoke(episode: Episode, place: str) -> bool:
    return any(step.place == place for step in episode.steps)


def check_role(movement: Kind, by: Actor) -> None:
    """Raises Refused where the role may never record the kind, whoever the pupil is."""
    if by.role not in movement.recorded_by:
        raise Refused([Problem("kind", "not_allowed", "Your role may not record this kind.")])


def _is_claim(movement: Kind, then: Standing, current: Standing, told: Told) -> bool:
    """A panel's allocation is a decision about where the child goes, never a claim."""
    if movement.id != "on_roll" or told.source == "panel":
        return False
    # Else a place that the child has left would learn whether another has the child by now.
    left = is_veiled(current, told.by)
    return left or claims_another(movement, then, current, told.place, told.by)


def _check_truth(
    movement: Kind, before: Before, sent: Sent, of_one: Sequence[Entry], current: Standing
) -> None:
    problems = [*years_ahead(movement.on, today()), *movement.all_problems(before, current.born)]
    problems += correction_problems(movement, sent, of_one, today())
    problems += returns_a_pupil(movement, sent, of_one, current, today())
    if sent.corrects is None:
        problems += differs_from_held(movement, sent, of_one)
    if problems:
        raise Refused(dict.fromkeys(problems))


def _again(
    session: Session,
    held: Entry,
    of_one: Sequence[Entry],
    told: Told,
    places: Mapping[str, PlaceFacts],
) -> Recorded:
    """The entry held already, with the concerns it has as it stands: it never counts twice."""
    concerns = list(no_longer_so(of_one, held))
    for entry, movement, standing, _ in fold(of_one):
        if entry.number == held.number:
            known = {**places, **_facts_of_rolls(session, standing, movement.on)}
            before = _before(session, told, standing, known, movement.on)
            concerns += movement.all_concerns(before)
            concerns += first_told(movement, told.place, told.by, of_one, held)
    return Recorded(held.number, "already_held", told.pupil, tuple(concerns))
