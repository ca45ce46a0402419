"""Which place may mark whom: the spells say of every half-day what the fold of the entries says."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from movements import expected
from movements.may_mark import may_mark, to_mark_within
from movements.presence import half_day
from movements.present import present_spells
from movements.register import standing_of
from movements.spells import HalfDay
from tests.attendance.world import AMY, BEN, HOME, SETTING, World, world
from tests.movements.test_folding import FIRST, histories, told

PLACES = ("s_a", "s_b", "s_aaaaaaaa", "s_bbbbbbbb")


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(-10, 240))
def test_a_pupil_is_where_the_fold_has_a_roll_or_a_placement(history, half) -> None:  # type: ignore[no-untyped-def]
    entries = told(history)
    at = HalfDay(FIRST + timedelta(days=half // 2), ("AM", "PM")[half % 2])
    now, then = half_day(*at), standing_of(entries, *at)
    spells = present_spells(entries)
    for place in PLACES:
        there = [one for one in spells if one.place == place and one.since <= now < one.until]
        assert len(there) == bool(then.roll_at(place) or then.provision_at(place))
    assert all(one.since < one.until for one in spells)


def found(made: World) -> list[object]:
    children = [made.pupil(who) for who in (AMY, BEN)]
    return [may_mark(made.session, made.place(urn).id, children) for urn in (HOME, SETTING)]


def asked(made: World) -> list[object]:
    """As `found`, without the others whom the projection may tell of."""
    seqs = expected.seqs_of(made.session, [made.pupil(who) for who in (AMY, BEN)]).values()
    return [{s: v for s, v in some.items() if s in seqs} for some in found(made)]  # type: ignore[attr-defined]


@pytest.fixture
def made():  # type: ignore[no-untyped-def]
    with world() as one:
        yield one


def test_it_is_the_same_whether_the_projection_was_made_is_behind_or_up_to_now(made: World) -> None:
    folded = found(made)
    assert [len(some) for some in folded] == [2, 1]  # type: ignore[arg-type]
    expected.rebuild(made.session)
    assert asked(made) == folded
    made.moved("ap_placement", AMY, HOME, "2025-11-10", place=SETTING, reason="BHS", pattern="FT")
    behind = asked(made)
    assert [len(some) for some in behind] == [2, 2]  # type: ignore[arg-type]
    expected.refresh(made.session)
    assert asked(made) == behind
    expected.forget(made.session)
    assert asked(made) == behind


def test_who_may_be_marked_between_two_days_is_whoever_was_there_on_one(made: World) -> None:
    """Amy is at the setting from 10 to 14 November: the 14th is no longer a day of hers."""
    placed = {"place": SETTING, "reason": "BHS", "pattern": "FT"}
    made.moved("ap_placement", AMY, HOME, "2025-11-10", **placed)
    made.moved("placement_end", AMY, HOME, "2025-11-14", place=SETTING, outcome="returned")
    amy, setting = made.pupil(AMY), made.place(SETTING).id

    def is_there(first: int, last: int) -> bool:
        days = date(2025, 11, first), date(2025, 11, last)
        return amy in to_mark_within(made.session, setting, *days)

    for again in (lambda session: None, expected.rebuild, expected.refresh):
        again(made.session)
        asked = ((3, 9), (3, 10), (13, 20), (14, 20), (11, 12))
        assert [is_there(*days) for days in asked] == [False, True, True, False, True]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE present SET until = until - 1",
        "DELETE FROM present WHERE place = 's_00900002'",
        "INSERT INTO present VALUES ('s_x', 77, 1, 2)",
    ],
)
def test_verify_compares_it_with_the_entries(made: World, change: str) -> None:
    expected.rebuild(made.session)
    assert [*expected.differing(made.session)] == []
    made.session.execute(text(change))
    assert [*expected.differing(made.session)]


def test_the_spells_of_one_record_go_by_themselves(made: World) -> None:
    expected.rebuild(made.session)
    expected.forget_pupil(made.session, made.pupil(BEN))
    assert [len(some) for some in asked(made)] == [1, 0]  # type: ignore[arg-type]
