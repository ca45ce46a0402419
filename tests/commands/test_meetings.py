"""meeting: the minute book at the command line, and whether a pack is what was sealed."""

import sqlite3
from pathlib import Path

import pytest

from apregister import packs_read
from apregister.beside import House, sweep_papers
from apregister.db import open_engines, writing
from apregister.papers import store_of
from apregister.settings import Settings
from apregister.version import this_version
from fair_access.decide import open_case
from fair_access.meetings.pack_redaction import redact_packs
from fair_access.steps import CaseReferred
from movements.actor import Actor
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.record import today
from movements.redaction import redact
from movements.register import find_pupil
from tests.commands.world import ADA, OTHER, SCHOOL, Office, Ran


@pytest.fixture
def code(peopled: Office) -> str:
    """The authority's code, as its schools are held."""
    with sqlite3.connect(peopled.folder / "register.db") as held:
        (found,) = held.execute(
            "SELECT la_code FROM place_version WHERE urn = ?", (SCHOOL,)
        ).fetchone()
    return str(found)


def _note(office: Office, code: str, kind: str, about: str, *answers: str) -> Ran:
    which = ("--about", about) if about else ()
    return office.run("meeting", "note", kind, *answers, "--authority", code, *which)


def _id(ran: Ran, letter: str) -> str:
    assert ran.code == 0, ran.err
    words = ran.out.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return next(word for word in words if word.startswith(f"{letter}_"))


@pytest.fixture
def meeting(peopled: Office, code: str) -> str:
    """A meeting with ada's case on its agenda."""
    engines = open_engines(peopled.url)
    with writing(engines.register) as session:
        pupil = find_pupil(session, ADA) or ""
        told = {"on": "2026-10-01", "category": "a", "reason": "No place in-year"}
        officer = Actor("officer", "la_officer", authority=code)
        case = open_case(session, pupil, told, officer, today())
    engines.dispose()
    panel = _id(
        _note(
            peopled, code, "panel_set_up", "", "on=2026-09-01", "name=North", "phase=all",
            "area=North", f"schools={SCHOOL} {OTHER}", "terms=Section 4", "chair=Head",
        ),
        "f",
    )  # fmt: skip
    called = ("on=2026-10-01", "day=2026-10-14", "starts_at=9:30", "place=Online")
    made = _id(_note(peopled, code, "meeting_called", panel, *called), "m")
    listed = _note(
        peopled, code, "meeting_agenda", made, "on=2026-10-02", f"case={case}", "why=Referred"
    )
    assert listed.code == 0, listed.err
    return made


def test_a_meeting_is_noted_listed_and_shown(peopled: Office, code: str, meeting: str) -> None:
    listed = peopled.run("meeting", "list", "--authority", code)
    assert f"{meeting}: North, 14 October 2026, called, 1 case, 0 packs" in listed.out
    told = peopled.run("meeting", "list", "--authority", code, "--json").json()
    assert [one["meeting"] for one in told["items"]] == [meeting]
    shown = peopled.run("meeting", "show", meeting)
    assert "Put on the agenda: Referred" in shown.out
    assert "! Not invited:" in shown.out
    assert peopled.run("meeting", "show", meeting, "--json").json()["meeting"] == meeting


def test_a_pack_is_sealed_and_verified_after_more_was_recorded(
    peopled: Office, code: str, meeting: str
) -> None:
    assert "No pack" in peopled.run("meeting", "verify", meeting).out
    sealed = peopled.run("meeting", "seal", meeting, "--authority", code)
    assert sealed.out.startswith("Accepted"), sealed.err
    assert peopled.run("meeting", "seal", meeting, "--authority", code).out.startswith("Already")
    moves = f"kind,upn,on,how,source\ncontact_made,{ADA},2026-10-12,in_person,school\n"
    ran, _ = peopled.send("movements", moves)
    assert ran.code == 0, ran.err
    checked = peopled.run("meeting", "verify", meeting)
    assert checked.code == 0, checked.err
    assert "the same, byte for byte" in checked.out
    assert "recorded since, 1 of them on its children; none is in it" in checked.out


def test_a_pack_that_was_changed_or_is_lost_is_found(
    peopled: Office, code: str, meeting: str
) -> None:
    peopled.run("meeting", "seal", meeting, "--authority", code)
    (kept,) = [
        p for p in Path(f"{peopled.folder}/register.db.attachments").rglob("*") if p.is_file()
    ]
    kept.write_bytes(kept.read_bytes().replace(b"Referred", b"Forgiven"))
    assert "was changed since" in peopled.run("meeting", "verify", meeting).err
    kept.unlink()
    lost = peopled.run("meeting", "verify", meeting)
    assert lost.code == 2
    assert "is not in" in lost.err
    assert "is not in" in peopled.run("verify").err


def test_a_pack_whose_entries_were_changed_behind_the_register_differs(
    peopled: Office, code: str, meeting: str
) -> None:
    peopled.run("meeting", "seal", meeting, "--authority", code)
    with sqlite3.connect(peopled.folder / "register.db") as held:
        fence = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"
        for (name,) in held.execute(fence).fetchall():
            held.execute(f"DROP TRIGGER {name}")
        held.execute(
            "UPDATE entry SET details = replace(details, 'No place in-year', 'Moved in') "
            "WHERE kind = 'case_referred'"
        )
    checked = peopled.run("meeting", "verify", meeting)
    assert checked.code == 2
    assert ".steps.0.sentence" in checked.err


def test_a_pack_of_another_version_is_told_from_one_that_was_changed(
    peopled: Office, code: str, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    peopled.run("meeting", "seal", meeting, "--authority", code)
    monkeypatch.setattr(packs_read, "this_version", lambda: "9.9 (ffff)")
    assert "the same, byte for byte" in peopled.run("meeting", "verify", meeting).out
    words = CaseReferred.sentence
    monkeypatch.setattr(CaseReferred, "sentence", lambda *a: words(*a).replace("Referred", "Sent"))
    checked = peopled.run("meeting", "verify", meeting)
    assert checked.code == 0, checked.err
    said = " ".join(checked.out.split())
    assert f"it was made by version {this_version()} of the register, and this is 9.9" in said


def test_a_pack_whose_entries_were_redacted_is_redacted_and_says_so(
    peopled: Office, code: str, meeting: str
) -> None:
    peopled.run("meeting", "seal", meeting, "--authority", code)
    engines = open_engines(peopled.url)
    store = store_of(engines, Settings())
    with writing(engines.register) as session:
        of = ENTRIES.where(EntryRow.kind == "case_referred")
        (number,) = [entry.number for entry in read_entries(session, of)]
        keeper = Actor("keeper", "administrator")
        redact(session, [number], rule="panel_papers", title="Papers of a panel", by=keeper)
        redact_packs(session, store, [number], keeper)
    house = House(engines, Settings(), keeper)
    assert sweep_papers(house) == 1, "the bytes that were kept before are deleted"
    engines.dispose()
    checked = peopled.run("meeting", "verify", meeting)
    assert checked.code == 0, checked.err
    assert f"entry {number} was redacted on" in checked.out
    assert peopled.run("verify").code == 0
    files = Path(f"{peopled.folder}/register.db.attachments").rglob("*")
    assert not any(b"No place in-year" in one.read_bytes() for one in files if one.is_file())


def test_what_is_wrong_is_said(peopled: Office, code: str) -> None:
    assert "see apregister meeting list" in peopled.run("meeting", "show", "m_1").err
    assert "NAME=VALUE" in _note(peopled, code, "meeting_opened", "m_1", "today").err
    assert (
        "no panel or meeting" in _note(peopled, code, "meeting_opened", "m_1", "on=2026-10-14").err
    )


def test_a_meeting_of_invented_pupils_says_so(peopled: Office, meeting: str) -> None:
    assert "SYNTHETIC: " in peopled.run("meeting", "show", meeting).out
    assert peopled.run("meeting", "show", meeting, "--json").json()["synthetic"] is True
