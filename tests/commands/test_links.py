"""Which school followed which: a links file beside an extract, or after it by itself."""

import csv
import io
from pathlib import Path

import pytest

from tests.commands.world import ADA, BEN, CAL, MOVES, SCHOOL, Office, Ran, roll

HEAD = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate"
ACADEMY = "900013"
BECAME = f"{SCHOOL},{ACADEMY},The High Academy,Successor,31-08-2025"
SINCE = f"{ACADEMY},{SCHOOL},The High School,Predecessor,01-09-2025"


@pytest.fixture
def extract(authority: Path) -> str:
    """The authority's schools, of which the high school has become an academy."""
    rows = list(csv.DictReader(io.StringIO((authority / "schools.csv").read_text())))
    old = next(row for row in rows if row["URN"] == SCHOOL)
    new = old | {
        "URN": ACADEMY,
        "EstablishmentName": "The High Academy",
        "OpenDate": "01-09-2025",
        "EstablishmentTypeGroup (code)": "10",
    }
    old |= {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2025"}
    out = io.StringIO()
    written = csv.DictWriter(out, rows[0])
    written.writeheader()
    written.writerows([*rows, new])
    return out.getvalue()


def links(office: Office, *rows: str) -> Path:
    return office.file("\n".join([HEAD, *rows]), "links.csv")


def link(office: Office, *rows: str) -> Ran:
    return office.run("schools", links(office, *rows))


def suspended(who: str) -> str:
    return f"{MOVES}\nsuspension,{who},2026-10-12,AM,,4,DB\n"


def test_an_extract_and_its_links_go_in_together(office: Office, extract: str) -> None:
    file = office.file(extract, "edubase.csv")
    ran = office.run("schools", file, "--links", links(office, BECAME, SINCE))
    lines = ran.out.splitlines()
    assert (ran.code, lines[2]) == (0, "1 new, 1 changed, 6 as held")
    assert lines[-3:] == [
        "1 successor and 1 predecessor read",
        "1 school held with a successor, 1 of them new",
        "1 conversion made one place of two URNs",
    ]
    again = office.run("schools", file, "--links", links(office, BECAME, SINCE))
    assert again.out.splitlines()[2] == "0 new, 0 changed, 8 as held"
    assert again.out.splitlines()[-2:] == [
        "1 school held with a successor, 0 of them new",
        "0 conversions made one place of two URNs",
    ]


def test_links_alone_make_a_conversion_one_place_for_what_is_held(
    peopled: Office, extract: str
) -> None:
    peopled.run("schools", peopled.file(extract))
    ran = link(peopled, BECAME)
    assert (ran.code, ran.err) == (0, "")
    assert "1 conversion made one place of two URNs" in ran.out
    told, _ = peopled.send("movements", suspended(ADA), school=ACADEMY)
    assert told.code == 0, "its pupils are those of the school it was"
    held = peopled.run("history", ADA).out
    assert held.count("(The High Academy)") == 3, held
    assert "3 entries" in held
    head = peopled.head()
    assert link(peopled, BECAME).code == 0
    assert peopled.head() == head, "the same file again changes nothing"


def test_places_that_both_hold_entries_stay_two_and_keep_them(
    peopled: Office, extract: str
) -> None:
    peopled.run("schools", peopled.file(extract))
    peopled.send("pupils", roll(CAL), school=ACADEMY)
    held = [peopled.run("history", who).out for who in (ADA, BEN, CAL)]
    ran = link(peopled, BECAME)
    assert ran.code == 0
    assert "0 conversions made one place of two URNs" in ran.out
    assert f"{SCHOOL} became {ACADEMY}, but both are in use as places of their own" in ran.out
    assert [peopled.run("history", who).out for who in (ADA, BEN, CAL)] == held
    old, _ = peopled.send("movements", suspended(ADA), school=SCHOOL)
    new, _ = peopled.send("movements", suspended(CAL), school=ACADEMY)
    other, _ = peopled.send("movements", suspended(BEN), school=ACADEMY)
    assert (old.code, new.code, other.code) == (0, 0, 3)
    assert peopled.head()


def test_a_key_keeps_the_place_it_was_made_for(office: Office, extract: str) -> None:
    office.run("schools", office.file(extract))
    office.run("key", "add", "--place", SCHOOL)
    office.run("account", "add", "jo", "--role", "school", "--place", ACADEMY)
    assert "both are in use" in link(office, BECAME).out


def test_a_link_that_cannot_be_read_is_told_by_file_and_line(office: Office, extract: str) -> None:
    ran = link(office, "9,900005,A,Successor,", BECAME)
    assert ran.code == 3
    assert ran.err.startswith('line 2: URN: "9" is not a URN')
    assert "1 school held with a successor, 1 of them new" in ran.out
    assert ran.out.endswith("1 URN linked with schools that are held, but not held:\n  900013\n")
    both = office.run(
        "schools",
        office.file(extract.replace("900001,", "9,")),
        "--links",
        links(office, BECAME, "9,900005,A,Successor,"),
    )
    assert both.code == 3
    first, second = both.err.splitlines()
    assert first.startswith("line 2: URN: ")
    assert second.startswith("links.csv, line 3: URN: ")


def test_other_links_are_counted_and_left_aside(office: Office) -> None:
    ran = link(office, f"{SCHOOL},900004,A,Expansion,", "800001,800002,B,Successor,")
    assert "Links of other types, which tell no successor: 1 Expansion" in ran.out
    assert "1 link between schools of which neither is held" in ran.out


def test_files_in_each_other_s_place_are_told_so(office: Office, extract: str) -> None:
    file, beside = office.file(extract), links(office, BECAME)
    for first, second, words in [
        (file, file, "is not a GIAS links file"),
        (beside, beside, "is a links file, as is the one after --links: give an extract"),
    ]:
        ran = office.run("schools", first, "--links", second)
        assert (ran.code, words in ran.err) == (2, True), ran.err


def test_links_wait_for_the_first_extract(bare: Office) -> None:
    bare.run("init")
    ran = link(bare, BECAME)
    assert (ran.code, "none are held yet" in ran.err) == (2, True)
