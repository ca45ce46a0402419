"""The letters of a case by JSON: owed, made, read word for word; and the reasons."""

import sys

import pytest

from apregister.api import pdfs
from tests.api.world import CAL, EVE, HILL, NAMES, World

CALL = "Fair access team, 01632 960 001"


def _allocated(world: World, who: str = CAL) -> str:
    told = {"upn": who, "on": "2025-11-10", "category": "d", "reason": "Ready to return"}
    case = world.ask("la330", "POST", "/cases", json=told).body["case"]
    for step, answers in (
        ("case_agreed", {}),
        (
            "case_allocated",
            {"to_place": HILL, "starts_on": "2025-11-20", "movement": "managed_move"}
            | {"agreed_on": "2025-11-10", "reasons": "The parent asked", "options": "Hill: asked"},
        ),
    ):
        path = f"/cases/{case}/steps/{step}"
        answer = world.ask("la330", "POST", path, json={"on": "2025-11-10", **answers})
        assert answer.status == 201, answer.body
    return str(case)


def test_a_letter_is_owed_made_once_and_read_word_for_word(world: World) -> None:
    case = _allocated(world, EVE)
    listed = world.ask("la330", "GET", f"/cases/{case}/letters").body
    assert [(one["to"], one["state"]) for one in listed["items"]] == [
        ("parent", "owed"),
        ("school", "owed"),
    ]
    missing = world.ask("la330", "POST", f"/cases/{case}/letters", json={"whom": "parent"})
    assert (missing.status, missing.codes) == (422, [("call", "missing")])
    told = {"whom": "parent", "call": CALL}
    made = world.ask("la330", "POST", f"/cases/{case}/letters", json=told)
    assert (made.status, made.body["result"]) == (201, "accepted")
    assert world.ask("la330", "POST", f"/cases/{case}/letters", json=told).status == 200
    read = world.ask("la330", "GET", f"/cases/{case}/letters/{made.body['entry']}").body
    assert read["letter"]["to"] == "parent"
    assert not [name for name in NAMES.values() if name in str(read)], "the child is protected"
    listed = world.ask("la330", "GET", f"/cases/{case}/letters").body
    assert listed["items"][0]["made"][0]["sha256"] == read["sha256"]
    assert "Hill" not in str(world.ask("la330", "GET", f"/cases/{case}/reasons").body)


def test_another_authority_and_a_case_there_is_not_are_answered_alike(world: World) -> None:
    case = _allocated(world, EVE)
    for who, asked in (("la331", case), ("la330", "c_0")):
        for rest in ("letters", "letters/1", "letters/1.pdf", "reasons", "reasons.pdf"):
            assert world.ask(who, "GET", f"/cases/{asked}/{rest}").status == 404, rest
        drawn = world.ask(who, "GET", f"/cases/{asked}/letters/draft", params={"whom": "parent"})
        assert drawn.status == 404
        told = {"whom": "parent", "call": CALL}
        refused = world.ask(who, "POST", f"/cases/{asked}/letters", json=told)
        assert (refused.status, refused.codes) == (422, [("case", "not_yours")])


def test_a_letter_is_drawn_before_it_is_made_and_nothing_is_kept(world: World) -> None:
    case = _allocated(world, EVE)
    asked = {"whom": "parent", "call": CALL}
    drawn = world.ask("la330", "GET", f"/cases/{case}/letters/draft", params=asked).body["letter"]
    listed = world.ask("la330", "GET", f"/cases/{case}/letters").body["items"]
    assert listed[0]["state"] == "owed"
    entry = world.ask("la330", "POST", f"/cases/{case}/letters", json=asked).body["entry"]
    assert world.ask("la330", "GET", f"/cases/{case}/letters/{entry}").body["letter"] == drawn
    wrong = world.ask("la330", "GET", f"/cases/{case}/letters/draft", params={"whom": "aunt"})
    assert (wrong.status, wrong.codes) == (422, [("whom", "not_allowed")])
    assert world.ask("hill", "GET", f"/cases/{case}/letters/draft", params=asked).status == 403


def test_a_pdf_or_why_there_is_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = _allocated(world, EVE)
    told = {"whom": "parent", "call": CALL}
    entry = world.ask("la330", "POST", f"/cases/{case}/letters", json=told).body["entry"]
    addresses = (f"/cases/{case}/letters/{entry}.pdf", f"/cases/{case}/reasons.pdf")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    for address in addresses:
        none = world.ask("la330", "GET", address)
        assert none.status == 501
        assert "without its extra for PDF" in str(none.body)
        assert "Ask without .pdf" in str(none.body)
    monkeypatch.setattr(pdfs, "pdf_of", lambda html: html.encode())
    key = {"Authorization": f"Bearer {world.keys['la330']}"}
    letter, record = (world.client.get(f"/v1{address}", headers=key) for address in addresses)
    assert letter.headers["Content-Type"] == "application/pdf"
    assert letter.headers["Content-Disposition"].endswith(f'letter-{entry}.pdf"')
    assert CALL in letter.text
    assert "Options considered" in record.text
