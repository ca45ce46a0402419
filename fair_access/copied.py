"""What a referral copies from the register: each value as it stood, with the entry that said it.

Nobody types what the register holds. The copy stays with the referral, whatever is told later.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from fair_access.steps import COPIED
from fair_access.withheld import Words
from movements.attendance import summary
from movements.codes import CODE_SETS
from movements.copied import Copied
from movements.entry import Entry
from movements.kind import Coded
from movements.kinds.attachment import Attachment
from movements.kinds.pupil_details import PupilDetails
from movements.register import in_force, standing_of
from movements.school_age import COHORT
from movements.school_days import school_year_start
from movements.standing import Standing

TITLES = {
    **PupilDetails.titles(),
    "roll": "On the roll of",
    "former": "Was at",
    "excluded": "Permanently excluded",
    "suspended": "Suspended in the school year",
    "attendance": "Attendance this school year",
    "attendance_before": "Attendance the school year before",
}
_CODED = PupilDetails.marked(Coded)
_NOT_COPIED = frozenset({"protected", COHORT})


def copies(
    session: Session,
    pupil: str,
    held: Sequence[Entry],
    on: date,
    places: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """What a referral of a day copies: `field`, `value`, `entry` (none for a rate of marks).

    A place is copied by its id. Marks are counted of some `places`, where those are given.
    """
    until = [entry for entry in held if entry.on <= on]
    then = standing_of(held, on)
    return [
        *_details(until, then),
        *_places(until, then),
        *_exclusions(then, on),
        *_attendance(session, pupil, on, places),
    ]


@dataclass(frozen=True)
class PaperAsked:
    """One of the papers A to G of a referral, with the entries that attach it."""

    letter: str
    title: str
    entries: tuple[int, ...]


def papers_told(held: Sequence[Entry], referral: Collection[int]) -> Iterator[PaperAsked]:
    """The papers A to G, each with what was attached as that to the referral, by its entries."""
    attached = [
        (movement.letter, entry.number)
        for entry, movement in in_force(held)
        if isinstance(movement, Attachment) and movement.about in referral
    ]
    for letter, title in CODE_SETS["REFERRAL_PAPERS"].choices(date.max):
        yield PaperAsked(letter, title, tuple(number for own, number in attached if own == letter))


def copied_told(
    answers: Mapping[str, Any], words: Words, gone: Collection[int] = ()
) -> Iterator[Copied]:
    """The copies of a referral's entry in words; of a protected child none.

    Nor any of what was redacted since: `gone` are the entries that were.
    """
    if words.withheld:
        return
    # Referrals of before copied the cohort, which the register works out by itself.
    held = still_held(answers.get(COPIED, ()), gone)
    for one in (each for each in held if each["field"] not in _NOT_COPIED):
        yield Copied(TITLES.get(one["field"], one["field"]), _said(one, words), one["entry"])


def still_held(copied: Iterable[Mapping[str, Any]], gone: Collection[int]) -> list[Any]:
    """The copies but for those of entries that were redacted since."""
    return [one for one in copied if one["entry"] not in gone]


def _copy(field: str, value: str, entry: int | None, **more: str) -> dict[str, Any]:
    return {"field": field, "value": value, "entry": entry, **more}


def _details(held: Sequence[Entry], then: Standing) -> Iterator[dict[str, Any]]:
    told = [(e, m) for e, m in in_force(held) if isinstance(m, PupilDetails)]
    for name, value in then.details.items():
        if name in _NOT_COPIED or value is None:
            continue
        by = [entry.number for entry, movement in told if movement.details().get(name) is not None]
        yield _copy(name, str(value), by[-1] if by else None)


def _places(held: Sequence[Entry], then: Standing) -> Iterator[dict[str, Any]]:
    entered = {e.place_id: e.number for e, m in in_force(held) if m.id in ("on_roll", "roll_claim")}
    for roll in then.rolls:
        entry = entered.get(roll.place)
        yield _copy("roll", roll.place, entry, since=roll.since.isoformat())
    # A placement and a roll there of the same days are one stay.
    for spell in dict.fromkeys(then.former):
        if spell.place:
            days = {"since": spell.since.isoformat(), "until": spell.until.isoformat()}
            yield _copy("former", spell.place, entered.get(spell.place), **days)


def _exclusions(then: Standing, on: date) -> Iterator[dict[str, Any]]:
    for exclusion in then.exclusions:
        yield _copy("excluded", exclusion.on.isoformat(), exclusion.entry)
    year = school_year_start(on, "1 August")
    for one in then.suspensions:
        if year <= one.on <= on:
            yield _copy("suspended", str(one.sessions), one.entry, since=one.on.isoformat())


def _attendance(
    session: Session, pupil: str, on: date, places: Collection[str] | None
) -> Iterator[dict[str, Any]]:
    year = school_year_start(on, "1 September")
    before = school_year_start(year - timedelta(days=1), "1 September")
    spans = (("attendance", year, on), ("attendance_before", before, year - timedelta(days=1)))
    for field, first, last in spans:
        rate = summary(session, pupil, first, last, places=places).rate
        if rate is not None:
            yield _copy(field, f"{100 * rate:.1f}%", None)


def _said(one: Mapping[str, Any], words: Words) -> str:
    field, value = one["field"], one["value"]
    if field in _CODED:
        return CODE_SETS[_CODED[field].code_set].label(value)
    if field in ("roll", "former"):
        until = f" to {_day(one['until'])}" if "until" in one else ""
        return f"{words.names(value)}, since {_day(one['since'])}{until}"
    if field == "suspended":
        return f"{value} half-days from {_day(one['since'])}"
    if field in ("excluded", "dob"):
        return _day(value)
    return {"Y": "Yes", "N": "No"}.get(value, str(value))


def _day(stored: str) -> str:
    return f"{date.fromisoformat(stored):%-d %B %Y}"
