"""Files kept as they were sent: whole, once, and found out when they are changed."""

import gzip
import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from movements import marks
from movements.actor import Actor
from movements.attendance import marks_of
from movements.packing import unpacked
from movements.received import (
    Received,
    SentFile,
    body_of,
    problem_rows,
    submission,
    submissions,
    submissions_held,
)
from movements.received_checked import let_files_go
from movements.redaction import redact
from movements.verify import findings
from tests.attendance.world import AMY, BEN, HOME, NOBODY, SEPTEMBER, SETTING, TODAY, World, world

DAY = "2025-09-08"
ROW = f"{AMY},{DAY},AM,/"


def text_of(*rows: str) -> bytes:
    return "\n".join(("upn,date,session,mark", *rows)).encode()


def said_of_files(brook: World) -> list[str]:
    return [one for one in findings(brook.session) if "file kept" in one]


def held(brook: World, who: str) -> list[tuple[str, str]]:
    found = marks_of(brook.session, brook.pupil(who), SEPTEMBER, TODAY)
    return [(f"{one.day} {one.session}", one.mark) for one in found]


@pytest.mark.parametrize("packed_first", [True, False])
def test_a_gzip_is_the_file_it_holds_however_it_was_packed(
    brook: World, packed_first: bool
) -> None:
    """Sent again it fills what is unmarked, and undoes nothing that was sent since."""
    old = text_of(f"{AMY},{DAY},AM,N")
    forms = [gzip.compress(old, 1, mtime=1), gzip.compress(old, 9, mtime=2), old]
    for sent in forms if packed_first else reversed(forms):
        number = brook.sent_file(sent).submission
        assert number == submissions(brook.session, brook.place(HOME).id)[-1].number
        brook.sent(f"{AMY},{DAY},AM,I")
    assert held(brook, AMY) == [(f"{DAY} AM", "I")]
    kept = body_of(brook.session, number)
    first = forms[0] if packed_first else forms[-1]
    found = submission(brook.session, number)
    assert (kept, found and found.sha256) == (first, hashlib.sha256(first).hexdigest())
    assert said_of_files(brook) == []


def test_a_file_is_kept_as_sent_with_who_when_and_what_became_of_it(brook: World) -> None:
    report = brook.sent(ROW, f"{NOBODY},{DAY},AM,/", f"{AMY},{DAY},noon,?")
    (found,) = submissions(brook.session, brook.place(HOME).id)
    assert found == submission(brook.session, report.submission)
    assert (found.rows, found.accepted, found.refused, found.changed) == (3, 1, 2, 0)
    assert (found.name, found.recorded_by, found.first_day) == ("marks.csv", "a school", DAY)
    sent = text_of(ROW, f"{NOBODY},{DAY},AM,/", f"{AMY},{DAY},noon,?")
    assert body_of(brook.session, found.number) == sent
    assert found.size == len(sent)
    rows = problem_rows(brook.session, found.number)
    assert [row.line for row in rows] == [3, 4]
    assert [row.problems for row in rows] == [o.problems for o in report.outcomes[1:]]


def test_the_very_same_file_again_is_answered_with_the_first(brook: World) -> None:
    first = brook.sent(ROW)
    again = brook.sent(ROW)
    assert (again.submission, again.accepted, again.already_held) == (first.submission, 0, 1)
    assert f"as submission {first.submission}." in again.notes[-1]
    assert len(submissions(brook.session)) == 1


def test_another_file_that_says_the_same_is_kept_too(brook: World) -> None:
    first, second = brook.sent(ROW), brook.sent(ROW, "")
    assert second.already_held == 1
    assert second.submission > first.submission
    assert brook.count() == (2, 1)
    assert said_of_files(brook) == []
    assert not [one for one in findings(brook.session) if "marks" in one]


def test_the_same_file_from_another_place_is_another_submission(brook: World) -> None:
    row = f"{BEN},2025-11-03,AM,/"
    assert brook.sent(row).submission != brook.sent(row, to=SETTING).submission


def test_a_file_sent_again_undoes_no_later_one(brook: World) -> None:
    brook.sent(ROW)
    brook.sent(f"{AMY},{DAY},AM,L")
    again = brook.sent(ROW)
    assert held(brook, AMY) == [(f"{DAY} AM", "L")]
    assert [o.result for o in again.outcomes] == ["already_held"]
    assert "has since been told L" in again.outcomes[0].concerns[-1].message
    assert "1 of its marks were replaced since" in again.notes[-1]
    changed_back = brook.sent(ROW, "")
    assert changed_back.changed == 1
    assert held(brook, AMY) == [(f"{DAY} AM", "/")]


def test_a_file_sent_again_fills_what_was_refused_before(brook: World) -> None:
    row = f"{NOBODY},{DAY},AM,/"
    first = brook.sent(ROW, row)
    brook.moved("on_roll", NOBODY, HOME, "2025-09-01")
    again = brook.sent(ROW, row)
    assert [o.result for o in again.outcomes] == ["already_held", "accepted"]
    assert again.submission > first.submission
    assert len(submissions(brook.session)) == 2


CHANGES = [
    ("UPDATE received SET body = x'00'", "is not the one that was sent"),
    ("UPDATE received SET body = substr(body, 1, 9)", "is not the one that was sent"),
    ("UPDATE received SET body = CAST(body || x'00' AS BLOB)", "is not the one that was sent"),
    ("UPDATE received SET body = x'28b52ffdff'", "is not the one that was sent"),
    ("UPDATE received SET body = 'text'", "is not the one that was sent"),
    ("UPDATE received SET body = NULL", "is not the one that was sent"),
    ("UPDATE received SET problems = x'00'", "is not the one that was sent"),
    ("UPDATE received SET name = 'x'", "is not the one that was sent"),
    ("UPDATE received SET sha256 = 'other'", "was changed"),
    ("UPDATE received SET size = 1", "was changed"),
    ("UPDATE received SET place_id = 's_00900002'", "was changed"),
    ("UPDATE received SET submission = 1", "of no submission"),
    ("DELETE FROM received", "is gone"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_file_that_was_changed_is_found_and_its_entry_named(
    brook: World, change: str, words: str
) -> None:
    number = brook.sent(ROW).submission
    assert said_of_files(brook) == []
    brook.session.execute(text(change))
    found = said_of_files(brook)
    assert any(words in one for one in found)
    assert {one.partition(":")[0] for one in found} <= {f"entry {number}", "entry 1"}


def test_a_file_let_go_leaves_its_hash_and_its_marks(brook: World) -> None:
    number = brook.sent(ROW).submission
    by = Actor("x", "administrator")
    place = brook.place(HOME).id
    let_files_go(brook.session, place, [number], rule="files", title="files", by=by)
    assert (body_of(brook.session, number), problem_rows(brook.session, number)) == (None, [])
    assert said_of_files(brook) == []
    assert held(brook, AMY) == [(f"{DAY} AM", "/")]
    assert brook.sent(ROW).submission == number, "the hash still tells that it was sent"


def test_a_file_goes_with_its_redacted_entry(brook: World) -> None:
    number = brook.sent(ROW).submission
    redact(brook.session, [number], rule="marks", title="marks", by=Actor("x", "administrator"))
    assert brook.session.exec(select(Received.submission)).all() == []
    assert said_of_files(brook) == []
    (found,) = submissions(brook.session)
    assert (found.number, found.rows, found.kept) == (number, 0, False)


ALL = [code for code in marks.BYTE_OF if code]


@given(st.lists(st.sampled_from(["", *ALL])))
def test_packing_and_unpacking_is_the_identity(codes: list[str]) -> None:
    assert marks.unpack(marks.pack(codes)) == codes


@given(st.lists(st.tuples(*[st.sampled_from(["", *ALL])] * 2), min_size=1))
def test_a_union_loses_no_session(pairs: list[tuple[str, str]]) -> None:
    one, other = (marks.pack(side) for side in zip(*pairs, strict=True))
    both = marks.union(one, other)
    assert both.tolist() == marks.union(other, one).tolist()
    for (first, second), mark in zip(pairs, marks.unpack(both), strict=True):
        assert mark in (first, second)
        assert bool(mark) == bool(first or second)


FILES = [
    (HOME, [f"{who},2025-11-{day:02},{half},{code}" for who, code in ((AMY, "/"), (BEN, "D"))])
    for day in (3, 4, 5)
    for half in ("AM", "PM")
] + [(SETTING, [f"{BEN},2025-11-{day:02},AM,L"]) for day in (3, 4)]


@settings(max_examples=15, deadline=None)
@given(st.permutations(FILES), st.lists(st.sampled_from(FILES), max_size=6))
def test_files_in_any_order_and_again_come_to_the_same(
    first: list[tuple[str, list[str]]], again: list[tuple[str, list[str]]]
) -> None:
    with world() as brook:
        for place, rows in (*first, *again):
            brook.sent(*rows, to=place)
        state = [held(brook, who) for who in (AMY, BEN)]
        assert len(submissions(brook.session)) == len(FILES)
    assert [len(one) for one in state] == [6, 8]
    assert state[1] == sorted(state[1], key=lambda one: one[0])
    assert {mark for _, mark in state[1]} == {"D", "L"}


def test_a_large_file_is_kept_packed_as_a_small_one_is() -> None:
    large = (f"{ROW}\n" * 100_000).encode()
    sent = SentFile.of("marks.csv", large)
    assert (sent.size, sent.sha256) == (len(large), hashlib.sha256(large).hexdigest())
    assert unpacked(sent.packed()) == large


def test_a_file_kept_by_an_earlier_version_is_read_as_it_was_packed(brook: World) -> None:
    number = brook.sent(ROW).submission
    sent = body_of(brook.session, number)
    assert sent is not None
    change = text("UPDATE received SET body = :body")
    brook.session.execute(change, {"body": zlib.compress(sent, 1)})
    brook.session.expire_all()
    assert body_of(brook.session, number) == sent
    assert said_of_files(brook) == []


def test_submissions_are_listed_on_from_before_a_number(brook: World) -> None:
    first, second = brook.sent(ROW), brook.sent(ROW.replace("AM", "PM"))
    assert [one.number for one in submissions(brook.session)] == [
        second.submission,
        first.submission,
    ]
    assert (
        submissions_held(brook.session)
        == submissions_held(brook.session, brook.place(HOME).id)
        == 2
    )
    (found,) = submissions(brook.session, before=second.submission)
    assert found.number == first.submission
