"""What every door does with one movement: answers in, an entry or every problem out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from movements.actor import Actor
from movements.claiming import may_tell_first
from movements.correction_requests import ACTS
from movements.identifiers import clean_upn, is_temporary_upn, upn_problem
from movements.kind import Kind, typed
from movements.kinds import fill_in
from movements.linked import links
from movements.newcomers import NEW, described, known_as, parted, refuse_newcomer, told_before
from movements.people_and_places import Pupil, new_id
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.proposed import gathered
from movements.record import Recorded, Source, Told, check_role, now, record
from movements.record_place import ToldOf, record_of_place
from movements.register import find_pupil, stamp
from movements.scope import not_yours

COMMON = ("upn", "pupil", "ref", "corrects", "correction_reason")
"""Answers that are the same for every kind; the rest belong to the kind."""


SETTING = "setting"
"""The common answer that names the subject of what is told of a place."""


@dataclass(frozen=True)
class Asked:
    """The common answers of a row, a body or a form, read but not yet judged."""

    upn: str | None
    pupil: str | None
    ref: str | None
    corrects: int | None
    reason: str | None
    problems: tuple[Problem, ...]
    new: bool = False
    """Whether it is told of a child who has no UPN and of whom nothing has been told."""


def take_in(
    session: Session,
    kind: str,
    answers: Mapping[str, Any],
    *,
    place: PlaceFacts | None,
    by: Actor,
    source: Source,
) -> Recorded:
    """Record what a door was told. Raises Refused with all problems of shape, or of truth."""
    if kind in PLACE_KINDS:
        return take_in_of_place(session, kind, answers, place=place, by=by, source=source)
    own = {name: value for name, value in gathered(answers).items() if name not in COMMON}
    asked = read_common(answers)
    if asked.new:
        return _newcomer(session, kind, own, asked, place=place, by=by, source=source)
    movement, problems = _filled(kind, own)
    problems = [*asked.problems, *problems]
    if movement is None or problems:
        raise Refused(problems)
    check_role(movement, by)
    pupil = _pupil(session, asked, movement, place, by)
    told = Told(pupil, place, by, source, asked.ref, asked.corrects, asked.reason)
    act = ACTS.get(movement.id)
    return act(session, movement, told) if act else record(session, movement, told)


def _newcomer(
    session: Session,
    kind: str,
    answers: Mapping[str, Any],
    asked: Asked,
    *,
    place: PlaceFacts | None,
    by: Actor,
    source: Source,
) -> Recorded:
    """Record the first that is told of a child without a UPN, and who the child is."""
    own, who = parted(kind, answers)
    movement, problems = _filled(kind, own)
    details, wrong = described(who)
    problems = [*asked.problems, *problems, *wrong]
    if movement is None or details is None or problems:
        raise Refused(dict.fromkeys(problems))
    check_role(movement, by)
    refuse_newcomer(movement, place, by)
    pupil = told_before(session, details, asked.ref, by) or new_pupil(session, None, movement)
    told = Told(pupil, place, by, source, asked.ref, asked.corrects, asked.reason)
    done = record(session, movement, told)
    named = replace(told, corrects=None, reason=None)
    return known_as(done, record(session, details, named) if movement.id != details.id else None)


def _filled(kind: str, own: Mapping[str, Any]) -> tuple[Kind | None, list[Problem]]:
    try:
        return fill_in(kind, own), []
    except Refused as refused:
        return None, list(refused.problems)


def read_common(answers: Mapping[str, Any], *, of_place: bool = False) -> Asked:
    """The pupil, the sender's reference and the correction, with what is wrong with them.

    What is told of a place names no pupil.
    """
    texts = {name: str(answers.get(name) or "").strip() or None for name in COMMON}
    problems = []
    upn = texts["upn"]
    wrong = upn_problem(upn) if upn else None
    if wrong:
        problems.append(Problem("upn", "not_a_upn", wrong))
    new = texts["pupil"] == NEW
    if new and upn:
        words = "The child has a UPN: leave out that the pupil is new. Else leave the UPN out."
        problems.append(Problem("upn", "not_new", words))
    if upn is None and texts["pupil"] is None and not of_place:
        problems.append(Problem("upn", "missing", "Enter the pupil's UPN."))
    corrects, wrong_number = _number(texts["corrects"])
    if wrong_number:
        problems.append(wrong_number)
    return Asked(
        clean_upn(upn) if upn else None,
        None if new else texts["pupil"],
        texts["ref"],
        corrects,
        texts["correction_reason"],
        tuple(problems),
        new,
    )


def _number(text: str | None) -> tuple[int | None, Problem | None]:
    if text is None:
        return None, None
    whole = text.removesuffix(".0")
    if whole.isdecimal() and len(whole) < 16:
        return int(whole), None
    return None, Problem("corrects", "int", "Give the number of the entry that this corrects.")


def _pupil(
    session: Session, asked: Asked, movement: Kind, place: PlaceFacts | None, by: Actor
) -> str:
    if asked.pupil is not None:
        found = session.exec(select(Pupil.id).where(col(Pupil.id) == asked.pupil)).first()
        if asked.upn and not _is_of(session, find_pupil(session, asked.upn), found):
            raise Refused([not_yours(by)])
    else:
        found = find_pupil(session, asked.upn or "")
    first = movement.id == "on_roll" or may_tell_first(movement, place, by)
    if found is None and first and asked.upn:
        return new_pupil(session, asked.upn, movement)
    if found is None:
        raise Refused([not_yours(by)])
    return found


def _is_of(session: Session, found: str | None, pupil: str | None) -> bool:
    """Whether two ids are of one child; its records are of one child too."""
    if found is None or pupil is None:
        return found == pupil
    return found in links(session).records(pupil)


_ADD_PUPIL = insert(SQLModel.metadata.tables["pupil"])
_ADD_IDENTIFIER = insert(SQLModel.metadata.tables["pupil_identifier"])


def new_pupil(session: Session, upn: str | None, movement: Kind) -> str:
    """A pupil the register has not met, known by a UPN, if any, from the day of the movement."""
    pupil, told_at = new_id("p"), stamp(now())
    connection = session.connection()
    connection.execute(_ADD_PUPIL, {"id": pupil, "created_at": told_at})
    if upn is None:
        return pupil
    borne = {
        "pupil_id": pupil,
        "scheme": "upn_temp" if is_temporary_upn(upn) else "upn",
        "value": upn,
        "on": movement.on,
        "recorded_at": told_at,
    }
    connection.execute(_ADD_IDENTIFIER, borne)
    return pupil


def take_in_of_place(
    session: Session,
    kind: str,
    answers: Mapping[str, Any],
    *,
    place: PlaceFacts | None,
    by: Actor,
    source: Source,
) -> Recorded:
    """Record what a door was told of a setting. Raises Refused with all problems."""
    own = {name: value for name, value in answers.items() if name not in (*COMMON, SETTING)}
    asked = read_common(answers, of_place=True)
    problems = [*asked.problems, *_no_pupil(answers)]
    told: PlaceKind | None = None
    try:
        told = typed(PLACE_KINDS[kind], own)
    except Refused as refused:
        problems += refused.problems
    setting, wrong = _setting(session, str(answers.get(SETTING) or "").strip())
    if told is None or setting is None or problems or wrong:
        raise Refused([*wrong, *problems])
    of = ToldOf(setting, place, by, source, asked.ref, asked.corrects, asked.reason)
    return record_of_place(session, told, of)


def _no_pupil(answers: Mapping[str, Any]) -> list[Problem]:
    words = "This is told of a setting: leave the pupil out."
    named = [name for name in ("upn", "pupil") if str(answers.get(name) or "").strip()]
    return [Problem(name, "not_asked", words) for name in named]


def _setting(session: Session, ref: str) -> tuple[PlaceFacts | None, list[Problem]]:
    if not ref:
        words = "Say which setting: its URN, ukprn: and number, or its id here."
        return None, [Problem(SETTING, "missing", words)]
    try:
        return find_place(session, ref), []
    except UnknownPlace as unknown:
        return None, [Problem(SETTING, "unknown_place", str(unknown))]
