"""Schools from GIAS: what a file comes to, and what is known of a school on which day."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from movements.gias_links import read_links
from movements.intake.plain_text import Unreadable
from movements.people_and_places import PlaceVersion
from movements.places import PlaceFacts, authority_name, find_place
from movements.schools import import_schools
from tests.movements.gias_rows import FIRST, LATER, ROW, STATUS, empty_register, take, text_of

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
real_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real GIAS samples lie beside the project and are not in it"
)


@pytest.fixture
def session() -> Iterator[Session]:
    with empty_register() as session:
        yield session


def versions(session: Session, urn: str = "900001") -> list[tuple[date, str, str]]:
    found = session.exec(
        select(PlaceVersion).where(PlaceVersion.urn == urn).order_by(col(PlaceVersion.number))
    )
    return [(version.on, version.status, version.name) for version in found]


@real_data
def test_the_real_sample_has_1806_schools_and_99_of_alternative_provision(
    session: Session,
) -> None:
    path = DATA / "gias_sample.csv"
    told: list[tuple[int, int]] = []
    report = import_schools(
        session, path, recorded_at=FIRST, progress=lambda *step: told.append(step)
    )
    assert (report.total, report.ap_total, report.ap_closed) == (1806, 99, 25)
    assert (report.new, report.changed, report.unchanged, report.problems) == (1806, 0, 0, ())
    assert report.by_type["Pupil referral unit"] == 64
    assert report.by_type["Free schools alternative provision"] == 17
    assert report.by_type["Academy alternative provision converter"] == 12
    assert report.by_type["Academy alternative provision sponsor led"] == 6
    assert sum(report.by_type.values()) == 1806
    assert told[-1] == (1806, 1806)
    assert session.exec(select(func.count(col(PlaceVersion.la_code).distinct()))).one() == 87


@real_data
def test_the_real_sample_twice_writes_nothing(session: Session) -> None:
    path = DATA / "gias_sample.csv"
    import_schools(session, path, recorded_at=FIRST)
    before = session.exec(select(func.max(col(PlaceVersion.number)))).one()
    again = import_schools(session, path, recorded_at=LATER)
    assert (again.total, again.new, again.changed, again.unchanged) == (1806, 0, 0, 1806)
    assert session.exec(select(func.max(col(PlaceVersion.number)))).one() == before


@real_data
def test_heath_school_is_known_by_its_old_name_too(session: Session) -> None:
    import_schools(session, DATA / "gias_sample.csv", recorded_at=FIRST)
    assert find_place(session, "100006").name == "Heath School"
    then = find_place(session, "100006", date(2017, 7, 1))
    assert then.name == "CCfL Key Stage 4 PRU"
    sources = session.exec(select(PlaceVersion.source).where(PlaceVersion.urn == "100006")).all()
    assert sources == ["GIAS, gias_sample.csv, name of 2017", "GIAS, gias_sample.csv"]


@real_data
def test_birmingham_has_three_open_ap_settings_whatever_their_phase(session: Session) -> None:
    import_schools(session, DATA / "gias_sample.csv", recorded_at=FIRST)
    urns = session.exec(select(PlaceVersion.urn).where(PlaceVersion.la_code == "330").distinct())
    schools = [find_place(session, str(urn)) for urn in urns.all()]
    open_ap = [s for s in schools if s.is_ap_setting and s.status == "open"]
    assert len(open_ap) == 3


@real_data
def test_schools_opened_in_1899_are_of_unknown_age(session: Session) -> None:
    """GIAS writes 31-12-1899, a spreadsheet's day zero, where it knows no opening day."""
    import_schools(session, DATA / "gias_sample.csv", recorded_at=FIRST)
    opened = session.exec(select(func.min(col(PlaceVersion.opened)))).one()
    assert opened >= date(1900, 1, 1)


@real_data
def test_the_real_rows_of_the_full_layout_are_read(session: Session) -> None:
    report = import_schools(session, DATA / "gias_full_layout_mini.csv", recorded_at=FIRST)
    assert (report.total, report.ap_total, report.problems) == (5, 0, ())
    assert find_place(session, "100002").status == "proposed_to_close"
    assert find_place(session, "100003").opened == date(1919, 1, 1)


@real_data
@pytest.mark.parametrize("layout", ["layout_late_2024", "layout_late_2025"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_both_layouts_and_encodings_are_read(session: Session, layout: str, encoding: str) -> None:
    columns = json.loads((DATA / "gias_column_layouts.json").read_text())[layout]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    full = {"EstablishmentName": "École Saint-Père", "EstablishmentStatus (code)": "1"}
    writer.writerow({**ROW, **full, "OpenDate": "01/09/1999", "Trusts (code)": "2044"})
    report = import_schools(session, out.getvalue().encode(encoding), recorded_at=FIRST)
    assert (report.total, report.ap_total, report.problems) == (1, 1, ())
    school = find_place(session, "900001")
    assert (school.name, school.opened) == ("École Saint-Père", date(1999, 9, 1))
    assert school.trust_code == "2044"


def in_layout(columns: list[str], rows: list[dict[str, str]]) -> str:
    """Rows of the sample in a layout of the full extract, which has no column for successors."""
    codes = {"Open": "1", "Closed": "2", "Open, but proposed to close": "3"}
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row | {"EstablishmentStatus (code)": codes[row[STATUS]]} for row in rows)
    return out.getvalue()


@real_data
@pytest.mark.parametrize("layout", ["layout_late_2024", "layout_late_2025"])
def test_the_real_sample_is_the_same_in_either_full_layout(session: Session, layout: str) -> None:
    """Its successors come from the links file, as they do in an extract that is downloaded."""
    columns = json.loads((DATA / "gias_column_layouts.json").read_text())[layout]
    rows = list(csv.DictReader(io.StringIO((DATA / "gias_sample.csv").read_text("utf-8-sig"))))
    extract = in_layout(columns, rows).encode("cp1252")
    links = read_links(DATA / "gias_links_sample.csv")
    report = import_schools(session, extract, recorded_at=FIRST, links=links)
    assert (report.total, report.ap_total, report.ap_closed) == (1806, 99, 25)
    assert (report.new, report.problems) == (1806, ())
    assert report.links is not None
    assert (report.links.successors, report.links.predecessors) == (333, 1278)
    assert (report.links.linked, report.links.noted, report.links.problems) == (327, 327, ())
    told = select(PlaceVersion.urn, PlaceVersion.successor_urn)
    found = session.exec(told.where(col(PlaceVersion.successor_urn).is_not(None))).all()
    assert {*found} == {(r["URN"], r["SuccessorURN"]) for r in rows if r["SuccessorURN"]}
    before = session.exec(select(func.max(col(PlaceVersion.number)))).one()
    again = import_schools(session, extract, recorded_at=LATER)
    assert (again.changed, again.unchanged) == (0, 1806)
    assert session.exec(select(func.max(col(PlaceVersion.number)))).one() == before


def test_what_is_known_of_a_school(session: Session) -> None:
    take(session, {})
    school = find_place(session, "900001")
    assert school == PlaceFacts(
        id=school.id,
        name="Alder School",
        urn="900001",
        ukprn="10016665",
        type_code="14",
        type_name="Pupil referral unit",
        group_code="4",
        la_code="999",
        la_name="Synthshire",
        status="open",
        opened=date(1999, 9, 1),
        closed=None,
        setting_type=None,
        low_age=11,
        high_age=16,
        phase="Not applicable",
    )
    assert school.is_ap_setting
    assert find_place(session, "ukprn:10016665") == school


def test_a_new_name_adds_a_version_and_keeps_the_old(session: Session) -> None:
    take(session, {})
    report = take(session, {"EstablishmentName": "Birch School"}, at=LATER)
    assert (report.new, report.changed, report.unchanged) == (0, 1, 0)
    assert versions(session) == [
        (date(1999, 9, 1), "open", "Alder School"),
        (date(2026, 11, 23), "open", "Birch School"),
    ]
    assert find_place(session, "900001", date(2026, 11, 22)).name == "Alder School"
    assert take(session, {"EstablishmentName": "Birch School"}, at=LATER).unchanged == 1


def test_a_name_of_an_earlier_extract_is_an_earlier_version(session: Session) -> None:
    take(session, {"EstablishmentName_2017": "Oak PRU"})
    assert versions(session) == [
        (date(1999, 9, 1), "open", "Oak PRU"),
        (date(2017, 9, 1), "open", "Alder School"),
    ]
    assert take(session, {"EstablishmentName_2017": "Oak PRU"}, at=LATER).unchanged == 1


@pytest.mark.parametrize(
    ("row", "history"),
    [
        (
            {STATUS: "Closed", "CloseDate": "31-08-2018"},
            [(date(1999, 9, 1), "open"), (date(2018, 8, 31), "closed")],
        ),
        (
            {STATUS: "Closed", "CloseDate": "31-08-2018", "EstablishmentName_2017": "Oak PRU"},
            [
                (date(1999, 9, 1), "open"),
                (date(2017, 9, 1), "open"),
                (date(2018, 8, 31), "closed"),
            ],
        ),
        (
            {STATUS: "Closed", "CloseDate": "31-08-2017", "EstablishmentName_2017": "Oak PRU"},
            [(date(1999, 9, 1), "open"), (date(2017, 8, 31), "closed")],
        ),
        ({STATUS: "Closed"}, [(date(1999, 9, 1), "open"), (date(2026, 9, 7), "closed")]),
        (
            {STATUS: "Closed", "OpenDate": ""},
            [(date(1900, 1, 1), "open"), (date(2026, 9, 7), "closed")],
        ),
        (
            {STATUS: "Open, but proposed to close"},
            [(date(1999, 9, 1), "open"), (date(2026, 9, 7), "proposed_to_close")],
        ),
        ({STATUS: "Proposed to open", "OpenDate": "01-09-2027"}, [(date(2027, 9, 1), "proposed")]),
    ],
)
def test_a_school_first_seen_at_its_end_was_open_before(
    session: Session, row: dict[str, str], history: list[tuple[date, str]]
) -> None:
    take(session, row)
    assert [(on, status) for on, status, _ in versions(session)] == history


def test_a_closure_counts_from_its_own_day_not_from_the_day_it_was_read(session: Session) -> None:
    take(session, {})
    take(session, {STATUS: "Closed", "CloseDate": "31-10-2026"}, at=LATER)
    assert find_place(session, "900001", date(2026, 10, 30)).status == "open"
    assert find_place(session, "900001", date(2026, 10, 31)).status == "closed"
    assert find_place(session, "900001").closed == date(2026, 10, 31)


def test_a_proposed_school_opens(session: Session) -> None:
    take(session, {STATUS: "Proposed to open", "OpenDate": ""})
    take(session, {"OpenDate": "01-11-2026"}, at=LATER)
    assert [(on, status) for on, status, _ in versions(session)] == [
        (date(1900, 1, 1), "proposed"),
        (date(2026, 11, 1), "open"),
    ]


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ({"URN": "9001"}, "URN", "a URN is 6 digits"),
        ({"EstablishmentName": " "}, "EstablishmentName", "is empty"),
        ({"LA (code)": ""}, "LA (code)", "is empty"),
        ({STATUS: "Shut"}, STATUS, "'Shut' is no status"),
        ({"OpenDate": "36404"}, "OpenDate", "serial number"),
        ({"CloseDate": "31-02-2020"}, "CloseDate", "no calendar has"),
        ({"URN": "900007"}, "URN", "is on line 2 already"),
    ],
)
def test_a_row_that_cannot_be_read_does_not_stop_the_others(
    session: Session, row: dict[str, str], field: str, says: str
) -> None:
    report = take(session, {"URN": "900007"}, row, {"URN": "900008"})
    [(line, problem)] = report.problems
    assert (line, problem.field) == (3, field)
    assert says in problem.message
    assert report.total == report.new == 2


def test_a_row_with_too_many_cells_is_told(session: Session) -> None:
    text = text_of({}).rstrip() + ",one,more\r\n"
    [(line, problem)] = import_schools(session, text.encode(), recorded_at=FIRST).problems
    assert (line, problem.code) == (2, "row_too_long")


def test_blank_lines_and_semicolons_and_excels_dates_do_no_harm(session: Session) -> None:
    lines = text_of({"OpenDate": "01/09/1999", "StatutoryLowAge": "n/a"}).splitlines()
    text = "\ufeff" + "\r\n\r\n".join(line.replace(",", ";") for line in lines)
    report = import_schools(session, text.encode("utf-8"), recorded_at=FIRST)
    assert (report.total, report.problems) == (1, ())
    assert find_place(session, "900001").low_age is None


def test_a_file_that_is_not_gias_is_told_what_it_lacks(session: Session) -> None:
    with pytest.raises(Unreadable, match=r"not a GIAS extract: it has no column URN, .*Status"):
        import_schools(session, b"upn,surname\nA1,Smith\n", recorded_at=FIRST)
    with pytest.raises(Unreadable, match="no file"):
        import_schools(session, Path("nowhere.csv"), recorded_at=FIRST)


def test_a_file_of_links_is_told_what_it_is(session: Session) -> None:
    with pytest.raises(Unreadable, match="'Establishment links', which tells no school's name"):
        import_schools(
            session,
            b"URN,LinkURN,LinkName,LinkType\n100006,134643,A,Successor\n",
            recorded_at=FIRST,
        )


def test_a_code_written_with_a_nought_is_the_code_without(session: Session) -> None:
    take(session, {"TypeOfEstablishment (code)": "07", "EstablishmentTypeGroup (code)": "05"})
    place = find_place(session, "900001")
    assert (place.type_code, place.group_code, place.is_special) == ("7", "5", True)


def test_a_file_csv_cannot_read_is_told_where(session: Session) -> None:
    text = text_of({}) + '900002,"' + "x" * 200_000
    with pytest.raises(Unreadable, match="cannot be read from line 3 on"):
        import_schools(session, text.encode(), recorded_at=FIRST)


def test_an_authority_without_a_name_gets_the_published_one(session: Session) -> None:
    take(session, {"LA (code)": "942", "LA (name)": ""})
    assert find_place(session, "900001").la_name == "Cumberland"


def test_an_authority_that_is_renamed_has_its_new_name(session: Session) -> None:
    take(session, {})
    take(session, {"LA (name)": "Synthshire and Ashby"}, at=LATER)
    assert authority_name(session, "999") == "Synthshire and Ashby"


def test_an_authority_of_no_place_has_the_published_name_or_none(session: Session) -> None:
    assert authority_name(session, "330") == "Birmingham"
    assert authority_name(session, "000") is None


def test_what_is_known_of_places_cannot_be_changed_behind_the_registers_back(
    session: Session,
) -> None:
    take(session, {})
    with pytest.raises(Exception, match="place_version is append-only"):
        session.connection().exec_driver_sql("UPDATE place_version SET name = 'x'")


def test_a_place_in_no_authoritys_area_has_none(session: Session) -> None:
    take(session, {"LA (code)": "000", "LA (name)": "Does not apply"})
    facts = find_place(session, "900001")
    assert (facts.la_code, facts.la_name) == (None, "")
    assert authority_name(session, "000") is None
