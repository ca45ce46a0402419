"""publish: files that may be told, or none."""

import csv
from pathlib import Path

import pytest

from apregister.commands import publishing
from reports.publishing.attacker import Revised
from tests.commands.world import NOW, SETTING, Office

NAMES = {
    *("ap_outcomes.csv", "ap_outcomes.meta.csv", "methods.md"),
    *("ap_outcomes_settings.csv", "ap_outcomes_settings.meta.csv"),
}
YEAR = "2025-26"
AREA = {
    "time_period": "202526",
    "geographic_level": "Local authority",
    "old_la_code": "330",
    "la_name": "Birmingham",
    "establishment_type": "Total",
}


def _table(folder: Path, *pupils: str) -> Path:
    """A folder with a table of settings, and their authority last, of one measure."""
    folder.mkdir()
    with (folder / "ap_outcomes.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [*AREA, "school_urn", "school_name", "rei_3_pupil_count"])
        out.writeheader()
        for n, cell in enumerate(pupils[:-1]):
            school = {"school_urn": f"10000{n}", "school_name": "Elm", "geographic_level": "School"}
            out.writerow(AREA | school | {"rei_3_pupil_count": cell})
        out.writerow(AREA | {"rei_3_pupil_count": pupils[-1]})
    return folder


def test_the_files_are_written_once_and_the_same_again(office: Office) -> None:
    folders = [office.folder / name for name in ("one", "two")]
    for folder in folders:
        ran = office.run("publish", "--year", YEAR, "--out", folder)
        assert (ran.code, ran.err) == (0, "")
        assert "5 files in " in ran.out
    one, two = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert one == two
    assert {name.removeprefix("synthetic-") for name in one} == NAMES
    again = office.run("publish", "--year", YEAR, "--out", folders[0])
    assert again.code == 2
    assert "a release is never edited" in again.err


def test_a_year_that_is_not_over_names_its_option(office: Office) -> None:
    running = f"{NOW.year}-{(NOW.year + 1) % 100}"
    ran = office.run("publish", "--year", running, "--out", office.folder / "out")
    assert ran.code == 2
    assert f"--year: {running} is not over" in ran.err
    assert not (office.folder / "out").exists()


def test_earlier_folders_that_hold_no_release_are_said_so(office: Office) -> None:
    bare = office.folder / "bare"
    ran = office.run("publish", "--year", YEAR, "--out", office.folder / "out", "--earlier", bare)
    assert (ran.code, "holds no table" in ran.err) == (2, True)
    bare.mkdir()
    (bare / "other.csv").write_text("a,b\n1,2\n")
    ran = office.run("publish", "--year", YEAR, "--out", office.folder / "out", "--earlier", bare)
    assert (ran.code, "other.csv is no table of a release" in ran.err) == (2, True)
    (bare / "other.csv").write_bytes(b"\xff\xfe")
    ran = office.run("publish", "--year", YEAR, "--out", office.folder / "out", "--earlier", bare)
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


def test_nothing_is_written_where_an_earlier_release_tells_what_is_suppressed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = _table(office.folder / "now", "c", "c", "40")
    before = _table(office.folder / "before", "4", "c", "40")
    files = {"ap_outcomes.csv": (now / "ap_outcomes.csv").read_text()}
    made = publishing.Release(files, {}, synthetic=False)
    monkeypatch.setattr(publishing, "release", lambda *_, **__: made)
    out = office.folder / "out"
    ran = office.run("publish", "--year", YEAR, "--out", out, "--earlier", before)
    assert ran.code == 2
    assert "rei_3_pupil_count of School, Birmingham, 100000, Elm" in ran.err
    assert "together tell that it is 4." in ran.err
    assert "Nothing is written: 2 suppressed counts could be worked out" in ran.err
    assert not out.exists()
    assert office.run("publish", "--year", YEAR, "--out", out).code == 0


def test_a_year_that_was_published_before_is_told_to_stand_where_few_differ(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = office.folder / "first"
    assert office.run("publish", "--year", YEAR, "--out", folder).code == 0
    again = (
        "publish",
        "--year",
        YEAR,
        "--earlier",
        folder,
        "--published-on",
        NOW.date().isoformat(),
    )
    ran = office.run(*again, "--out", office.folder / "second")
    assert (ran.code, ran.err) == (0, "")
    few = Revised("ap_outcomes_settings.csv", "Elm", "REI-3", 1)
    monkeypatch.setattr(publishing.Release, "revisions", lambda *_: [few])
    ran = office.run(*again[:-2], "--out", office.folder / "third")
    assert (ran.code, few.sentence in ran.err.replace("\n", " ")) == (2, True)
    assert "--published-on DATE" in ran.err
    assert not (office.folder / "third").exists()


def test_a_folder_that_cannot_be_made_is_said_so(office: Office) -> None:
    blocked = office.file("", "taken")
    ran = office.run("publish", "--year", YEAR, "--out", blocked / "in")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)
    assert SETTING not in ran.err
