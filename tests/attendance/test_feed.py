"""A feed of many schools in the DfE's daily field list: parted by school, only marks are kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements.daily_feed import DETAIL, FIELDS, MARK
from movements.intake.attendance_file import read_attendance
from movements.intake.feed import Feed, read_feed, unplaced
from movements.intake.plain_text import Unreadable
from movements.kinds.pupil_details import PupilDetails
from movements.places import PlaceFacts, UnknownPlace
from movements.received import body_of
from tests.attendance.world import AMY, BEN, DOT, HOME, OTHER, SETTING, World

TITLES = "Forename,Surname,DOB,UPN,Sex,School URN,Date,Session,Mark,Comment"
DAY = "2025-11-03"


def row(who: str, school: str, mark: str, half: str = "AM", comment: str = "") -> str:
    return f"Pat,Bell,2012-01-02,{who},F,{school},{DAY},{half},{mark},{comment}"


FEED = "\n".join(
    (
        TITLES,
        row(AMY, HOME, "/"),
        row(DOT, f"{OTHER}.0", "L"),
        row(BEN, SETTING, "/", comment='"rang, mum"'),
        row(BEN, HOME, "D"),
        row(DOT, "", "/", "PM"),
        row(DOT, "123456", "/", "PM"),
        f"Pat,{AMY}",
        "",
    )
)


def feed_of(text: str | bytes) -> Feed:
    return read_feed(text.encode() if isinstance(text, str) else text, name="feed.csv")


def place_of(brook: World, school: str) -> PlaceFacts | None:
    try:
        return brook.place(school)
    except UnknownPlace:
        return None


def test_each_school_has_its_part_on_the_lines_it_came_on(brook: World) -> None:
    feed = feed_of(FEED)
    assert feed.schools() == [HOME, OTHER, SETTING, "123456"]
    home = brook.sent_file(feed.part(HOME))
    assert [(one.line, one.result) for one in home.outcomes] == [(2, "accepted"), (5, "accepted")]
    assert brook.sent_file(feed.part(OTHER), OTHER).accepted == 1
    assert brook.sent_file(feed.part(SETTING), SETTING).accepted == 1
    assert [(one.place, one.mark) for one in brook.marks(BEN)] == [
        ("s_00" + HOME, "D"),
        ("s_00" + SETTING, "/"),
    ]


def test_of_a_part_only_the_marks_are_kept(brook: World) -> None:
    report = brook.sent_file(feed_of(FEED).part(SETTING), SETTING)
    kept = (body_of(brook.session, report.submission) or b"").decode()
    assert kept.split() == ["upn,date,session,mark", f"{BEN},{DAY},AM,/"]


def test_rows_of_no_school_go_back_with_their_reasons(brook: World) -> None:
    left = unplaced(feed_of(FEED), lambda school: place_of(brook, school))
    assert [(one.line, one.problems[0].code) for one in left.outcomes] == [
        (6, "missing"),
        (7, "unknown_place"),
        (8, "row_too_short"),
    ]
    assert {one.result for one in left.outcomes} == {"refused"}
    assert len(left.sheet.rows) == 3


def test_the_same_feed_as_json_comes_to_the_same() -> None:
    names = [title.lower().replace(" ", "_") for title in TITLES.split(",")]
    rows = [line.split(",") for line in FEED.splitlines()[1:3]]
    records = [dict(zip(names, cells, strict=True)) for cells in rows]
    records[1]["school_urn"], records[1]["comment"] = int(OTHER), None
    for told in (records, {"rows": records}, {"data": records}):
        feed = feed_of(json.dumps(told))
        assert feed.part(HOME) == feed_of(FEED.replace(row(BEN, HOME, "D"), "")).part(HOME)
        assert feed.part(OTHER) == feed_of(FEED).part(OTHER)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("[1, 2]", "no list of records"),
        ("[]", "no list of records"),
        ('{"upn": ["x"]}', "no list of records"),
        ('[{"upn": ["x"]}]', "record 1: upn is no text or number"),
        ('[{"upn": true}]', "record 1: upn is no text or number"),
        ('[{"upn": "x"}', "no whole JSON"),
    ],
)
def test_json_that_is_no_list_of_records_is_refused_whole(told: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_attendance(told.encode(), name="feed.json")


def test_a_line_end_in_a_record_makes_no_second_line() -> None:
    record = {"upn": AMY, "date": DAY, "session": "AM", "mark": "/", "comment": "rang\nmum"}
    read = read_attendance(json.dumps([record, record]).encode(), name="marks.json")
    assert read.lines.tolist() == [2, 3]


def test_a_file_that_names_no_school_is_no_feed() -> None:
    with pytest.raises(Unreadable, match="give --school"):
        feed_of(f"upn,date,session,mark\n{AMY},{DAY},AM,/\n")


def test_a_file_sent_for_one_school_takes_no_mark_of_another(brook: World) -> None:
    """Ben is at both places: his setting's mark in a file of his school is not his school's."""
    report = brook.sent_file(FEED)
    codes = {one.line: [problem.code for problem in one.problems] for one in report.outcomes}
    assert codes[2] == codes[5] == []
    assert codes[4] == ["other_school"]
    assert codes[3] == ["not_yours", "other_school"]
    assert "Nothing was read from forename" in " ".join(report.notes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([HOME, OTHER, SETTING]), st.sampled_from("/IND"))))
def test_no_mark_of_a_feed_is_lost_or_given_to_two_schools(told: list[tuple[str, str]]) -> None:
    text = "\n".join((TITLES, *(row(AMY, school, mark) for school, mark in told), ""))
    feed = feed_of(text)
    found = sorted(
        (int(read.lines[at]), school, read.mark.cell(at))
        for school in feed.schools()
        for read in [read_attendance(feed.part(school), name="feed.csv")]
        for at in range(len(read))
    )
    assert found == [(line, *one) for line, one in enumerate(told, 2)]


@pytest.mark.parametrize("mark", ["C1", "/"])
def test_a_feed_cut_at_any_byte_is_refused_or_read_to_a_row_with_a_warning(mark: str) -> None:
    text = f"{TITLES}\n{row(AMY, HOME, 'L')}\nBell,Pat,,{BEN},F,{SETTING},{DAY},AM,x,{mark}\n"
    text = text.replace("Mark,Comment", "Comment,Mark").replace(",L,\n", ",,L\n")
    whole = _marks(feed_of(text))
    assert [one[3] for one in whole] == ["L", mark]
    for end in range(len(text)):
        try:
            cut = feed_of(text[:end])
        except Unreadable:
            continue
        told = _marks(cut)
        if told != whole[: len(told)]:
            assert any("has no line end" in note for note in cut.notes), text[:end]


def _marks(feed: Feed) -> list[tuple[str, ...]]:
    return [
        (read.upn.cell(at), read.date.cell(at), read.session.cell(at), read.mark.cell(at))
        for school in feed.schools()
        for read in [read_attendance(feed.part(school), name="feed.csv")]
        for at in range(len(read))
    ]


def test_the_list_names_what_is_held_and_says_what_is_not_taken() -> None:
    details = PupilDetails.fields()
    assert {field.held for field in FIELDS if field.source == DETAIL} <= details.keys()
    assert [field.name for field in FIELDS if field.taken] == [
        *("upn", "school_urn", "date", "session", "mark")
    ]
    assert all(field.held for field in FIELDS)
    assert {field.name for field in FIELDS if field.source == MARK} < {
        field.name for field in FIELDS if field.taken
    }
    assert "comment" not in {name for field in FIELDS for name in (field.name, *field.also)}
