"""The register that is measured: pupils with a placement or a direction that is open today.

Told by append() itself, each movement filled in as a door fills it in, and kept between runs. What
record() would have asked of every one is asked of some on reading: no entry may be in doubt.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session, select

from apregister.db import make_engine, reading, writing
from apregister.migrate import migrate
from movements.actor import Actor
from movements.identifiers import check_letter
from movements.kinds import fill_in
from movements.people_and_places import Place, PlaceVersion, Pupil, TermDate
from movements.record import append, stop_clock_at
from movements.register import history
from movements.take_in import new_pupil

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"
TODAY = date(2026, 11, 20)
JOINED = date(2025, 9, 2)
TOLD = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
PUPILS = 60_000
SCHOOLS = 120
SETTINGS = 60
AT_ONCE = 2_000
AUTHORITY = "330"


class Told(NamedTuple):
    """A movement of one pupil: its kind, the place that tells it, its day, its answers."""

    kind: str
    by: str
    on: date
    answers: dict[str, Any]


def url(pupils: int = PUPILS) -> str:
    """Where the register of so many pupils lies, made first where there is none."""
    made = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:10]
    kept = FOLDER / f"{pupils}-{made}.db"
    address = f"sqlite:///{kept}"
    if not kept.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        half = FOLDER / f"half-{kept.name}"
        _forget(half)
        _make(f"sqlite:///{half}", pupils)
        half.rename(kept)
        _forget(half)
    migrate(address)
    return address


def _forget(half: Path) -> None:
    """What a run that was broken off left, or a whole one beside the register it made."""
    for left in FOLDER.glob(f"{half.name}*"):
        left.unlink()


def _make(address: str, pupils: int) -> None:
    migrate(address)
    engine = make_engine(address)
    stop_clock_at(TOLD)
    with writing(engine) as session:
        _add_places(session)
    for first in range(0, pupils, AT_ONCE):
        with writing(engine) as session:
            for number in range(first, min(first + AT_ONCE, pupils)):
                _tell(session, number)
    with reading(engine) as session:
        _refuse_what_is_in_doubt(session)
    stop_clock_at(None)
    # Nothing of it may be left beside the file when it is renamed.
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _school(number: int) -> str:
    return f"s_{number % SCHOOLS:020x}"


def _setting(number: int) -> str:
    return f"s_{SCHOOLS + number % SETTINGS:020x}"


def _add_places(session: Session) -> None:
    told = "2024-09-01T08:00:00.000000Z"
    for number in range(SCHOOLS + SETTINGS):
        place = f"s_{number:020x}"
        session.add(Place(id=place, created_at=told))
        session.flush()
        session.add(_version(number, place, told))
    for year in range(2024, 2027):
        for first, last in _terms(year):
            session.add(
                TermDate(
                    place_or_la=f"la:{AUTHORITY}",
                    kind="term",
                    from_date=first,
                    to_date=last,
                    recorded_at=told,
                )
            )
    session.flush()


def _version(number: int, place: str, told: str) -> PlaceVersion:
    """Schools, maintained and academies in turn; settings, a third of them on no list."""
    setting = number >= SCHOOLS
    listed = not setting or number % 3
    return PlaceVersion(
        place_id=place,
        urn=str(900_000 + number) if listed else None,
        name=f"SYNTHETIC {'Setting' if setting else 'School'} {number}",
        type_code="14" if setting else "1",
        group_code="4" if number % 2 else "10",
        la_code=AUTHORITY,
        low_age=11,
        high_age=18,
        setting_type=None if listed else "OTH",
        on=date(2000, 1, 1),
        recorded_at=told,
        source="bench",
    )


def _terms(year: int) -> Iterator[tuple[date, date]]:
    yield date(year, 9, 2), date(year, 12, 19)
    yield date(year + 1, 1, 5), date(year + 1, 3, 27)
    yield date(year + 1, 4, 13), date(year + 1, 7, 21)


def _tell(session: Session, number: int) -> None:
    """One pupil's entries, from the first roll to a placement or direction that is open."""
    chance = random.Random(number)
    rest = f"001{number:09d}"
    actor = Actor("bench", "school", frozenset({_school(number)}))
    first = fill_in("on_roll", {"on": JOINED})
    pupil = new_pupil(session, check_letter(rest) + rest, first)
    for told in (*_before(number, chance), *_away(number, chance)):
        movement = fill_in(told.kind, {"on": told.on, **told.answers})
        append(
            session,
            kind=told.kind,
            on=told.on,
            by=actor,
            source="csv",
            details=movement.details(),
            subjects={"pupil_id": pupil, "place_id": told.by},
            authority=AUTHORITY,
        )


def _before(number: int, chance: random.Random) -> Iterator[Told]:
    """On roll with details; for some a suspension, for some an earlier placement that ended."""
    school = _school(number)
    year = chance.randint(7, 11)
    details = {
        "surname": f"Surname{number}",
        "forename": f"Forename{number}",
        "dob": date(2026 - year - 5, 1 + number % 8, 1 + number % 28),
        "sex": "FM"[number % 2],
        "nc_year": str(year),
        "sen_provision": chance.choice("NNKKE"),
        "home_la": AUTHORITY,
    }
    yield Told("on_roll", school, JOINED, {})
    yield Told("pupil_details", school, JOINED, details)
    if number % 3 == 0:
        on = date(2025, 9, 15) + timedelta(days=7 * chance.randint(0, 4))
        answers = {"sessions": str(chance.choice((2, 4, 6, 12))), "reason1": "DB"}
        yield Told("suspension", school, on, answers)
    if number % 4 == 0:
        place, ends = _setting(number + 1), date(2026, 2, 13)
        start = {"place": place, "reason": "BHS", "planned_end": ends}
        yield Told("ap_placement", school, date(2026, 1, 12), start)
        yield Told("placement_end", school, ends, {"place": place, "outcome": "returned"})


def _away(number: int, chance: random.Random) -> Iterator[Told]:
    """The placement (of three in five) or direction that is open today, with its reviews."""
    start = date(2026, 4, 20) + timedelta(days=7 * chance.randint(0, 29))
    kind = "ap_placement" if number % 5 < 3 else "off_site_direction"
    yield from _begun(kind, number, start, chance)
    following = start
    for _ in range(chance.randint(0, 3)):
        following += timedelta(days=28)
        if following > TODAY:
            break
        until = following + timedelta(days=chance.choice((35, 56, 84)))
        answers = {
            "outcome": "extend",
            "until": until,
            "started_on": start,
            "reasons": "Mornings go well",
            "not_given": "declined",
            "next_review_on": following + timedelta(days=28),
        }
        yield Told("review_held", _school(number), following, answers)


def _begun(kind: str, number: int, start: date, chance: random.Random) -> Iterator[Told]:
    school, place = _school(number), _setting(number)
    week = {"week": "1111100000"} if number % 10 == 0 else {}
    if kind == "ap_placement":
        end = start + timedelta(days=chance.choice((80, 120, 250)))
        pattern = {"pattern": "PT" if week else "FT", "reason": "BHS", "planned_end": end}
        yield Told(kind, school, start, {"place": place, **pattern, **week})
        return
    days = chance.choice((30, 60, 120))
    decided = start - timedelta(days=10)
    plan = {"place": place, "planned_start": start, "days": str(days), "objectives": "Calm"}
    yield Told("direction_decided", school, decided, plan)
    notice = {"to": "parent", "proof": "post", "started_on": decided}
    yield Told("direction_notice", school, decided + timedelta(days=1), notice)
    answers = {"place": place, "days": str(days), "objectives": "Calm"}
    first = start + timedelta(days=28)
    yield Told(kind, school, start, {**answers, "first_review_on": first, **week})


def _refuse_what_is_in_doubt(session: Session) -> None:
    """What is measured must be such as record() takes in: every doubt shows on reading."""
    for pupil in session.exec(select(Pupil.id).limit(500)):
        for line in history(session, pupil, today=TODAY):
            doubts = [one.message for one in line.concerns if one.code == "in_doubt"]
            assert not doubts, f"entry {line.number}, {line.title}: {doubts}"
