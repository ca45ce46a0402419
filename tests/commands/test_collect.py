"""A COLLECT export at the command line: the published sample is refused, a repaired copy taken in.

The sample is synthetic, with values drawn at random: UPNs that are none, withdrawn codes, periods
that end before they begin. The repaired copy keeps its tables, columns, dates and floats.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.world import ADA, BEN, OTHER, SCHOOL, Office, Ran, upn

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SAMPLE = DATA / "synthetic_collect_export_2025_spring"
sample = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason="the sample lies beside the project and is not in it"
)
TABLES = (
    *("pupilonroll", "pupilnolongeronroll", "termlyexclusionsonroll", "fsmperiod"),
    "termlysessiondetailsonroll",
)
CODES = (
    *("I", "M", "N", "E", "C", "G", "R", "S", "O", "U", "T"),
    *("C1", "C2", "J1", "D", "Y1", "L", "B"),
)
LAST_ENTRY = "2025-Mar-31 00:00:00"
PUPILS = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,enrolstatus"
ROWS = (
    f"1,A,2013-Jan-01 00:00:00,Eze,Pupil,{ADA},F,2026-Sep-02 00:00:00,C",
    "2,A,2013-Jan-02 00:00:00,Eze,Other,B1,F,2026-Sep-02 00:00:00,C",
)

Line = dict[str, str]


def _person(number: int, line: Line) -> Line:
    """A UPN that is one, and codes of today; the rest as it is in the sample."""
    held = line | {"upn": upn(1000 + number)}
    if held.get("senprovision", "") in {"S", "A", "P"}:
        held["senprovision"] = "K"
    return held | {"entrydate": min(held["entrydate"], LAST_ENTRY, key=_month)}


def _left(number: int, line: Line) -> Line:
    """A day of entry no later than the day of leaving, and the ground the census does not ask."""
    held = _person(1000 + number, line)
    return held | {"entrydate": "2021-Sep-01 00:00:00", "ground": "f"}


def _exclusion(number: int, line: Line) -> Line:
    """One to a pupil and day, on a day when all are on roll, for reasons in use and given once."""
    reasons = {name: line[name].replace("OT", "DB") for name in ("reason1", "reason2", "reason3")}
    if len({*reasons.values()} - {""}) < len([*filter(None, reasons.values())]):
        reasons |= {"reason2": "", "reason3": ""}
    category = "LNCH" if line["category"] == "LNCH" else "SUSP"
    day = f"2025-Apr-{number % 28 + 1:02d} 00:00:00"
    return line | reasons | {"category": category, "startdate": day}


def _period(number: int, line: Line) -> Line:
    return line | {"fsmenddate": "", "ukcountry": line["ukcountry"] or "ENG"}


def _counted(number: int, line: Line) -> Line:
    """Codes in use, each once of a pupil, as the rows of one stand together; and always a count."""
    code = CODES[number % len(CODES)]
    return line | {"attendancereason": code, "sessions": line["sessions"] or "1.0"}


REPAIRS: tuple[Callable[[int, Line], Line], ...] = (_person, _left, _exclusion, _period, _counted)


def repaired(folder: Path) -> Path:
    """The sample with what is wrong in it put right, less the rows of pupils it has not."""
    folder.mkdir()
    texts = {name: (SAMPLE / f"{name}.csv").read_text() for name in TABLES}
    tables = {name: list(csv.DictReader(text.splitlines())) for name, text in texts.items()}
    known = {"", *(line["pupilonrolltableid"] for line in tables["pupilonroll"])}
    for (name, lines), repair in zip(tables.items(), REPAIRS, strict=True):
        linked = [line for line in lines if line.get("pupilonrolltableid", "") in known]
        mended = [repair(number, line) for number, line in enumerate(linked)]
        with (folder / f"{name}.csv").open("w", newline="") as file:
            out = csv.DictWriter(file, list(mended[0]))
            out.writeheader()
            out.writerows(mended)
    return folder


def _month(text: str) -> tuple[int, int]:
    return int(text[:4]), "JanFebMarAprMayJunJulAugSepOctNovDec".index(text[5:8])


def eight_schools(office: Office) -> Path:
    """The places of a real extract, and which of them the schools of the sample are said to be."""
    assert office.run("schools", DATA / "gias_sample.csv").code == 0
    with (DATA / "gias_sample.csv").open(encoding="utf-8-sig") as lines:
        urns = [line["URN"] for line in csv.DictReader(lines)]
    listed = [f"SCH{number},{urn}" for number, urn in enumerate(urns[:8], 1)]
    return office.file("\n".join(["school,place", *listed]), "map.csv")


def take(office: Office, folder: Path, schools: Path, *more: object) -> Ran:
    return office.run("intake", "pupils", "--collect", folder, "--schools", schools, *more)


def receipts(folder: Path, table: str) -> list[Line]:
    text = (folder / f"{table}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def small(office: Office) -> tuple[Office, Path, Path]:
    """An office, a small export with one good row and one that is not, and its list of schools."""
    folder = office.folder / "export"
    folder.mkdir()
    (folder / "pupilonroll.csv").write_text("\n".join((PUPILS, *ROWS)))
    return office, folder, office.file(f"school,place\nA,{SCHOOL}", "map.csv")


@sample
def test_the_published_sample_yields_only_refusals_each_with_its_reason(office: Office) -> None:
    schools = eight_schools(office)
    head, out = office.head(), office.folder / "receipts"
    ran = take(office, SAMPLE, schools, "--out", out)
    assert ran.code == 3
    assert ran.out.splitlines()[0] == "0 accepted, 0 already held, 3,145 refused"
    rows = [row for table in TABLES for row in receipts(out, table)]
    assert {(row["result"], bool(row["problems"])) for row in rows} == {("refused", True)}
    assert office.head() == head
    pupils = receipts(out, "pupilonroll")
    assert all("upn: " in row["problems"] for row in pupils)
    withdrawn = [row["problems"] for row in pupils if row["senprovision"] in {"S", "A", "P"}]
    assert len(withdrawn) == 73
    assert all("was withdrawn after" in problems for problems in withdrawn)
    counts = receipts(out, "termlysessiondetailsonroll")
    assert all("census day is missing" in row["problems"] for row in counts)
    exclusions = receipts(out, "termlyexclusionsonroll")
    assert all("withdrawn" in row["problems"] for row in exclusions if row["category"] == "FIXD")
    assert all("OT" in row["problems"] for row in exclusions if row["reason1"] == "OT")


@sample
def test_a_repaired_copy_is_taken_in_and_again_changes_nothing(
    office: Office, tmp_path: Path
) -> None:
    schools = eight_schools(office)
    export, out = repaired(tmp_path / "export"), tmp_path / "receipts"
    ran = take(office, export, schools, "--on", "2025-05-15", "--out", out)
    assert (ran.code, " 0 refused" in ran.out.splitlines()[0]) == (0, True), ran.err
    assert {row["result"] for row in receipts(out, "pupilnolongeronroll")} == {"accepted"}
    assert {row["result"] for row in receipts(out, "termlyexclusionsonroll")} == {"accepted"}
    assert {row["result"] for row in receipts(out, "termlysessiondetailsonroll")} == {"accepted"}
    head = office.head()
    again = take(office, out, schools, "--on", "2025-05-15")
    assert (again.code, again.out.splitlines()[0].partition(",")[0]) == (0, "0 accepted")
    assert office.head() == head


def test_good_rows_are_kept_and_each_table_given_back(small: tuple[Office, Path, Path]) -> None:
    office, folder, schools = small
    out = office.folder / "receipts"
    ran = take(office, folder, schools, "--out", out)
    assert (ran.code, ran.out.splitlines()) == (
        3,
        [
            "1 accepted, 0 already held, 1 refused",
            "pupilonroll.csv: 1 accepted, 0 already held, 1 refused",
        ],
    )
    assert "SYNTHETIC-receipts" in ran.err
    assert '\npupilonroll.csv, line 3: upn: "B1" has 2 characters' in ran.err
    told = receipts(out, "pupilonroll")
    assert [row["result"] for row in told] == ["accepted", "refused"]
    assert list(told[0])[-4:] == ["result", "entry", "problems", "concerns"]
    mended = (out / "pupilonroll.csv").read_text().replace(",B1,", f",{BEN},")
    (folder / "pupilonroll.csv").write_text(mended)
    done = take(office, folder, schools)
    assert (done.code, done.out.splitlines()[0]) == (0, "1 accepted, 1 already held, 0 refused")


def test_a_dry_run_of_an_export_changes_nothing(small: tuple[Office, Path, Path]) -> None:
    office, folder, schools = small
    head, out = office.head(), office.folder / "receipts"
    ran = take(office, folder, schools, "--out", out, "--dry-run")
    assert ran.code == 3
    assert "1 accepted, 0 already held, 1 refused (a dry run: nothing was changed)" in ran.out
    assert [row["entry"] for row in receipts(out, "pupilonroll")] == ["", ""]
    assert office.head() == head


def test_a_wrong_list_of_schools_stops_before_anything_is_changed(
    small: tuple[Office, Path, Path],
) -> None:
    office, folder, _ = small
    head = office.head()
    ran = take(office, folder, office.file("school,place\nA,123456\nB,", "wrong.csv"))
    assert ran.code == 2
    assert "wrong.csv, line 2: No place '123456' is known" in ran.err
    assert "wrong.csv, line 3: place is empty" in ran.err
    assert office.head() == head


def test_a_school_that_is_not_listed_is_refused_by_row(small: tuple[Office, Path, Path]) -> None:
    office, folder, _ = small
    ran = take(office, folder, office.file(f"school,place\nZ,{OTHER}", "other.csv"))
    assert ran.code == 3
    assert 'School "A" is not in the list of schools' in ran.err
    assert "The export has no school Z" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give a FILE and its --school, or an export with --collect"),
        (("FILE",), "Give a FILE and its --school"),
        (("--collect", "DIR"), "--collect needs --schools MAP.csv"),
        (("FILE", "--collect", "DIR", "--schools", "MAP"), "FILE cannot be given with --collect"),
        (("--collect", "DIR", "--schools", "MAP", "--part"), "--part cannot be given"),
        (("FILE", "--school", SCHOOL, "--on", "2026-09-02"), "--on cannot be given with a FILE"),
        (("--collect", "DIR", "--schools", "MAP", "--on", "soon"), "not a date we can read"),
        (("--collect", "DIR", "--schools", "MAP", "--out", "DIR"), "would overwrite the export"),
        (("--collect", "DIR", "--schools", "MAP", "--out", "MAP"), "--out names a folder"),
        (("--collect", "nowhere", "--schools", "MAP"), "There is no folder nowhere"),
    ],
)
def test_what_does_not_go_together_is_said(
    small: tuple[Office, Path, Path], arguments: tuple[str, ...], words: str
) -> None:
    office, folder, schools = small
    named = {"DIR": str(folder), "MAP": str(schools), "FILE": str(folder / "pupilonroll.csv")}
    ran = office.run("intake", "pupils", *(named.get(word, word) for word in arguments))
    assert (ran.code, words in ran.err) == (2, True), ran.err


def test_a_part_of_a_roll_asks_about_nobody(peopled: Office) -> None:
    row = f"{ADA},Eze,Pupil,2013-01-01,F,9,2026-09-02,C,2026-09-03"
    roll = peopled.file(f"upn,surname,forename,dob,sex,nc_year,entry_date,enrol_status,on\n{row}")
    part = peopled.run("intake", "pupils", roll, "--school", SCHOOL, "--part")
    assert (part.code, part.err) == (0, "")
    whole = peopled.run("intake", "pupils", roll, "--school", SCHOOL)
    assert "1 on this roll is not in the file" in whole.err
