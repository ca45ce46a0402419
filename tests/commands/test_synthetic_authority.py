"""A synthetic authority taken in as its manifest says: one loop over the commands."""

import csv
import shutil
from pathlib import Path

import pytest

from movements.record import stop_clock_at
from tests.commands.world import Office, run


def manifest(authority: Path) -> list[dict[str, str]]:
    with (authority / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def take_in(office: Office, authority: Path) -> list[tuple[str, int, str]]:
    """Each file of the manifest that was not taken in whole: name, exit code, what was said."""
    found = []
    for line in manifest(authority):
        whose = ["--school", line["place"]] if line["place"] else []
        ran = office.run(*line["command"].split(), authority / line["file"], *whose)
        if ran.code:
            found.append((line["file"], ran.code, ran.err))
    return found


@pytest.fixture(scope="module")
def taken_in(
    made: Path, authority: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Office, list[tuple[str, int, str]]]:
    folder = tmp_path_factory.mktemp("whole") / "held"
    shutil.copytree(made, folder)
    stop_clock_at(None)
    office = Office(folder)
    return office, take_in(office, authority)


def test_every_row_of_every_file_is_taken_in(
    taken_in: tuple[Office, list[tuple[str, int, str]]],
) -> None:
    assert taken_in[1] == []


def test_a_second_time_changes_nothing(
    taken_in: tuple[Office, list[tuple[str, int, str]]], authority: Path
) -> None:
    office, _ = taken_in
    before = office.head()
    assert take_in(office, authority) == []
    assert office.head() == before


def test_the_whole_manifest_at_once_is_the_same_loop(
    taken_in: tuple[Office, list[tuple[str, int, str]]], authority: Path, bare: Office
) -> None:
    bare.run("init")
    ran = bare.run("intake", "manifest", authority)
    files = len(manifest(authority))
    assert (ran.code, ran.out) == (0, f"{files} files taken in, 0 rows refused\n")
    assert ran_size(bare) == ran_size(taken_in[0])


def ran_size(office: Office) -> str:
    """How many entries the register holds."""
    return office.run("verify").err


def test_a_manifest_names_the_files_with_refused_rows(office: Office, authority: Path) -> None:
    first = next(line for line in manifest(authority) if line["command"] == "intake pupils")
    rows = (authority / first["file"]).read_text(encoding="utf-8").splitlines()
    office.file("\n".join([*rows[:3], f"A{rows[3]}"]), "roll.csv")
    office.file(
        f"order,command,file,place\n1,intake pupils,roll.csv,{first['place']}", "manifest.csv"
    )
    ran = office.run("intake", "manifest", office.folder)
    assert (ran.code, ran.out) == (3, "1 file taken in, 1 row refused\n")
    assert "roll.csv: 1 row refused (intake pupils " in ran.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("order,file\n1,roll.csv", "manifest.csv has no column command, place"),
        ("order,command,file,place\n1,serve,x,y", "manifest.csv, line 2: give a number"),
        (
            "order,command,file,place\n1,intake pupils,x,la:330",
            "manifest.csv, line 2: an authority sends movements, cases and minutes",
        ),
        ("order,command,file,place\n1,intake pupils,nowhere.csv,900003", "no file nowhere.csv"),
    ],
)
def test_a_manifest_that_is_none(content: str, words: str, office: Office) -> None:
    office.file(content, "manifest.csv")
    ran = office.run("intake", "manifest", office.folder)
    assert (ran.code, words in ran.err) == (2, True)


def test_a_pupil_s_history_and_a_setting_s_scorecard_can_be_looked_at(
    taken_in: tuple[Office, list[tuple[str, int, str]]], authority: Path
) -> None:
    office, _ = taken_in
    moves = next(path for path in sorted(authority.rglob("movements-*.csv")))
    with moves.open(encoding="utf-8", newline="") as lines:
        moved = next(csv.DictReader(lines))
    kinds = {e["kind"] for e in office.run("history", moved["upn"], "--json").json()["entries"]}
    assert {"on_roll", moved["kind"]} <= kinds
    card = office.run("scorecard", "900005", "--year", "2025-26", "--json").json()
    assert card["synthetic"] is True
    assert office.run("due").code == office.run("ledger").code == 0


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    how = ("--pupils", 240, "--years", 1, "--seed", 3, "--until", "2025-12-19")
    for folder in ("one", "other"):
        ran = run("synth", "--out", tmp_path / folder, *how)
        assert (ran.code, "(SYNTHETIC)" in ran.out) == (0, True)
    files = [sorted(p for p in (tmp_path / f).rglob("*") if p.is_file()) for f in ("one", "other")]
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]
    assert len(files[0]) > 3


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (("--la", "330"), "Give --gias and --la together"),
        (("--gias", "nowhere.csv", "--la", "330"), "There is no file nowhere.csv"),
        (("--gias", "AUTHORITY/terms.csv", "--la", "330"), "is not a GIAS extract"),
        (("--gias", "AUTHORITY/schools.csv", "--la", "330"), "has no school of authority 330"),
        (("--until", "2026-02-31"), "is a day no calendar has"),
    ],
)
def test_an_authority_that_cannot_be_written(
    how: tuple[str, ...], words: str, authority: Path, tmp_path: Path
) -> None:
    told = [word.replace("AUTHORITY", str(authority)) for word in how]
    ran = run("synth", "--out", tmp_path / "out", "--pupils", 240, *told)
    assert (ran.code, words in ran.err) == (2, True)
