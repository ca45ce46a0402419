"""Letters by pages: owed, made, read word for word, sent; and who may see and do what."""

import sys
from pathlib import Path

import pytest

from apregister import pdf
from apregister.db import reading, writing
from apregister.papers import files_named, lost_papers
from apregister.web import letters as letter_module
from fair_access.letters.redaction import redact_letters
from movements.actor import Actor
from movements.attachments import Store
from tests.web.test_case_pages import agreed
from tests.web.world import ELM, EVE, FAY, NAMES, OAK, PEOPLE, World

CALL = "Fair access team, 01632 960 001"


def _allocated(world: World, who: str = FAY) -> str:
    path = agreed(world, who)
    answer = world.send(
        f"{path}/steps/case_allocated", on="23/11/2026", to_place=ELM, starts_on="30/11/2026",
        movement="on_roll", session="AM", enrol_status="C", reasons="The parent asked for it",
        options="Elm Academy: the parent asked for it\nOak School: excluded the child",
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    return path


def _made(world: World, path: str, whom: str = "parent") -> str:
    """The address of a letter that is made now."""
    answer = world.send(f"{path}/letters/new", whom=whom, call=CALL, language="en")
    assert answer.status_code == 303, answer.text
    return str(answer.location.partition("?")[0])


def test_a_letter_goes_from_owed_to_made_to_sent(world: World) -> None:
    path = _allocated(world)
    shown = world.see(path).text
    assert "To the parent: <strong" in shown
    assert shown.count("Owed") == 2
    listed = world.see(f"{path}/letters").text
    assert "The school of the place" in listed
    assert "Not recorded" in listed

    about = f"whom=parent&about={world.entries('case_allocated')[-1].number}"
    form = world.see(f"{path}/letters/new?{about}").text
    assert "A school place for Fay" in form
    assert "to be confirmed" in form
    looked = world.send(f"{path}/letters/new", whom="parent", call="Ring Jo", look="1").text
    assert "please call us: Ring Jo" in looked
    assert not world.entries("case_letter_made")
    refused = world.send(f"{path}/letters/new", whom="parent", call="")
    assert refused.status_code == 422
    assert "There is a problem" in refused.text

    letter = _made(world, path)
    shown = world.see(f"{letter}?done").text
    assert "Nothing has been sent" in shown
    assert CALL in shown
    assert "Elm Academy" in shown
    assert "permanently excluded on 28 September 2026" in shown
    number = letter.rpartition("/")[2]
    address = f"{path}/steps/case_notified?whom=parent&letter={number}&how=letter"
    assert address.replace("&", "&amp;") in shown
    asked = world.see(address).text
    assert f'value="{number}"' in asked
    answer = world.send(
        f"{path}/steps/case_notified", on="23/11/2026", whom="parent", how="letter", letter=number
    )
    assert answer.status_code == 303, answer.text
    listed = world.see(f"{path}/letters").text
    assert "Sent or told" in listed
    assert "by letter, recorded by" in listed
    assert "Record that it was sent" not in world.see(letter).text
    assert CALL in world.see(f"{path}/letters/new?whom=school").text, "as the last letter said"


def test_a_pdf_or_a_page_that_says_why_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = _made(world, _allocated(world))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    for address in (f"{letter}.pdf", f"{letter.partition('/letters')[0]}/reasons.pdf"):
        shown = world.see(address)
        assert "No PDF:" in shown.text
        assert "Elm Academy" in shown.text
    made: list[str] = []

    def pdf_of(html: str) -> bytes:
        made.append(html)
        return b"%PDF-1.7"

    monkeypatch.setattr(letter_module, "pdf_of", pdf_of)
    answer = world.see(f"{letter}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    name = f'letter-{letter.rpartition("/")[2]}.pdf"'
    assert answer.headers["Content-Disposition"].endswith(name)
    assert "A school place for Fay" in made[0]
    assert "@page" in made[0]
    assert world.see(f"{letter.partition('/letters')[0]}/reasons.pdf").data == b"%PDF-1.7"
    assert "Options considered" in made[1]
    assert "Law: School Admissions Code 2021" in made[1]
    assert pdf.pdf_of is not pdf_of


@pytest.mark.parametrize("name", ["officer", "auditor"])
def test_no_letter_of_a_protected_child_names_a_place(world: World, name: str) -> None:
    path = _allocated(world, EVE)
    letters = [_made(world, path, whom) for whom in ("parent", "school")]
    world.enter(name)
    for address in (f"{path}/letters", *letters, f"{path}/reasons"):
        shown = world.see(address).text
        assert "Eve" in shown
        assert not [place for place in NAMES.values() if place in shown], address


def test_a_letter_is_named_for_as_long_as_its_entry_stands_and_missed_when_it_is_gone(
    world: World, tmp_path: Path
) -> None:
    _made(world, _allocated(world))
    entry = world.entries("case_letter_made")[-1]
    with reading(world.engines.register) as session:
        assert entry.answers()["sha256"] in files_named(session), "the sweep leaves it"
        (lost,) = lost_papers(session, Store(tmp_path))
    assert lost.startswith(f"entry {entry.number}: ")


def test_a_letter_is_kept_back_from_everybody_once_the_child_is_protected(world: World) -> None:
    path = _allocated(world)
    letter = _made(world, path)
    with_the_school_gone = {"protected": "Y", "home_la": "330"}
    world.record(FAY, "pupil_details", on="20/11/2026", school=OAK, **with_the_school_gone)
    for name in ("officer", "auditor"):
        world.enter(name)
        listed = world.see(f"{path}/letters").text
        assert "kept back, for the child has become protected since" in listed
        assert world.see(letter).status_code == 404
        assert world.see(f"{letter}.pdf").status_code == 404


def test_of_a_letter_that_was_redacted_its_hash_is_left(world: World) -> None:
    path = _allocated(world)
    letter = _made(world, path)
    entry = world.entries("case_letter_made")[-1]
    keeper = Actor("keeper", "administrator")
    with writing(world.engines.register) as session:
        assert redact_letters(session, [world.entries("case_agreed")[-1].number], keeper)
    listed = world.see(f"{path}/letters").text
    assert "its text was redacted" in listed
    assert str(entry.answers()["sha256"]) in listed
    assert letter not in listed
    assert world.see(letter).status_code == 404


def test_every_page_of_letters_by_every_role(world: World) -> None:
    path = _allocated(world)
    letter = _made(world, path)
    world.before_the_panel(path)
    pages = (f"{path}/letters", letter, f"{letter}.pdf", f"{path}/reasons", f"{path}/reasons.pdf")
    for name in PEOPLE:
        world.enter(name)
        seen = {"officer": 200, "auditor": 200, "officer_of_far": 404}.get(name, 403)
        for address in pages:
            assert world.see(address).status_code == seen, (name, address)
        made = {"officer": 200, "officer_of_far": 404}.get(name, 403)
        assert world.see(f"{path}/letters/new?whom=parent").status_code == made, name
        answer = world.send(f"{path}/letters/new", whom="parent", call=CALL)
        assert answer.status_code == {"officer": 303, "officer_of_far": 404}.get(name, 403), name
        if name in ("elm", "panel"):
            assert "Letters, and the record" not in world.see(path).text


def test_a_letter_that_nobody_is_owed_is_no_page(world: World) -> None:
    path = agreed(world)
    assert "no letter is owed" in world.see(f"{path}/letters").text
    assert world.see(f"{path}/letters/new?whom=parent").status_code == 404
    assert world.see(f"{path}/letters/999").status_code == 404
    assert "Nothing has been decided yet" in world.see(f"{path}/reasons").text
    assert world.see("/cases/c_0/letters").status_code == 404
