"""The tables of a COLLECT export that count sessions: joined with their pupils, beside the marks.

The world and the export are those of tests/intake/census.py; the census is of 6 October 2025, and
so counts the summer term before it.
"""

from datetime import date

import pytest

from movements.built_in_terms import Span
from movements.intake.collect_export import TERM_COUNTS
from movements.received import body_of, submissions
from movements.session_totals import totals_held
from tests.attendance.world import AMY, BEN, DOT, HOME
from tests.intake.census import NEW, PUPILS, Census, lines, pupil, told

COUNTS = "pupilonrolltableid,NativeId,sessions,attendancereason"
POSSIBLE = f"{PUPILS},termlysessionspossible,summerhalfterm2sessionspossible"
TABLE = "termlysessiondetailsonroll"
SPRING = date(2026, 1, 15)


@pytest.fixture
def spring(census: Census, monkeypatch: pytest.MonkeyPatch) -> Census:
    """The spring census, which counts the autumn term, in which amy and ben were on roll."""
    monkeypatch.setattr("movements.intake.collect.today", lambda: date(2026, 1, 20))
    census.on = SPRING
    return census


def roll(*rows: str) -> str:
    return lines(POSSIBLE, *rows)


AMYS, BENS = f"{pupil('1', AMY, 'Amy')},135.0,", f"{pupil('2', BEN, 'Ben')},120.0,"
DOTS = f"{pupil('3', DOT, 'Dot', school='H')},130.0,"


def counts(spring: Census, *rows: str) -> list[tuple[str, str]]:
    tables = {"pupilonroll": roll(AMYS, BENS, DOTS), TABLE: lines(COUNTS, *rows)}
    return told(spring.take(**tables), TABLE)


def test_each_school_is_a_submission_of_its_own(spring: Census) -> None:
    taken = counts(spring, "1,B,4.0,I", "3,H,2.0,G", "2,B,38.0,D", "1,B,1.0,C2")
    assert taken == [("accepted", "")] * 4
    held = totals_held(spring.sent.session)
    assert {one.term for one in held} == {Span(date(2025, 8, 1), date(2025, 12, 31))}
    assert sorted(sorted(one.counts.items()) for one in held if one.place_id.endswith(HOME)) == [
        [("C2", 1), ("I", 4), ("possible", 135)],
        [("D", 38), ("possible", 120)],
    ]
    one, other = submissions(spring.sent.session)
    assert {one.name, other.name} == {f"{TABLE}.csv"}
    bodies = [body_of(spring.sent.session, each.number) or b"" for each in (one, other)]
    assert sorted(body.count(b"\n") for body in bodies) == [2, 4]
    assert not any(DOT.encode() in body and AMY.encode() in body for body in bodies)


def test_the_same_export_again_changes_nothing(spring: Census) -> None:
    counts(spring, "1,B,4.0,I")
    assert counts(spring, "1,B,4.0,I") == [("already_held", "")]
    assert len(submissions(spring.sent.session)) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("9,B,4.0,I", "has no pupil with this pupilonrolltableid"),
        ("1,H,4.0,I", "The pupil is of another school"),
        ("1,X,4.0,I", 'School "X" is not in the list of schools'),
        ("1,B,4.0,H", "was withdrawn after 18 August 2024"),
        ("1,B,many,I", "is no number of sessions"),
        ("1,B,400.0,I", "more sessions than the term"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(spring: Census, row: str, words: str) -> None:
    (bad, why), good = counts(spring, row, "2,B,38.0,D")
    assert (bad, good) == ("refused", ("accepted", ""))
    assert words in why


def test_a_table_with_nothing_good_in_it_leaves_no_entry(spring: Census) -> None:
    assert counts(spring, "1,B,4.0,H")[0][0] == "refused"
    assert submissions(spring.sent.session) == []


def test_without_a_census_day_nobody_can_tell_the_term(spring: Census) -> None:
    spring.on = None
    ((result, why),) = counts(spring, "1,B,4.0,I")
    assert (result, "The census day is missing" in why) == ("refused", True)


def test_the_halves_of_the_summer_term_are_told_apart(census: Census) -> None:
    """In the autumn census, of a pupil who was on roll in the summer."""
    new = pupil("1", NEW).replace("2025-Sep-01", "2025-Apr-22")
    report = census.take(
        pupilonroll=roll(f"{new},50.0,60.0"),
        termlysessiondetailsonroll=lines(COUNTS, "1,B,4.0,I"),
        summerhalfterm2sessiondetailsonroll=lines(COUNTS, "1,B,6.0,I"),
    )
    assert [told(report, table) for table in TERM_COUNTS if table in report.outcomes] == [
        *([("accepted", "")], [("accepted", "")])
    ]
    first, second = totals_held(census.sent.session)
    assert (dict(first.counts), dict(second.counts)) == (
        {"possible": 50, "I": 4},
        {"possible": 60, "I": 6},
    )
    assert (first.term.last, second.term.first) == (date(2025, 5, 25), date(2025, 5, 26))
