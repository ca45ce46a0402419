"""The projection by pupil: whatever was sent, it is what the days come to, and never stale."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from movements import attendance, marks
from movements.actor import Actor
from movements.marks import SchoolDay
from movements.pupil_terms import (
    PupilTerm,
    differing,
    forget,
    made_upto,
    rebuild,
    refresh,
    third_of,
)
from movements.redaction import redact
from movements.verify import findings
from tests.attendance.world import (
    AMY,
    BEN,
    CAL,
    HOME,
    OTHER,
    SEPTEMBER,
    SETTING,
    TODAY,
    World,
    world,
)

DAYS = ("2025-09-08", "2025-10-01", "2025-11-03", "2025-11-04", "2025-12-01")
ROWS = st.tuples(
    st.sampled_from([AMY, BEN, CAL]),
    st.sampled_from(DAYS),
    st.sampled_from(["AM", "PM"]),
    st.sampled_from([code for code in marks.BYTE_OF if code not in "/\\"]),
)
FILES = st.lists(
    st.one_of(
        st.sampled_from(["rebuild", "refresh"]),
        st.tuples(st.sampled_from([HOME, SETTING]), st.lists(ROWS, min_size=1, max_size=5)),
    ),
    min_size=1,
    max_size=8,
)


def read(brook: World) -> list[object]:
    """What is told of each pupil by the projection, or without it."""
    told: list[object] = []
    for who in (AMY, BEN, CAL):
        pupil = brook.pupil(who)
        found = attendance.marks_of(brook.session, pupil, SEPTEMBER, TODAY)
        told.append([(one.day, one.session, one.place, one.mark) for one in found])
        told.append(attendance.summary(brook.session, pupil, date(2025, 9, 30), TODAY))
    counts = attendance.rates(brook.session, [brook.pupil(who) for who in (AMY, BEN)], *SPAN)
    return [*told, counts.attended.tolist(), counts.possible.tolist()]


SPAN = (date(2025, 10, 1), date(2025, 11, 30))


@settings(max_examples=40, deadline=None)
@given(FILES)
def test_whatever_is_sent_it_tells_what_the_days_tell(sent: list) -> None:
    with world() as brook:
        for step in sent:
            if step == "rebuild":
                rebuild(brook.session)
            elif step == "refresh":
                refresh(brook.session)
            else:
                place, rows = step
                brook.sent(*(",".join(row) for row in rows), to=place)
        assert list(differing(brook.session)) == []
        by_term = read(brook)
        forget(brook.session)
        assert read(brook) == by_term


@pytest.fixture
def made(brook: World) -> World:
    brook.sent(f"{AMY},2025-09-08,AM,/", f"{BEN},2025-12-01,PM,L")
    rebuild(brook.session)
    return brook


def test_it_holds_a_row_for_each_pupil_place_and_third(made: World) -> None:
    rows = made.session.exec(select(PupilTerm)).all()
    assert [(row.since, len(row.marks)) for row in rows] == [(SEPTEMBER, 132)] * 2
    assert made_upto(made.session) == 2
    assert np.count_nonzero(np.frombuffer(rows[0].marks, dtype=np.uint8)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pupil_term SET marks = x'1010'",
        "DELETE FROM pupil_term",
        "INSERT INTO pupil_term SELECT 77, since, place_id, marks FROM pupil_term LIMIT 1",
        "DELETE FROM projection",
    ],
)
def test_verify_compares_it_with_the_days(made: World, change: str) -> None:
    assert not [one for one in findings(made.session) if "pupil_term" in one]
    made.session.execute(text(change))
    made.session.expire_all()
    assert [one for one in findings(made.session) if "pupil_term" in one]
    rebuild(made.session)
    assert not [one for one in findings(made.session) if "pupil_term" in one]


def test_it_goes_with_marks_that_are_redacted(made: World) -> None:
    number = made.session.exec(select(SchoolDay.submission)).first()
    assert number is not None
    redact(made.session, [number], rule="m", title="m", by=Actor("x", "administrator"))
    assert made_upto(made.session) == 0
    pupil = made.pupil(AMY)
    assert attendance.marks_of(made.session, pupil, SEPTEMBER, TODAY) == []


def test_made_again_after_that_it_holds_what_is_left(made: World) -> None:
    number = made.session.exec(select(SchoolDay.submission)).first()
    assert number is not None
    redact(made.session, [number], rule="m", title="m", by=Actor("x", "administrator"))
    rebuild(made.session)
    assert [*differing(made.session)] == []


def test_a_new_day_changes_its_own_third_alone(made: World) -> None:
    made.sent(f"{AMY},2026-01-12,AM,/", today=date(2026, 1, 16))
    assert refresh(made.session) == 1
    rows = made.session.exec(select(PupilTerm.since)).all()
    assert sorted(rows) == [SEPTEMBER, SEPTEMBER, date(2026, 1, 1)]
    assert [*differing(made.session)] == []


def test_days_stored_since_it_was_made_are_read_beside_it(made: World) -> None:
    made.sent(f"{AMY},2025-09-08,AM,L", f"{AMY},2025-09-09,PM,O")
    made.sent(f"{BEN},2025-11-03,AM,C", to=SETTING)
    made.sent(f"{CAL},2025-11-04,AM,I", to=OTHER)
    assert made_upto(made.session) == 2
    told = [
        (f"{one.day} {one.session}", one.place.removeprefix("s_00"), one.mark)
        for who in (AMY, BEN, CAL)
        for one in made.marks(who)
    ]
    assert told == [
        ("2025-09-08 AM", HOME, "L"),
        ("2025-09-09 PM", HOME, "O"),
        ("2025-11-03 AM", SETTING, "C"),
        ("2025-12-01 PM", HOME, "L"),
        ("2025-11-04 AM", OTHER, "I"),
    ]


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2025, 9, 1), date(2025, 9, 1)),
        (date(2025, 12, 31), date(2025, 9, 1)),
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 8, 31), date(2026, 4, 1)),
    ],
)
def test_the_thirds_of_a_year(day: date, since: date) -> None:
    assert third_of(day) == since
