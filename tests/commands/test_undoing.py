"""A file of movements taken back: what it made is withdrawn, and nothing else."""

import pytest

from tests.commands.world import ADA, BEN, MOVES, SCHOOL, Office, roll

SENT = "\n".join(
    [
        MOVES,
        f"suspension,{ADA},2026-09-14,,r1,4,DB",
        f"suspension,{BEN},2026-09-15,,r2,2,PA",
        f"suspension,{BEN},2026-09-31,,r3,2,PA",
    ]
)
WHY = ("--school", SCHOOL, "--because", "The file of another school")


@pytest.fixture
def sent(office: Office) -> Office:
    """Ada's suspension was held before the file came, which told of it again and of Ben's."""
    office.send("pupils", roll(ADA, BEN))
    office.send("movements", "\n".join(SENT.splitlines()[:2]))
    ran, rows = office.send("movements", SENT)
    assert [row["result"] for row in rows] == ["already_held", "accepted", "refused"], ran.err
    return office


def test_what_the_file_made_is_withdrawn_and_what_was_held_stays(sent: Office) -> None:
    receipts = sent.folder / "receipts.csv"
    head = sent.head()
    dry = sent.run("intake", "undo", receipts, *WHY, "--dry-run")
    assert (dry.code, "1 accepted" in dry.out, sent.head()) == (0, True, head), dry.err
    ran = sent.run("intake", "undo", receipts, *WHY)
    assert (ran.code, "1 entry made by the file" in ran.out) == (0, True), ran.err
    assert "withdrawn" in sent.run("history", BEN).out
    assert "withdrawn" not in sent.run("history", ADA).out
    again = sent.run("intake", "undo", receipts, *WHY)
    assert again.code in (0, 3)
    assert sent.run("history", BEN).out.count("Entry withdrawn") == 1


def test_another_school_takes_nothing_back(sent: Office) -> None:
    receipts = sent.folder / "receipts.csv"
    other = sent.run("intake", "undo", receipts, "--school", "la:330", "--because", "So")
    assert (other.code, "0 accepted" in other.out) == (3, True), other.out
    assert "Entry withdrawn" not in sent.run("history", BEN).out


@pytest.mark.parametrize("text", ["upn,result\nA,accepted\n", b"kind,result,entry\n\xff\n"])
def test_what_is_no_receipts_is_said_to_be_none(office: Office, text: str | bytes) -> None:
    path = office.file(text, "other.csv")
    ran = office.run("intake", "undo", path, *WHY)
    assert (ran.code, "receipts" in ran.err) == (2, True), ran.err


def test_an_entry_that_is_not_here_is_said_to_be_unknown(office: Office) -> None:
    path = office.file("kind,result,entry\nsuspension,accepted,999\n", "other.csv")
    ran = office.run("intake", "undo", path, *WHY)
    assert (ran.code, "There is no entry 999" in ran.err) == (3, True), ran.err
