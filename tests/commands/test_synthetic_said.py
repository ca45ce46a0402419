"""Nothing leaves a register of invented pupils without saying so; of a real one nothing is said."""

import csv

import pytest
import typer

from apregister.__main__ import WHERE, app
from fixtures.synth.invented import COLUMNS
from movements.identifiers import check_letter
from tests.commands.world import ADA, BEN, MARKS, MOVES, SCHOOL, SETTING, Office, roll

SAID = "SYNTHETIC: the register holds invented pupils."
TOLD = {
    ("history",): (ADA,),
    ("due",): (),
    ("ledger",): (),
    ("digest",): ("--school", SCHOOL),
    ("escalation", "list"): (),
    ("directory",): (),
    ("morning",): ("--on", "2026-10-14"),
    ("tracker",): (),
    ("told-late",): (),
    ("bought",): (),
    ("duplicates",): (),
    ("reconcile",): ("--school", SCHOOL),
    ("crosschecks",): (),
    ("restate",): (),
    ("sweep",): (),
    ("marks",): (ADA,),
    ("attendance",): (ADA,),
    ("submissions",): ("--school", SCHOOL),
    ("scorecard",): (SETTING, "--year", "2025-26"),
    ("release", "list"): (SETTING, "--year", "2025-26"),
    ("fair-share",): ("--authority", "330"),
    ("meeting", "list"): ("--authority", "330"),
    ("panel", "follow-up"): ("--authority", "330"),
    ("report", "fair-access"): ("--authority", "330"),
    ("report", "panel"): ("--authority", "330"),
    ("report", "authority"): ("--authority", "330"),
    ("funnels",): ("--authority", "330", "--year", "2025-26"),
    ("school-figures",): (SCHOOL, "--year", "2025-26"),
    ("authority-figures",): ("--authority", "330", "--year", "2025-26"),
    ("retention", "run"): ("--dry-run",),
    ("retention", "holds"): (),
}
"""Commands that tell of the register's pupils with --json, and what they are asked here."""
OF_RULES = {
    *(("retention", "schedule"), ("clocks",), ("rules",), ("local-rule", "list")),
    ("measures",),
}
"""Commands that tell, with --json, of rules and of no pupil."""
OF_THE_PANEL = {("meeting", "show"), ("letter",), ("reasons",)}
"""Asked in test_meetings.py and test_letters.py, where there is a meeting and a case."""
SENT = {
    "pupils": roll(ADA, BEN),
    "movements": f"{MOVES}\nsuspension,{ADA},2026-09-14,,r1,4,DB",
    "attendance": f"{MARKS}\n{ADA},2026-09-15,AM,/",
}
REAL = "330" + "0" * 9


def with_json() -> set[tuple[str, ...]]:
    """Every command that has --json."""
    context = typer.Context(typer.main.get_command(app))
    found = set()
    for name in WHERE:
        command = typer.main.get_command(app).get_command(context, name)  # type: ignore[attr-defined]
        under = getattr(command, "commands", {}).items()
        all_ = {(name, sub): one for sub, one in under} or {(name,): command}
        found |= {path for path, one in all_.items() if _takes_json(one)}
    return found


def _takes_json(command: object) -> bool:
    return any("--json" in option.opts for option in command.params)  # type: ignore[attr-defined]


@pytest.fixture
def real(bare: Office) -> Office:
    """A register of real places, with one pupil of a real authority's UPN on roll."""
    rows = [
        {"URN": urn, "EstablishmentName": name, "TypeOfEstablishment (code)": kind}
        for urn, name, kind in ((SCHOOL, "Ash School", "1"), (SETTING, "Elm Centre", "14"))
    ]
    held = {"LA (code)": "330", "LA (name)": "Birmingham", "EstablishmentStatus (name)": "Open"}
    path = bare.folder / "places.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, restval="")
        out.writeheader()
        out.writerows(row | held for row in rows)
    assert (bare.run("init").code, bare.run("schools", path).code) == (0, 0)
    sent, _ = bare.send("pupils", roll(check_letter(REAL) + REAL))
    assert (sent.code, "SYNTHETIC" in sent.err + sent.out) == (0, False)
    return bare


def test_every_command_that_tells_of_pupils_is_asked_here() -> None:
    assert with_json() - OF_RULES - OF_THE_PANEL == {*TOLD}


@pytest.mark.parametrize("command", TOLD, ids=" ".join)
def test_what_a_command_tells_of_invented_pupils_says_so(
    command: tuple[str, ...], peopled: Office
) -> None:
    asked = (*command, *TOLD[command])
    assert "SYNTHETIC: " in peopled.run(*asked).out
    assert peopled.run(*asked, "--json").json()["synthetic"] is True


@pytest.mark.parametrize("command", TOLD, ids=" ".join)
def test_of_real_pupils_no_command_says_so(command: tuple[str, ...], real: Office) -> None:
    asked = tuple(check_letter(REAL) + REAL if word == ADA else word for word in TOLD[command])
    assert "SYNTHETIC" not in real.run(*command, *asked).out
    assert real.run(*command, *asked, "--json").json()["synthetic"] is False


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
@pytest.mark.parametrize("what", SENT)
def test_receipts_of_invented_pupils_are_said_to_be(
    what: str, more: tuple[str, ...], peopled: Office
) -> None:
    sent, told = peopled.send(what, SENT[what], *more)
    assert sent.err.splitlines()[:2] == [
        SAID,
        "The name receipts.csv does not say so: write such receipts to SYNTHETIC-receipts.csv.",
    ]
    assert [*told[0]][-4:] == ["result", "entry", "problems", "concerns"]
    columns = SENT[what].splitlines()[0].split(",")
    assert [*told[0]][:-4] == columns


def test_a_name_that_says_so_is_enough(peopled: Office) -> None:
    path = peopled.file(SENT["pupils"])
    out = peopled.folder / "SYNTHETIC-receipts.csv"
    ran = peopled.run("intake", "pupils", path, "--school", SCHOOL, "--out", out)
    assert (ran.code, ran.err.splitlines()) == (0, [SAID])


def test_invented_pupils_in_a_register_of_real_places_are_noticed_with_their_first_file(
    real: Office,
) -> None:
    rehearsed, _ = real.send("pupils", SENT["pupils"], "--dry-run")
    assert SAID in rehearsed.err
    assert real.run("ledger", "--json").json()["synthetic"] is False
    sent, _ = real.send("pupils", SENT["pupils"])
    assert SAID in sent.err
    assert real.run("ledger", "--json").json()["synthetic"] is True
