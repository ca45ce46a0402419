"""Which schools are one place: a conversion is, a merger is not."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, col, select

from movements.people_and_places import PlaceVersion
from movements.places import find_place
from tests.movements.gias_rows import LATER, STATUS, empty_register, places, take

OLD = {STATUS: "Closed", "CloseDate": "31-08-2018", "SuccessorURN": "900002"}
OLD |= {"SuccessorLinkType": "Successor"}
NEW = {"URN": "900002", "EstablishmentName": "Alder Academy", "OpenDate": "01-09-2018"}
NEW |= {"TypeOfEstablishment (code)": "42", "EstablishmentTypeGroup (code)": "10"}


@pytest.fixture
def session() -> Iterator[Session]:
    with empty_register() as session:
        yield session


@pytest.mark.parametrize("rows", [(OLD, NEW), (NEW, OLD)])
def test_a_school_that_converts_is_one_place_with_two_urns(
    session: Session, rows: tuple[dict[str, str], ...]
) -> None:
    assert take(session, *rows).total == 2
    place = find_place(session, "900001").id
    assert find_place(session, "900002").id == place
    assert places(session) == 1
    assert find_place(session, place, date(2018, 8, 30)).urn == "900001"
    assert find_place(session, place, date(2018, 9, 1)).urn == "900002"
    assert find_place(session, place).is_academy


def test_a_school_may_convert_between_two_imports(session: Session) -> None:
    take(session, {})
    take(
        session,
        OLD | {"CloseDate": "31-08-2026"},
        NEW | {"OpenDate": "01-09-2026"},
        at=LATER,
    )
    assert places(session) == 1
    place = find_place(session, "900002")
    assert (place.urn, place.status) == ("900002", "open")
    assert find_place(session, place.id, date(2026, 8, 31)).status == "closed"
    assert (
        take(session, OLD | {"CloseDate": "31-08-2026"}, NEW | {"OpenDate": "01-09-2026"}).unchanged
        == 2
    )


def test_a_change_read_after_a_conversion_does_not_hide_the_new_school(session: Session) -> None:
    """The old school was renamed after the new one opened, or so the two files say."""
    take(session, {})
    take(session, {"EstablishmentName": "Alder Centre"}, at="2026-10-20T09:00:00.000000Z")
    take(session, OLD | {"CloseDate": ""}, NEW | {"OpenDate": "01-09-2026"}, at=LATER)
    assert places(session) == 1
    assert find_place(session, find_place(session, "900002").id).urn == "900002"


def test_a_chain_of_conversions_is_one_place(session: Session) -> None:
    middle = OLD | NEW | {STATUS: "Closed", "CloseDate": "2020-12-31", "SuccessorURN": "900003"}
    last = NEW | {"URN": "900003", "OpenDate": "2021-01-01"}
    take(session, OLD, middle, last)
    assert places(session) == 1
    assert find_place(session, find_place(session, "900001").id).urn == "900003"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"SuccessorLinkType": "Successor - merged"}, {}),
        ({"SuccessorLinkType": "Successor - Split School"}, {}),
        ({"SuccessorLinkType": ""}, {}),
        ({STATUS: "Open", "CloseDate": ""}, {}),
        ({}, {"OpenDate": "01-09-2012"}),
        ({}, {"OpenDate": ""}),
        ({}, {"OpenDate": "01-09-2023"}),
        ({"OpenDate": "01-10-2018"}, {}),
    ],
)
def test_other_successors_stay_places_of_their_own(
    session: Session, old: dict[str, str], new: dict[str, str]
) -> None:
    take(session, OLD | old, NEW | new)
    assert find_place(session, "900001").id != find_place(session, "900002").id
    last = session.exec(
        select(PlaceVersion.successor_urn)
        .where(PlaceVersion.urn == "900001")
        .order_by(col(PlaceVersion.number).desc())
    ).first()
    assert last == "900002", "but the successor is noted"


def test_two_schools_into_one_is_no_conversion(session: Session) -> None:
    take(session, OLD, OLD | {"URN": "900009"}, NEW)
    assert places(session) == 3
