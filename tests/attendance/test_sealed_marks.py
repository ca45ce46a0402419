"""Marks changed behind the register's back are found, and the entry that brought them in named."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from movements.actor import Actor
from movements.append_only import TRIGGERS
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.marks import SchoolDay
from movements.redaction import redact
from movements.verify import findings
from tests.attendance.world import AMY, BEN, World

CHANGES = [
    "UPDATE school_day SET marks = x'1011' WHERE number = 1",
    "UPDATE school_day SET day = '2025-09-09' WHERE number = 1",
    "UPDATE school_day SET version = 3 WHERE number = 1",
    "DELETE FROM school_day WHERE number = 1",
    "UPDATE mark_roll SET pupils = x'00000000'",
    "INSERT INTO school_day (place_id, day, version, submission, roll_id, marks) "
    "SELECT place_id, day, 2, submission, roll_id, marks FROM school_day",
]


@pytest.fixture
def marked(brook: World) -> World:
    brook.sent(f"{AMY},2025-09-08,AM,/")
    return brook


def without_fence(brook: World) -> None:
    for name in TRIGGERS:
        brook.session.execute(text(f"DROP TRIGGER {name}"))


def said_of_marks(brook: World) -> list[str]:
    return [one for one in findings(brook.session) if "marks" in one]


def test_untouched_marks_are_whole(marked: World) -> None:
    marked.sent(f"{AMY},2025-09-08,AM,L", f"{BEN},2025-09-09,AM,/")
    assert said_of_marks(marked) == []


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_and_its_entry_named(marked: World, change: str) -> None:
    without_fence(marked)
    marked.session.execute(text(change))
    (found,) = (one for one in said_of_marks(marked) if one.startswith("entry"))
    assert found.startswith("entry 9: its marks were changed")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE mark_roll SET digest = 'other'",
        "UPDATE mark_roll SET place_id = 's_00900002'",
        "INSERT INTO mark_roll (place_id, digest, pupils) "
        "SELECT place_id, digest, pupils FROM mark_roll",
    ],
)
def test_a_roll_that_is_not_as_it_was_named_is_found(marked: World, change: str) -> None:
    without_fence(marked)
    marked.session.execute(text(change))
    (found,) = said_of_marks(marked)
    assert found.startswith("table mark_roll: row ")


def test_marks_under_an_entry_of_another_kind_are_found(marked: World) -> None:
    without_fence(marked)
    marked.session.execute(text("UPDATE school_day SET submission = 1"))
    assert [one[:8] for one in said_of_marks(marked)] == ["entry 1:", "entry 9:"]


def test_marks_that_went_with_their_redacted_submission_are_no_finding(marked: World) -> None:
    marked.sent(f"{BEN},2025-09-09,AM,/")
    first, second = marked.session.exec(select(SchoolDay.submission)).all()
    by = Actor("register", "administrator")
    assert redact(marked.session, [first], rule="marks", title="marks", by=by) == [first]
    assert said_of_marks(marked) == []
    marked.sent(f"{AMY},2025-09-10,AM,/")
    assert said_of_marks(marked) == []
    without_fence(marked)
    change = f"UPDATE school_day SET submission = {first} WHERE submission = {second}"
    marked.session.execute(text(change))
    assert [one.partition(":")[0] for one in said_of_marks(marked)] == [
        f"entry {first}",
        f"entry {second}",
    ]


@pytest.mark.parametrize(
    "change",
    [
        *CHANGES[:5],
        "INSERT OR REPLACE INTO school_day "
        "SELECT number, place_id, day, version, submission, roll_id, x'1111' FROM school_day",
    ],
)
def test_the_fence_stops_every_change_but_another_version(marked: World, change: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        marked.session.execute(text(change))


def test_a_submission_names_no_pupil_and_no_file(marked: World) -> None:
    query = ENTRIES.where(EntryRow.kind == "attendance_submission")
    (entry,) = read_entries(marked.session, query)
    day = marked.session.exec(select(SchoolDay)).one()
    assert (entry.place_id, entry.pupil_id, day.submission) == ("s_00900001", None, entry.number)
    assert sorted(entry.answers()) == [
        "accepted",
        "already_held",
        "beside",
        "changed",
        "first_day",
        "last_day",
        "refused",
        "rows",
        "sha256",
        "size",
        "stored",
    ]
    assert AMY not in str(entry.details)
