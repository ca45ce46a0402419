"""The register takes in every row of a synthetic authority, sent in time or all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col

from apregister.db import Engines, open_engines, reading
from apregister.manifest import take_in_all
from apregister.migrate import migrate
from fair_access.cases import cases
from fair_access.meetings.book import book
from fixtures.synth.write import write_authority
from movements.entry import ENTRIES, EntryRow, read_entries

UNTIL = date(2026, 10, 23)


@pytest.fixture(params=[False, True], ids=["all at once", "as sent"])
def taken_in(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Engines, int]:
    """A small authority across a September, taken in; and how many rows were refused."""
    write_authority(tmp_path / "files", 240, 2, 5, UNTIL)
    url = f"sqlite:///{tmp_path / 'register.db'}"
    migrate(url)
    engines = open_engines(url)
    refused = take_in_all(engines, tmp_path / "files", as_sent=request.param, told=lambda n: None)
    return engines, refused


def test_no_row_is_refused_and_the_one_pupil_claimed_is_so_on_purpose(
    taken_in: tuple[Engines, int],
) -> None:
    engines, refused = taken_in
    with reading(engines.register) as session:
        claims = list(read_entries(session, ENTRIES.where(col(EntryRow.kind) == "roll_claim")))
        found = cases(session, "999", None, UNTIL)
        met = book(session, "999", UNTIL).meetings
    engines.dispose()
    assert (refused, len(claims)) == (0, 1)
    assert len(found) >= 1, "of 0.32 cases a year for each 100 pupils"
    assert all(one.closed_on and one.attended for one in met.values())
    assert {one.id for one in found if one.state.allocated_on} <= {
        case for one in met.values() for case in one.cases
    }
