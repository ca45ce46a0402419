"""The papers of an entry by pages: the link, the form, saving one, and what is withheld."""

import io

import pytest
from werkzeug.test import TestResponse

from apregister.audit import Wanted, looks
from apregister.settings import Settings
from apregister.web.shell import Shell
from tests.movements.papers import PDF, TEXT
from tests.web.world import AMY, BEN, CAL, DOT, ELM, EVE, NAMES, World

TITLE = "Signed agreement of the parent"


def first_of(world: World, pupil: str, kind: str = "on_roll") -> int:
    """The number of a pupil's first entry of a kind."""
    return next(e.number for e in world.entries(kind) if e.pupil_id == world.pupil(pupil))


def papers_of(world: World, pupil: str, about: int) -> str:
    return f"{world.page_of(pupil)}/entries/{about}/papers"


def attach(
    world: World,
    pupil: str,
    about: int,
    data: bytes = PDF,
    name: str = "Amy.pdf",
    **said: str,
) -> TestResponse:
    told = {"title": TITLE, **said, "file": (io.BytesIO(data), name)}
    return world.client.post(
        papers_of(world, pupil, about), data=told, content_type="multipart/form-data"
    )


def test_a_paper_is_attached_from_the_link_on_its_entry(world: World) -> None:
    world.enter("oak")
    about = first_of(world, AMY, "suspension")
    link = papers_of(world, AMY, about)
    assert f'href="{link}">Attach a paper' in world.see(world.page_of(AMY)).text
    assert "No paper is attached" in world.see(link).text
    sent = attach(world, AMY, about, keep_until="31/08/2033")
    assert (sent.status_code, sent.location) == (303, f"{link}?done=attached")
    listed = world.see(sent.location).text
    assert "The paper is attached." in listed
    assert TITLE in listed
    assert "kept until 31 August 2033" in listed
    number = world.entries("attachment")[0].number
    assert f"Paper attached to entry {about}" in world.see(world.page_of(AMY)).text
    saved = world.see(f"{world.page_of(AMY)}/papers/{number}")
    assert saved.data == PDF
    assert saved.headers["Content-Disposition"] == (
        f'attachment; filename="SYNTHETIC-attachment-{number}.pdf"'
    )
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Type"] == "application/pdf"


def test_a_title_is_shown_as_text_whatever_it_holds(world: World) -> None:
    world.enter("oak")
    about = first_of(world, AMY)
    attach(world, AMY, about, title="<script>alert(1)</script>")
    shown = world.see(papers_of(world, AMY, about)).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "Enter the title of the paper"),
        ({"data": b"MZ\x90"}, "of no type that is taken"),
        ({"data": b""}, "Choose a file"),
        ({"name": "a.png"}, "its name does not say so"),
        ({"keep_until": "soon"}, "is not a date we can read"),
        ({"keep_until": "23/11/2026"}, "deleted at once"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(
    world: World, said: dict[str, str], words: str
) -> None:
    world.enter("oak")
    answer = attach(world, AMY, first_of(world, AMY), **said)
    assert answer.status_code == 422
    assert words in answer.text
    assert world.entries("attachment") == []


def test_a_paper_too_large_is_said_to_be(world: World) -> None:
    small = Settings(largest_attachment=1024 * 256)
    world.client.application.extensions["apregister"] = Shell(world.engines, small)
    world.enter("oak")
    answer = attach(world, AMY, first_of(world, AMY), PDF + bytes(1024 * 256))
    assert (answer.status_code, "0.25 MB at most" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["elm", "far", "officer_of_far"])
def test_those_out_of_scope_are_told_of_nothing(world: World, name: str) -> None:
    world.enter("oak")
    about = first_of(world, AMY)
    attach(world, AMY, about)
    number = world.entries("attachment")[0].number
    world.enter(name)
    for path in (papers_of(world, AMY, about), f"{world.page_of(AMY)}/papers/{number}"):
        assert world.see(path).status_code == 404
    assert attach(world, AMY, about).status_code == 404


@pytest.mark.parametrize("name", ["panel", "admin"])
def test_roles_without_the_permission_are_stopped_at_the_gate(world: World, name: str) -> None:
    world.enter(name)
    assert world.see(papers_of(world, AMY, 1)).status_code == 403
    assert attach(world, AMY, 1).status_code == 403


def test_an_auditor_may_read_a_paper_and_attach_none(world: World) -> None:
    world.enter("oak")
    about = first_of(world, AMY)
    attach(world, AMY, about, TEXT, "note.txt")
    world.enter("auditor")
    assert "Attach a paper" not in world.see(papers_of(world, AMY, about)).text
    number = world.entries("attachment")[0].number
    assert world.see(f"{world.page_of(AMY)}/papers/{number}").data == TEXT
    assert attach(world, AMY, about).status_code == 403
    assert looks(world.engines.looks, Wanted(what="attachment"))[0].who == "auditor"


def test_a_former_place_keeps_its_own_papers_only(world: World) -> None:
    world.enter("elm")
    theirs = world.entries("on_roll")
    about = next(e for e in theirs if e.pupil_id == world.pupil(CAL) and e.answers() != {})
    later = [e.number for e in theirs if e.pupil_id == world.pupil(CAL)][-1]
    attach(world, CAL, later)
    number = world.entries("attachment")[0].number
    world.enter("oak")
    assert world.see(f"{world.page_of(CAL)}/papers/{number}").status_code == 404
    assert world.see(papers_of(world, CAL, later)).status_code == 404
    assert attach(world, CAL, about.number).status_code == 303


def test_whoever_speaks_for_two_places_attaches_for_the_one_it_concerns(world: World) -> None:
    world.enter("both")
    attach(world, CAL, first_of(world, CAL))
    attach(world, BEN, first_of(world, BEN, "ap_placement"))
    held = [entry.place_id for entry in world.entries("attachment")]
    assert held == ["s_00900001", "s_00900001"]


def test_an_entry_that_takes_no_papers_has_no_page(world: World) -> None:
    world.enter("oak")
    attach(world, AMY, first_of(world, AMY))
    number = world.entries("attachment")[0].number
    for entry in (number, first_of(world, DOT), 99999):
        assert world.see(papers_of(world, AMY, entry)).status_code == 404


class TestAProtectedChild:
    def test_papers_are_withheld_until_a_reason_is_noted(self, world: World) -> None:
        world.enter("oak")
        about = first_of(world, EVE)
        attach(world, EVE, about, title=f"Plan of {NAMES[ELM]}")
        number = world.entries("attachment")[0].number
        world.enter("officer")
        listed = world.see(papers_of(world, EVE, about)).text
        assert "1 paper is withheld" in listed
        assert NAMES[ELM] not in listed
        path = f"{world.page_of(EVE)}/papers/{number}"
        assert world.see(path).status_code == 404
        assert world.send(path, reason=" ", about=about).status_code == 422
        saved = world.send(path, reason="Meeting with police", about=about)
        assert saved.data == PDF
        assert looks(world.engines.looks)[0].reason == "Meeting with police"

    def test_those_without_the_role_get_none(self, world: World) -> None:
        world.enter("oak")
        attach(world, EVE, first_of(world, EVE))
        number = world.entries("attachment")[0].number
        world.enter("auditor")
        path = f"{world.page_of(EVE)}/papers/{number}"
        assert world.see(path).status_code == 404
        assert world.send(path, reason="Curious").status_code == 403
        world.enter("lodge")
        assert world.see(path).status_code == 404
