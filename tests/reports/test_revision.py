"""A year that is published again tells of no single child by what differs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import StaticPool, create_engine
from sqlmodel import Session

from reports.measures import MEASURES
from reports.measures.reintegration import REI_3
from reports.publishing.counted import counted
from reports.publishing.release import release
from reports.publishing.revision import revised
from tests.reports.world import BRIDGE, FIRST, LAST, LODGE, ON, YEAR, World

BEGAN, BACK = "2025-01-13", "2025-06-09"
Then = Callable[[World, list[str]], object]


def _placed(made: World, number: int, returned: int, to: str = LODGE) -> list[str]:
    pupils = made.pupils(number)
    for n, who in enumerate(pupils):
        made.placed(who, BEGAN, to=to)
        if n < returned:
            made.moved("reintegration", who, BACK)
    return pupils


@contextmanager
def _published(made: World) -> Iterator[Session]:
    """The register as it is now, kept beside what becomes of it."""
    made.session.commit()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as kept, Session(kept) as then:
        here = made.session.connection().connection.driver_connection
        there = kept.connection.driver_connection
        assert here
        assert there
        here.backup(there)
        yield then
    engine.dispose()


def _late(made: World, pupils: list[str]) -> None:
    made.moved("reintegration", pupils[-1], BACK)


def _died(made: World, pupils: list[str]) -> None:
    made.moved("removal_from_roll", pupils[0], "2025-11-10", ground="k")


def _protected(made: World, pupils: list[str]) -> None:
    made.moved("pupil_details", pupils[0], "2026-10-05", nc_year="11", protected="Y")


def _one_more(made: World, _: list[str]) -> None:
    _placed(made, 1, 1)


def _a_few_elsewhere(made: World, _: list[str]) -> None:
    _placed(made, 4, 2, to=BRIDGE)


@pytest.mark.parametrize("then", [_late, _died, _protected, _one_more, _a_few_elsewhere])
def test_what_is_told_otherwise_of_a_few_stands_as_it_was(authority: World, then: Then) -> None:
    pupils = _placed(authority, 14, 7)
    before = counted(authority.session, FIRST, LAST)
    then(authority, pupils)
    now = counted(authority.session, FIRST, LAST)
    again = revised([before], now)
    assert [one.called for one in again.settings] == [one.called for one in before.settings]
    for measure in MEASURES:
        assert (again.counts(measure) == before.counts(measure)).all()
    assert now.counts(REI_3).tolist() != before.counts(REI_3).tolist()


def test_a_release_published_again_stands_where_one_child_came_to_it(authority: World) -> None:
    _placed(authority, 14, 7)
    first = release(authority.session, YEAR, ON)
    with _published(authority) as before:
        _placed(authority, 1, 1)
        anew = release(authority.session, YEAR, ON)
        again = release(authority.session, YEAR, ON, released=[before])
    assert anew.leaks([first.files]) == []
    assert {one.pupils for one in anew.revisions([first.files])} == {1}
    assert again.revisions([first.files]) == []
    assert again.files == first.files


def test_what_is_told_otherwise_of_six_or_more_is_revised(authority: World) -> None:
    pupils = _placed(authority, 20, 7)
    first = release(authority.session, YEAR, ON)
    with _published(authority) as before:
        for who in pupils[7:14]:
            authority.moved("reintegration", who, BACK)
        again = release(authority.session, YEAR, ON, released=[before])
    assert again.files == release(authority.session, YEAR, ON).files != first.files
    assert again.revisions([first.files]) == []


def test_a_leaver_who_died_before_the_follow_up_tells_nothing_by_it(authority: World) -> None:
    """The two years' leavers differ by one: of whom, and by what, no number says."""
    pupils = authority.pupils(16, nc_year=11)
    for who in pupils:
        authority.placed(who, "2024-10-07")
    last = release(authority.session, "2024-25", ON)
    authority.moved("removal_from_roll", pupils[0], "2025-12-08", ground="k")
    this = release(authority.session, "2025-26", ON)
    assert "\n202425" in last.files["ap_outcomes_settings.csv"]
    assert this.leaks([last.files]) == []
    assert this.revisions([last.files]) == []
    assert "differ by one" in this.files["methods.md"]
