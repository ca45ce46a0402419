"""What spreadsheets do to a file of marks: mended where it can mean one thing, else said where."""

import pytest

from movements.intake.attendance_receipts import attendance_receipts
from tests.attendance.world import AMY, BEN, World

HEADER = "upn,date,session,mark\n"
DAY = "2025-09-08"

# a row as it comes out of a spreadsheet -> the mark held
MENDED = [
    (f"'{AMY},{DAY},AM,/", "/"),
    (f'="{AMY}",{DAY},AM,="/"', "/"),
    (f"{AMY},{DAY},AM,'/", "/"),
    (f"{AMY},{DAY},PM,'\\", "\\"),
    (f'{AMY},{DAY},AM,"""/"""', "/"),
    (f'{AMY},{DAY},PM,"\\"', "\\"),
    (f"{AMY},{DAY},AM,\u2018L\u2019", "L"),
    (f"{AMY},{DAY} 00:00:00,1.0,c1", "C1"),
    (f"{AMY},08/09/2025,02,I", "I"),
    (f"{AMY},2025-Sep-08 00:00:00,2.0,I", "I"),
]


@pytest.mark.parametrize(("row", "mark"), MENDED)
def test_what_can_mean_one_thing_only_is_read_as_meant(brook: World, row: str, mark: str) -> None:
    report = brook.sent_file(HEADER + row + "\n")
    assert [one.result for one in report.outcomes] == ["accepted"]
    assert [one.mark for one in brook.marks(AMY)] == [mark]


# a row that a spreadsheet has spoiled -> field, code, and how to mend it
SPOILED = [
    (f"1.00E+12,{DAY},AM,/", "upn", "not_a_upn", "Make the column Text"),
    (f"{AMY[1:]},{DAY},AM,/", "upn", "not_a_upn", "lost its first letter"),
    (f"{AMY},08-Sep,AM,/", "date", "date_no_year", "lost its year"),
    (f"{AMY},Sep-25,AM,/", "date", "date_no_year", "lost its year"),
    (f"{AMY},45908,AM,/", "date", "date_serial", "8 September 2025"),
    (f"{AMY},########,AM,/", "date", "date_hidden", "too narrow"),
    (f"{AMY},08/09/25,AM,/", "date", "date_short_year", "give all four"),
    (f"{AMY},09/25/2025,AM,/", "date", "date", "the day comes first"),
    (f"{AMY},{DAY} 09:05,AM,/", "date", "date_and_time", "time of day"),
    (f"{AMY},{DAY},AM,01-Jan", "mark", "spreadsheet", "Make the column Text"),
    (f"{AMY},{DAY},AM,1.00E+00", "mark", "spreadsheet", "Make the column Text"),
    (f"{AMY},{DAY},AM,#N/A", "mark", "spreadsheet", "export the file again"),
    (f"{AMY},{DAY},AM,TRUE", "mark", "spreadsheet", "'TRUE'"),
    (f"{AMY},{DAY},AM,=A1", "mark", "formula", "Line 2, column mark"),
    (f'{AMY},{DAY},AM,"/', "mark", "quotes", "without its pair"),
]


@pytest.mark.parametrize(("row", "field", "code", "words"), SPOILED)
def test_what_is_spoiled_is_said_where_and_how_to_mend_it(
    brook: World, row: str, field: str, code: str, words: str
) -> None:
    report = brook.sent_file(HEADER + row + "\n")
    (outcome,) = report.outcomes
    assert (outcome.line, outcome.result) == (2, "refused")
    assert [(one.field, one.code) for one in outcome.problems] == [(field, code)]
    assert words in outcome.problems[0].message


SAVED = [
    (HEADER.replace(",", ";") + f"{AMY};{DAY};AM;/\n", "utf-8-sig"),
    ("sep=;\n" + HEADER.replace(",", ";") + f"{AMY};{DAY};AM;/\n", "cp1252"),
    (HEADER.replace(",", "\t") + f"{AMY}\t{DAY}\tAM\t/\n", "utf-16"),
    (HEADER.strip() + f",,\r\n{AMY},{DAY},AM,/,,\r\n", "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding"), SAVED)
def test_however_it_was_saved(brook: World, text: str, encoding: str) -> None:
    assert brook.sent_file(text.encode(encoding)).accepted == 1


def test_what_is_in_columns_of_no_use_spoils_no_row(brook: World) -> None:
    """Minutes late and comments are not taken, whatever they look like; receipts hold them safe."""
    header = HEADER.strip() + ",minutes_late,comment\n"
    rows = f"{AMY},{DAY},AM,L,12,=HYPERLINK(x)\n{BEN},{DAY},AM,L,,-mum rang (late)\n"
    report = brook.sent_file(header + rows)
    assert (report.accepted, report.refused) == (2, 0)
    assert "Nothing was read from minutes_late, comment" in report.notes[0]
    assert ",'=HYPERLINK(x),accepted," in attendance_receipts(report)


def test_so_in_the_wide_form(brook: World) -> None:
    report = brook.sent_file(f"upn,comment,Mon 08 Sep AM\n{AMY},=1,/\n{BEN},,=1\n")
    assert [one.result for one in report.outcomes] == ["accepted", "refused"]


def test_a_column_headed_by_a_spoiled_day_is_refused_and_not_left_out(brook: World) -> None:
    report = brook.sent_file(f"upn,45908 AM,08/09/25 PM,Mon 08 Sep PM\n{AMY},/,\\,\\\n")
    assert [one.result for one in report.outcomes] == ["refused", "refused", "accepted"]
    assert [one.problems[0].code for one in report.outcomes[:2]] == [
        *("date_serial", "date_short_year")
    ]
    assert report.outcomes[0].problems[0].field == "45908 AM"


def test_receipts_are_mended_and_sent_again(brook: World) -> None:
    sent = HEADER + f"{AMY},45908,AM,/\n{BEN},{DAY},AM,01-Jan\n{AMY},{DAY},PM,\\\n"
    receipts = attendance_receipts(brook.sent_file(sent))
    mended = receipts.replace("45908,", f"{DAY},", 1).replace("01-Jan,", "I,", 1)
    again = brook.sent_file(mended)
    assert (again.accepted, again.already_held, again.refused) == (2, 1, 0)
    assert [one.mark for one in brook.marks(BEN)] == ["I"]
