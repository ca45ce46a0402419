"""A register of schools with pupils on their rolls and no marks yet, for what takes marks in."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session

from apregister.db import make_engine, writing
from apregister.migrate import migrate
from movements.actor import Actor
from movements.identifiers import check_letter
from movements.kinds import fill_in
from movements.people_and_places import Place, PlaceVersion, TermDate
from movements.record import append
from movements.take_in import new_pupil

TERMS = (
    (date(2025, 9, 2), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 1)),
    (date(2026, 5, 5), date(2026, 5, 22)),
    (date(2026, 6, 1), date(2026, 7, 21)),
)
FIRST, LAST = TERMS[0][0], TERMS[-1][1]
AUTHORITY = "330"
_TOLD = "2025-08-01T08:00:00.000000Z"


def make(path: Path, schools: int, pupils: int) -> str:
    """A new register with so many pupils on the roll of each of so many schools; its address."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    address = f"sqlite:///{path}"
    migrate(address)
    engine = make_engine(address)
    for school in range(schools):
        with writing(engine) as session:
            _school(session, school)
        with writing(engine) as session:
            _pupils(session, school, pupils)
    engine.dispose()
    return address


def place_id(school: int) -> str:
    """The id of a school."""
    return f"s_{school:020x}"


def urn(school: int) -> str:
    """The URN of a school."""
    return str(900_000 + school)


def upn(school: int, pupil: int) -> str:
    """The UPN of a pupil of a school."""
    rest = f"001{school * 10_000 + pupil:09d}"
    return check_letter(rest) + rest


def school_days() -> Iterator[date]:
    """The school days of the year."""
    for first, last in TERMS:
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            if day.weekday() < 5:
                yield day


def _school(session: Session, school: int) -> None:
    session.add(Place(id=place_id(school), created_at=_TOLD))
    session.flush()
    session.add(
        PlaceVersion(
            place_id=place_id(school),
            urn=urn(school),
            name=f"SYNTHETIC School {school}",
            type_code="1",
            group_code="4",
            la_code=AUTHORITY,
            on=date(2000, 1, 1),
            recorded_at=_TOLD,
            source="bench",
        )
    )
    for begins, ends in TERMS:
        term = {"kind": "term", "from_date": begins, "to_date": ends, "recorded_at": _TOLD}
        session.add(TermDate(place_or_la=place_id(school), **term))
    session.flush()


def _pupils(session: Session, school: int, pupils: int) -> None:
    by = Actor("bench", "school", frozenset({place_id(school)}))
    first = fill_in("on_roll", {"on": FIRST})
    for number in range(pupils):
        append(
            session,
            kind=first.id,
            on=FIRST,
            by=by,
            source="csv",
            details=first.details(),
            subjects={
                "pupil_id": new_pupil(session, upn(school, number), first),
                "place_id": place_id(school),
            },
            authority=AUTHORITY,
        )
