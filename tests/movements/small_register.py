"""A register with a row in every append-only table, made through its own doors."""

from datetime import date

from sqlmodel import Session

from movements.actor import Actor
from movements.identifiers import check_letter
from movements.intake.attendance import take_in_attendance
from movements.people_and_places import Place, PlaceVersion, TermDate
from movements.places import find_place
from movements.take_in import take_in

TOLD = "2025-09-01T08:00:00.000000Z"
BROOK = "s_00900001"
SCHOOL = Actor("Sam School", "school", frozenset({BROOK}))
UPN = check_letter("001000000001") + "001000000001"


def fill(session: Session) -> None:
    """Five entries: on roll, details, two suspensions, and a day's marks."""
    session.add(Place(id=BROOK, created_at=TOLD))
    session.flush()
    session.add(
        PlaceVersion(
            place_id=BROOK,
            urn="900001",
            name="Brook",
            type_code="1",
            group_code="4",
            la_code="330",
            on=date(2000, 1, 1),
            recorded_at=TOLD,
            source="test",
        )
    )
    first, last = date(2025, 9, 2), date(2025, 12, 19)
    session.add(
        TermDate(place_or_la=BROOK, kind="term", from_date=first, to_date=last, recorded_at=TOLD)
    )
    session.flush()
    tell(session, "on_roll", "2025-09-02")
    tell(session, "pupil_details", "2025-09-02", forename="Sam")
    tell(session, "suspension", "2025-09-08", sessions="4", reason1="DB")
    tell(session, "suspension", "2025-09-22", sessions="2", reason1="PA")
    _marks(session)


def tell(session: Session, kind: str, on: str, **answers: str) -> int:
    """Record one movement of the one pupil; the number of its entry."""
    place = find_place(session, BROOK)
    told = {"upn": UPN, "on": on, **answers}
    return take_in(session, kind, told, place=place, by=SCHOOL, source="csv").entry


def _marks(session: Session) -> None:
    rows = f"upn,date,session,mark\n{UPN},2025-09-05,AM,/\n{UPN},2025-09-05,PM,O\n"
    place, today = find_place(session, BROOK), date(2025, 12, 12)
    take_in_attendance(
        session, rows.encode(), name="marks.csv", place=place, by=SCHOOL, today=today
    )
