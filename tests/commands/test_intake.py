"""Files sent by a school: good rows kept, the file given back, mended, sent again, and no harm."""

import csv

import pytest

from tests.commands.world import ADA, BEN, CAL, MARKS, MOVES, NOBODY, OTHER, SCHOOL, Office, roll

SUSPENDED = f"suspension,{ADA},2026-09-14,,r1,4,DB"
MARKED = [f"{ADA},2026-09-15,AM,/", f"{ADA},2026-09-15,PM,\\", f"{BEN},15/09/2026,1,I"]
FILES = {
    "pupils": (roll(ADA, BEN, CAL), roll(ADA, BEN, CAL).replace(f"{BEN},Eze", f"{BEN},=1+1")),
    "movements": (
        f"{MOVES}\n{SUSPENDED}",
        f"{MOVES}\n{SUSPENDED}\nsuspension,{BEN},2026-09-14,,,4,XX",
    ),
    "attendance": (
        "\n".join([MARKS, *MARKED]),
        "\n".join([MARKS, *MARKED, f"{BEN},2026-09-15,PM,?"]),
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_the_same_file_again_changes_nothing(what: str, peopled: Office) -> None:
    first, told = peopled.send(what, FILES[what][0])
    head = peopled.head()
    again, told_again = peopled.send(what, FILES[what][0])
    assert (first.code, again.code) == (0, 0)
    assert again.out.startswith("0 accepted")
    assert peopled.head() == head
    assert {row["result"] for row in told_again} == {"already_held"}
    assert [row["entry"] for row in told_again] == [row["entry"] for row in told]


@pytest.mark.parametrize("what", FILES)
def test_a_dry_run_changes_nothing_and_says_what_would_be(what: str, peopled: Office) -> None:
    for content in FILES[what]:
        before, held = peopled.head(), (peopled.folder / "register.db").read_bytes()
        rehearsed, would = peopled.send(what, content, "--dry-run")
        assert peopled.head() == before
        assert (peopled.folder / "register.db").read_bytes() == held
        assert [row["entry"] for row in would] == [""] * len(would)
        assert "(a dry run: nothing was changed)" in rehearsed.out
        done, was = peopled.send(what, content)
        assert done.code == rehearsed.code
        assert [row["result"] for row in was if row["result"] == "refused"] == [
            row["result"] for row in would if row["result"] == "refused"
        ]


@pytest.mark.parametrize(
    ("what", "wrong", "right"),
    [("pupils", "'=1+1", "Eze"), ("movements", "XX", "PP"), ("attendance", "?", "/")],
)
def test_receipts_mended_and_sent_again_complete_the_file(
    what: str, wrong: str, right: str, peopled: Office
) -> None:
    sent, told = peopled.send(what, FILES[what][1])
    assert sent.code == 3
    assert [row["result"] for row in told].count("refused") == 1
    receipts = peopled.folder / "receipts.csv"
    mended = peopled.file(receipts.read_text().replace(f",{wrong},", f",{right},"), "mended.csv")
    done, told = peopled.send(what, mended)
    assert (done.code, {row["problems"] for row in told}) == (0, {""}), done.err
    assert "This is a receipts file" in done.err
    head = peopled.head()
    _, told = peopled.send(what, receipts)
    assert "accepted" not in {row["result"] for row in told}
    # Every attendance file is an entry, also one that changes nothing.
    assert (peopled.head() == head) == (what != "attendance")


@pytest.mark.parametrize("what", FILES)
def test_receipts_are_the_file_with_four_more_columns(what: str, peopled: Office) -> None:
    content = FILES[what][1]
    peopled.send(what, content)
    lines = list(csv.reader((peopled.folder / "receipts.csv").read_text().splitlines()))
    sent = list(csv.reader(content.splitlines()))
    assert [line[: len(sent[0])] for line in lines] == [
        [f"'{cell}" if cell[:1] == "=" else cell for cell in line] for line in sent
    ]
    assert lines[0][len(sent[0]) :] == ["result", "entry", "problems", "concerns"]


def test_a_refused_row_is_told_with_its_line(peopled: Office) -> None:
    ran, _ = peopled.send("movements", FILES["movements"][1])
    assert ran.out == "1 accepted, 0 already held, 1 refused\n"
    assert '\nline 3: reason1: "XX" is not' in ran.err


def test_many_refused_rows_are_told_in_part_and_the_rest_are_in_the_receipts(
    peopled: Office,
) -> None:
    rows = [f"suspension,{NOBODY},2026-09-14,,r{n},2,DB" for n in range(25)]
    ran, told = peopled.send("movements", "\n".join([MOVES, *rows]))
    lines = [line for line in ran.err.splitlines() if line.startswith(("line ", "..."))]
    assert (len(lines), len(told)) == (21, 25)
    assert lines[-1].startswith("... and 5 more; all of them are in ")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"{NOBODY},2026-09-15,AM,/", "not a pupil you can record for"),
        (f"Z{ADA[1:]},2026-09-15,AM,/", "does not agree"),
        ("8.01E+11,2026-09-15,AM,/", "spreadsheet"),
        (f"{ADA},46280,AM,/", "spreadsheet's serial number"),
        (f"{ADA},2026-09-13,AM,/", "Sunday 13 September 2026 is not a school day"),
        (f"{ADA},2026-08-12,AM,/", "Wednesday 12 August 2026 is not a school day"),
        (f"{ADA},2026-10-15,AM,/", "date: "),
        (f"{ADA},2026-09-15,noon,/", "session: "),
        (f"{ADA},2026-09-15,AM,?", "mark: "),
        (f"{ADA},2026-09-15,AM,H", "withdrawn"),
        (f"{ADA},2026-09-15,AM,=cmd|' /C calc'!A0", "as a formula"),
        (f"{ADA},2026-09-15,AM", "has 3 cells and there are 4"),
    ],
)
def test_a_bad_mark_says_what_is_wrong_and_the_good_ones_are_kept(
    row: str, words: str, peopled: Office
) -> None:
    ran, told = peopled.send("attendance", "\n".join([MARKS, *MARKED, row]))
    assert (ran.code, ran.out) == (3, "3 accepted, 0 already held, 1 refused\n")
    assert words in told[-1]["problems"]


def test_a_pupil_of_another_school_is_answered_as_one_nobody_knows(peopled: Office) -> None:
    """Also at the command line, where the file speaks for one school."""
    answers = {
        what: [
            peopled.send(what, content.replace(ADA, who), school=OTHER)[1][0]["problems"]
            for who in (ADA, NOBODY)
        ]
        for what, content in {
            "movements": f"{MOVES}\n{SUSPENDED}",
            "attendance": f"{MARKS}\n{MARKED[0]}",
        }.items()
    }
    for elsewhere, unknown in answers.values():
        assert elsewhere == unknown
        assert "not a pupil you can record for" in unknown


def test_a_row_given_twice_is_told_which_line_it_repeats(peopled: Office) -> None:
    for what, content in (
        ("movements", f"{MOVES}\n{SUSPENDED}\n{SUSPENDED}"),
        ("attendance", "\n".join([MARKS, MARKED[0], MARKED[0]])),
        ("pupils", "\n".join([roll(CAL), roll(CAL).splitlines()[1]])),
    ):
        ran, told = peopled.send(what, content)
        assert ran.out == "1 accepted, 1 already held, 0 refused\n"
        assert told[1]["concerns"].startswith("The same as line 2, and counted once.")


def test_a_file_sent_for_a_school_by_its_other_names(peopled: Office) -> None:
    """A PLACE is a URN or the place's own id."""
    entry = peopled.run("history", ADA, "--json").json()["entries"][0]
    ran, _ = peopled.send("movements", f"{MOVES}\n{SUSPENDED}", school=entry["place"]["id"])
    assert ran.code == 0
    assert peopled.send("movements", f"{MOVES}\n{SUSPENDED}", school=SCHOOL)[0].out.startswith(
        "0 acc"
    )


HANDED = f"kind,upn,on,to_authority,why\nhand_over,{ADA},2026-09-21,998,moved"


def test_an_authority_sends_what_only_it_may_record(peopled: Office) -> None:
    ran, told = peopled.send("movements", HANDED, school="la:999")
    assert (ran.code, [row["result"] for row in told]) == (0, ["accepted"])
    _, by_school = peopled.send("movements", HANDED)
    assert [row["result"] for row in by_school] == ["refused"]
    _, by_another = peopled.send("movements", HANDED, school="la:330")
    assert "not a pupil you can record for" in by_another[0]["problems"]


def test_the_other_authority_answers_a_hand_over_by_file(peopled: Office) -> None:
    assert peopled.send("movements", HANDED, school="la:999")[0].code == 0
    answer = f"kind,upn,on,answer,refusal\nhand_over_answer,{ADA},2026-09-28,refused,not_here"
    _, by_sender = peopled.send("movements", answer, school="la:999")
    assert "Say who answered there, and how." in by_sender[0]["problems"]
    _, by_school = peopled.send("movements", answer)
    assert "Your role may not record this kind" in by_school[0]["problems"]
    ran, told = peopled.send("movements", answer, school="la:998")
    assert (ran.code, [row["result"] for row in told]) == (0, ["accepted"])
    again, told = peopled.send("movements", answer, school="la:998")
    assert (again.code, [row["result"] for row in told]) == (0, ["already_held"])


@pytest.mark.parametrize(
    ("what", "school", "words"),
    [
        ("pupils", "la:999", "An authority has no roll"),
        ("movements", "la:000", "la:000 names no authority"),
        ("attendance", "la:999", "No place 'la:999' is known"),
    ],
)
def test_an_authority_sends_nothing_else(
    what: str, school: str, words: str, peopled: Office
) -> None:
    ran, _ = peopled.send(what, FILES[what][0], school=school)
    assert ran.code == 2
    assert words in ran.err
