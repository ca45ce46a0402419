"""Term dates as files: what is taken in, what is refused in words, whose calendar they make."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, col, func, select

from movements.intake.plain_text import Unreadable
from movements.people_and_places import Place, PlaceVersion, TermDate
from movements.school_days import calendars
from movements.terms import TermsReport, import_terms
from tests.in_memory import in_memory

FIRST = "2026-08-01T09:00:00.000000Z"
LATER = "2026-09-20T09:00:00.000000Z"
HEAD = "place_or_la,kind,from,to\n"
AUTHORITY = HEAD + (
    "202,term,2026-09-01,2026-10-23\n"
    "202,term,2026-11-02,2026-12-18\n"
    "202,inset,2026-09-01,2026-09-01\n"
)


@pytest.fixture
def session() -> Iterator[Session]:
    with in_memory(_two_schools) as session:
        yield session


def _two_schools(session: Session) -> None:
    for place, urn in (("s_heath", "100006"), ("s_other", "100009")):
        session.add(Place(id=place, created_at=FIRST))
        session.flush()
        version = {"urn": urn, "name": f"School {urn}", "la_code": "202", "status": "open"}
        session.add(
            PlaceVersion(
                place_id=place, on=date(2000, 1, 1), recorded_at=FIRST, source="x", **version
            )
        )


def take(session: Session, text: str, recorded_at: str = FIRST) -> TermsReport:
    return import_terms(session, text.encode(), recorded_at=recorded_at)


def stored(session: Session) -> int:
    return session.exec(select(func.count(col(TermDate.number)))).one()


def test_an_authoritys_dates_are_its_schools_dates(session: Session) -> None:
    assert take(session, AUTHORITY).accepted == 3
    days = calendars(session).of("s_heath")
    assert days.label == "School 100006"
    assert not days.assumed
    assert not days.is_school_day(date(2026, 9, 1)), "the authority's INSET day"
    assert days.next_on_or_after(date(2026, 8, 20)) == date(2026, 9, 2)
    assert days.add(date(2026, 10, 23), 1) == date(2026, 11, 2)
    assert days.assumed_between(date(2027, 1, 10), date(2027, 1, 10)), "no spring dates yet"


def test_a_schools_own_dates_come_before_its_authoritys(session: Session) -> None:
    take(session, AUTHORITY)
    take(session, HEAD + "100006,term,2026-09-07,2026-12-17\n100006,inset,12/10/2026,\n")
    own, other = calendars(session).of("s_heath"), calendars(session).of("s_other")
    table = {
        date(2026, 9, 2): (False, True),
        date(2026, 9, 7): (True, True),
        date(2026, 10, 12): (False, True),
        date(2026, 10, 28): (True, False),
        date(2026, 12, 18): (False, True),
    }
    assert {d: (own.is_school_day(d), other.is_school_day(d)) for d in table} == table


def test_an_inset_day_alone_leaves_the_authoritys_terms(session: Session) -> None:
    take(session, AUTHORITY + "100006,inset,2026-11-02,2026-11-02\n")
    days = calendars(session).of("s_heath")
    assert days.add(date(2026, 10, 23), 1) == date(2026, 11, 3)
    assert calendars(session).of("s_other").add(date(2026, 10, 23), 1) == date(2026, 11, 2)
    assert not days.assumed


def test_with_nothing_loaded_the_built_in_calendar_says_so(session: Session) -> None:
    known = calendars(session)
    for whose in ("s_heath", "la:202", None, "s_unknown"):
        assert known.of(whose).assumed
        assert known.of(whose).next_on_or_after(date(2026, 8, 20)) == date(2026, 9, 2)
    assert "Camden" in known.of("la:202").said(date(2026, 9, 2), date(2026, 9, 2))
    assert known.of("s_heath") is known.of("s_heath"), "worked out once"


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    take(session, AUTHORITY)
    again = take(session, AUTHORITY, LATER)
    assert (again.accepted, again.already_held, again.problems) == (0, 3, ())
    assert stored(session) == 3


def test_a_corrected_term_takes_the_place_of_the_one_it_overlaps(session: Session) -> None:
    take(session, AUTHORITY)
    report = take(session, HEAD + "202,term,2026-11-03,2026-12-21\n", LATER)
    assert report.notes == ("Line 2 takes the place of the term from 2026-11-02 to 2026-12-18.",)
    assert stored(session) == 4, "the old row is kept"
    now, before = calendars(session), calendars(session, known_at=FIRST)
    assert now.of("la:202").add(date(2026, 10, 23), 1) == date(2026, 11, 3)
    assert before.of("la:202").add(date(2026, 10, 23), 1) == date(2026, 11, 2)
    assert take(session, AUTHORITY, "2026-09-21T09:00:00.000000Z").accepted == 1, "and back again"


def test_a_row_twice_is_held_once(session: Session) -> None:
    row = "100006,closure,2026-11-10,2026-11-11\n"
    report = take(session, HEAD + row + row)
    assert (report.accepted, report.already_held) == (1, 1)


@pytest.mark.parametrize(
    ("row", "field", "code", "says"),
    [
        ("999999,term,2026-09-01,2026-10-23", "place_or_la", "unknown_place", "Give its URN"),
        ("000,term,2026-09-01,2026-10-23", "place_or_la", "unknown_authority", "three-digit code"),
        (",term,2026-09-01,2026-10-23", "place_or_la", "missing", "three-digit code"),
        ("202,holiday,2026-09-01,2026-10-23", "kind", "not_allowed", "term, inset or closure"),
        ("202,term,01-Sep,2026-10-23", "from", "date_no_year", "lost its year"),
        ("202,term,46266,2026-10-23", "from", "date_serial", "serial number"),
        ("202,term,2026-09-01,", "to", "missing", "Enter the day"),
        ("202,inset,,2026-09-01", "from", "missing", "Enter the day"),
        ("202,term,2026-10-23,2026-09-01", "to", "before_from", "is before"),
        ("202,term,2026-09-01,2028-10-23", "to", "too_long", "over a year"),
        ("202,term", "", "row_too_short", "2 cells"),
    ],
)
def test_a_row_that_cannot_stand_is_told_why(
    session: Session, row: str, field: str, code: str, says: str
) -> None:
    report = take(session, f"{HEAD}\n{row}\n202,inset,2026-09-01,2026-09-01\n")
    [(line, problem)] = report.problems
    assert (line, problem.field, problem.code) == (3, field, code)
    assert says in problem.message
    assert report.accepted == 1, "the good row is kept"


def test_two_terms_of_one_file_may_not_overlap(session: Session) -> None:
    report = take(session, AUTHORITY + "202,term,2026-12-10,2027-02-10\n")
    [(line, problem)] = report.problems
    assert (line, problem.code) == (5, "overlap")
    assert "line 3" in problem.message


def test_every_problem_of_a_row_is_told_at_once(session: Session) -> None:
    report = take(session, HEAD + "abc,half-term,yesterday,\n")
    assert [problem.field for _, problem in report.problems] == ["place_or_la", "kind", "from"]


def test_a_file_of_something_else_is_refused_whole(session: Session) -> None:
    with pytest.raises(Unreadable, match="no column place_or_la, kind"):
        take(session, "upn,from,to\nA1,2026-09-01,2026-09-01\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_whatever_saved_the_file(session: Session, encoding: str) -> None:
    text = AUTHORITY.replace(",", ";").replace("\n", "\r\n")
    assert import_terms(session, text.encode(encoding), recorded_at=FIRST).accepted == 3
