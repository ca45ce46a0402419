"""The marks of two records found to be one child's: read as one, amended as one, parted again."""

from datetime import date

import pytest

from movements import attendance
from movements.actor import Actor
from movements.attendance import MarkAt
from movements.day_marks import day_marks
from movements.entry import Entry
from movements.mark_versions import every_mark
from movements.marks import CODE_OF
from movements.register import entries
from movements.take_in import take_in
from tests.attendance.world import AMY, BEN, DOT, HOME, OTHER, World

FIRST, LAST = date(2025, 11, 3), date(2025, 11, 7)
OFFICER = Actor("an officer", "la_officer", authority="330")


def link(world: World, one: str, other: str) -> None:
    told = {"upn": one, "on": "2025-11-24", "same_as": other, "because": "The school says so"}
    take_in(world.session, "records_linked", told, place=None, by=OFFICER, source="form")


def held(world: World, pupil: str) -> list[tuple[str, str, str]]:
    found = attendance.marks_of(world.session, pupil, FIRST, LAST)
    return [(f"{one.day:%a} {one.session}", one.mark, one.place) for one in found]


@pytest.fixture
def marked(brook: World) -> World:
    """Amy is marked at Brook on Monday, dot at Hill on Tuesday: one child, as it turns out."""
    brook.sent(f"{AMY},2025-11-03,AM,/", f"{AMY},2025-11-03,PM,O")
    brook.sent(f"{DOT},2025-11-04,AM,/", to=OTHER)
    return brook


def test_either_record_reads_the_marks_of_both(marked: World) -> None:
    amy, dot = marked.pupil(AMY), marked.pupil(DOT)
    apart = [attendance.summary(marked.session, p, FIRST, LAST).possible for p in (amy, dot)]
    link(marked, AMY, DOT)
    both = [attendance.summary(marked.session, p, FIRST, LAST) for p in (amy, dot)]
    assert apart == [2, 1]
    assert [(one.possible, one.attended) for one in both] == [(3, 2), (3, 2)]
    home, other = marked.place(HOME).id, marked.place(OTHER).id
    every = [("Mon AM", "/", home), ("Mon PM", "O", home), ("Tue AM", "/", other)]
    assert held(marked, amy) == held(marked, dot) == every
    assert [one.mark for one in every_mark(marked.session, dot)] == ["/", "O", "/"]
    counts = attendance.rates(marked.session, [amy, dot], FIRST, LAST)
    assert counts.attended.tolist() == [2, 2]


def test_a_school_goes_on_sending_marks_by_the_old_upn(marked: World) -> None:
    link(marked, AMY, DOT)
    assert marked.sent(f"{DOT},2025-11-05,AM,/", to=OTHER).accepted == 1
    assert marked.sent(f"{DOT},2025-11-05,PM,\\", to=HOME).accepted == 1
    assert len(held(marked, marked.pupil(AMY))) == 5


def test_a_mark_held_under_the_old_upn_is_held_already_under_the_other(marked: World) -> None:
    link(marked, AMY, DOT)
    entries, versions = marked.count()
    again = marked.sent(f"{AMY},2025-11-04,AM,/", to=OTHER)
    assert (again.already_held, again.accepted) == (1, 0)
    assert marked.count() == (entries + 1, versions)


def test_amended_under_either_upn_the_mark_before_no_longer_counts(marked: World) -> None:
    link(marked, AMY, DOT)
    report = marked.sent(f"{AMY},2025-11-04,AM,O", to=OTHER)
    assert (report.accepted, "1 mark replaces another" in " ".join(report.notes)) == (1, True)
    found = attendance.summary(marked.session, marked.pupil(AMY), FIRST, LAST)
    assert found.by_code == {"/": 1, "O": 2}
    tuesday = [m for m in held(marked, marked.pupil(AMY)) if m[0] == "Tue AM"]
    assert tuesday == [("Tue AM", "O", marked.place(OTHER).id)]


def test_of_two_marks_that_a_school_gave_one_child_the_one_said_again_counts(brook: World) -> None:
    brook.sent(f"{AMY},2025-11-03,AM,O", f"{BEN},2025-11-03,AM,/")
    amy = brook.pupil(AMY)
    link(brook, AMY, BEN)
    assert len(held(brook, amy)) == 2
    assert brook.sent(f"{AMY},2025-11-03,AM,O").refused == 0
    assert held(brook, amy) == [("Mon AM", "O", brook.place(HOME).id)]


def test_one_file_that_says_two_things_of_the_child_is_asked_which(marked: World) -> None:
    link(marked, AMY, BEN)
    rows = (f"{AMY},2025-11-05,AM,/", f"{BEN},2025-11-05,AM,O")
    report = marked.sent(*rows)
    assert report.refused == 2
    assert marked.sent(rows[0], rows[1].replace(",O", ",/")).accepted == 1


def test_parted_again_each_has_the_marks_it_had(marked: World) -> None:
    amy, dot = marked.pupil(AMY), marked.pupil(DOT)
    link(marked, AMY, DOT)
    number = max(one.number for one in _links(marked))
    told = {"upn": AMY, "on": "2025-11-25", "because": "Two cousins", "corrects": str(number)}
    told["correction_reason"] = "wrong_details"
    take_in(marked.session, "withdrawn", told, place=None, by=OFFICER, source="form")
    assert attendance.marks_of(marked.session, dot, FIRST, LAST) == [
        MarkAt(date(2025, 11, 4), "AM", "/", marked.place(OTHER).id)
    ]
    assert len(held(marked, amy)) == 2


def _links(world: World) -> list[Entry]:
    return [e for e in entries(world.session, None) if e.kind == "records_linked"]


def test_a_day_that_holds_both_records_has_the_child_once(brook: World) -> None:
    day = date(2025, 11, 3)
    brook.sent(f"{AMY},2025-11-03,AM,/", f"{BEN},2025-11-03,PM,L")
    link(brook, AMY, BEN)
    found = day_marks(brook.session, day, [brook.place(HOME).id])
    roll, column = found.held[brook.place(HOME).id]
    assert len(roll) == len(column) == 1
    assert [CODE_OF[int(mark)] for mark in column[0]] == ["/", "L"]
