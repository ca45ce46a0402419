"""A child of no authority: the school that was left sees the question, and nobody else does."""

from datetime import date

import pytest

from apregister.owed import exceptions_owed
from tests.spec.world import world

DAY = date(2025, 10, 14)


@pytest.mark.parametrize(("at", "sees"), [("net", ["nobody"]), ("brook", []), ("officer", [])])
def test_the_school_that_was_left_sees_the_question(at: str, sees: list[str]) -> None:
    with world() as told:
        told.moved("2025-09-02", "net", "on_roll")
        told.moved("2025-10-13", "net", "removal_from_roll", "ground=g")
        _, by = told.actor(at)
        owed = exceptions_owed(told.session, DAY, by)
        assert [item.cause for item in owed.items] == sees
        assert all(item.owner in by.places for item in owed.items)
