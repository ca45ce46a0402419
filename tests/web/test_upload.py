"""Sending a file by a page: dry run, confirmation, receipts; nothing kept that should not be."""

import io
from datetime import date
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.web.world import AMY, BEN, DOT, OAK, World

HEAD = "kind,upn,on,sessions,reason1,ref\n"
GOOD = f"suspension,{AMY},2026-11-10,2,DB,a\n"
OTHERS = f"suspension,{DOT},2026-11-10,2,DB,b\n"
FORMULA = f"suspension,{BEN},2026-11-10,2,DB,=cmd|x\n"


def sent(world: World, text: str | bytes, what: str = "movements", **more: str) -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    file = (io.BytesIO(data), "../../etc/Oak's file.csv")
    return world.client.post(
        "/upload", data={"what": what, "file": file, **more}, content_type="multipart/form-data"
    )


def test_a_file_goes_round_dry_run_confirm_receipts(world: World) -> None:
    world.enter("oak")
    before = len(world.entries())
    answer = sent(world, HEAD + GOOD + OTHERS + FORMULA)
    assert answer.status_code == 303
    dry = world.see(answer.location)
    assert "To be accepted</dt><dd>1<" in dry.text
    assert "To be refused</dt><dd>2<" in dry.text
    assert "not a pupil you can record for" in dry.text
    assert len(world.entries()) == before

    assert world.send(f"{answer.location}/confirm").status_code == 303
    assert len(world.entries()) == before + 1
    assert "Taken in" in world.see(answer.location).text
    receipts = world.see(f"{answer.location}/receipts.csv")
    assert "attachment" in receipts.headers["Content-Disposition"]
    assert "'=cmd|x" in receipts.text
    assert f"accepted,{before + 1}" in receipts.text

    world.send(f"{answer.location}/confirm")
    assert len(world.entries()) == before + 1, "confirming twice takes nothing in twice"


def test_a_dry_run_names_no_entry(world: World) -> None:
    world.enter("oak")
    answer = sent(world, HEAD + GOOD)
    assert "accepted,,," in world.see(f"{answer.location}/receipts.csv").text


@pytest.mark.parametrize(("what", "asked"), [("pupils", True), ("joiners", False)])
def test_only_a_whole_roll_asks_about_those_not_in_it(world: World, what: str, asked: bool) -> None:
    world.enter("oak")
    rows = f"upn,surname,forename,dob\n{AMY},Bell,Amy,2012-03-01\n"
    answer = sent(world, rows, what)
    assert ("not in the file" in world.see(answer.location).text) == asked
    world.send(f"{answer.location}/confirm")
    assert ("roll_received" in [entry.kind for entry in world.entries()]) == asked


def test_attendance_goes_the_same_way(world: World) -> None:
    world.enter("oak")
    rows = f"upn,date,session,mark\n{AMY},2026-11-10,AM,/\n{DOT},2026-11-10,AM,/\n"
    answer = sent(world, rows, "attendance")
    assert "To be refused</dt><dd>1<" in world.see(answer.location).text
    world.send(f"{answer.location}/confirm")
    assert world.entries("attendance_submission")[0].on == date(2026, 11, 10)
    assert "1 of 1 possible sessions" in world.see(world.page_of(AMY)).text


def test_a_roll_goes_the_same_way(world: World) -> None:
    world.enter("oak")
    roll = f"upn,surname,forename,dob,entry_date\n{AMY},Example,Amelia,2012-03-01,2026-09-01\n"
    answer = sent(world, roll, "pupils")
    world.send(f"{answer.location}/confirm")
    assert "Amelia Example" in world.see(world.page_of(AMY)).text


@pytest.mark.parametrize("text", [b"", b"\x00\x01\x02PK", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_said_at_the_file(world: World, text: bytes) -> None:
    world.enter("oak")
    answer = sent(world, text)
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert not [f for f in _drafts(world) if f.is_dir()]


def test_an_officer_names_a_place_of_the_authority(world: World) -> None:
    world.enter("officer")
    for school in ("", "900004", "nowhere"):
        assert sent(world, HEAD + GOOD, school=school).status_code == 422
    assert sent(world, HEAD + GOOD, school=OAK).status_code == 303


def test_a_draft_is_its_owners_alone(world: World) -> None:
    world.enter("oak")
    path = sent(world, HEAD + GOOD).location
    world.enter("elm")
    assert world.see(path).status_code == 404
    assert world.send(f"{path}/confirm").status_code == 404
    assert world.see(f"{path}/receipts.csv").status_code == 404
    assert world.see("/upload/../../register.db").status_code == 404


def test_a_draft_can_be_dropped_and_leaves_nothing(world: World) -> None:
    world.enter("oak")
    path = sent(world, HEAD + GOOD).location
    world.send(f"{path}/drop")
    assert world.see(path).status_code == 404
    assert not _drafts(world)


def _drafts(world: World) -> list[Path]:
    folder = Path(f"{world.engines.register.url.database}.drafts")
    return list(folder.iterdir()) if folder.exists() else []
