"""The manual: every command explains itself, and says what its exit codes mean."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from apregister.__main__ import WHERE
from movements.forms import columns
from movements.kinds import DOOR_KINDS
from tests.commands.world import NOW, SCHOOL, Office, run

COMMANDS = [
    ("init",), ("schools",), ("terms",), ("setting", "add"), ("setting", "close"),
    ("account", "add"), ("key", "add"),
    ("intake", "pupils"), ("intake", "movements"), ("intake", "attendance"), ("intake", "manifest"),
    ("intake", "outcomes"), ("publish",),
    ("template",), ("history",), ("due",), ("ledger",), ("scorecard",), ("measures",),
    ("funnels",), ("school-figures",), ("authority-figures",),
    ("release", "list"), ("release", "open"), ("release", "comment"), ("release", "freeze"),
    ("release", "show"), ("release", "support"), ("release", "verify"), ("verify",),
    ("meeting", "list"), ("meeting", "show"), ("meeting", "note"), ("meeting", "seal"),
    ("meeting", "verify"), ("panel", "follow-up"), ("report", "fair-access"), ("report", "panel"),
    ("letter",), ("reasons",),
    ("subject-access",), ("retention", "run"), ("retention", "schedule"), ("retention", "hold"),
    ("retention", "release"), ("retention", "holds"), ("synth",), ("demo",), ("serve",),
]  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


def test_the_manual_lists_every_command_with_the_exit_codes() -> None:
    shown = run("--help")
    assert shown.code == 0
    assert [name for name in WHERE if f" {name} " not in shown.out] == []
    assert "3: some rows were refused" in shown.out
    assert "apregister intake pupils roll.csv" in shown.out


def test_without_a_command_the_manual_is_shown() -> None:
    assert "apregister init" in run().out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    shown = run(*command, "--help")
    assert shown.code == 0
    assert "Examples" in shown.out
    assert f"apregister {' '.join(command)}" in shown.out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_takes_a_database(command: tuple[str, ...]) -> None:
    assert "--db" in run(*command, "--help").out


@pytest.mark.parametrize("what", ["pupils", "movements", "attendance"])
def test_intake_says_what_its_exit_codes_mean(what: str) -> None:
    shown = run("intake", what, "--help").out
    assert "3: some rows were refused" in shown
    assert "--dry-run" in shown


def test_a_mistyped_command_is_met_with_the_one_that_was_meant() -> None:
    ran = run("hstory")
    assert ran.code == 2
    assert "Did you mean 'history'?" in ran.err


def test_taking_in_a_file_does_not_wait_for_the_pages_to_load() -> None:
    ask = (
        "import sys\nfrom apregister.__main__ import main\n"
        "try:\n    main(['intake', 'movements', '--help'])\n"
        "except SystemExit:\n    print(*sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = shown.stdout.splitlines()[-1].split()
    assert {"fastapi", "flask", "uvicorn", "faker", "pandas", "argon2"}.isdisjoint(loaded)


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_a_template_has_every_column_explained(kind: str) -> None:
    ran = run("template", kind)
    header, explained = csv.reader(io.StringIO(ran.out))
    assert header == [field.name for field in columns(DOOR_KINDS[kind], NOW.date())]
    assert explained[0].startswith("# ")
    assert all(explained)


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_a_template_sent_as_it_is_takes_in_nothing(kind: str, office: Office) -> None:
    before = office.head()
    ran, receipts = office.send("movements", run("template", kind).out, school=SCHOOL)
    assert (ran.code, office.head()) == (0, before)
    assert ran.out.startswith("0 accepted, 0 already held, 0 refused")
    assert "nothing to take in" in ran.err
    assert [row["result"] for row in receipts] == [""]


def test_a_template_of_no_kind_names_the_kinds() -> None:
    ran = run("template", "holiday")
    assert ran.code == 2
    assert '"holiday" is not a kind. Use one of: on_roll,' in ran.err
