"""Where a command cannot work at all: no register, another program's file, a lock, no way out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from apregister import db
from tests.commands.world import ADA, BEN, CAL, MOVES, SCHOOL, Office, roll, run

LOOKING = [
    ("history", ADA),
    ("due",),
    ("ledger",),
    ("verify",),
    ("scorecard", "900005", "--year", "2025-26"),
]


@pytest.mark.parametrize("command", LOOKING, ids=lambda words: words[0])
def test_without_a_register_it_is_said_how_to_make_one(
    command: tuple[str, ...], bare: Office
) -> None:
    ran = bare.run(*command)
    assert ran.code == 2
    assert ran.err == (
        f"There is no register at {bare.url}. Make one with: apregister init --db {bare.url}\n"
    )
    assert not list(bare.folder.iterdir()), "looking must make nothing"


@pytest.mark.parametrize("command", [*LOOKING, ("init",)], ids=lambda words: words[0])
def test_a_file_that_is_no_register_is_left_alone(command: tuple[str, ...], bare: Office) -> None:
    path = bare.file("upn,kind\n" * 200, "register.db")
    ran = bare.run(*command)
    assert (ran.code, "is not a register" in ran.err) == (2, True)
    assert path.read_text().startswith("upn,kind\n")


def test_another_program_s_database_is_no_register_either(bare: Office) -> None:
    with closing(sqlite3.connect(bare.folder / "register.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    ran = bare.run("due")
    assert (ran.code, "not up to date" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("register.db", "write it as sqlite:///"),
        ("sqlite://", "names no file"),
        ("postgresql://localhost/apregister", "keeps to SQLite"),
        ("sqlite:////nowhere/at/all/register.db", "check that its folder is there"),
    ],
)
def test_an_address_that_is_none(url: str, words: str) -> None:
    ran = run("init", "--db", url)
    assert ran.code == 2
    assert words in ran.err


def test_while_another_command_writes_this_one_waits_and_then_says_so(
    peopled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 0.1)
    with closing(sqlite3.connect(peopled.folder / "register.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        for command in (
            ("intake", "movements", peopled.file(f"{MOVES}\nsuspension,{ADA},2026-09-14,,,2,DB")),
            ("intake", "pupils", peopled.file(roll(CAL), "roll.csv")),
        ):
            ran = peopled.run(*command, "--school", SCHOOL)
            assert (ran.code, "written to by another command" in ran.err) == (2, True)
        assert peopled.run("history", ADA).code == 0, "looking does not wait for a writer"


@pytest.mark.parametrize("command", ["schools", "terms"])
def test_a_file_is_read_before_it_waits_for_another_command(
    peopled: Office, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 0.1)
    with closing(sqlite3.connect(peopled.folder / "register.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = peopled.run(command, peopled.file("some,other\n1,2\n", "other.csv"))
    assert ran.code == 2
    assert "other.csv" in ran.err, "told what is wrong with the file"
    assert "another command" not in ran.err, "and not to wait"


def test_receipts_that_cannot_be_written_are_found_out_first(peopled: Office) -> None:
    before = peopled.head()
    path = peopled.file(roll(ADA, BEN, CAL))
    for out in (peopled.folder, peopled.folder / "nowhere" / "receipts.csv"):
        ran = peopled.run("intake", "pupils", path, "--school", SCHOOL, "--out", out)
        assert ran.code == 2
        assert f"The receipts cannot be written to {out}" in ran.err
    assert peopled.head() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_should_the_disk_be_full_the_rows_are_said_to_be_safe(peopled: Office) -> None:
    path = peopled.file(roll(ADA, BEN, CAL))
    ran = peopled.run("intake", "pupils", path, "--school", SCHOOL, "--out", "/dev/full")
    assert ran.code == 2
    assert "The rows were taken in: send the file again for its receipts." in ran.err
    again = peopled.run("intake", "pupils", path, "--school", SCHOOL)
    assert again.out.startswith("0 accepted, 3 already held, 0 refused")


@pytest.mark.parametrize("place", ["123456", "ukprn:10012345", "s_nowhere", "Brook School", ""])
def test_a_place_that_is_not_known_is_named(place: str, peopled: Office) -> None:
    path = peopled.file(roll(ADA))
    for what in ("pupils", "movements", "attendance"):
        content = {"pupils": roll(ADA), "movements": MOVES, "attendance": "upn,date,session,mark"}
        path = peopled.file(content[what])
        ran = peopled.run("intake", what, path, "--school", place)
        assert ran.code == 2
        assert f"No place '{place}' is known." in ran.err


@pytest.mark.parametrize("option", ["--on", "--as-known-on"])
def test_a_day_that_is_none(option: str, peopled: Office) -> None:
    command = ("due",) if option == "--on" else ("history", ADA)
    ran = peopled.run(*command, option, "31/02/2026")
    assert ran.code == 2
    assert ran.err.startswith("'31/02/2026' is a day no calendar has.")
