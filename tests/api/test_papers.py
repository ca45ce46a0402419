"""Attaching a paper by the API, and who may have it back."""

import hashlib
import json
from pathlib import Path

import pytest

from apregister.api.caller import Shell
from apregister.audit import Wanted, looks
from apregister.settings import Settings
from tests.api.world import AMY, BEN, CAL, DOT, EVE, LODGE, NAMES, Answer, World
from tests.movements.papers import PDF, TEXT

TITLE = "Signed agreement of the parent"


def first_of(world: World, pupil: str, kind: str = "on_roll") -> int:
    """The number of a pupil's first entry of a kind."""
    held = (e for e in world.entries() if e.pupil_id == world.pupil(pupil) and e.kind == kind)
    return next(held).number


def send(
    world: World,
    who: str,
    pupil: str,
    about: int,
    data: bytes = PDF,
    name: str = "Amy Example.pdf",
    **more: str,
) -> Answer:
    said = {"about": str(about), "title": TITLE, **more}
    path = f"/pupils/{world.pupil(pupil)}/attachments"
    return world.ask(who, "POST", path, data=said, files={"file": (name, data)})


def get(world: World, who: str, pupil: str, entry: int, **headers: str):  # type: ignore[no-untyped-def]
    headers["Authorization"] = f"Bearer {world.keys[who]}"
    path = f"/v1/pupils/{world.pupil(pupil)}/attachments/{entry}"
    return world.client.get(path, headers=headers)


def test_a_paper_goes_in_and_comes_back_as_it_was(world: World) -> None:
    sent = send(world, "brook", AMY, first_of(world, AMY), keep_until="2033-08-31")
    assert (sent.status, sent.body["result"]) == (201, "accepted")
    held = world.entries()[-1]
    assert held.answers() == {
        "about": first_of(world, AMY),
        "title": TITLE,
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "bytes": len(PDF),
        "media_type": "application/pdf",
        "keep_until": "2033-08-31",
    }
    back = get(world, "la330", AMY, sent.body["entry"])
    assert (back.status_code, back.content) == (200, PDF)


def test_it_is_handed_out_to_be_saved_under_a_name_of_ours(world: World) -> None:
    entry = send(world, "brook", AMY, first_of(world, AMY), TEXT, "Amy Example.txt").body["entry"]
    headers = get(world, "brook", AMY, entry).headers
    assert headers["content-disposition"] == (
        f'attachment; filename="SYNTHETIC-attachment-{entry}.txt"'
    )
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["cache-control"] == "no-store"


def test_the_senders_name_of_the_file_is_nowhere(world: World, tmp_path: Path) -> None:
    send(world, "brook", AMY, first_of(world, AMY), name="Zebedee Quux.pdf")
    everything = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    names = "".join(str(p) for p in tmp_path.rglob("*"))
    assert b"Zebedee" not in everything
    assert "Zebedee" not in names


def test_the_same_paper_again_is_held_already(world: World) -> None:
    about = first_of(world, AMY)
    first, again = send(world, "brook", AMY, about), send(world, "brook", AMY, about)
    assert (again.status, again.body["entry"]) == (200, first.body["entry"])
    other = send(world, "brook", AMY, about, title="The same, for the review")
    assert other.status == 201


@pytest.mark.parametrize("who", ["hill", "lodge", "far", "la331"])
def test_nobody_out_of_scope_attaches_or_gets_a_paper(world: World, who: str) -> None:
    entry = send(world, "brook", AMY, first_of(world, AMY)).body["entry"]
    assert send(world, who, AMY, first_of(world, AMY)).status == 404
    back, none = get(world, who, AMY, entry), get(world, who, AMY, 9999)
    assert (back.status_code, back.json()) == (404, none.json())


def test_a_setting_has_the_papers_of_those_placed_with_it(world: World) -> None:
    entry = send(world, "brook", BEN, first_of(world, BEN, "ap_placement")).body["entry"]
    assert get(world, "lodge", BEN, entry).content == PDF


def test_a_former_place_has_those_of_its_own_entries_only(world: World) -> None:
    own = send(world, "brook", CAL, first_of(world, CAL, "suspension"))
    assert own.status == 201
    assert get(world, "brook", CAL, own.body["entry"]).content == PDF
    theirs = send(world, "hill", CAL, first_of(world, CAL, "attainment")).body["entry"]
    assert get(world, "hill", CAL, theirs).status_code == 200
    assert get(world, "brook", CAL, theirs).status_code == 404
    refused = send(world, "brook", CAL, first_of(world, CAL, "attainment"))
    assert (refused.status, refused.codes) == (422, [("about", "no_such_entry")])


def test_a_paper_must_be_about_an_entry_of_that_pupil(world: World) -> None:
    for number in (first_of(world, DOT), 9999):
        refused = send(world, "brook", AMY, number)
        assert (refused.status, refused.codes) == (422, [("about", "no_such_entry")])
    paper = send(world, "brook", AMY, first_of(world, AMY)).body["entry"]
    assert send(world, "brook", AMY, paper).codes == [("about", "no_such_entry")]


def test_everything_that_is_wrong_is_said_at_once(world: World) -> None:
    answer = send(world, "brook", AMY, 0, b"MZ", "a.pdf", title="", keep_until="soon")
    assert answer.status == 422
    assert sorted(field for field, _ in answer.codes) == ["about", "file", "keep_until", "title"]
    past = send(world, "brook", AMY, first_of(world, AMY), keep_until="2025-12-12")
    assert past.codes == [("keep_until", "in_past")]
    unknown = send(world, "brook", AMY, first_of(world, AMY), upn=AMY)
    assert unknown.codes == [("upn", "unknown_field")]


def test_what_is_no_form_is_no_form(world: World) -> None:
    path = f"/pupils/{world.pupil(AMY)}/attachments"
    assert world.ask("brook", "POST", path, json={"about": 1}).status == 400
    broken = {"headers": {"Content-Type": "multipart/form-data; boundary=x"}, "content": b"--y"}
    assert world.ask("brook", "POST", path, **broken).status in (400, 422)
    no_file = world.ask("brook", "POST", path, data={"about": "1"}, files={"other": b"x"})
    assert ("file", "missing") in no_file.codes


def test_a_paper_too_large_is_read_no_further(world: World) -> None:
    world.client.app.state.shell = Shell(  # type: ignore[attr-defined]
        world.engines, Settings(largest_attachment=1024 * 1024)
    )
    about = first_of(world, AMY)
    assert send(world, "brook", AMY, about, PDF + bytes(1024 * 1024 - len(PDF))).status == 201
    over = send(world, "brook", AMY, about, PDF + bytes(1024 * 1024))
    assert (over.status, over.codes) == (422, [("file", "too_large")])
    assert send(world, "brook", AMY, about, PDF + bytes(2 * 1024 * 1024)).status == 413


def test_a_paper_withdrawn_is_handed_out_no_more(world: World) -> None:
    entry = send(world, "brook", AMY, first_of(world, AMY)).body["entry"]
    told = {
        "pupil": world.pupil(AMY),
        "on": "2025-12-12",
        "because": "Of another child",
        "corrects": entry,
        "correction_reason": "other",
    }
    assert world.send("brook", "withdrawn", told).status == 201
    assert get(world, "brook", AMY, entry).status_code == 404


def test_a_paper_changed_behind_the_registers_back_is_not_handed_out(world: World) -> None:
    entry = send(world, "brook", AMY, first_of(world, AMY)).body["entry"]
    folder = Path(f"{world.engines.register.url.database}.attachments")
    [path] = [p for p in folder.rglob("*") if p.is_file()]
    path.chmod(0o600)
    path.write_bytes(b"%PDF-forged")
    back = get(world, "brook", AMY, entry)
    assert back.status_code == 500
    assert "changed since it was sent" in back.json()["problems"][0]["message"]


def test_every_look_at_a_paper_is_noted(world: World) -> None:
    entry = send(world, "brook", AMY, first_of(world, AMY)).body["entry"]
    get(world, "la330", AMY, entry)
    get(world, "hill", AMY, entry)
    [look] = looks(world.engines.looks, Wanted(what="attachment"))
    assert (look.organisation, look.pupil_id, look.door) == ("la:330", world.pupil(AMY), "api")


class TestAProtectedChild:
    def test_a_paper_is_withheld_until_a_reason_is_given(self, world: World) -> None:
        entry = send(world, "lodge", EVE, first_of(world, EVE, "pupil_details"))
        assert entry.status == 422, "the entry is another place's, which is withheld"
        own = send(world, "brook", EVE, first_of(world, EVE)).body["entry"]
        assert get(world, "brook", EVE, own).content == PDF
        assert get(world, "la330", EVE, own).status_code == 404
        assert get(world, "lodge", EVE, own, **{"Reason-To-See": "Curious"}).status_code == 404
        reason = {"Reason-To-See": "Safety plan review"}
        assert get(world, "la330", EVE, own, **reason).content == PDF
        [_, look] = looks(world.engines.looks, Wanted(what="attachment"))[::-1]
        assert look.reason == "Safety plan review"

    def test_what_the_paper_is_called_is_withheld_too(self, world: World) -> None:
        send(world, "brook", EVE, first_of(world, EVE), title=f"Plan of {NAMES[LODGE]}")
        told = json.dumps(world.history("la330", EVE).body)
        assert NAMES[LODGE] not in told
        assert "Paper attached to entry" in told
