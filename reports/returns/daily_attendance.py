"""The DfE's daily attendance field list of a day: the marks of the week that ends on it.

A mark that was changed within seven days is told again, so that whoever takes the list in replaces
what it holds of those days. Protected children are left out: a row says where a child is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from movements import marks
from movements.basis import Basis
from movements.batches import batches
from movements.bearers import identifiers_of, taken_back
from movements.daily_feed import DAILY, FIELDS, REFRESHED_DAYS
from movements.held_marks import DayRow, latest_days, rolls
from movements.marks import SESSIONS
from movements.people_and_places import Pupil
from movements.places import PlaceFacts, place_facts
from movements.register import standings
from movements.standing import Standing

BASIS: Basis = DAILY
_UPN = ("upn", "upn_temp")


@dataclass(frozen=True)
class Daily:
    """The rows of the list, each by the names of its fields, and how many marks are withheld."""

    rows: list[dict[str, str]]
    withheld: int


@dataclass(frozen=True)
class _Marked:
    """A mark of the week: where, when, whose by `Pupil.seq`, and its code."""

    place: str
    day: date
    session: str
    seq: int
    code: str


def daily_attendance(session: Session, on: date, place_ids: Collection[str] | None = None) -> Daily:
    """The list of a day, of some places or of all: by place, day, pupil and session."""
    held = latest_days(session, on - timedelta(days=REFRESHED_DAYS - 1), on, place_ids)
    marked = [one for row in _with_rolls(session, held) for one in _marks_of(*row)]
    pupils = _pupils(session, {one.seq for one in marked})
    now = standings(session, pupils.values(), on)
    shown = [one for one in marked if not now[pupils[one.seq]].protected]
    upns = _upns(session, {pupils[one.seq] for one in shown})
    places = place_facts(session, {one.place for one in shown}, on)
    rows = [
        _row(one, upns.get(pupils[one.seq], ""), now[pupils[one.seq]], places[one.place])
        for one in shown
    ]
    return Daily(rows, len(marked) - len(shown))


def _with_rolls(session: Session, held: Collection[DayRow]) -> Iterator[tuple[DayRow, list[int]]]:
    known = rolls(session, (row.roll_id for row in held))
    yield from ((row, known[row.roll_id].tolist()) for row in held)


def _marks_of(row: DayRow, seqs: list[int]) -> Iterator[_Marked]:
    for seq, pair in zip(seqs, marks.column_of(row.marks), strict=True):
        for half, code in zip(SESSIONS, marks.unpack(pair), strict=True):
            if code:
                yield _Marked(row.place_id, row.day, half, seq, code)


def _pupils(session: Session, seqs: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in batches(seqs):
        query = select(Pupil.seq, Pupil.id).where(col(Pupil.seq).in_(some))
        found |= {int(seq or 0): pupil for seq, pupil in session.exec(query)}
    return found


def _upns(session: Session, pupils: Collection[str]) -> dict[str, str]:
    """The UPN each pupil bears now: the last one told that still counts."""
    held = [one for some in batches(pupils) for one in identifiers_of(session, some)]
    upns = [one for one in held if one.scheme in _UPN]
    gone = taken_back(session, upns)
    return {one.pupil_id: one.value for one in upns if one.number not in gone}


def _row(one: _Marked, upn: str, now: Standing, place: PlaceFacts) -> dict[str, str]:
    since, planned, until = _days_there(now, place.id)
    told: Mapping[str, object] = {
        "upn": upn,
        "school_urn": place.urn,
        "la_code": place.la_code,
        "admission_date": since,
        "expected_leaving_date": planned,
        "leaving_date": until,
        "date": one.day,
        "session": one.session,
        "mark": one.code,
    }
    cells = {field.name: told.get(field.name, now.details.get(field.held)) for field in FIELDS}
    return {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def _days_there(now: Standing, place: str) -> tuple[date | None, date | None, date | None]:
    """Since when a pupil is at a place by roll or placement, until when planned; or until it left.

    A pupil on the roll of a place leaves it at no planned day.
    """
    roll, placed = now.roll_at(place), now.provision_at(place)
    if roll:
        return roll.since, None, None
    if placed:
        return placed[0].since, placed[0].planned_end, None
    left = [spell for spell in now.former if spell.place == place]
    return (left[-1].since, None, left[-1].until) if left else (None, None, None)
