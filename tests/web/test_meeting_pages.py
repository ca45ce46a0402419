"""Panels and meetings by pages: set up, called, held, sealed; and who sees what of them."""

import re
import sys
from types import SimpleNamespace

import pytest

from apregister import pdf
from apregister.audit import Wanted, looks
from apregister.pdf import NoPdf, pdf_of
from tests.tokens import without_token
from tests.web.test_case_pages import agreed, opened
from tests.web.world import BEN, ELM, FAY, OAK, World, place_id

MINUTE = "/minutes"


def _path(answer_location: str) -> str:
    return answer_location.partition("?")[0]


def panel_of(world: World) -> str:
    """The address of a panel set up by pages, with a member who signs in as `panel`."""
    world.enter("officer")
    told = {"on": "02/11/2026", "name": "North", "phase": "secondary", "area": "North"}
    made = world.send(
        f"{MINUTE}/panel_set_up", **told, schools=[place_id(OAK), place_id(ELM)],
        terms="Protocol, section 4", chair="Head of admissions",
    )  # fmt: skip
    assert made.status_code == 303, made.text
    panel = _path(made.location)
    about = panel.rpartition("/")[2]
    named = {"person": "Pat Panel", "organisation": "Inclusion", "delegated": "Y"}
    done = world.send(
        f"{MINUTE}/panel_member", about=about, on="02/11/2026", **named, signs_in_as="panel"
    )
    assert done.status_code == 303, done.text
    by_name = {"person": "Hal Head", "school": "Elm Academy", "delegated": "N"}
    done = world.send(f"{MINUTE}/panel_member", about=about, on="02/11/2026", **by_name)
    assert done.status_code == 303, done.text
    return panel


def meeting_of(world: World, panel: str, **more: str) -> str:
    """The address of a meeting called by pages for today."""
    told = {"on": "02/11/2026", "day": "23/11/2026", "starts_at": "9.30", "place": "County Hall"}
    told |= more
    done = world.send(f"{MINUTE}/meeting_called", about=panel.rpartition("/")[2], **told)
    assert done.status_code == 303, done.text
    return _path(done.location)


def _note(world: World, kind: str, meeting: str, **answers: object) -> None:
    about = meeting.rpartition("/")[2]
    done = world.send(f"{MINUTE}/{kind}", about=about, on="23/11/2026", **answers)
    assert done.status_code == 303, done.text


def test_a_meeting_is_held_by_pages(world: World) -> None:
    case = agreed(world).rpartition("/")[2]
    panel = panel_of(world)
    assert "Pat Panel" in world.see(panel).text
    assert "Not signed" in world.see(panel).text
    meeting = meeting_of(world, panel)
    assert "Not invited:" in world.see(meeting).text
    form = world.see(f"{MINUTE}/meeting_invited?about={meeting.rpartition('/')[2]}").text
    assert form.count("checked") == 2, "every school of the area is ticked"
    _note(world, "meeting_invited", meeting, schools=[place_id(OAK)], how="email", proof="List")
    shown = world.see(meeting).text
    assert "Not invited: Elm Academy" in shown.replace("</strong>", "")
    _note(world, "meeting_invited", meeting, schools=[place_id(ELM)], how="letter", proof="Post")
    assert "Every open school of the area was invited." in world.see(meeting).text

    built = world.see(f"{meeting}/agenda").text
    assert "Fay Example" in built
    assert "Permanently excluded since the last meeting (1)" in built
    assert "Open cases, the soonest due first (1)" in built
    assert world.send(f"{meeting}/agenda", case=case).status_code == 303
    assert "due 1 December 2026" in world.see(meeting).text
    _note(world, "meeting_opened", meeting)

    members = dict.fromkeys(
        re.findall(r"attends\.(n_\w+)", world.see(f"{meeting}/attendance").text)
    )
    pat, hal = members
    told = {f"attends.{pat}": "present", f"shown.{pat}": "Y", f"attends.{hal}": "apologies"}
    assert world.send(f"{meeting}/attendance", on="23/11/2026", **told).status_code == 303
    before = len(world.entries())
    assert world.send(f"{meeting}/attendance", on="23/11/2026", **told).status_code == 303
    assert len(world.entries()) == before, "said again, nothing is added"
    _note(world, "meeting_chair", meeting, member=pat)
    shown = world.see(meeting).text
    assert "Below quorum: 1 of the 3 members needed were there." in shown
    assert "Pat Panel: present, with authority to decide shown" in shown
    _note(
        world, "meeting_update", meeting, case=case, what="A place?", promised_by="Head",
        due="30/11/2026",
    )  # fmt: skip
    assert "it comes back on the next agenda" in world.see(meeting).text
    _note(world, "meeting_closed", meeting)
    shown = world.see(meeting).text
    assert "Closed" in shown
    assert "Build the agenda" not in shown
    assert world.send(f"{meeting}/agenda", off=case).status_code != 303


def test_what_is_wrong_is_said_on_the_form(world: World) -> None:
    meeting = meeting_of(world, panel_of(world))
    about = meeting.rpartition("/")[2]
    answer = world.send(f"{MINUTE}/meeting_invited", about=about, on="", how="", schools=[""])
    assert answer.status_code == 422
    for field in ("on", "how", "proof"):
        assert f'href="#{field}"' in answer.text
    assert world.send(f"{meeting}/attendance", on="").status_code == 303, "nothing was said"
    member = re.findall(r"attends\.(n_\w+)", world.see(f"{meeting}/attendance").text)[0]
    answer = world.send(f"{meeting}/attendance", on="", **{f"attends.{member}": "present"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("officer", 200),
        ("panel", 200),
        ("auditor", 200),
        ("officer_of_far", 404),
        ("oak", 403),
        ("lodge", 403),
        ("admin", 403),
    ],
)
def test_who_sees_a_panel_a_meeting_and_its_pack(world: World, name: str, status: int) -> None:
    path = opened(world, BEN)
    panel = panel_of(world)
    meeting = meeting_of(world, panel)
    world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
    assert world.send(f"{meeting}/pack").status_code == 303
    world.enter(name)
    for page in (panel, meeting, f"{meeting}/pack"):
        answer = world.see(page)
        assert answer.status_code == status, page
        if status == 404:
            unknown = world.see("/meetings/m_nobody").text
            assert without_token(unknown) == without_token(answer.text)
    for page in (f"{meeting}/agenda", f"{meeting}/attendance", f"{MINUTE}/meeting_opened"):
        expected = {"officer": {200, 404}, "officer_of_far": {404}, "panel": {403, 404}}
        assert world.see(page).status_code in expected.get(name, {403}), page
    assert world.send(f"{meeting}/pack").status_code in ({303} if name == "officer" else {403, 404})


def test_a_member_sees_the_meeting_and_not_the_case_the_member_leaves_for(world: World) -> None:
    ben, fay = opened(world, BEN), opened(world, FAY)
    meeting = meeting_of(world, panel_of(world))
    cases = [path.rpartition("/")[2] for path in (ben, fay)]
    world.send(f"{meeting}/agenda", case=cases)
    world.send(f"{meeting}/pack")
    world.enter("panel")
    shown = world.see(f"{meeting}/pack").text
    assert "Ben Example" in shown
    assert "Fay Example" in shown
    assert "Shown to Panel, " in shown
    form = world.see(f"{MINUTE}/meeting_conflict?about={meeting.rpartition('/')[2]}")
    assert form.text.count("Pat Panel") == 1
    assert "Hal Head" not in form.text
    member = re.findall(r'value="(n_\w+)"', form.text)[0]
    _note(world, "meeting_conflict", meeting, member=member, case=cases[0], because="Governor")
    assert world.see(ben).status_code == 404
    assert world.see(fay).status_code == 200
    for page in (f"{meeting}/pack", meeting, "/cases"):
        assert "Ben Example" not in world.see(page).text, page
    assert "You leave for 1 case of this meeting" in world.see(meeting).text
    noted = looks(world.engines.looks, Wanted(who="panel", what="pack"))
    assert {look.case_id for look in noted} == {*cases}
    assert all(look.pupil_id for look in noted)
    world.enter("officer")
    assert "Pat Panel leaves for this case" in world.see(meeting).text


def test_a_pack_says_what_came_since(world: World) -> None:
    path = opened(world, BEN)
    meeting = meeting_of(world, panel_of(world))
    world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
    world.send(f"{meeting}/pack")
    shown = world.see(f"{meeting}/pack").text
    assert "<strong>0</strong> entries have been recorded" in shown
    assert "Placed at The Lodge since 2 November 2026" in shown
    world.record(BEN, "contact_made", on="20/11/2026", how="in_person", source="school")
    shown = world.see(f"{meeting}/pack").text
    assert "<strong>1</strong> entry has been recorded in the register since, 1 of them" in shown
    assert "Seen in person" not in shown
    assert world.see(f"{meeting}/pack?version=2").status_code == 404
    assert "Pack 1, sealed 23 November 2026" in world.see(meeting).text


def test_risk_is_held_back_until_a_reason_is_given_and_the_reason_is_noted(world: World) -> None:
    world.enter("officer")
    told = {"on": "02/11/2026", "category": "d", "reason": "Excluded", "risks": "Carries a knife"}
    path = _path(world.send(f"{world.page_of(BEN)}/cases/new", **told).location)
    meeting = meeting_of(world, panel_of(world))
    world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
    world.send(f"{meeting}/pack")
    assert "Carries a knife" in world.see(path).text, "an officer needs it"
    assert "Carries a knife" in world.see(f"{meeting}/pack").text
    for name in ("panel", "auditor"):
        world.enter(name)
        for page in (path, f"{meeting}/pack"):
            assert "Carries a knife" not in world.see(page).text
            assert "Risk information is held back" in world.see(page).text
            refused = world.send(f"{page}/risk", reason=" ")
            assert (refused.status_code, "Carries a knife" in refused.text) == (422, False)
            assert world.send(f"{page}/risk", reason="x" * 201).status_code == 422
            shown = world.send(f"{page}/risk", reason="Preparing the case")
            assert "Carries a knife" in shown.text
    noted = looks(world.engines.looks, Wanted(who="panel"))
    assert [look.what for look in noted if look.reason == "Preparing the case"] == ["pack", "case"]
    member = re.findall(r"attends\.(n_\w+)", _members(world, meeting))[0]
    world.enter("officer")
    _note(world, "meeting_chair", meeting, member=member)
    world.enter("panel")
    assert "Carries a knife" in world.see(path).text, "the chair needs it"
    assert "Carries a knife" in world.see(f"{meeting}/pack").text


def _members(world: World, meeting: str) -> str:
    world.enter("officer")
    return world.see(f"{meeting}/attendance").text


class TestThePdf:
    def test_where_none_can_be_made_the_page_says_why(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "weasyprint", None)
        path = opened(world, BEN)
        meeting = meeting_of(world, panel_of(world))
        world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
        world.send(f"{meeting}/pack")
        answer = world.see(f"{meeting}/pack.pdf")
        assert answer.status_code == 200
        assert "without its extra for PDF" in answer.text
        assert "Ben Example" in answer.text

    def test_without_pango_it_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_pango(name: str) -> None:
            raise OSError("cannot load library 'libpango-1.0-0'")

        monkeypatch.setattr(pdf, "import_module", no_pango)
        with pytest.raises(NoPdf, match="libpango"):
            pdf_of("<p>")

    def test_it_is_made_for_its_reader(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[str] = []

        def html(string: str) -> SimpleNamespace:
            made.append(string)
            return SimpleNamespace(write_pdf=lambda pdf_variant: b"%PDF-" + pdf_variant.encode())

        monkeypatch.setitem(sys.modules, "weasyprint", SimpleNamespace(HTML=html))
        path = opened(world, BEN)
        meeting = meeting_of(world, panel_of(world))
        world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
        world.send(f"{meeting}/pack")
        answer = world.see(f"{meeting}/pack.pdf")
        assert answer.data == b"%PDF-pdf/ua-1"
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "Ben" not in answer.headers["Content-Disposition"]
        assert "Shown to Officer, " in made[0]
        assert 'lang="en-GB"' in made[0]
