"""A roll longer than the number of values that one statement of SQLite may take."""

import sqlite3

import pytest
from sqlalchemy import insert
from sqlmodel import col, func, select

from movements.batches import AT_ONCE, batches
from movements.entry import EntryRow
from movements.people_and_places import Pupil, PupilIdentifier
from movements.register import entries, find_pupil
from tests.attendance.world import AMY, SEPTEMBER, TOLD, upn
from tests.intake.world import Files

MOST_VALUES = 32_766
"""SQLite's own limit, where who built it has set no other."""
MANY = 40_000


@pytest.fixture
def limited(sent: Files) -> Files:
    held = sent.session.connection().connection.dbapi_connection
    assert isinstance(held, sqlite3.Connection)
    held.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, MOST_VALUES)
    return sent


def borne(sent: Files) -> list[str]:
    """Many pupils more, each bearing a UPN; their UPNs."""
    upns = [upn(1_000 + number) for number in range(MANY)]
    known = [{"id": f"p_{number:05}", "created_at": TOLD} for number in range(MANY)]
    bearing = {"scheme": "upn", "on": SEPTEMBER, "recorded_at": TOLD}
    sent.session.connection().execute(insert(Pupil), known)
    sent.session.connection().execute(
        insert(PupilIdentifier),
        [
            {"pupil_id": one["id"], "value": value, **bearing}
            for one, value in zip(known, upns, strict=True)
        ],
    )
    return upns


def test_a_roll_of_forty_thousand_pupils_is_read(limited: Files) -> None:
    upns = borne(limited)
    amy = f"{AMY},Ash,Amy,2012-01-05,2025-09-01"
    rest = [f"{value},Ash,Ben,,2025-09-01" for value in upns]
    report = limited.roll("upn,surname,forename,dob,entry_date", *rest, amy)
    assert report.refused == MANY, "each for want of a date of birth, and not of a table"
    assert [outcome.line for outcome in report.outcomes if outcome.result == "accepted"] == [
        MANY + 2
    ]


def test_entries_of_more_pupils_than_a_statement_takes_come_in_order(limited: Files) -> None:
    amy = find_pupil(limited.session, AMY)
    everyone = list(limited.session.exec(select(EntryRow.pupil_id).distinct()))
    asked = [str(pupil) for pupil in everyone] + [f"p_{number}" for number in range(MANY)]
    found = entries(limited.session, [*asked, *asked])
    held = select(func.count(col(EntryRow.number))).where(col(EntryRow.pupil_id).is_not(None))
    assert len(found) == limited.session.exec(held).one(), "each once, though asked for twice"
    assert amy in {entry.pupil_id for entry in found}
    assert [e.pupil_id for e in found] == sorted(str(e.pupil_id) for e in found)


def test_batches_hold_each_value_once_and_are_none_of_nothing() -> None:
    assert list(batches([])) == []
    assert list(batches(["b", "a", "b"])) == [["a", "b"]]
    sizes = [len(some) for some in batches(f"{number}" for number in range(2 * AT_ONCE + 1))]
    assert sizes == [AT_ONCE, AT_ONCE, 1]
