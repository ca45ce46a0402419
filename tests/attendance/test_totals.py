"""Termly totals: kept as they were sent, beside the marks, and compared with them."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from movements.built_in_terms import Span
from movements.intake.plain_text import Unreadable
from movements.intake.receipts import receipts_text
from movements.intake.totals import TotalsReport, settle_totals, write_totals
from movements.intake.totals_check import CheckedTotals, check_totals
from movements.intake.totals_file import holds_totals, read_totals
from movements.kinds import KINDS
from movements.received import body_of, problem_rows, submissions
from movements.received_checked import broken_files
from movements.reconcile import differences
from movements.redaction import redact
from movements.session_totals import term_of, totals_held
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, NOBODY, SETTING, World, upn

EVA = upn(7)
SPRING = date(2026, 1, 20)
"""After the spring census of 15 January, which collects the autumn term."""
HEADER = "upn,referencedate,termlysessionspossible,attendancereason,sessions\n"
DAY = "2026-01-15"
AUTUMN = Span(date(2025, 8, 1), date(2025, 12, 31))


def checked(brook: World, content: str, to: str, today: date) -> CheckedTotals:
    file = read_totals(content.encode(), name="totals.csv")
    return check_totals(brook.session, file, brook.place(to), today)


def sent(brook: World, content: str, to: str = HOME, today: date = SPRING) -> TotalsReport:
    return write_totals(brook.session, checked(brook, content, to, today), brook.by)


def rows(*told: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in told)


def results(report: TotalsReport) -> list[str]:
    return [one.result for one in report.outcomes]


def held(brook: World) -> list[tuple[str, dict[str, int]]]:
    return [(one.pupil_id, dict(one.counts)) for one in totals_held(brook.session)]


def test_totals_are_kept_beside_the_marks_and_are_no_marks(brook: World) -> None:
    content = rows(f"{AMY},{DAY},135.0,I,4.0", f"{AMY},{DAY},135.0,C2,2.0", f"{BEN},{DAY},120,D,38")
    report = sent(brook, content)
    assert (report.accepted, report.already_held, report.refused) == (3, 0, 0)
    assert sorted(held(brook)) == sorted(
        [
            (brook.pupil(AMY), {"possible": 135, "I": 4, "C2": 2}),
            (brook.pupil(BEN), {"possible": 120, "D": 38}),
        ]
    )
    assert brook.days_held() == []
    assert brook.marks(AMY) == []
    assert body_of(brook.session, report.submission) == content.encode()
    (listed,) = submissions(brook.session)
    assert (listed.number, listed.accepted) == (report.submission, 3)
    assert (listed.first_day, listed.last_day) == ("2025-08-01", "2025-12-31")
    assert [*broken_files(brook.session)] == []


# a row -> field and code of what is wrong with it, and words of the sentence
WRONG = [
    (f"{NOBODY},{DAY},135,I,4", "upn", "not_yours", "not a pupil you can record for"),
    (f"{DOT},{DAY},135,I,4", "upn", "not_yours", "not a pupil you can record for"),
    (f"1.00E+12,{DAY},135,I,4", "upn", "not_a_upn", "spreadsheet"),
    (f"{AMY},,135,I,4", "referencedate", "missing", "census day"),
    (f"{AMY},15-Jan,135,I,4", "referencedate", "date_no_year", "lost its year"),
    (f"{AMY},2026-05-21,135,I,4", "referencedate", "future", "has not come yet"),
    (f"{AMY},2025-10-02,40,I,4", "referencedate", "not_here", "Monday 21 April 2025"),
    (f"{AMY},{DAY},13x,I,4", "termlysessionspossible", "not_a_number", "whole one"),
    (f"{AMY},{DAY},135,I,4.5", "sessions", "not_a_number", "'4.5'"),
    (f"{AMY},{DAY},135,I,-4", "sessions", "not_a_number", "'-4'"),
    (f"{AMY},{DAY},135,I,400", "sessions", "too_many", "more sessions than the term"),
    (f"{AMY},{DAY},99999999999999999999,I,4", "termlysessionspossible", "too_many", "Check it"),
    (f"{AMY},{DAY},135,H,4", "attendancereason", "unknown_code", "withdrawn"),
    (f"{AMY},{DAY},135,F9", "", "row_too_short", "has 4 cells"),
    (f"{AMY},{DAY},135,F9,1", "attendancereason", "unknown_code", '"F9" is not'),
    (f"{AMY},{DAY},135,I,", "sessions", "missing", "sessions of I"),
    (f"{AMY},{DAY},135,,4", "attendancereason", "missing", "code is missing"),
    (f"{AMY},{DAY},,,", "", "no_total", "has no total"),
]


@pytest.mark.parametrize(("row", "field", "code", "words"), WRONG)
def test_a_bad_row_is_refused_with_its_reason_and_the_good_one_kept(
    brook: World, row: str, field: str, code: str, words: str
) -> None:
    report = sent(brook, rows(row, f"{BEN},{DAY},120,D,38"))
    assert results(report) == ["refused", "accepted"]
    (wrong,) = report.refusals(9)
    assert [(one.field, one.code) for one in wrong.problems] == [(field, code)]
    assert words in wrong.problems[0].message
    (kept,) = problem_rows(brook.session, report.submission)
    assert (kept.line, kept.problems) == (2, wrong.problems)


def test_a_census_day_of_last_year_is_of_its_own_codes(brook: World) -> None:
    """H was withdrawn on 18 August 2024: the summer term before it still knew it."""
    brook.moved("on_roll", EVA, HOME, "2024-04-15")
    old = rows(f"{EVA},2024-10-03,60,H,4", f"{EVA},2024-10-03,60,C1,4")
    first, second = sent(brook, old).outcomes
    assert (first.result, second.result) == ("accepted", "refused")
    assert "came into use" in second.problems[0].message


def test_of_two_numbers_for_one_thing_neither_is_taken(brook: World) -> None:
    report = sent(
        brook,
        rows(f"{AMY},{DAY},135,I,4", f"{AMY},{DAY},135,I,5", f"{AMY},{DAY},135,C2,1"),
    )
    assert results(report) == ["refused", "refused", "accepted"]
    first, second = report.refusals(9)
    assert "Line 3 has 5 for I" in first.problems[0].message
    assert "Line 2 has 4 for I" in second.problems[0].message


def test_the_same_said_twice_counts_once(brook: World) -> None:
    report = sent(brook, rows(f"{AMY},{DAY},135,I,4", f"{AMY},{DAY},135.0,I,4.0"))
    assert results(report) == ["accepted", "already_held"]
    assert "The same as line 2" in report.outcomes[1].concerns[0].message


def test_the_very_same_file_again_changes_nothing_and_undoes_no_later_one(brook: World) -> None:
    first = sent(brook, rows(f"{AMY},{DAY},135,I,4"))
    later = sent(brook, rows(f"{AMY},{DAY},134,C2,6"))
    again = sent(brook, rows(f"{AMY},{DAY},135,I,4"))
    assert (again.submission, results(again)) == (first.submission, ["already_held"])
    assert f"taken in before, as submission {first.submission}" in again.notes[-1]
    assert held(brook) == [(brook.pupil(AMY), {"possible": 134, "C2": 6})]
    assert later.outcomes[0].result == "accepted"
    assert len(submissions(brook.session)) == 2


def test_a_file_sent_again_tells_of_a_pupil_who_was_unknown_at_first(brook: World) -> None:
    content = rows(f"{AMY},{DAY},135,I,4", f"{EVA},{DAY},135,I,4")
    assert results(sent(brook, content)) == ["accepted", "refused"]
    brook.moved("on_roll", EVA, HOME, "2025-09-02")
    again = sent(brook, content)
    assert results(again) == ["already_held", "accepted"]
    assert [pupil for pupil, _ in held(brook)].count(brook.pupil(EVA)) == 1


def test_another_file_that_says_the_same_is_kept_and_changes_nothing(brook: World) -> None:
    sent(brook, rows(f"{AMY},{DAY},135,I,4"))
    report = sent(brook, rows(f"{AMY},15/01/2026,135,I,4"))
    assert results(report) == ["already_held"]
    assert len(submissions(brook.session)) == 2


def test_receipts_are_mended_and_sent_again(brook: World) -> None:
    told = checked(brook, rows(f"{AMY},{DAY},135,I,4", f"{AMY},{DAY},135,J,1"), HOME, SPRING)
    report = write_totals(brook.session, told, brook.by)
    receipts = receipts_text(told.file.sheet, report.outcomes)
    again = sent(brook, receipts.replace(",J,", ",J1,"))
    assert results(again) == ["already_held", "accepted"]
    assert held(brook) == [(brook.pupil(AMY), {"possible": 135, "I": 4, "J1": 1})]


def test_a_dry_run_and_a_file_of_no_rows_write_nothing(brook: World) -> None:
    tried = settle_totals(brook.session, checked(brook, rows(f"{AMY},{DAY},135,I,4"), HOME, SPRING))
    assert results(tried) == ["accepted"]
    assert sent(brook, HEADER).notes[0].startswith("The file has column names and no rows")
    assert held(brook) == []
    assert submissions(brook.session) == []


def test_a_dry_run_says_of_each_row_what_writing_it_says(brook: World) -> None:
    content = rows(f"{AMY},{DAY},135,I,4", f"{AMY},{DAY},135,J,1")
    tried = settle_totals(brook.session, checked(brook, content, HOME, SPRING)).row_by_row()
    assert results(tried) == ["accepted", "refused"]
    written = sent(brook, content).row_by_row()
    assert results(written) == results(tried)
    assert written.refusals(9) == tried.refusals(9)


def test_a_file_on_the_disk_is_known_by_its_header(tmp_path: Path) -> None:
    for name, content, is_one in (
        ("totals.csv", rows(f"{AMY},{DAY},135,I,4").encode(), True),
        ("packed.csv.gz", gzip.compress(rows().encode()), True),
        ("marks.csv", b"upn,date,session,mark\n", False),
    ):
        (tmp_path / name).write_bytes(content)
        assert holds_totals(tmp_path / name, name=name) == is_one
    assert not holds_totals(tmp_path / "gone.csv", name="gone.csv")


def test_a_file_with_nothing_good_in_it_is_kept_and_says_nothing(brook: World) -> None:
    report = sent(brook, rows(f"{NOBODY},{DAY},135,I,4"))
    assert held(brook) == []
    (listed,) = submissions(brook.session)
    assert (listed.number, listed.refused, listed.first_day) == (report.submission, 1, None)


def test_totals_go_with_their_redacted_entry(brook: World) -> None:
    number = sent(brook, rows(f"{AMY},{DAY},135,I,4")).submission
    redact(brook.session, [number], rule="attendance_register", title="Six years", by=brook.by)
    assert held(brook) == []
    assert body_of(brook.session, number) is None
    assert [*broken_files(brook.session)] == []


def test_totals_are_no_kind_that_a_door_records() -> None:
    assert "session_totals" not in KINDS


MARKS = (
    *(f"{AMY},2025-09-{day:02},AM,/" for day in (8, 9)),
    *(f"{AMY},2025-09-{day:02},PM,I" for day in (8, 9)),
    f"{AMY},2025-09-10,AM,D",
    f"{AMY},2025-09-10,PM,O",
)


def asked(brook: World) -> list[tuple[str, int, int]]:
    return [(one.what, one.told, one.held) for one in differences(brook.session)]


def test_totals_that_the_marks_come_to_ask_nothing(brook: World) -> None:
    brook.sent(*MARKS)
    sums = "sessionspossible,sessionsauthorised,sessionsunauthorised"
    head = f"upn,referencedate,{sums},attendancereason,sessions\n"
    told = "".join(f"{AMY},{DAY},5,2,1,{code}\n" for code in ("I,2", "O,1", "D,1"))
    assert sent(brook, head + told).refused == 0
    assert asked(brook) == []


def test_each_difference_is_a_question_and_neither_side_is_changed(brook: World) -> None:
    brook.sent(*MARKS)
    before = brook.marks(AMY)
    report = sent(brook, rows(f"{AMY},{DAY},6,I,3", f"{BEN},{DAY},7,I,1"))
    assert sorted(asked(brook)) == [
        *[("D", 0, 1), ("I", 3, 2), ("O", 0, 1), ("no_marks", 7, 0), ("possible", 6, 5)]
    ]
    said = {one.what: one.question() for one in differences(brook.session)}
    assert "6 possible sessions from 1 August 2025 to 31 December 2025" in said["possible"]
    assert "come to 5" in said["possible"]
    assert "3 sessions of I (" in said["I"]
    assert "you have sent no mark of them" in said["no_marks"]
    assert {one.submission for one in differences(brook.session)} == {report.submission}
    assert brook.marks(AMY) == before


def test_only_the_marks_of_the_same_place_and_term_are_compared(brook: World) -> None:
    brook.sent(f"{BEN},2025-11-03,AM,D", f"{BEN},2025-11-03,PM,D")
    brook.sent(f"{BEN},2025-11-03,AM,/", f"{BEN},2025-11-03,PM,\\", to=SETTING)
    head = "upn,referencedate,sessionspossible\n"
    assert sent(brook, head + f"{BEN},{DAY},2\n", SETTING).accepted == 1
    assert asked(brook) == []
    assert sent(brook, head + f"{BEN},{DAY},2\n", HOME).accepted == 1
    (one,) = differences(brook.session)
    assert (one.place_id, one.what, one.told, one.held) == ("s_00" + HOME, "possible", 2, 0)
    assert differences(brook.session, [brook.place(SETTING).id]) == []


@pytest.mark.parametrize(
    ("census", "second_half", "term"),
    [
        ("2026-01-15", False, ("2025-08-01", "2025-12-31")),
        ("2026-05-21", False, ("2026-01-01", "2026-04-05")),
        ("2025-10-02", False, ("2025-04-21", "2025-05-25")),
        ("2025-10-02", True, ("2025-05-26", "2025-07-31")),
        ("2022-10-06", True, ("2022-06-02", "2022-07-31")),
        ("2026-01-15", True, None),
    ],
)
def test_a_census_collects_the_term_before_it(
    census: str, second_half: bool, term: tuple[str, str] | None
) -> None:
    found = term_of(date.fromisoformat(census), second_half=second_half)
    assert found == (term and Span(*map(date.fromisoformat, term)))


def test_the_second_half_of_summer_is_told_by_its_column(brook: World) -> None:
    brook.moved("on_roll", EVA, HOME, "2025-06-02")
    head = "upn,referencedate,summerhalfterm2sessionspossible\n"
    assert sent(brook, head + f"{EVA},2025-10-02,60\n").accepted == 1
    (one,) = totals_held(brook.session)
    assert one.term == Span(date(2025, 5, 26), date(2025, 7, 31))
    (wrong,) = sent(brook, head + f"{EVA},{DAY},60\n").outcomes
    assert [(p.field, p.code) for p in wrong.problems] == [("referencedate", "no_second_half")]


@pytest.mark.parametrize(
    ("content", "is_totals"),
    [
        (HEADER.encode(), True),
        (HEADER.replace(",", ";").encode("utf-16"), True),
        (gzip.compress(HEADER.encode() * 5000), True),
        (b"sep=;\nUPN;Sessions Possible\n", True),
        (b"upn,date,session,mark\n", False),
        (b"upn,Mon 08 Sep AM\n", False),
        (b"", False),
        (b"\x1f\x8bnot gzip", False),
        (b"\x00\x01\x02", False),
    ],
)
def test_a_file_of_totals_is_known_by_its_columns(content: bytes, is_totals: bool) -> None:
    assert holds_totals(content, name="any.csv") == is_totals


def test_a_table_that_names_no_pupil_by_upn_says_what_to_send() -> None:
    table = b"pupilonrolltableid,NativeId,sessions,attendancereason\n1,SCH1,2,I\n"
    with pytest.raises(Unreadable, match="intake pupils --collect"):
        read_totals(table, name="termlysessiondetailsonroll.csv")
    with pytest.raises(Unreadable, match="Add the pupils' UPNs"):
        read_totals(b"name,sessions_possible\nAmy,2\n", name="totals.csv")


def test_totals_cut_at_any_byte_are_read_to_a_row_or_refused(brook: World) -> None:
    content = rows(f"{CAL},{DAY},135,I,4", f"{AMY},{DAY},135,C2,12")
    whole = checked(brook, content, HOME, SPRING).told
    for end in range(len(content)):
        try:
            cut = checked(brook, content[:end], HOME, SPRING)
        except Unreadable:
            continue
        if cut.told != {key: whole[key] for key in cut.told}:
            assert any("has no line end" in note for note in cut.file.sheet.notes)
