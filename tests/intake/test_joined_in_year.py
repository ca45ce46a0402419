"""Who is taken to have joined in-year where a roll does not say: the return of a new pupil is owed.

The world (see tests/attendance/world.py): amy and ben are on roll at Brook School since
1 September 2025; the autumn term begins on 2 September in the built-in calendar.
"""

from datetime import date

import pytest

from movements.due import due
from movements.register import entries as entries_of
from movements.register import find_pupil, in_force
from tests.attendance.world import AMY, NOBODY
from tests.intake.world import Files

HEADER = "upn,surname,forename,dob,sex,entry_date,enrol_status,on,joined"
FIRST = f"{AMY},Bell,Amy,2012-01-02,F,2025-09-01,C,2025-10-06,"


def new(entered: str, joined: str = "", status: str = "C", on: str = "2026-11-20") -> str:
    return f"{NOBODY},New,Nia,2012-03-04,F,{entered},{status},{on},{joined}"


def joined(sent: Files) -> str | None:
    pupil = find_pupil(sent.session, NOBODY)
    assert pupil is not None
    [on_roll] = [m for _, m in in_force(entries_of(sent.session, [pupil])) if m.id == "on_roll"]
    return on_roll.value("joined")


def returns(sent: Files) -> list[date]:
    pupil = find_pupil(sent.session, NOBODY)
    assert pupil is not None
    items = due(sent.session, date(2026, 12, 1), pupil_ids=[pupil])
    return [item.due for item in items if item.clock.id == "new_pupil_return"]


def test_a_school_s_first_roll_starts_no_clock(sent: Files) -> None:
    report = sent.roll(HEADER, FIRST, new("2025-10-01", on="2025-10-06"))
    assert (joined(sent), returns(sent)) == (None, [])
    assert not [note for note in report.notes if "in-year" in note]


@pytest.mark.parametrize(
    ("entered", "how"),
    [
        ("2025-10-06", None),  # the day of the first roll, which would have told of the pupil
        ("2025-10-07", "in_year"),
        ("2026-08-20", None),  # before the first school day of the next school year
        ("2026-09-02", None),  # that day
        ("2026-09-03", "in_year"),
        ("2026-11-16", "in_year"),
    ],
)
def test_whoever_enters_after_that_and_not_as_a_year_begins_joined_in_year(
    sent: Files, entered: str, how: str | None
) -> None:
    sent.roll(HEADER, FIRST)
    report = sent.roll(HEADER, new(entered))
    assert joined(sent) == how
    assert bool(returns(sent)) == bool(how)
    assert bool([note for note in report.notes if "1 entered after" in note]) == bool(how)


def test_the_fifth_day_after_the_name_was_entered(sent: Files) -> None:
    sent.roll(HEADER, FIRST)
    sent.roll(HEADER, new("2026-11-16"))
    assert returns(sent) == [date(2026, 11, 21)]


@pytest.mark.parametrize(
    ("told", "how"), [("usual", "usual"), ("In year", "in_year"), ("in_year", "in_year")]
)
def test_what_the_roll_says_itself_counts(sent: Files, told: str, how: str) -> None:
    sent.roll(HEADER, FIRST)
    report = sent.roll(HEADER, new("2026-11-16", told))
    assert joined(sent) == how
    assert not [note for note in report.notes if "entered after" in note]


def test_a_way_of_joining_that_is_none_is_refused(sent: Files) -> None:
    report = sent.roll(HEADER, new("2026-11-16", "sideways"))
    [problem] = report.outcomes[0].problems
    assert (problem.field, problem.code) == ("joined", "unknown_code")


def test_a_guest_is_no_new_pupil_of_the_school(sent: Files) -> None:
    sent.roll(HEADER, FIRST)
    sent.roll(HEADER, new("2026-11-16", status="G"))
    assert joined(sent) is None


def test_the_same_roll_again_and_a_change_of_status_change_nothing_of_it(sent: Files) -> None:
    sent.roll(HEADER, FIRST)
    sent.roll(HEADER, new("2026-11-16"))
    again = sent.roll(HEADER, new("2026-11-16"))
    assert again.already_held == 1
    sent.roll(HEADER, new("2026-11-16", "in_year", "M", "2026-11-27"))
    assert returns(sent) == [date(2026, 11, 21)]


@pytest.mark.parametrize(
    ("born", "on", "how"),
    [
        ("2015-03-04", "2026-09-18", None),  # year 7, in a roll with no other day
        ("2015-03-04", "2026-10-01", "in_year"),
        ("2013-03-04", "2026-09-18", "in_year"),
    ],
)
def test_a_whole_class_that_starts_in_september_has_not_joined_in_year(
    sent: Files, born: str, on: str, how: str | None
) -> None:
    sent.roll(HEADER, FIRST)
    sent.roll(HEADER, f"{NOBODY},New,Nia,{born},F,,C,{on},")
    assert joined(sent) == how
