"""Successors from the links file: what becomes one place, what stays two, and what is noted."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, col, func, select

from movements.actor import Actor
from movements.gias_links import LinksFile, read_links
from movements.intake.plain_text import Unreadable
from movements.people_and_places import PlaceVersion, TermDate
from movements.places import find_place, place_facts
from movements.record import append
from movements.schools import SchoolsReport, import_links, import_schools
from movements.successors import LinksReport, Pair
from tests.movements.gias_rows import LATER, STATUS, empty_register, places, take, text_of

NEXT_YEAR = "2027-01-11T09:00:00.000000Z"
OLD = {STATUS: "Closed", "CloseDate": "31-08-2018"}
NEW = {
    "URN": "900002",
    "EstablishmentName": "Alder Academy",
    "OpenDate": "01-09-2018",
    "TypeOfEstablishment (code)": "42",
    "EstablishmentTypeGroup (code)": "10",
}
NEWEST = NEW | {"URN": "900003", "EstablishmentName": "Alder Trust", "OpenDate": "01-09-2021"}
ONE_BECAME_TWO = "900001,900002,Alder Academy,Successor,31-08-2018"
TWO_BECAME_THREE = "900003,900002,Alder Academy,Predecessor,01-09-2021"
PAIR = Pair("900001", "900002")


@pytest.fixture
def session() -> Iterator[Session]:
    with empty_register() as session:
        yield session


def links(*rows: str) -> LinksFile:
    text = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n" + "\n".join(rows)
    return read_links(text.encode())


def link(session: Session, *rows: str, at: str = LATER, spoken_for: str = "") -> LinksReport:
    """Take in a links file by itself."""
    return import_links(session, links(*rows), recorded_at=at, spoken_for={spoken_for})


def take_both(session: Session, file: LinksFile, *rows: dict[str, str]) -> SchoolsReport:
    """Take in an extract with the links beside it."""
    return import_schools(session, text_of(*rows).encode(), recorded_at=LATER, links=file)


def place_of(session: Session, urn: str) -> str:
    return find_place(session, urn).id


def successor(session: Session, urn: str = "900001") -> str | None:
    query = select(PlaceVersion.successor_urn).where(PlaceVersion.urn == urn)
    return session.exec(query.order_by(col(PlaceVersion.number).desc())).first()


def written(session: Session) -> int:
    return session.exec(select(func.count(col(PlaceVersion.number)))).one()


def with_terms(session: Session, place: str) -> None:
    """Something that names the place, so that it is in use."""
    on = date(2026, 9, 2)
    term = TermDate(place_or_la=place, kind="inset", from_date=on, to_date=on, recorded_at=LATER)
    session.add(term)


def is_one_place(session: Session) -> None:
    """The two schools of a conversion on 1 September 2018 are one place, on every day."""
    place = place_of(session, "900001")
    assert place_of(session, "900002") == place
    assert [*place_facts(session)] == [place]
    for on, urn, status in [
        (date(2010, 1, 1), "900001", "open"),
        (date(2018, 8, 31), "900001", "closed"),
        (date(2018, 9, 1), "900002", "open"),
        (date(2024, 1, 1), "900002", "open"),
        (None, "900002", "open"),
    ]:
        known = find_place(session, "900001", on)
        assert (known.urn, known.status) == (urn, status), on
    assert successor(session) == "900002"


def test_an_extract_with_its_links_makes_a_conversion_one_place(session: Session) -> None:
    report = take_both(session, links(ONE_BECAME_TWO), OLD, NEW)
    is_one_place(session)
    assert places(session) == 1
    assert report.links is not None
    assert (report.links.linked, report.links.noted, report.links.joined) == (1, 1, (PAIR,))
    before = written(session)
    again = take_both(session, links(ONE_BECAME_TWO), OLD, NEW)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert again.links is not None
    assert (again.links.linked, again.links.noted, again.links.joined) == (1, 0, ())
    assert written(session) == before


def test_links_that_come_after_the_extract_make_it_one_place_too(session: Session) -> None:
    take(session, OLD, NEW)
    alone = place_of(session, "900002")
    assert places(session) == 2
    report = link(session, ONE_BECAME_TWO)
    assert (report.noted, report.joined, report.apart) == (1, (PAIR,), ())
    is_one_place(session)
    assert find_place(session, alone).id == place_of(session, "900001"), "its id is not lost"
    assert find_place(session, "ukprn:10016665").urn == "900002"


def test_repeating_either_file_changes_nothing(session: Session) -> None:
    take(session, OLD, NEW)
    link(session, ONE_BECAME_TWO)
    before = written(session)
    assert take(session, OLD, NEW, at=NEXT_YEAR).unchanged == 2, "the extract tells no successor"
    again = link(session, ONE_BECAME_TWO, at=NEXT_YEAR)
    assert (again.linked, again.noted, again.joined) == (1, 0, ())
    assert written(session) == before
    is_one_place(session)


def test_a_new_school_comes_to_the_place_of_one_that_was_held(session: Session) -> None:
    take(session, {})
    place = place_of(session, "900001")
    with_terms(session, place)
    take_both(session, links(ONE_BECAME_TWO), OLD, NEW)
    is_one_place(session)
    assert (places(session), place_of(session, "900002")) == (1, place)


def test_a_place_that_is_in_use_is_the_one_that_stays(session: Session) -> None:
    take(session, OLD, NEW)
    used = place_of(session, "900002")
    with_terms(session, used)
    assert link(session, ONE_BECAME_TWO).joined == (PAIR,)
    is_one_place(session)
    assert place_of(session, "900001") == used


def test_a_place_somebody_speaks_for_is_in_use(session: Session) -> None:
    take(session, OLD, NEW)
    used = place_of(session, "900002")
    link(session, ONE_BECAME_TWO, spoken_for=used)
    assert place_of(session, "900001") == used


def test_a_place_named_in_an_entry_s_details_is_in_use(session: Session) -> None:
    take(session, OLD, NEW)
    used = place_of(session, "900002")
    append(
        session,
        kind="managed_move",
        on=date(2026, 9, 7),
        by=Actor("officer", "la_officer", authority="330"),
        source="api",
        details={"to_place": used},
        subjects={},
    )
    link(session, ONE_BECAME_TWO)
    assert place_of(session, "900001") == used


def test_two_places_that_are_both_in_use_stay_two_and_the_successor_is_noted(
    session: Session,
) -> None:
    take(session, OLD, NEW)
    ids = [place_of(session, urn) for urn in PAIR]
    for place in ids:
        with_terms(session, place)
    report = link(session, ONE_BECAME_TWO)
    assert (report.noted, report.joined, report.apart) == (1, (), (PAIR,))
    assert [place_of(session, urn) for urn in PAIR] == ids
    assert successor(session) == "900002"
    assert find_place(session, "900001").status == "closed"
    again = link(session, ONE_BECAME_TWO)
    assert (again.noted, again.apart) == (0, (PAIR,))


@pytest.mark.parametrize("in_use", ["", "900001", "900002"])
def test_a_closure_whose_day_nobody_told_does_not_hide_the_new_school(
    session: Session, in_use: str
) -> None:
    """It was dated the day it was read, when the new school had stood for years."""
    take(session, OLD | {"CloseDate": ""}, NEW)
    take(session, OLD | {"CloseDate": ""}, NEW | {"EstablishmentName": "Renamed"}, at=LATER)
    if in_use:
        with_terms(session, place_of(session, in_use))
    link(session, ONE_BECAME_TWO, at=NEXT_YEAR)
    is_one_place(session)
    place = place_of(session, "900001")
    assert find_place(session, place, date(2026, 10, 1)).name == "Alder Academy"
    assert find_place(session, place, date(2026, 12, 1)).name == "Renamed"
    again = take(
        session,
        OLD | {"CloseDate": ""},
        NEW | {"EstablishmentName": "Renamed"},
        at=NEXT_YEAR,
    )
    assert again.unchanged == 2


@pytest.mark.parametrize("in_use", ["", "900001", "900002", "900003"])
def test_a_chain_that_is_learnt_late_is_one_place(session: Session, in_use: str) -> None:
    middle = NEW | {STATUS: "Closed", "CloseDate": "31-08-2021"}
    take(session, OLD, middle, NEWEST)
    used = place_of(session, in_use) if in_use else ""
    if used:
        with_terms(session, used)
    report = link(session, TWO_BECAME_THREE, ONE_BECAME_TWO)
    assert report.joined == (PAIR, ("900002", "900003"))
    [place] = place_facts(session)
    assert place == used or not used
    for on, urn in [(2010, "900001"), (2019, "900002"), (2022, "900003")]:
        assert find_place(session, "900002", date(on, 1, 1)).urn == urn
    assert [successor(session, urn) for urn in PAIR] == ["900002", "900003"]
    assert link(session, TWO_BECAME_THREE, ONE_BECAME_TWO).noted == 0


def test_the_two_links_of_a_chain_may_come_one_by_one(session: Session) -> None:
    take(session, OLD, NEW | {STATUS: "Closed", "CloseDate": "31-08-2021"}, NEWEST)
    link(session, TWO_BECAME_THREE)
    link(session, ONE_BECAME_TWO)
    [place] = place_facts(session)
    for on, urn in [(2010, "900001"), (2019, "900002"), (2022, "900003")]:
        assert find_place(session, place, date(on, 1, 1)).urn == urn


def test_what_is_told_later_of_the_old_school_does_not_hide_the_new_one(session: Session) -> None:
    take_both(session, links(ONE_BECAME_TWO), OLD, NEW)
    assert take(session, OLD | {"Town": "Elmton"}, NEW, at=NEXT_YEAR).changed == 1
    is_one_place(session)
    assert take(session, OLD | {"Town": "Elmton"}, NEW, at=NEXT_YEAR).changed == 0


BIRCH = OLD | {"URN": "900008", "EstablishmentName": "Birch School"}


@pytest.mark.parametrize(
    "rows",
    [
        [ONE_BECAME_TWO, "900008,900002,Alder Academy,Successor,31-08-2018"],
        [ONE_BECAME_TWO, "900002,900008,Birch School,Predecessor,31-08-2018"],
        [ONE_BECAME_TWO, "900008,900002,Alder Academy,Successor - merged,31-08-2018"],
        ["900001,900002,A,Successor - amalgamated,", "900008,900002,A,Successor - amalgamated,"],
        ["900002,900001,A,Predecessor - merged,", "900002,900008,A,Predecessor - merged,"],
    ],
)
def test_many_to_one_stay_places_of_their_own(session: Session, rows: list[str]) -> None:
    take(session, OLD, BIRCH, NEW)
    report = link(session, *rows)
    assert (report.noted, report.joined, report.apart) == (2, (), ())
    assert len(place_facts(session)) == 3
    assert [successor(session, urn) for urn in ("900001", "900008")] == ["900002"] * 2


@pytest.mark.parametrize("kind", ["Successor", "Successor - Split School"])
def test_a_split_keeps_three_places_and_notes_both_successors(session: Session, kind: str) -> None:
    rows = [f"900001,{urn},A,{kind},31-08-2018" for urn in ("900003", "900002")]
    take(session, OLD, NEW, NEW | {"URN": "900003"})
    report = link(session, *rows)
    assert (report.linked, report.noted, report.joined) == (1, 1, ())
    assert successor(session) == "900002;900003"
    assert len(place_facts(session)) == 3
    assert link(session, *reversed(rows)).noted == 0
    assert take(session, OLD | {"SuccessorURN": "900003;900002"}).unchanged == 1


def test_a_later_file_s_successors_take_the_place_of_an_earlier_one_s(session: Session) -> None:
    take(session, OLD)
    link(session, "900001,900009,Wrong School,Successor,")
    assert link(session, ONE_BECAME_TWO).noted == 1
    assert successor(session) == "900002"


@pytest.mark.parametrize(
    ("day", "since"), [("01-10-2026", date(2026, 10, 1)), ("", date(2026, 11, 23))]
)
def test_a_successor_of_an_open_school_counts_from_the_day_of_the_link(
    session: Session, day: str, since: date
) -> None:
    take(session, {})
    link(session, f"900001,900002,Alder Academy,Successor - merged,{day}")
    query = select(PlaceVersion.on).where(PlaceVersion.successor_urn == "900002")
    assert session.exec(query).all() == [since]
    assert find_place(session, "900001").status == "open"


def test_urns_that_are_not_held_are_named_and_their_successors_noted(session: Session) -> None:
    take(session, OLD)
    report = link(
        session, ONE_BECAME_TWO, "900001,800001,A,Predecessor,", "700001,700002,A,Successor,"
    )
    assert (report.not_held, report.strangers) == (("800001", "900002"), 1)
    assert (report.successors, report.predecessors, report.linked) == (2, 1, 1)
    assert successor(session) == "900002"
    take(session, OLD, NEW, at=NEXT_YEAR)
    assert link(session, ONE_BECAME_TWO, at=NEXT_YEAR).joined == (PAIR,)


def test_links_before_any_school_are_told_to_wait(session: Session) -> None:
    with pytest.raises(Unreadable, match="none are held yet: import 'Establishment fields' first"):
        link(session, ONE_BECAME_TWO)
