"""The pack of everything held on a child: complete, escaped, marked, noted, for one to read."""

import json
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col

from apregister.db import open_engines, reading, writing
from apregister.papers import store_of
from apregister.settings import Settings
from apregister.subject_told import STAFF
from fair_access.decide import open_case, take_step
from fair_access.letters.make import make_letter
from fair_access.letters.redaction import redact_letters
from fair_access.meetings.convene import minute
from movements.actor import Actor
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.register import find_pupil
from movements.third_party import MAY_NAME_OTHERS, THIRD_PARTY
from tests.commands.test_retention import paper
from tests.commands.world import ADA, BEN, MARKS, MOVES, NOBODY, NOW, SCHOOL, Office
from tests.movements.papers import PDF

SCRIPT = "<script>alert(1)</script> & her brother Cal"
PLACED = "kind,upn,on,place,reason"


@pytest.fixture
def told(peopled: Office) -> Office:
    """Ada: suspended, directed away, marked twice, a case closed, a paper attached, looked at."""
    rows = (f"suspension,{ADA},2026-09-14,,r1,12,DB", f"suspension,{BEN},2026-09-14,,r2,2,DB")
    assert peopled.send("movements", "\n".join([MOVES, *rows]))[0].code == 0
    directed = f'off_site_direction,{ADA},2026-09-28,900005,2026-09-21,10,"{SCRIPT}"'
    head = "kind,upn,on,place,notice_on,days,objectives"
    assert peopled.send("movements", f"{head}\n{directed}")[0].code == 0
    for mark in ("/", "O"):
        marked = f"{MARKS}\n{ADA},2026-09-10,AM,{mark}\n{BEN},2026-09-10,AM,/"
        assert peopled.send("attendance", marked)[0].code == 0
    paper(peopled, ADA, PDF, "Ada.pdf")
    _case(peopled)
    peopled.run("history", ADA)
    return peopled


def _case(office: Office) -> None:
    engines = open_engines(office.url)
    officer = Actor("officer", "la_officer", authority="999")
    with writing(engines.register) as session:
        pupil = find_pupil(session, ADA) or ""
        asked = {"on": "2026-10-01", "category": "d", "reason": "Uncle Dan asked for it"}
        case = open_case(session, pupil, asked, officer, NOW.date())
        ended = {"on": "2026-10-05", "because": "A place was found"}
        take_step(session, case, "case_withdrawn", ended, officer, NOW.date())
    engines.dispose()


def pack(office: Office, who: str = ADA, *more: str) -> tuple[dict[str, Any], str]:
    """The pack as data, and its page."""
    out = office.folder / "pack"
    ran = office.run("subject-access", who, "--out", out, *more)
    assert ran.code == 0, ran.err
    data = json.loads((out / "SYNTHETIC-subject-access.json").read_text("utf-8"))
    return data, (out / "SYNTHETIC-subject-access.html").read_text("utf-8")


def test_every_entry_about_the_pupil_is_there_and_no_other(told: Office) -> None:
    data, page = pack(told)
    engines = open_engines(told.url)
    with reading(engines.register) as session:
        pupil = find_pupil(session, ADA)
        ben = find_pupil(session, BEN)
        of_ada = read_entries(session, ENTRIES.where(EntryRow.pupil_id == pupil))
        held = {entry.number for entry in of_ada}
    engines.dispose()
    assert {entry["entry"] for entry in data["entries"]} == held
    assert all(f'id="entry-{number}"' in page for number in held)
    assert data["pupil"] == pupil
    assert str(ben) not in page + json.dumps(data)
    assert BEN not in page + json.dumps(data)


def test_what_a_minute_says_of_others_is_marked(told: Office) -> None:
    on = {"on": "2026-10-01"}
    engines = open_engines(told.url)
    officer = Actor("officer", "la_officer", authority="999")
    with writing(engines.register) as session:
        case = open_case(
            session,
            find_pupil(session, ADA) or "",
            {**on, "category": "d", "reason": "Again"},
            officer,
        )
        panel = {"name": "North", "phase": "all", "area": "North", "schools": SCHOOL}
        panel |= {"terms": "Section 4", "chair": "Head"}
        about = minute(session, "panel_set_up", "", on | panel, officer).panel
        jo = on | {"person": "Jo", "organisation": "Inclusion", "delegated": "Y"}
        member = minute(session, "panel_member", about, jo, officer).member
        called = on | {"day": "2026-10-01", "starts_at": "9:30", "place": "Online"}
        meeting = minute(session, "meeting_called", about, called, officer).meeting
        of_case = on | {"case": case}
        minute(session, "meeting_agenda", meeting, of_case | {"why": "Due"}, officer)
        conflict = {"member": member, "because": "Aunt of the child"}
        minute(session, "meeting_conflict", meeting, of_case | conflict, officer)
        update = {"what": "A place?", "promised_by": "Head of Brook", "due": "2026-10-08"}
        minute(session, "meeting_update", meeting, of_case | update, officer)
    engines.dispose()
    data, _ = pack(told)
    said = {(e["kind"], a["field"]): a for e in data["entries"] for a in e["answers"]}
    for field in (("meeting_conflict", "member"), ("meeting_conflict", "because")):
        assert said[field]["check"] == THIRD_PARTY
    assert said["meeting_update", "promised_by"]["check"] == THIRD_PARTY
    assert said["meeting_agenda", "why"]["check"] == MAY_NAME_OTHERS
    assert said["meeting_agenda", "why"]["title"] == "Why"
    assert said["meeting_agenda", "meeting"]["title"] == "Meeting"


def test_entries_are_sentences_with_their_answers_in_words(told: Office) -> None:
    data, page = pack(told)
    suspended = next(e for e in data["entries"] if e["kind"] == "suspension")
    assert suspended["sentence"].startswith("Suspended for 6 school days")
    told_so = {
        answer["title"]: (answer["value"], answer["means"]) for answer in suspended["answers"]
    }
    assert ("DB", "Persistent or general disruptive behaviour") in told_so.values()
    assert told_so["Sender's own reference"] == ("r1", "")
    assert "Suspended for 6 school days" in page


def test_what_a_correction_asks_is_told_by_the_answers_of_its_entry(told: Office) -> None:
    lines = told.run("history", ADA).out.splitlines()
    entry = next(re.findall(r"#(\d+)", line)[0] for line in lines if "Directed off site" in line)
    row = f'correction_requested,{ADA},2026-10-02,{entry},"days=12; objectives=",So the letter says'
    head = "kind,upn,on,entry,proposed,because"
    assert told.send("movements", f"{head}\n{row}")[0].code == 0
    data, page = pack(told)
    (asked,) = (e for e in data["entries"] if e["kind"] == "correction_requested")
    said = {one["title"]: one["value"] for one in asked["answers"]}
    assert said["Should say: School days directed"] == 12
    assert said["Should say: Objectives"] == "nothing"
    assert "Should say: School days directed" in page


def test_standing_clocks_cases_files_and_looks_are_there(told: Office) -> None:
    data, page = pack(told)
    assert data["identifiers"][0]["value"] == ADA
    assert {"Surname", "Date of birth"} <= {one["title"] for one in data["details"]}
    assert data["standing"][0]["lines"][0].endswith("status C, since 2026-09-02")
    assert {clock["state"] for clock in data["clocks"]} > {"missed"}
    assert [step["kind"] for step in data["cases"][0]["steps"]] == [
        "case_referred",
        "case_withdrawn",
    ]
    assert [file["title"] for file in data["files_received"]] == ["Attendance file"] * 2
    assert [look["what"] for look in data["looks"]] == ["history", "export"]
    for part in ("clocks", "entries", "cases", "papers", "attendance", "files", "looks"):
        assert f'<a href="#{part}">' in page
        assert f'<h2 id="{part}">' in page


def test_a_mark_that_was_amended_is_told_as_well(told: Office) -> None:
    data, page = pack(told)
    marks = [(mark["day"], mark["mark"], mark["amended"]) for mark in data["attendance"]]
    assert marks == [("2026-09-10", "/", True), ("2026-09-10", "O", False)]
    assert "(amended since)" in page


def test_what_names_or_comes_from_others_is_marked(told: Office) -> None:
    data, page = pack(told)
    answers = {a["field"]: a["check"] for e in data["entries"] for a in e["answers"]}
    assert answers["objectives"] == MAY_NAME_OTHERS
    assert answers["reason"] == MAY_NAME_OTHERS
    assert answers["sessions"] == answers["surname"] == ""
    assert data["papers"][0]["check"] == THIRD_PARTY
    assert all(e["recorded_by"]["check"] for e in data["entries"])
    step = data["cases"][0]["steps"][0]
    assert "Uncle Dan" in step["sentence"]
    assert {MAY_NAME_OTHERS, THIRD_PARTY} <= {*step["check"].split(", ")}
    assert data["lines_to_check"] == page.count('<strong class="check">')


def test_whatever_people_wrote_is_text_on_the_page(told: Office) -> None:
    _, page = pack(told)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; her brother Cal" in page


def test_papers_are_copied_and_a_lost_one_is_said_to_be(told: Office) -> None:
    number = paper(told, ADA, b"The second paper\n", "b.txt")
    store = store_of(open_engines(told.url), Settings())
    store.drop(store.name_of(b"The second paper\n"))
    data, page = pack(told)
    first, second = data["papers"]
    assert (told.folder / "pack" / first["file"]).read_bytes() == PDF
    assert (second["entry"], "is not in" in second["lost"]) == (number, True)
    assert not (told.folder / "pack" / second["file"]).exists()
    assert "Not here:" in page


def test_letters_are_told_word_for_word_with_what_others_wrote_marked(told: Office) -> None:
    engines = open_engines(told.url)
    store = store_of(engines, Settings())
    officer, on = Actor("officer", "la_officer", authority="999"), {"on": "2026-10-06"}
    with writing(engines.register) as session:
        asked = on | {"category": "d", "reason": "Uncle Dan asked for it"}
        case = open_case(session, find_pupil(session, ADA) or "", asked, officer, NOW.date())
        agreed = take_step(session, case, "case_agreed", on, officer, NOW.date())
        decided = on | {"because": "information", "back_on": "2026-10-14", "reasons": SCRIPT}
        take_step(session, case, "case_deferred", decided, officer, NOW.date())
        for call in ("Jo, 01632 960 001", "Max, 01632 960 002", "Kim, 01632 960 003"):
            make_letter(session, store, case, {"whom": "parent", "call": call}, officer, NOW.date())
            if "Jo" in call:
                assert redact_letters(session, [agreed.entry], officer)
        made = ENTRIES.where(col(EntryRow.kind) == "case_letter_made")
        hashes = [str(entry.answers()["sha256"]) for entry in read_entries(session, made)]
    store.drop(hashes[1])
    engines.dispose()
    data, page = pack(told)
    redacted, lost, whole = data["letters"]
    assert [one["sha256"] for one in data["letters"]] == hashes
    assert (redacted["lines"], "redacted" in redacted["lost"]) == ([], True)
    assert "is not in" in lost["lost"]
    marked = {line["text"]: line["check"] for line in whole["lines"]}
    assert [why for text, why in marked.items() if SCRIPT in text] == [MAY_NAME_OTHERS]
    assert [why for text, why in marked.items() if "Kim, 01632" in text] == [STAFF]
    assert marked["Dear parent or carer"] == ""
    assert "Kim, 01632 960 003" in page
    assert all(sha256 in page for sha256 in hashes)


def test_the_pack_is_for_one_pair_of_eyes_and_bears_no_upn_in_a_name(told: Office) -> None:
    pack(told)
    out = told.folder / "pack"
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    for path in out.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        assert ADA not in path.name
        assert path.is_dir() or path.name.startswith("SYNTHETIC-")


def test_it_is_noted_as_an_export(told: Office) -> None:
    pack(told)
    with closing(sqlite3.connect(told.folder / "register.db.looks.db")) as looks:
        noted = looks.execute("SELECT what, reason, pupil_id FROM look ORDER BY number").fetchall()
    assert noted[-1][:2] == ("export", "subject access request")
    assert noted[-1][2].startswith("p_")


def test_invented_pupils_are_said_to_be(told: Office) -> None:
    data, page = pack(told)
    assert data["synthetic"] is True
    assert "SYNTHETIC: the register holds invented pupils." in page


@pytest.mark.parametrize(
    ("who", "out", "words"),
    [
        (NOBODY, "new", "holds no pupil with this UPN"),
        ("B8012", "new", "a UPN has 13"),
        (ADA, "held", "is not empty"),
    ],
)
def test_a_pack_that_cannot_be_made(told: Office, who: str, out: str, words: str) -> None:
    (told.folder / "held").mkdir()
    (told.folder / "held" / "x").touch()
    ran = told.run("subject-access", who, "--out", told.folder / out)
    assert (ran.code, words in ran.err) == (2, True), ran.err
    assert not (told.folder / "new").exists()


def test_a_protected_child_takes_a_reason_and_the_serious_harm_test(told: Office) -> None:
    told.send("movements", f"kind,upn,on,protected\npupil_details,{ADA},2026-10-10,Y")
    out = told.folder / "none"
    refused = told.run("subject-access", ADA, "--out", out)
    assert (refused.code, "Give a --reason" in refused.err) == (2, True)
    assert not Path(out).exists()
    data, page = pack(told, ADA, "--reason", "Solicitor, letter 9")
    assert data["protected"] is True
    assert data["notes"][0]["what"] == "Serious harm"
    assert page.index("Serious harm") < page.index('id="contents"')
    with closing(sqlite3.connect(told.folder / "register.db.looks.db")) as looks:
        noted = looks.execute("SELECT reason FROM look WHERE what = 'export'").fetchall()
    assert noted == [("subject access request: Solicitor, letter 9",)]


def test_a_child_who_is_not_protected_has_no_such_note(told: Office) -> None:
    data, page = pack(told)
    assert data["notes"][0]["what"] == "Other people"
    assert "Serious harm" not in page
