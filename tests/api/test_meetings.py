"""The minute book by JSON: noted, read as known on a day, sealed."""

import sys
from datetime import date

import pytest

from apregister.api import pdfs
from apregister.audit import Wanted, looks
from tests.api.test_cases import _case
from tests.api.world import AMY, BROOK, FAY, HILL, World, place_id

DAY = {"on": "2025-12-01"}
PANEL = {"name": "North", "phase": "all", "area": "North", "terms": "Section 4", "chair": "Head"}


@pytest.fixture(autouse=True)
def papers(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APREGISTER_ATTACHMENTS", str(tmp_path))


def _meeting(world: World, day: str = "2025-12-12") -> tuple[str, str]:
    schools = f"{BROOK} {HILL}"
    made = world.ask(
        "la330", "POST", "/minutes/panel_set_up", json={**DAY, **PANEL, "schools": schools}
    )
    assert made.status == 201, made.body
    panel = made.body["panel"]
    told = {**DAY, "about": panel, "day": day, "starts_at": "9:30", "place": "Online"}
    called = world.ask("la330", "POST", "/minutes/meeting_called", json=told)
    assert called.status == 201, called.body
    return panel, called.body["meeting"]


def test_a_panel_and_its_meeting_are_told_and_read(world: World) -> None:
    case = _case(world, FAY, agreed_on="2025-11-17")
    panel, meeting = _meeting(world)
    named = {**DAY, "about": panel, "person": "Jo", "school": HILL, "delegated": "Y"}
    member = world.ask("la330", "POST", "/minutes/panel_member", json=named).body["member"]
    again = world.ask("la330", "POST", "/minutes/panel_member", json=named)
    assert (again.status, again.body["result"]) == (200, "already_held")
    listed = {**DAY, "about": meeting, "case": case, "why": "A place is due"}
    assert world.ask("la330", "POST", "/minutes/meeting_agenda", json=listed).status == 201

    (told,) = world.ask("la330", "GET", "/panels").body["items"]
    assert [one["name"] for one in told["schools"]] == ["Brook School", "Hill Academy"]
    assert told["members"][0]["member"] == member
    assert not told["members"][0]["agreement_signed"]
    (short,) = world.ask("la330", "GET", "/meetings").body["items"]
    assert (short["meeting"], short["stage"], short["cases"]) == (meeting, "called", [case])
    one = world.ask("la330", "GET", f"/meetings/{meeting}").body
    assert [item["why"] for item in one["agenda"]] == ["A place is due"]
    assert [item["late"] for item in one["agenda"]] == [False]
    assert [place["id"] for place in one["not_invited"]] == [place_id(BROOK), place_id(HILL)]
    assert any("unless every school was invited" in words for words in one["concerns"])
    assert [line["kind"] for line in one["minutes"]] == ["meeting_called", "meeting_agenda"]
    then = world.ask("la330", "GET", "/meetings", params={"as_known_on": "2025-12-11"})
    assert then.body["items"] == []


def test_what_the_register_puts_to_a_meeting(world: World) -> None:
    case = _case(world, FAY, agreed_on="2025-11-17")
    _, meeting = _meeting(world)
    found = world.ask("la330", "GET", f"/meetings/{meeting}/matters").body["items"]
    of_fay = {one["heading"]: one for one in found if one["pupil"] == world.pupil(FAY)}
    assert {"unplaced", "excluded", "case"} <= {*of_fay}
    assert of_fay["excluded"]["why"] == "Permanently excluded on 6 October 2025"
    assert all(one["case"] == case for one in of_fay.values())


def test_what_cannot_be_noted(world: World) -> None:
    _, meeting = _meeting(world)
    body = {**DAY, "about": meeting, "case": "c_1", "why": "x"}
    wrong = world.ask("la330", "POST", "/minutes/meeting_agenda", json=body)
    assert (wrong.status, wrong.codes) == (422, [("case", "unknown_case")])
    assert world.ask("la331", "POST", "/minutes/meeting_agenda", json=body).codes == [
        ("meeting", "not_yours")
    ]
    assert world.ask("la330", "POST", "/minutes/tea", json=DAY).codes == [
        ("minute", "unknown_minute")
    ]


def test_a_pack_is_sealed_and_read_and_the_look_is_noted(world: World) -> None:
    case = _case(world, AMY)
    _, meeting = _meeting(world)
    body = {**DAY, "about": meeting, "case": case, "why": "Referred"}
    world.ask("la330", "POST", "/minutes/meeting_agenda", json=body)
    assert world.ask("la330", "GET", f"/meetings/{meeting}/pack").status == 404
    sealed = world.ask("la330", "POST", f"/meetings/{meeting}/pack")
    assert sealed.status == 201, sealed.body
    assert world.ask("la330", "POST", f"/meetings/{meeting}/pack").status == 200
    read = world.ask("la330", "GET", f"/meetings/{meeting}/pack").body
    assert (read["version"], read["recorded_since"]) == (1, 0)
    assert read["pack"]["agenda"] == [{"case": case, "why": "Referred", "late": False}]
    assert date.fromisoformat(read["pack"]["on"]) == date(2025, 12, 12)
    [look] = looks(world.engines.looks, Wanted(what="pack"))
    assert (look.case_id, look.pupil_id) == (case, world.pupil(AMY))


def test_a_pack_comes_as_a_pdf_for_its_reader_or_with_why_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _case(world, AMY)
    _, meeting = _meeting(world)
    body = {**DAY, "about": meeting, "case": case, "why": "Referred"}
    world.ask("la330", "POST", "/minutes/meeting_agenda", json=body)
    world.ask("la330", "POST", f"/meetings/{meeting}/pack")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    none = world.ask("la330", "GET", f"/meetings/{meeting}/pack.pdf")
    assert (none.status, "without its extra for PDF" in str(none.body)) == (501, True)
    monkeypatch.setattr(pdfs, "pdf_of", lambda html: html.encode())
    key = {"Authorization": f"Bearer {world.keys['la330']}"}
    made = world.client.get(f"/v1/meetings/{meeting}/pack.pdf", headers=key)
    assert made.headers["Content-Type"] == "application/pdf"
    assert "Shown to " in made.text
    assert "On the agenda because: Referred" in made.text
    assert len(looks(world.engines.looks, Wanted(what="pack"))) == 2


@pytest.mark.parametrize("path", ["", "/pack", "/pack.pdf", "/matters"])
def test_a_meeting_out_of_scope_is_answered_as_an_unknown_one(world: World, path: str) -> None:
    _, meeting = _meeting(world)
    beyond = world.ask("la331", "GET", f"/meetings/{meeting}{path}")
    unknown = world.ask("la331", "GET", f"/meetings/m_nobody{path}")
    assert (beyond.status, beyond.body) == (404, unknown.body)
    assert world.ask("la331", "GET", "/panels").body["items"] == []
