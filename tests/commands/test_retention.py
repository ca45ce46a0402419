"""Retention: what would go, what goes, what a hold keeps, and that the proof still holds."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from apregister.db import open_engines, writing
from apregister.papers import attach, store_of
from apregister.settings import Settings
from movements.actor import Actor
from movements.places import find_place
from movements.record import stop_clock_at
from movements.register import find_pupil
from tests.commands.world import ADA, BEN, MARKS, MOVES, NOBODY, NOW, SCHOOL, Office, roll
from tests.movements.papers import PDF, TEXT

LEFT = f"removal_from_roll,{ADA},2026-09-28,,,,,g"
MARKED = (f"{ADA},2026-09-10,AM,/", f"{ADA},2026-09-10,PM,O", f"{BEN},2026-09-10,AM,/")


def in_year(year: int) -> None:
    stop_clock_at(datetime(year, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def told(peopled: Office) -> Office:
    """Ada was suspended and left; Ben is on the roll still; both were marked on one day."""
    rows = (f"suspension,{ADA},2026-09-14,,r1,12,DB", f"suspension,{BEN},2026-09-14,,r2,2,DB")
    assert peopled.send("movements", "\n".join([MOVES, *rows]))[0].code == 0
    assert peopled.send("movements", f"{MOVES},ground\n{LEFT}")[0].code == 0
    assert peopled.send("attendance", "\n".join([MARKS, *MARKED]))[0].code == 0
    return peopled


def paper(office: Office, pupil: str, data: bytes, name: str, keep_until: str = "") -> int:
    """A paper attached to a pupil's first entry by the school; the number of its entry."""
    engines = open_engines(office.url)
    with writing(engines.register) as session:
        place = find_place(session, SCHOOL)
        by = Actor("office", "school", frozenset({place.id}), place.la_code)
        found = find_pupil(session, pupil) or ""
        about = session.connection().exec_driver_sql(
            "SELECT min(number) FROM entry WHERE pupil_id = ?", (found,)
        )
        said = {"about": str(about.scalar()), "title": "Letter", "keep_until": keep_until}
        store = store_of(engines, Settings())
        made = attach(session, store, found, said, (data, name), by=by, source="form")
    engines.dispose()
    return made.entry


def rows(office: Office, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(office.folder / "register.db")) as held:
        return held.execute(query).fetchall()


def counts(office: Office, *more: str) -> dict[str, int]:
    """Rule -> how many records would go by it, where any would."""
    told = office.run("retention", "run", "--dry-run", "--json", *more).json()
    return {rule["rule"]: rule["records"] for rule in told["items"] if rule["records"]}


def files_of(office: Office) -> list[bytes]:
    folder = office.folder / "register.db.attachments"
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2026, {}),
        (2027, {"files_as_sent": 1}),
        (2031, {"files_as_sent": 1}),
        (2032, {"attendance_register": 1, "received_rolls": 1}),
        (2037, {"attendance_register": 1, "received_rolls": 1}),
        (2038, {"attendance_register": 1, "received_rolls": 1, "pupil_file": 1}),
    ],
)
def test_each_rule_lets_go_in_its_own_year(told: Office, year: int, due: dict[str, int]) -> None:
    in_year(year)
    assert counts(told) == due


def test_a_dry_run_changes_nothing(told: Office) -> None:
    paper(told, ADA, PDF, "a.pdf", "2030-01-01")
    in_year(2050)
    before, kept = told.head(), files_of(told)
    shown = told.run("retention", "run", "--dry-run")
    assert shown.code == 0
    assert "would go; nothing is changed" in shown.out
    assert "Pupil file: date of birth and 25 years" in shown.out
    assert "guidance: IRMS" in shown.out
    assert (told.head(), files_of(told)) == (before, kept)


def test_what_is_redacted_is_gone_from_the_disk_and_the_proof_holds(told: Office) -> None:
    before = told.file(told.head(), "head.json")
    size = len(rows(told, "SELECT 1 FROM entry"))
    in_year(2038)
    ran = told.run("retention", "run")
    assert ran.code == 0, ran.err
    assert "Run 'apregister verify' now" in ran.out
    checked = told.run("verify", "--head", before)
    assert (checked.code, checked.err.count("entries, the fence")) == (0, 1)
    redacted = rows(told, "SELECT corrects FROM entry WHERE kind = 'redaction'")
    assert len(rows(told, "SELECT 1 FROM entry")) == size + len(redacted)
    left = {kind for (kind,) in rows(told, "SELECT kind FROM entry WHERE details IS NULL")}
    assert left >= {"on_roll", "pupil_details", "suspension", "attendance_submission"}
    assert rows(told, "SELECT * FROM school_day") == []
    assert rows(told, "SELECT * FROM mark_roll") == []
    everything = b"".join(path.read_bytes() for path in told.folder.glob("register.db*"))
    assert b'"sessions":12' not in everything
    assert b'"sessions":2' in everything, "Ben is on the roll still"


def test_a_history_says_under_which_rule_and_when(told: Office) -> None:
    in_year(2038)
    told.run("retention", "run")
    shown = told.run("history", ADA, "--json").json()["entries"]
    redacted = [e for e in shown if e["kind"] == "suspension"]
    assert [e["sentence"] for e in redacted] == [
        "Redacted under: Pupil file: date of birth and 25 years, on 23 November 2038"
    ]
    assert redacted[0]["title"] == "Suspension"
    assert redacted[0]["details"] == {}
    assert redacted[0]["corrected_by"] is None
    under = [e["sentence"] for e in shown if e["kind"] == "redaction"]
    assert f"Entry {redacted[0]['entry']} redacted under: Pupil file" in " ".join(under)


def test_lists_read_a_register_with_redactions_in_it(told: Office) -> None:
    in_year(2038)
    told.run("retention", "run")
    for command in ("due", "ledger"):
        ran = told.run(command, "--json")
        assert ran.code == 0, ran.err
    assert told.run("retention", "run").code == 0
    assert counts(told) == {}


def test_a_file_is_kept_while_the_pupil_is_on_a_roll_or_has_no_date_of_birth(
    office: Office,
) -> None:
    office.send("pupils", roll(ADA, BEN))
    office.send("movements", f"{MOVES},ground\n{LEFT}")
    in_year(2060)
    assert counts(office)["pupil_file"] == 1
    kept = office.run("retention", "run", "--dry-run").out
    assert "1 pupil kept: still on a roll or in a placement." in kept


def test_sen_and_protection_have_rules_of_their_own(peopled: Office) -> None:
    head = "kind,upn,on,sen_provision,protected"
    details = (f"pupil_details,{ADA},2026-09-03,K,", f"pupil_details,{BEN},2026-09-03,,Y")
    assert peopled.send("movements", "\n".join([head, *details]))[0].code == 0
    gone = [f"removal_from_roll,{who},2026-09-28,,,,,g" for who in (ADA, BEN)]
    assert peopled.send("movements", "\n".join([f"{MOVES},ground", *gone]))[0].code == 0
    in_year(2038)
    assert counts(peopled)["child_protection"] == 1
    assert "sen_file" not in counts(peopled)
    in_year(2044)
    assert counts(peopled)["sen_file"] == 1


class TestPapers:
    def test_a_paper_goes_after_its_day_and_its_file_with_it(self, told: Office) -> None:
        paper(told, ADA, PDF, "a.pdf", "2030-01-01")
        paper(told, BEN, TEXT, "b.txt", "2031-01-01")
        in_year(2030)
        assert counts(told) == {"attachments": 1, "files_as_sent": 1}
        told.run("retention", "run")
        assert files_of(told) == [TEXT]
        assert told.run("verify").code == 0
        assert told.run("history", BEN).code == 0

    def test_a_paper_lost_or_changed_is_named_by_verify(self, told: Office) -> None:
        gone, changed = paper(told, ADA, PDF, "a.pdf"), paper(told, BEN, TEXT, "b.txt")
        assert told.run("verify").code == 0
        for path in (told.folder / "register.db.attachments").rglob("*"):
            if path.is_file() and path.read_bytes() == PDF:
                path.unlink()
            elif path.is_file():
                path.write_bytes(b"another text\n")
        ran = told.run("verify")
        assert ran.code == 1
        lines = ran.err.splitlines()
        assert lines[0].startswith(f"entry {gone}: The paper")
        assert lines[1].startswith(f"entry {changed}: The paper")

    def test_a_file_that_another_entry_names_stays(self, told: Office) -> None:
        paper(told, ADA, PDF, "a.pdf", "2030-01-01")
        paper(told, BEN, PDF, "b.pdf")
        in_year(2030)
        told.run("retention", "run")
        assert files_of(told) == [PDF]

    def test_a_paper_without_a_day_goes_with_the_pupils_file(self, told: Office) -> None:
        paper(told, ADA, PDF, "a.pdf")
        paper(told, ADA, TEXT, "b.txt", "2045-01-01")
        in_year(2038)
        told.run("retention", "run")
        assert files_of(told) == [TEXT]
        in_year(2045)
        told.run("retention", "run")
        assert files_of(told) == []

    def test_a_file_that_no_entry_names_is_swept(self, told: Office) -> None:
        store_of(open_engines(told.url), Settings()).keep(b"left by a broken upload")
        shown = told.run("retention", "run", "--dry-run")
        assert "1 paper that no entry names" in shown.out
        assert len(files_of(told)) == 1
        told.run("retention", "run")
        assert files_of(told) == []


class TestHolds:
    def test_a_hold_keeps_the_file_the_paper_and_the_marks(self, told: Office) -> None:
        paper(told, ADA, PDF, "a.pdf", "2030-01-01")
        placed = told.run("retention", "hold", ADA, "--because", "Inquiry, letter of 3 March")
        assert placed.code == 0, placed.err
        in_year(2050)
        assert counts(told) == {"received_rolls": 1}
        shown = told.run("retention", "run")
        assert "kept by a legal hold" in shown.out
        assert files_of(told) == [PDF]
        assert len(rows(told, "SELECT * FROM school_day")) == 1
        assert "Suspended for 6 school days" in told.run("history", ADA).out

    def test_a_released_hold_holds_nothing(self, told: Office) -> None:
        placed = told.run("retention", "hold", ADA, "--because", "Inquiry")
        number = placed.out.partition("#")[2].partition(":")[0]
        listed = told.run("retention", "holds")
        assert f"#{number}" in listed.out
        assert ADA not in listed.out
        ended = told.run("retention", "release", number, "--because", "Closed")
        assert ended.code == 0
        assert told.run("retention", "holds", "--json").json()["items"] == []
        again = told.run("retention", "release", number, "--because", "Closed")
        assert (again.code, "No hold that stands" in again.err) == (2, True)
        in_year(2050)
        assert counts(told)["pupil_file"] == 1

    def test_a_hold_on_everybody_keeps_everything(self, told: Office) -> None:
        told.run("retention", "hold", "--everyone", "--because", "Inquiry: destroy nothing")
        in_year(2050)
        assert counts(told) == {}
        assert told.run("verify").code == 0

    def test_a_hold_ends_with_its_last_day(self, told: Office) -> None:
        told.run("retention", "hold", ADA, "--because", "Claim", "--until", "2049-12-31")
        in_year(2049)
        assert "pupil_file" not in counts(told)
        in_year(2050)
        assert counts(told)["pupil_file"] == 1

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--because", "x"), "one of them and not both"),
            ((ADA, "--everyone", "--because", "x"), "one of them and not both"),
            ((NOBODY, "--because", "x"), "holds no pupil with this UPN"),
            ((ADA, "--because", " "), "Enter the reason"),
            ((ADA, "--because", "x", "--until", "soon"), "not a date"),
        ],
    )
    def test_a_hold_that_cannot_be_placed(
        self, told: Office, arguments: tuple[str, ...], words: str
    ) -> None:
        ran = told.run("retention", "hold", *arguments)
        assert (ran.code, words in ran.err) == (2, True), ran.err


def test_files_sent_and_not_taken_in_go_after_a_day(told: Office) -> None:
    old = told.folder / "register.db.drafts" / ("x" * 32)
    old.mkdir(parents=True)
    (old / "sent").write_bytes(b"upn\n")
    assert counts(told) == {}
    long_ago = NOW.timestamp() - 10 * 365 * 86_400
    _touch(old, long_ago)
    assert counts(told) == {"sent_files": 1}
    told.run("retention", "run")
    assert not old.exists()


def _touch(path: Path, when: float) -> None:
    os.utime(path, (when, when))


def test_looks_of_long_ago_go(told: Office) -> None:
    with closing(sqlite3.connect(told.folder / "register.db.looks.db")) as looks:
        looks.execute(
            "INSERT INTO look (at, who, role, organisation, what, door, address) VALUES "
            "('2015-01-01T09:00:00.000000Z', 'x', 'school', 's_1', 'history', 'web', '')"
        )
        looks.commit()
    assert counts(told) == {"looks": 1}
    told.run("retention", "run")
    assert counts(told) == {}


def test_the_schedule_says_what_holds_on_a_day(told: Office) -> None:
    now = told.run("retention", "schedule").out
    assert "Attendance register: six years" in now
    assert "SI 2024/208" in now
    then = told.run("retention", "schedule", "--on", "2024-08-18", "--json").json()
    titles = [rule["title"] for rule in then["items"]]
    assert "Attendance register: three years" in titles
    assert "Attendance register: six years" not in titles


def test_a_run_is_noted(told: Office) -> None:
    told.run("retention", "run", "--dry-run")
    with closing(sqlite3.connect(told.folder / "register.db.looks.db")) as looks:
        assert ("retention dry run",) in looks.execute("SELECT what FROM look").fetchall()
