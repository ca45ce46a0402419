"""Real places on request: an authority's own rows, unchanged, and only what is open acts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fixtures.synth.invented import COLUMNS
from fixtures.synth.write import write_authority
from tests.synth.conftest import Written

# urn, name, type, group, status, low age, high age
PLACES = (
    ("300001", "Ashfield Primary", "1", "4", "Open", "4", "11"),
    ("300002", "Birchgrove Primary", "34", "10", "Open", "4", "11"),
    ("300003", "Cedar Academy", "34", "10", "Open", "11", "16"),
    ("300004", "Dale School", "1", "4", "Open", "11", "16"),
    ("300005", "Elm Centre", "14", "4", "Open", "13", "16"),
    ("300006", "Fern Centre", "38", "11", "Closed", "13", "16"),
    ("300007", "Grange School", "1", "4", "Closed", "11", "16"),
)


@pytest.fixture(scope="module")
def gias(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gias") / "extract.csv"
    lines = [",".join(COLUMNS)]
    for urn, name, kind, group, status, low, high in PLACES:
        row = dict.fromkeys(COLUMNS, "") | {"URN": urn, "LA (code)": "330", "LA (name)": "Örtown"}
        row |= {"EstablishmentName": name, "TypeOfEstablishment (code)": kind}
        row |= {"EstablishmentTypeGroup (code)": group, "EstablishmentStatus (name)": status}
        row |= {"StatutoryLowAge": low, "StatutoryHighAge": high, "NumberOfPupils_201617": "200"}
        lines.append(",".join(row.values()))
    path.write_bytes("\n".join(lines).encode("cp1252"))
    return path


def test_all_rows_are_kept_and_only_open_places_send_files(gias: Path, tmp_path: Path) -> None:
    summary = write_authority(tmp_path, 300, 1, 5, date(2025, 12, 19), gias=gias, la="330")
    written = Written(tmp_path, date(2025, 12, 19), summary)
    schools = written.rows("SYNTHETIC-schools.csv")
    assert [row["URN"] for row in schools] == [row[0] for row in PLACES]
    assert schools[0]["LA (name)"] == "Örtown"
    senders = {row["place"] for row in written.manifest("intake")}
    assert {sender for sender in senders if sender[:3] != "la:"} == {row[0] for row in PLACES[:5]}


def test_files_of_real_places_say_in_their_names_that_the_pupils_are_invented(
    gias: Path, tmp_path: Path
) -> None:
    summary = write_authority(tmp_path, 300, 1, 5, date(2025, 12, 19), gias=gias, la="330")
    files = {path for path in tmp_path.rglob("*.csv") if path.name != "manifest.csv"}
    assert {path.name.partition("-")[0] for path in files} == {"SYNTHETIC"}
    written = Written(tmp_path, date(2025, 12, 19), summary)
    listed = {tmp_path / row["file"] for row in written.manifest()}
    assert files - listed == {tmp_path / "SYNTHETIC-awkward.csv"}
    assert listed <= files


def test_a_setting_takes_only_the_ages_it_serves(gias: Path, tmp_path: Path) -> None:
    summary = write_authority(tmp_path, 600, 1, 5, date(2026, 8, 31), gias=gias, la="330")
    written = Written(tmp_path, date(2026, 8, 31), summary)
    years = {row["nc_year"] for place, row in written.sent("intake pupils") if place == "300005"}
    assert years
    assert years <= {"9", "10", "11"}


def test_an_authority_not_in_the_file_is_refused_in_words(gias: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no school of authority 999"):
        write_authority(tmp_path, 300, 1, 5, date(2025, 12, 19), gias=gias, la="999")


def test_a_file_without_an_authority_is_refused_in_words(gias: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="go together"):
        write_authority(tmp_path, 300, 1, 5, date(2025, 12, 19), gias=gias)
