"""A child with two records at the command line: one pack, one file to keep, one hold."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from apregister.audit import looked
from apregister.db import Engines, open_engines, reading, writing
from apregister.form_drafts import Reader, answer_draft, save_draft
from movements.actor import Actor
from movements.bearers import bearers
from movements.record import stop_clock_at
from movements.take_in import take_in
from tests.commands.test_retention import counts, in_year, paper, rows
from tests.commands.world import ADA, BEN, CAL, MARKS, MOVES, Office
from tests.movements.papers import PDF, TEXT

OFFICER = Actor("an officer", "la_officer", authority="999")
LEFT = "removal_from_roll,{},2026-09-28,,,,,g"


def engines_of(office: Office) -> Engines:
    return open_engines(office.url)


def records(office: Office) -> tuple[str, str]:
    """The records that were Ada's and Ben's, each by its own UPN."""
    engines = engines_of(office)
    with reading(engines.register) as session:
        borne = bearers(session, [ADA, BEN])
    engines.dispose()
    return next(iter(borne[ADA])), next(iter(borne[BEN]))


def tell(office: Office, kind: str, who: str, **answers: str) -> int:
    engines = engines_of(office)
    told = {"upn": who, "on": "2026-10-01", **answers}
    with writing(engines.register) as session:
        entry = take_in(session, kind, told, place=None, by=OFFICER, source="form").entry
    engines.dispose()
    return entry


@pytest.fixture
def two(peopled: Office) -> Office:
    """Ada and Ben have left; each was marked, has a paper, a draft and a look."""
    gone = [LEFT.format(who) for who in (ADA, BEN)]
    assert peopled.send("movements", "\n".join([f"{MOVES},ground", *gone]))[0].code == 0
    marked = (f"{ADA},2026-09-10,AM,/", f"{BEN},2026-09-11,AM,O")
    assert peopled.send("attendance", "\n".join([MARKS, *marked]))[0].code == 0
    paper(peopled, ADA, PDF, "a.pdf")
    paper(peopled, BEN, TEXT, "b.txt")
    engines = engines_of(peopled)
    reader = Reader("olive", OFFICER, date(2026, 10, 14))
    for pupil in records(peopled):
        looked(engines.looks, OFFICER, "history", door="web", pupil_id=pupil)
        with writing(engines.register) as session:
            draft = save_draft(session, None, pupil, "suspension", reader, 0)
            answer_draft(draft, {"reason1": "DB", "sessions": pupil[:6]})
    engines.dispose()
    return peopled


@pytest.fixture
def linked(two: Office) -> Office:
    """The two are found to be one child, kept as Ada."""
    tell(two, "records_linked", ADA, same_as=BEN, because="The school says so")
    return two


def pack(office: Office, who: str) -> dict[str, Any]:
    out = office.folder / f"pack-{who[-2:]}"
    ran = office.run("subject-access", who, "--out", out)
    assert ran.code == 0, ran.err
    page = Path(out / "SYNTHETIC-subject-access.html").read_text("utf-8")
    assert '<h2 id="drafts">' in page
    found: dict[str, Any] = json.loads((out / "SYNTHETIC-subject-access.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("who", [ADA, BEN])
def test_the_pack_by_either_upn_has_what_is_held_of_both(linked: Office, who: str) -> None:
    ada, ben = records(linked)
    held = pack(linked, who)
    assert [one["value"] for one in held["identifiers"]] == [ADA, BEN]
    assert [mark["mark"] for mark in held["attendance"]] == ["/", "O"]
    assert len(held["papers"]) == 2
    assert len(list((linked.folder / f"pack-{who[-2:]}" / "papers").iterdir())) == 2
    drafts = [{a["field"]: a["value"] for a in draft["answers"]} for draft in held["drafts"]]
    assert sorted(draft["sessions"] for draft in drafts) == sorted([ada[:6], ben[:6]])
    assert drafts[0]["reason1"] == "DB"
    assert [look["what"] for look in held["looks"]] == ["history", "history", "export"]


def test_before_they_are_linked_a_pack_has_nothing_of_the_other(two: Office) -> None:
    held = pack(two, BEN)
    assert [one["value"] for one in held["identifiers"]] == [BEN]
    assert [len(held[part]) for part in ("drafts", "papers", "attendance")] == [1, 1, 1]
    assert [look["what"] for look in held["looks"]] == ["history", "export"]


def test_a_upn_taken_back_is_in_the_pack_and_finds_nobody(two: Office) -> None:
    number = tell(two, "upn_changed", ADA, new_upn=CAL, why="corrected")
    undo = {"because": "So", "corrects": str(number), "correction_reason": "wrong_details"}
    tell(two, "withdrawn", ADA, **undo)
    held = pack(two, ADA)["identifiers"]
    assert [one["what"] for one in held] == ["UPN", "UPN (taken back since)"]
    assert two.run("history", CAL).code == 2


def test_a_record_is_not_redacted_while_the_other_is_young(linked: Office) -> None:
    stop_clock_at(datetime(2034, 1, 9, 9, 0, tzinfo=UTC))
    _, ben = records(linked)
    tell(linked, "wellbeing", BEN, on="2026-09-20", score="20")
    in_year(2038)
    assert "pupil_file" not in counts(linked)
    assert linked.run("retention", "run").code == 0
    left = rows(linked, "SELECT kind FROM entry WHERE details IS NULL AND pupil_id IS NOT NULL")
    assert left == [], "neither record went apart"
    in_year(2041)
    assert counts(linked)["pupil_file"] == 1
    assert linked.run("retention", "run").code == 0
    whose = "SELECT DISTINCT pupil_id FROM entry WHERE details IS NULL AND kind = 'on_roll'"
    assert {pupil for (pupil,) in rows(linked, whose)} == {*records(linked)} > {ben}


def test_a_hold_on_one_record_holds_the_other(two: Office) -> None:
    placed = two.run("retention", "hold", BEN, "--because", "Inquiry")
    assert placed.code == 0
    in_year(2050)
    assert counts(two)["pupil_file"] == 1, "Ada's alone"
    in_year(2026)
    tell(two, "records_linked", ADA, same_as=BEN, because="The school says so")
    in_year(2060)
    assert "pupil_file" not in counts(two)
    assert "attendance_register" not in counts(two)
