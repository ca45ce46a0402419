"""An authority's year: every case, limit and day in one month, and nothing said of a few."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from movements.problems import Refused
from movements.school_days import calendars
from movements.spells import spells
from reports.authority_year import AuthorityYear, _half, authority_year, half_days
from tests.fair_access.world import AMY, BROOK, CAL, EVE, TODAY, World, upn, world

YEAR = "2026-27"
FIRST = date(2026, 9, 1)


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[World, AuthorityYear]]:
    """Amy has started, Cal and Eve wait; Eve is protected; one child has left for nowhere."""
    with world() as here:
        gone = upn(8)
        here.moved("on_roll", gone, BROOK, "2026-09-01")
        here.moved("removal_from_roll", gone, BROOK, "2026-09-21", session="PM", ground="i")
        case = here.agreed(AMY)
        here.allocated(case, "2026-10-14")
        here.started(case, "2026-10-15", "2026-10-15")
        for who in (CAL, EVE):
            here.agreed(who)
        here.moved("suspension", EVE, BROOK, "2026-10-05", sessions="12", reason1="PA")
        yield here, authority_year(here.session, "330", YEAR, TODAY)


def test_the_months_come_to_the_year(made: tuple[World, AuthorityYear]) -> None:
    _, told = made
    assert told.months[0].first == FIRST
    assert told.months[-1].last == min(TODAY, date(2027, 8, 31))
    for of in ("started", "waiting", "otherwise"):
        assert sum(getattr(m.waits, of) for m in told.months) == getattr(told.whole.waits, of)
    for of in ("kept", "late", "missed"):
        assert sum(getattr(m.limits, of) for m in told.months) == getattr(told.whole.limits, of)
        assert sum(getattr(o.limits, of) for o in told.owners) == getattr(told.whole.limits, of)
    days = sum(m.unanswered.no_school for m in told.months)
    assert days == told.whole.unanswered.no_school > 0
    assert days == sum(one.unanswered.no_school for one in told.owners)


def test_who_has_started_and_who_waits_and_no_median_of_three(
    made: tuple[World, AuthorityYear],
) -> None:
    waits = made[1].whole.waits
    assert (waits.referred, waits.started, waits.waiting, waits.otherwise) == (3, 1, 2, 0)
    assert waits.few
    assert waits.half is None


def test_what_a_school_owes_for_a_protected_child_is_no_schools_line(
    made: tuple[World, AuthorityYear],
) -> None:
    owners = {one.owner: one for one in made[1].owners}
    assert next(iter(owners)) == "la:330"
    assert None in owners
    assert owners[None].limits.owed + owners[None].overdue > 0


def test_the_half_days_of_a_spell_are_each_in_one_month(made: tuple[World, AuthorityYear]) -> None:
    here, _ = made
    days = calendars(here.session).of("la:330")
    weeks = [FIRST + timedelta(days=7 * n) for n in range(60)]
    found = spells(here.session, FIRST, TODAY)
    assert found
    for one in found:
        parts = (half_days(one, week, week + timedelta(days=6), days) for week in weeks)
        assert sum(parts) == one.sessions


def test_half_have_started_counts_those_who_wait_still() -> None:
    assert _half([4, 6, 8, 10, 12], 5) is None, "too few"
    assert _half([4, 6, 8, 10, 12, 20], 6) == 8
    assert _half([4, 6, 20, 20, 20, 20], 2) is None, "not half yet"
    assert _half([4, 6, 8, 2, 9, 9], 3) == 8, "one who came lately says nothing of longer waits"
    assert _half([9] * 6, 0) is None


def test_a_year_must_be_one(made: tuple[World, AuthorityYear]) -> None:
    with pytest.raises(Refused):
        authority_year(made[0].session, "330", "soon", TODAY)
