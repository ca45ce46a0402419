"""An authority to score, made once and kept: 150 settings, 3,000 placements, two years of marks."""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlmodel import Session

from apregister.db import make_engine, writing
from apregister.migrate import migrate
from movements import marks
from movements.actor import Actor
from movements.held_marks import add_versions
from movements.identifiers import check_letter
from movements.kinds import fill_in
from movements.people_and_places import Place, PlaceVersion
from movements.record import append
from movements.school_days import calendars
from movements.sealed_marks import Stored
from movements.take_in import new_pupil
from tests.bench.made import AUTHORITY, FOLDER

SCHOOLS, SETTINGS, PUPILS = 60, 150, 3_000
YEAR, ON = "2025-26", date(2026, 8, 31)
FIRST_MARKED, LAST_MARKED = date(2024, 9, 2), date(2026, 7, 21)
_TOLD = "2024-08-01T08:00:00.000000Z"
_CODES = marks.pack(["/", "O", "I", "B", "X"])
_OFTEN = (0.70, 0.14, 0.08, 0.05, 0.03)


def url() -> str:
    """Where the register lies, made first where there is none."""
    made = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:10]
    kept = FOLDER / f"scored-{made}.db"
    if not kept.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("half-scored.db*"):
            old.unlink()
        half = FOLDER / "half-scored.db"
        _make(f"sqlite:///{half}")
        half.rename(kept)
    migrate(f"sqlite:///{kept}")
    return f"sqlite:///{kept}"


def place_id(number: int) -> str:
    """A school's id; from SCHOOLS on, a setting's."""
    return f"s_{number:020x}"


def _make(address: str) -> None:
    migrate(address)
    engine = make_engine(address)
    with writing(engine) as session:
        for number in range(SCHOOLS + SETTINGS):
            _place(session, number)
    with writing(engine) as session:
        for number in range(PUPILS):
            _pupil(session, number, random.Random(number))
    for school in range(SCHOOLS):
        with writing(engine) as session:
            _marks(session, school)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _place(session: Session, number: int) -> None:
    setting = number >= SCHOOLS
    session.add(Place(id=place_id(number), created_at=_TOLD))
    session.flush()
    session.add(
        PlaceVersion(
            place_id=place_id(number),
            urn=str(900_000 + number),
            name=f"SYNTHETIC {'Setting' if setting else 'School'} {number}",
            type_code="14" if setting else "1",
            group_code="4",
            la_code=AUTHORITY,
            on=date(2000, 1, 1),
            recorded_at=_TOLD,
            source="bench",
        )
    )


def _pupil(session: Session, number: int, chance: random.Random) -> None:
    school = place_id(number % SCHOOLS)
    first = fill_in("on_roll", {"on": FIRST_MARKED})
    rest = f"001{number:09d}"
    pupil = new_pupil(session, check_letter(rest) + rest, first)
    for kind, on, answers in _told(number, chance):
        movement = fill_in(kind, {"on": on, **answers})
        append(
            session,
            kind=kind,
            on=on,
            by=Actor("bench", "school", frozenset({school})),
            source="csv",
            details=movement.details(),
            subjects={"pupil_id": pupil, "place_id": school},
            authority=AUTHORITY,
        )


def _told(number: int, chance: random.Random) -> Iterator[tuple[str, date, dict[str, Any]]]:
    """On roll, placed at a setting, and for four in five back again."""
    place = place_id(SCHOOLS + number % SETTINGS)
    yield "on_roll", FIRST_MARKED, {}
    yield "pupil_details", FIRST_MARKED, {"nc_year": str(chance.randint(7, 10))}
    began = date(2025, 1, 6) + timedelta(days=7 * chance.randint(0, 40))
    yield "ap_placement", began, {"place": place, "pattern": "FT", "reason": "BHS"}
    if number % 5:
        ended = began + timedelta(days=7 * chance.randint(8, 30))
        yield "placement_end", ended, {"place": place, "outcome": "returned"}


def _marks(session: Session, school: int) -> None:
    """Two years of marks of a school's pupils, by one submission."""
    of = place_id(school)
    seqs = np.arange(school + 1, PUPILS + 1, SCHOOLS, dtype=np.uint32)
    draw, roll = np.random.default_rng(school), marks.roll_bytes(seqs)
    days = calendars(session).of(of).days(FIRST_MARKED, LAST_MARKED)
    versions = [
        Stored(of, day, 1, roll, marks.column_bytes(draw.choice(_CODES, (seqs.size, 2), p=_OFTEN)))
        for day in days
    ]
    submission = append(
        session,
        kind="attendance_submission",
        on=LAST_MARKED,
        by=Actor("bench", "school", frozenset({of})),
        source="csv",
        details={},
        subjects={"place_id": of},
        authority=AUTHORITY,
    )
    add_versions(session, versions, submission.number)
