"""A school's file of movements: each row answered by itself, the good ones kept.

The world (see tests/attendance/world.py): amy and ben are on roll at Brook School (900001), ben was
placed at The Lodge (900002) in November 2025, cal has gone on to Hill School (900003), dot was
always there.
"""

import pytest

from movements.intake.plain_text import Unreadable
from movements.kinds import DOOR_KINDS
from tests.attendance.world import AMY, BEN, DOT, NOBODY, OTHER, SETTING, add_bearer
from tests.intake.world import Files, concerned, said

HEADER = "kind,upn,on,session,ref,sessions,reason1"
GOOD = f"suspension,{AMY},2025-10-06,AM,r1,4,DB"
NOT_YOURS = (
    "refused",
    "upn: This is not a pupil you can record for. Check the UPN; if it is right, send your roll "
    "first, or ask the authority.",
)

REFUSED = [
    ("an unknown kind", f"suspended,{AMY},2025-10-06,,,4,DB", 'kind: "suspended" is not a kind'),
    ("no kind", f",{AMY},2025-10-06,,,4,DB", "kind: Say which kind of movement this is"),
    ("no UPN", "suspension,,2025-10-06,,,4,DB", "upn: Enter the pupil's UPN."),
    ("a short UPN", "suspension,B8012000,2025-10-06,,,4,DB", "has 8 characters: a UPN has 13"),
    ("a wrong check letter", f"suspension,C{AMY[1:]},2025-10-06,,,4,DB", "does not agree"),
    ("a UPN made a number", "suspension,8.01E+11,2025-10-06,,,4,DB", "spreadsheet"),
    ("no day", f"suspension,{AMY},,,,4,DB", "on: Enter"),
    ("a day made a number", f"suspension,{AMY},45936,,,4,DB", "6 October 2025"),
    ("a day without its year", f"suspension,{AMY},06-Oct,,,4,DB", "lost its year"),
    ("the month first", f"suspension,{AMY},10/16/2025,,,4,DB", "the day comes first"),
    ("an unknown session", f"suspension,{AMY},2025-10-06,noon,,4,DB", "session: "),
    ("no length", f"suspension,{AMY},2025-10-06,,,,DB", "sessions: Enter"),
    ("a length in words", f"suspension,{AMY},2025-10-06,,,two,DB", "sessions: "),
    ("an unknown code", f"suspension,{AMY},2025-10-06,,,4,XX", 'reason1: "XX" is not'),
    ("a code withdrawn by then", f"suspension,{AMY},2025-10-06,,,4,OT", "withdrawn"),
    ("another kind's column", f"outreach,{AMY},2025-10-06,,,4,", "sessions"),
    ("a formula", f"suspension,{AMY},2025-10-06,,=cmd|' /C calc'!A0,4,DB", "as a formula"),
    ("a row too short", f"suspension,{AMY},2025-10-06", "has 3 cells and there are 7"),
    ("a row too long", f"{GOOD},DB,XX", "has 9 cells and there are 7"),
]


@pytest.mark.parametrize(
    ("row", "words"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_a_bad_row_says_what_is_wrong_and_the_good_one_is_kept(
    sent: Files, row: str, words: str
) -> None:
    report = sent.movements(HEADER, GOOD, row)
    assert [o.result for o in report.outcomes] == ["accepted", "refused"]
    assert words in said(report.outcomes[1])[1]
    assert report.outcomes[1].line == 3
    assert sent.kinds(AMY).count("suspension") == 1


def test_every_problem_of_a_row_is_said_at_once(sent: Files) -> None:
    report = sent.movements(HEADER, "suspension,B1,31/02/2025,noon,,x,DB")
    fields = [problem.field for problem in report.outcomes[0].problems]
    assert fields == ["upn", "on", "session", "sessions"]


def test_a_code_is_taken_on_a_day_when_it_was_in_use(sent: Files) -> None:
    sent.movements("kind,upn,on", f"on_roll,{NOBODY},2019-09-02")
    report = sent.movements(HEADER, f"suspension,{NOBODY},2020-03-02,,,2,OT")
    assert report.accepted == 1


@pytest.mark.parametrize(
    "kind_and_more", ["suspension,{},2025-10-06,,,4,DB", "wellbeing,{},2025-10-06,,,,"]
)
def test_a_pupil_of_another_school_is_answered_as_one_nobody_knows(
    sent: Files, kind_and_more: str
) -> None:
    unknown = sent.movements(HEADER, kind_and_more.format(NOBODY)).outcomes[0]
    elsewhere = sent.movements(HEADER, kind_and_more.format(DOT)).outcomes[0]
    assert said(elsewhere) == said(unknown)
    assert sent.kinds(DOT) == ["on_roll"]


def test_nor_does_an_unknown_place_tell_the_two_apart(sent: Files) -> None:
    rows = [f"ap_placement,{who},2025-10-06,999999,BHS,FT" for who in (NOBODY, DOT)]
    report = sent.movements("kind,upn,on,place,reason,pattern", *rows)
    assert [said(outcome) for outcome in report.outcomes] == [NOT_YOURS, NOT_YOURS]


def test_a_place_nobody_knows_is_named(sent: Files) -> None:
    report = sent.movements(
        "kind,upn,on,place,reason,pattern", f"ap_placement,{AMY},2025-10-06,999999,BHS,FT"
    )
    assert "place: No place '999999' is known." in said(report.outcomes[0])[1]


def test_a_upn_that_two_pupils_bear_is_refused(sent: Files) -> None:
    add_bearer(sent.session, AMY)
    report = sent.movements(HEADER, GOOD)
    assert report.refused == 1
    assert "two pupils" in said(report.outcomes[0])[1].lower()


def test_a_row_given_twice_is_taken_in_once_and_told_which_it_repeats(sent: Files) -> None:
    other_words = GOOD.replace("2025-10-06", "06/10/2025").replace(",AM,", ",,")
    report = sent.movements(HEADER, GOOD, GOOD, "", other_words)
    assert [o.result for o in report.outcomes] == ["accepted", "already_held", "already_held"]
    assert len({o.entry for o in report.outcomes}) == 1
    assert [concerned(o)[:34] for o in report.outcomes] == [
        "",
        *2 * ["The same as line 2, and counted on"],
    ]
    assert sent.kinds(AMY).count("suspension") == 1


def test_the_same_file_again_changes_nothing(sent: Files) -> None:
    rows = (GOOD, f"suspension,{BEN},2025-10-08,PM,r2,1,DB")
    first = sent.movements(HEADER, *rows)
    before = sent.head()
    again = sent.movements(HEADER, *rows)
    assert (first.accepted, again.already_held) == (2, 2)
    assert [o.entry for o in again.outcomes] == [o.entry for o in first.outcomes]
    assert sent.head() == before


def test_the_same_movement_with_other_details_must_say_that_it_corrects(sent: Files) -> None:
    entry = sent.movements(HEADER, GOOD).outcomes[0].entry
    longer = f"suspension,{AMY},2025-10-06,AM,r1,6,DB"
    assert f"corrects={entry}" in said(sent.movements(HEADER, longer).outcomes[0])[1]
    header = f"{HEADER},corrects,correction_reason"
    done = sent.movements(header, f"{longer},{entry},typing_error")
    again = sent.movements(header, f"{longer},{entry},typing_error")
    assert (done.accepted, again.already_held) == (1, 1)


@pytest.mark.parametrize(
    ("corrects", "reason", "words"),
    [
        ("x", "typing_error", "Give the number of the entry"),
        ("999999", "typing_error", "This pupil has no entry of that number"),
        ("{entry}", "", "correction_reason: "),
        ("{entry}", "because", "correction_reason: "),
    ],
)
def test_a_correction_names_its_entry_and_its_reason(
    sent: Files, corrects: str, reason: str, words: str
) -> None:
    entry = sent.movements(HEADER, GOOD).outcomes[0].entry
    row = f"suspension,{AMY},2025-10-06,AM,r1,6,DB,{corrects.format(entry=entry)},{reason}"
    report = sent.movements(f"{HEADER},corrects,correction_reason", row)
    assert words in said(report.outcomes[0])[1]


def test_one_file_may_mix_kinds(sent: Files) -> None:
    report = sent.movements(
        "kind,upn,on,sessions,reason1,place,reason,pattern,ground,to_place",
        f"suspension,{AMY},2025-10-06,2,DB,,,,,",
        f"ap_placement,{AMY},2025-10-13,,,{SETTING},BHS,FT,,",
        f"removal_from_roll,{BEN},2025-12-01,,,,,,a,{OTHER}",
    )
    assert report.accepted == 3


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("kind,upn,date", "no column on (it has kind, upn, date)"),
        ("upn,on", "no column kind"),
        ("name,age", "no column kind or upn or on"),
    ],
)
def test_a_file_without_the_columns_of_movements_is_not_read(
    sent: Files, header: str, words: str
) -> None:
    with pytest.raises(Unreadable, match="apregister template KIND") as unreadable:
        sent.movements(header, "a,b,c")
    assert words in unreadable.value.message


def test_a_column_nobody_knows_is_said_once_with_what_was_meant(sent: Files) -> None:
    report = sent.movements(f"{HEADER},reason_2,form", f"{GOOD},,10B", f"{GOOD},,10B")
    assert report.notes == (
        "Column reason_2 is not one we know, and was not read. Did you mean reason2?",
        "Column form is not one we know, and was not read.",
    )


def test_blank_lines_are_passed_over_and_counted(sent: Files) -> None:
    report = sent.movements("", HEADER, "", ",,,,,,", GOOD, "", GOOD.replace("4,DB", "4,XX"), "")
    assert [(o.line, o.result) for o in report.outcomes] == [(5, "accepted"), (7, "refused")]


@pytest.mark.parametrize(
    "told",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("r1", "Zoë").encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("2025-10-06", "06/10/2025").encode(),
        lambda text: text.replace("2025-10-06", "06 Oct 2025").encode(),
        lambda text: text.replace(AMY, f" {AMY.lower()} ").encode(),
    ],
    ids=["BOM", "UTF-16", "semicolons", "tabs", "cp1252", "CRLF", "dd/mm", "month name", "spaces"],
)
def test_what_spreadsheets_do_to_a_file_does_not_matter(sent: Files, told: object) -> None:
    assert callable(told)
    report = sent.movements_file(told(f"{HEADER}\n{GOOD}\n"))
    assert report.accepted == 1
    assert sent.sentences(AMY)[-1].startswith("Suspended")


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_a_kind_s_own_columns_are_known(kind: str, sent: Files) -> None:
    names = ["kind", "upn", "on", *DOOR_KINDS[kind].fields()]
    report = sent.movements(",".join(dict.fromkeys(names)), f"{kind},,")
    assert not [note for note in report.notes if "not one we know" in note]
