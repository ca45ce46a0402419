"""The way in for what is told of a place: judged on its own day, appended as one entry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.day_bounds import years_ahead
from movements.entry import Entry, canonical
from movements.place_kind import BeforePlace, BeforePlacing, PlaceKind
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import Recorded, Source, append, today
from movements.settings_read import (
    REFERENCE,
    Stay,
    place_entries,
    settings_of,
    standing_of_setting,
)
from movements.stays import commissioners, stays
from movements.superseded import PLACE_WITHDRAWN, WITHDRAWALS, superseded

NOT_YOURS = (
    "This is not a setting you can record this for. Its authority can, and so can those who have "
    "or had a pupil there; what it offers, the setting itself."
)


@dataclass(frozen=True)
class ToldOf:
    """Everything about an entry of a setting but what it says: of which, by whom, instead of what.

    `place` is the school that records; None where the authority does.
    """

    setting: PlaceFacts
    place: PlaceFacts | None
    by: Actor
    source: Source
    ref: str | None = None
    corrects: int | None = None
    reason: str | None = None


def record_of_place(session: Session, told_now: PlaceKind, told: ToldOf) -> Recorded:
    """Append one entry about a setting, or find that it is held already.

    Raises Refused with every problem found.
    """
    check_may_record(session, told_now, told.setting, told.place, told.by)
    of_one = place_entries(session, told.setting.id)
    held = _held(of_one, told_now, told)
    if held is not None:
        return Recorded(held.number, "already_held", "")
    problems = [*_problems(of_one, told_now, told), *_correction_problems(of_one, told_now, told)]
    if problems:
        raise Refused(dict.fromkeys(problems))
    entry = append(
        session,
        kind=told_now.id,
        on=told_now.on,
        by=told.by,
        source=told.source,
        details=told_now.details() | ({REFERENCE: told.ref} if told.ref else {}),
        subjects={"place_id": told.setting.id},
        authority=told.setting.la_code,
        corrects=told.corrects,
        reason=told.reason,
    )
    settings_of(session).forget(told.setting.id)
    return Recorded(entry.number, "accepted", "")


def check_may_record(
    session: Session,
    told_now: PlaceKind,
    setting: PlaceFacts,
    place: PlaceFacts | None,
    by: Actor,
) -> None:
    """Raises Refused where the place, or the authority, may not tell this of this setting."""
    kind = type(told_now)
    if by.role not in kind.recorded_by:
        raise Refused([Problem("kind", "not_allowed", "Your role may not record this kind.")])
    if _has_its_own(session, kind, setting, place, by):
        return
    if not isinstance(told_now, BeforePlacing) or not _may_visit_first(setting, by):
        raise Refused([Problem("setting", "not_yours", NOT_YOURS)])
    wrong = list(told_now.without_a_pupil())
    if wrong:
        raise Refused(wrong)


def may_record_of(
    session: Session,
    kind: type[PlaceKind],
    setting: PlaceFacts,
    place: PlaceFacts | None,
    by: Actor,
) -> bool:
    """Whether this kind may be told of this setting.

    By the setting's authority, or one with a child there; by a school that has or had a pupil
    placed there; by the setting itself what it offers. A visit before a pupil is placed by every
    school and authority.
    """
    own = _has_its_own(session, kind, setting, place, by)
    return own or (issubclass(kind, BeforePlacing) and _may_visit_first(setting, by))


def _may_visit_first(setting: PlaceFacts, by: Actor) -> bool:
    commissions = by.role in ("school", "la_officer") and setting.id not in by.places
    return setting.is_ap_setting and commissions


def _has_its_own(
    session: Session,
    kind: type[PlaceKind],
    setting: PlaceFacts,
    place: PlaceFacts | None,
    by: Actor,
) -> bool:
    """Whether it is the teller's own setting, or one where it has or had a pupil."""
    any_place = kind.of_any_place or kind.id == PLACE_WITHDRAWN
    if not setting.is_ap_setting or (kind.of_any_place and not kind.by_commissioner):
        authority = by.role == "la_officer" and by.authority is not None
        own = setting.id in by.places or (authority and by.authority == setting.la_code)
        return any_place and own
    if by.role == "la_officer":
        return by.authority is not None and (
            by.authority == setting.la_code or _commissions(session, setting, by)
        )
    if setting.id in by.places:
        return kind.by_setting
    return kind.by_commissioner and _commissions(session, setting, by, place)


def _commissions(
    session: Session, setting: PlaceFacts, by: Actor, place: PlaceFacts | None = None
) -> bool:
    return is_commissioner(stays(session, [setting.id]), by, place)


def is_commissioner(of_setting: Iterable[Stay], by: Actor, place: PlaceFacts | None = None) -> bool:
    """Whether some of these stays are of pupils whom the actor, or that place of it, placed."""
    schools, authorities = commissioners(of_setting)
    if by.role == "la_officer":
        return by.authority in authorities
    return bool(schools & (frozenset({place.id}) if place else by.places))


def _held(of_one: Sequence[Entry], now: PlaceKind, told: ToldOf) -> Entry | None:
    """The entry that says the same: one in force first."""
    wanted, gone = canonical(now.details()), superseded(of_one)
    same = [
        e
        for e in of_one
        if (e.kind, e.on, e.corrects) == (now.id, now.on, told.corrects) and _said(e) == wanted
    ]
    return min(same, key=lambda e: e.number in gone, default=None)


def _said(entry: Entry) -> str:
    answers = entry.answers()
    answers.pop(REFERENCE, None)
    return canonical(answers)


def _problems(of_one: Sequence[Entry], now: PlaceKind, told: ToldOf) -> Iterator[Problem]:
    """What cannot be true, or is held with other details already."""
    gone = set() if now.id in WITHDRAWALS else set(superseded(of_one))
    rest = [e for e in of_one if e.number not in gone | {told.corrects}]
    before = BeforePlace(told.setting, standing_of_setting(rest).until(now.on))
    if told.setting.closed and told.setting.closed < now.on and now.id == "setting_offer":
        words = f"The setting closed on {told.setting.closed:%-d %B %Y}. Check the date."
        yield Problem("on", "closed_setting", words)
    yield from years_ahead(now.on, today())
    yield from now.problems(before)
    if told.corrects is None:
        yield from _differs(of_one, now)


def _differs(of_one: Sequence[Entry], now: PlaceKind) -> Iterator[Problem]:
    """The same act with other details is a correction, and must say so."""
    gone, wanted = superseded(of_one), now.details()
    for entry in of_one:
        if (entry.kind, entry.on) != (now.id, now.on) or entry.number in gone:
            continue
        answers = entry.answers()
        if all(answers.get(name) == wanted.get(name) for name in now.identity):
            yield Problem(
                "corrects",
                "differs",
                f"Entry {entry.number} already says this with other details. To change it, send "
                f"this again with corrects={entry.number} and a correction_reason.",
            )


def _correction_problems(
    of_one: Sequence[Entry], now: PlaceKind, told: ToldOf
) -> Iterator[Problem]:
    if told.corrects is None:
        if now.id == PLACE_WITHDRAWN:
            yield Problem("corrects", "missing", "Give the number of the entry to withdraw.")
        return
    yield from _target_problems(of_one, now, told)
    wrong = CODE_SETS["CORRECTION_REASONS"].problem(told.reason or "", today())
    if wrong:
        yield Problem("correction_reason", "missing" if not told.reason else "unknown_code", wrong)


def _target_problems(of_one: Sequence[Entry], now: PlaceKind, told: ToldOf) -> Iterator[Problem]:
    target = next((e for e in of_one if e.number == told.corrects), None)
    if target is None or not may_correct(target, told.setting, told.by):
        words = "This setting has no entry of that number that you can correct."
        yield Problem("corrects", "no_such_entry", words)
    elif now.id not in {target.kind, PLACE_WITHDRAWN}:
        words = f"Entry {target.number} is of kind {target.kind}: withdraw it and record anew."
        yield Problem("corrects", "other_kind", words)
    elif target.number in superseded(of_one):
        words = "That entry has been corrected or withdrawn already."
        yield Problem("corrects", "already_corrected", words)


def may_correct(entry: Entry, setting: PlaceFacts, by: Actor) -> bool:
    """Whether an entry about a setting is the actor's own, or the actor is its authority."""
    own = entry.organisation == by.organisation or entry.organisation in by.places
    return own or (by.role == "la_officer" and by.authority == setting.la_code)
