"""letter and reasons: a decision letter made once and given again, and the record of a case."""

import sqlite3
import sys

import pytest

from apregister.db import open_engines, writing
from fair_access.decide import open_case, take_step
from movements.actor import Actor
from movements.record import today
from movements.register import find_pupil
from tests.commands.world import ADA, SCHOOL, Office


@pytest.fixture
def case(peopled: Office) -> str:
    """Ada's case, deferred."""
    with sqlite3.connect(peopled.folder / "register.db") as held:
        query = "SELECT la_code FROM place_version WHERE urn = ?"
        (code,) = held.execute(query, (SCHOOL,)).fetchone()
    engines = open_engines(peopled.url)
    officer = Actor("officer", "la_officer", authority=str(code))
    with writing(engines.register) as session:
        pupil = find_pupil(session, ADA) or ""
        told = {"on": "2026-10-01", "category": "a", "reason": "No place in-year"}
        made = open_case(session, pupil, told, officer, today())
        take_step(session, made, "case_agreed", {"on": "2026-10-01"}, officer, today())
        deferred = {"on": "2026-10-01", "because": "information", "back_on": "2026-10-14"}
        deferred |= {"options": "Wait: for the file", "reasons": "The file is missing"}
        take_step(session, made, "case_deferred", deferred, officer, today())
    engines.dispose()
    return made


def test_a_letter_is_made_once_and_given_again(
    peopled: Office, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nobody who is written to" in peopled.run("letter", case, "--to", "uncle").err
    assert "There is no case" in peopled.run("letter", "c_0", "--to", "parent").err
    none = peopled.run("letter", case, "--to", "school", "--call", "x")
    assert "Nobody is owed that letter" in none.err
    first = peopled.run("letter", case, "--to", "parent", "--call", "Jo, 01632 960 001")
    assert first.code == 0, first.err
    assert "the same, byte for byte" in first.out
    assert "something that it needs to know is missing" in first.out
    page = peopled.folder / "SYNTHETIC-letter.html"
    again = peopled.run("letter", case, "--to", "parent", "--out", str(page))
    assert again.out.splitlines() == first.out.splitlines()[: len(again.out.splitlines())]
    assert "Jo, 01632 960 001" in page.read_text("utf-8")
    told = peopled.run("letter", case, "--to", "parent", "--json").json()
    assert (told["letter"]["to"], told["synthetic"]) == ("parent", True)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    no = peopled.run("letter", case, "--to", "parent", "--pdf", str(page.with_suffix(".pdf")))
    assert "apregister[pdf]" in no.err
    assert "--out" in no.err


def test_the_reasons_of_a_case(peopled: Office, case: str) -> None:
    shown = peopled.run("reasons", case).out
    assert "option: Wait: for the file" in shown
    assert "reasons: The file is missing" in shown
    page = peopled.folder / "SYNTHETIC-reasons.html"
    told = peopled.run("reasons", case, "--json", "--out", str(page)).json()
    assert (told["case"], told["synthetic"]) == (case, True)
    assert "Options considered" in page.read_text("utf-8")
