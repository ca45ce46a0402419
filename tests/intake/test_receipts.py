"""The file given back: what became of each row, harmless in a spreadsheet, ready to send again."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements.basis import Basis
from movements.intake.reading import Sheet, read_rows
from movements.intake.receipts import (
    IntakeReport,
    Outcome,
    escape_cell,
    plain_cell,
    receipts_text,
    refused,
    write_receipts,
)
from movements.problems import Concern, Problem

SENT = "kind,upn,on\nsuspension,A1,2026-09-14\nsuspension,A2,\nremoval_from_roll,A3,2026-09-15\n"
LATE = Concern(
    "late", "Told of 3 days late.", Basis("statute", "the Act, s 1", in_force_from=date(2024, 1, 1))
)
OUTCOMES = [
    Outcome(2, "accepted", 41, concerns=(LATE,)),
    Outcome(3, "refused", problems=(Problem("on", "missing", "Enter the date."),)),
    Outcome(4, "already_held", 12),
]


def read(text: str | bytes) -> Sheet:
    return read_rows(text.encode() if isinstance(text, str) else text, name="sent.csv")


def receipts(sheet: Sheet, outcomes: list[Outcome]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(receipts_text(sheet, outcomes), newline="")))


def test_the_file_comes_back_with_four_more_columns() -> None:
    text = receipts_text(read(SENT), OUTCOMES)
    assert text.splitlines() == [
        "kind,upn,on,result,entry,problems,concerns",
        "suspension,A1,2026-09-14,accepted,41,,"
        '"Told of 3 days late. [statute: the Act, s 1, in force from 1 January 2024]"',
        "suspension,A2,,refused,,on: Enter the date.,",
        "removal_from_roll,A3,2026-09-15,already_held,12,,",
    ]


def test_receipts_sent_again_are_the_file_they_were_made_of() -> None:
    sheet = read(SENT)
    again = read(receipts_text(sheet, OUTCOMES))
    assert (again.columns, again.header, again.rows) == (sheet.columns, sheet.header, sheet.rows)
    assert again.notes == [
        "This is a receipts file: its result, entry, problems and concerns are left out."
    ]


def test_receipts_of_receipts_have_four_more_columns_and_not_eight() -> None:
    once = receipts_text(read(SENT), OUTCOMES)
    assert receipts_text(read(once), OUTCOMES) == once


def test_a_column_that_happens_to_be_called_result_is_kept() -> None:
    assert read("upn,result\nA1,9\n").columns == ["upn", "result"]


def test_many_problems_stand_in_one_cell() -> None:
    row = read("upn,note\n=1,x,y\n").rows[0]
    outcome = refused(row, [Problem("on", "missing", "Enter the date.")])
    [said] = receipts(read("upn,note\n=1,x,y\n"), [outcome])
    assert said["problems"].split(" | ") == [
        "Line 2 has 3 cells and there are 2 columns: if a text has the separator in it, put that "
        "text in double quotation marks.",
        "Line 2, column upn begins with =, which a spreadsheet runs as a formula: put the plain "
        "text or number there. Nothing was run.",
        "on: Enter the date.",
    ]


def test_a_row_nothing_is_said_of_has_an_empty_receipt() -> None:
    [said] = receipts(read("upn\nA1\n"), [])
    assert (said["upn"], said["result"], said["entry"]) == ("A1", "", "")


def test_no_cell_of_the_receipts_runs_in_a_spreadsheet() -> None:
    sent = read("upn,=header,note\n=cmd|' /C calc'!A0,@x,\"\tx\"\n-1,+2,'=3\n")
    problem = Problem("", "odd", "=odd")
    text = receipts_text(sent, [Outcome(2, "refused", problems=(problem,))])
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [row.raw for row in read(text).rows] == [row.raw for row in sent.rows]


def test_marks_are_not_changed() -> None:
    text = receipts_text(read("upn,mark\nA1,/\nA2,\\\n"), [])
    assert text.splitlines()[1:] == ["A1,/,,,,", "A2,\\,,,,"]


def test_a_row_too_long_keeps_every_cell_and_is_refused_again() -> None:
    sheet = read("upn,note\nA1,Smith, J,x\n")
    again = read(receipts_text(sheet, [refused(sheet.rows[0])]))
    assert again.rows == sheet.rows
    assert [p.code for p in again.rows[0].problems] == ["row_too_long"]


def test_a_row_too_short_comes_back_with_its_empty_cells() -> None:
    """Its sender has then seen each cell under its column, so it may be sent as it is."""
    sheet = read("upn,surname,note\nA1,Smith\n")
    [row] = read(receipts_text(sheet, [refused(sheet.rows[0])])).rows
    assert (row.values, row.problems) == (sheet.rows[0].values, ())


def test_a_semicolon_file_comes_back_with_semicolons() -> None:
    text = receipts_text(read("upn;note\nA1;a,b\n"), [])
    assert text.splitlines() == ["upn;note;result;entry;problems;concerns", "A1;a,b;;;;"]


@pytest.mark.parametrize(("surname", "begins"), [("Smith", b"upn"), ("Brontë", b"\xef\xbb\xbfupn")])
def test_accents_survive_a_spreadsheet(tmp_path: Path, surname: str, begins: bytes) -> None:
    sheet = read(f"upn,surname\nA1,{surname}\n")
    write_receipts(tmp_path / "out.csv", sheet, [])
    assert (tmp_path / "out.csv").read_bytes().startswith(begins)
    assert read_rows(tmp_path / "out.csv", name="out.csv").rows == sheet.rows


def test_a_report_counts_its_outcomes() -> None:
    report = IntakeReport.of(OUTCOMES, ["A note."])
    assert (report.accepted, report.already_held, report.refused) == (1, 1, 1)
    assert report.notes == ("A note.",)
    assert not report.all_taken_in
    assert IntakeReport.of(OUTCOMES[:1]).all_taken_in


@given(st.text())
def test_escaping_is_undone_exactly(text: str) -> None:
    assert plain_cell(escape_cell(text)) == text


@given(st.text(alphabet="'=+-@\t\rx/\\", max_size=6))
def test_escaping_leaves_nothing_that_runs(text: str) -> None:
    assert plain_cell(escape_cell(text)) == text
    assert not escape_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


CELL = st.text(alphabet="abé=+-@'\",;\t\r\n /\\\u200b\xa0", max_size=8)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=5), max_size=6),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_whatever_was_sent_its_receipts_are_the_same_rows(
    rows: list[list[str]], separator: str
) -> None:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=separator).writerows([["upn", "surname", "mark"], *rows])
    sheet = read(held.getvalue())
    again = read(receipts_text(sheet, [refused(row) for row in sheet.rows]))
    assert [row.raw for row in again.rows] == [row.raw for row in sheet.rows]
    assert [row.values for row in again.rows] == [row.values for row in sheet.rows]
    shapes = [[p.code for p in row.problems] for row in sheet.rows]
    assert [[p.code for p in row.problems] for row in again.rows] == shapes
