"""What a school may send, and what is said of a file or a row that cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from movements.intake import plain_text, reading
from movements.intake.reading import Sheet, Unreadable, read_rows, tidy_name

ZOE = [{"upn": "A1", "surname": "Brontë, of York", "mark": "/"}]


def read(text: str | bytes) -> Sheet:
    data = text.encode() if isinstance(text, str) else text
    return read_rows(data, name="roll.csv")


def values(text: str | bytes) -> list[dict[str, str]]:
    return [row.values for row in read(text).rows]


def codes(text: str | bytes) -> list[tuple[int, list[str]]]:
    """Line -> codes of what is wrong with the row that begins there."""
    return [(row.line, [p.code for p in row.problems]) for row in read(text).rows]


def why_unreadable(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_same_rows_whatever_program_saved_them(encoding: str, separator: str) -> None:
    lines = ["upn,surname,mark", 'A1,"Brontë, of York",/']
    text = "\r\n".join(line.replace(",", separator) for line in lines)
    assert values(text.replace(f"{separator} of", ", of").encode(encoding)) == ZOE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_to_a_letter_are_seen_without_their_mark(encoding: str) -> None:
    assert values('upn,surname,mark\nA1,"Brontë, of York",/\n'.encode(encoding)) == ZOE


def test_windows_letters_are_read_with_a_note_to_look_at_them() -> None:
    [note] = read("upn,surname\nA1,Smith\nA2,Zoë\n".encode("cp1252")).notes
    assert "such as 'Zoë' on line 3" in note


def test_a_letter_lost_before_it_came_here_is_noted() -> None:
    [note] = read("upn,surname\nA1,Zo\ufffd\n").notes
    assert note.startswith("Line 2 has a letter that was lost")


def test_blank_lines_are_passed_over_and_still_counted() -> None:
    sheet = read("\n upn , mark \n\n,\nA1,/\n   \nA2,\\\n\n")
    assert [(row.line, row.values["mark"]) for row in sheet.rows] == [(5, "/"), (7, "\\")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    text = end.join(["upn,note", 'A1,"two', 'lines"', "A2,one", "A3,\x0bform\u2028feed", "A4,last"])
    assert [row.line for row in read(text).rows] == [2, 4, 5, 6]


def test_names_of_columns_are_tidied_and_the_header_kept() -> None:
    sheet = read("\ufeffUPN,Legal Surname ,SEN-Status\nA1,Smith,K\n")
    assert sheet.columns == ["upn", "legal_surname", "sen_status"]
    assert sheet.header == ["UPN", "Legal Surname ", "SEN-Status"]
    assert tidy_name("  Date of  Birth (DOB)") == "date_of_birth_dob"


def test_a_spreadsheets_own_line_names_the_separator() -> None:
    assert values("sep=;\nupn;note\nA1;a,b,c\n") == [{"upn": "A1", "note": "a,b,c"}]


def test_a_code_guarded_against_the_spreadsheet_is_read_as_it_was_meant() -> None:
    sheet = read('upn,estab\n="A01",="0042"\n')
    assert sheet.rows[0].values == {"upn": "A01", "estab": "0042"}
    assert sheet.rows[0].problems == ()


def test_spaces_that_cannot_be_seen_are_taken_off() -> None:
    assert values("upn,note\n\u200bA1\xa0,\ufeff x \n") == [{"upn": "A1", "note": "x"}]


def test_a_column_without_a_name_is_noted_and_not_read() -> None:
    sheet = read(",upn,mark,,\n0,A1,/,,\n")
    assert sheet.columns == ["upn", "mark"]
    assert sheet.rows[0].values == {"upn": "A1", "mark": "/"}
    assert sheet.rows[0].raw == ["0", "A1", "/"]
    assert sheet.rows[0].problems == ()
    assert sheet.notes == ["Column 1 has no name, so what is in it was not read."]


def test_names_of_columns_and_no_rows() -> None:
    sheet = read("upn,mark\n")
    assert sheet.rows == []
    assert sheet.notes == [
        "The file has column names and no rows, so there was nothing to take in."
    ]


def zipped(member: str, text: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, text)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "roll.csv is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "roll.csv is empty"),
        (zipped("xl/workbook.xml"), "is an Excel workbook: in Excel choose Save As, CSV UTF-8"),
        (
            zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            "is a spreadsheet (ODS)",
        ),
        (zipped("roll.csv"), "is a ZIP archive: unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "old or locked Excel"),
        (b"%PDF-1.7\n...", "is a PDF"),
        (b"\x1f\x8b\x08" + bytes(99), "is compressed"),
        (b"\n<!DOCTYPE html><table>", "is a web page"),
        (bytes(range(256)) * 40, "is a binary file"),
        (bytes(4096), "is empty"),
        (b"\xef\xbb\xbfupn,mark\nA1,\xff\n", "is damaged"),
        (b"\xff\xfeu\x00p", "is damaged"),
        (b"upn,surname\nA1,Smith\nA2,Zo\x81\n", "on line 3 that is neither UTF-8 nor Windows"),
        (b"---,***\n1,2\n", "has no line of column names: its first line is already a row"),
        (b"A801200005001,Smith\nB801200005001,Jones\n", "already a row ('A801200005001')"),
        (b"Smith,14/02/2010\n", "already a row ('14/02/2010')"),
        (b"upn,mark,UPN \nA1,/,A1\n", "the column upn more than once (columns 1, 3)"),
        (b"Pupil list Year 9\nupn,surname,dob\nA1,B,C\n", "begins with a title ('Pupil list Year"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, says: str) -> None:
    assert says in why_unreadable(data)


def test_files_that_are_not_there_or_are_folders(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"There is no file roll\.csv"):
        read_rows(tmp_path / "gone.csv", name="roll.csv")
    with pytest.raises(Unreadable, match="is a folder"):
        read_rows(tmp_path, name="roll.csv")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_rows(tmp_path / "loop", name="roll.csv")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_text("upn,mark\nA1,/\n")
    assert len(read_rows(str(tmp_path / "roll.csv"), name="roll.csv").rows) == 1


def test_too_large_to_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "vast.csv").open("wb") as vast:
        vast.truncate(plain_text.MOST_BYTES + 1)
    with pytest.raises(Unreadable, match="200 MB is the most"):
        read_rows(tmp_path / "vast.csv", name="vast.csv")
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(read("upn\nA1\nA2\n").rows) == 2
    assert "over a million rows" in why_unreadable(b"upn\nA1\nA2\nA3\n")


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("A1,Smith", "row_too_short", "Line 2 has 2 cells and there are 3 columns"),
        ("A1,Smith, J,/", "row_too_long", "Line 2 has 4 cells and there are 3 columns"),
        ('A1,"Smith,/', "quotes", "Line 2, column surname has a quotation mark without its pair"),
        ('A1,Smith",/', "quotes", "put one at each end of the text"),
        ("A1,=cmd|' /C calc'!A0,/", "formula", "Line 2, column surname begins with ="),
        ("A1,@SUM(1),/", "formula", "Nothing was run"),
        ("A1,+cmd|x,/", "formula", "begins with +"),
        ("A1,Sm\0ith,/", "not_text", "has a character that is no text (NUL)"),
        (f"A1,{'x' * 10_001},/", "too_long", "10,001 characters and 10,000 is the most"),
        (f"A1,{'x' * 200_000},/", "too_long", "200,000 characters"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_apart_from_the_good_ones(
    row: str, code: str, says: str
) -> None:
    sheet = read(f"upn,surname,mark\n{row}\nA2,Jones,\\\n")
    bad, good = sheet.rows
    assert [p.code for p in bad.problems] == [code]
    assert says in bad.problems[0].message
    assert (good.line, good.problems) == (3, ())
    assert good.values == {"upn": "A2", "surname": "Jones", "mark": "\\"}


def test_an_open_quotation_mark_spoils_its_own_line_only() -> None:
    text = 'upn,surname\nA1,"Smith\nA2,"Jones"\nA3,"O""Neil"\nA4,\'Khan\n'
    assert codes(text) == [(2, ["quotes"]), (3, []), (4, []), (5, [])]
    assert values(text)[1:] == [
        {"upn": "A2", "surname": "Jones"},
        {"upn": "A3", "surname": 'O"Neil'},
        {"upn": "A4", "surname": "'Khan"},
    ]


def test_a_quotation_mark_without_any_other_takes_no_more_than_a_hundred_lines_to_find() -> None:
    text = 'upn,surname\nA1,"Smith\n' + "A2,Jones\n" * 150
    assert [code for _, code in codes(text)] == [["quotes"], *[[]] * 150]


def test_a_thousand_open_quotation_marks_do_not_hold_it_up() -> None:
    text = "upn,surname\n" + 'A1,"Smith\n' * 1000
    assert {tuple(c) for _, c in codes(text)} == {("quotes",)}


def test_quotation_marks_that_pair_are_part_of_a_name() -> None:
    assert values('upn,forename\nA1,"""Jack"" Smith"\nA2,"Jack" Smith\nA3,Jo "Jo" Bell\n') == [
        {"upn": "A1", "forename": '"Jack" Smith'},
        {"upn": "A2", "forename": '"Jack" Smith'},
        {"upn": "A3", "forename": 'Jo "Jo" Bell'},
    ]


@pytest.mark.parametrize("cell", ["-", "-1", "+44 20 7946 0000", "/", "\\", "a=b", "x@y"])
def test_what_only_looks_a_little_like_a_formula_is_left_alone(cell: str) -> None:
    assert codes(f"upn,note\nA1,{cell}\n") == [(2, [])]


def test_separators_at_the_end_of_a_line_are_no_cells() -> None:
    [row] = read("upn,mark\nA1,/,,,\n").rows
    assert (row.raw, row.problems) == (["A1", "/"], ())


@given(st.binary(max_size=300))
@example(b'"\n"')
@example(b"\xff\xfe\x00\xd8")
@example(b"result,entry\n\n")
def test_no_bytes_break_it(data: bytes) -> None:
    try:
        sheet = read(data)
    except Unreadable as refused:
        sheet = Sheet([], [], [refused.message], [])
    assert all(note.endswith((".", ")")) for note in sheet.notes)


@given(st.text(alphabet="ab,;\"\n\r='\t\\", max_size=60))
def test_no_row_breaks_it(text: str) -> None:
    sheet = read(f"one,two\n{text}")
    lines = [row.line for row in sheet.rows]
    assert lines == sorted(set(lines))
