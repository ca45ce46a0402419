"""The histories hang together: one school responsible, every mark accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from movements.exceptions import EXCEPTIONS
from tests.synth.conftest import Row, Written

LAST = "9999-12-31"
Spells = dict[str, list[tuple[str, str, str]]]
"""By pupil: place, first day, and the day it ended."""


def rolls(written: Written) -> Iterator[tuple[str, Row]]:
    """The rows of rolls, and the names that a school enters as a movement."""
    yield from written.sent("intake pupils")
    for place, row in written.sent("intake movements"):
        if row["kind"] == "on_roll":
            yield place, row | {"entry_date": row["on"]}


def spells(written: Written, statuses: str) -> Spells:
    """Roll spells of some enrolment statuses, from the rolls sent and the removals."""
    removed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place, row in written.sent("intake movements"):
        if row["kind"] == "removal_from_roll":
            removed[place, written.pupil(row["upn"])].append(row["on"])
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for place, row in rolls(written):
        if row["enrol_status"] in statuses:
            upn = written.pupil(row["upn"])
            later = [day for day in removed[place, upn] if day > row["on"]]
            found[upn].add((place, row["entry_date"], min(later, default=LAST)))
    return {upn: sorted(of_one, key=lambda spell: spell[1]) for upn, of_one in found.items()}


def marks(written: Written) -> Iterator[tuple[str, ...]]:
    """Place, UPN, day, session and mark of every row of attendance."""
    for line in written.manifest("intake attendance"):
        text = (written.out / line["file"]).read_text(encoding="utf-8")
        for row in text.splitlines()[1:]:
            upn, *rest = row.split(",")
            yield line["place"], written.pupil(upn), *rest


@pytest.fixture(scope="module", params=["whole", "cut_short"])
def written(request: pytest.FixtureRequest) -> Written:
    found: Written = request.getfixturevalue(request.param)
    return found


def test_no_two_schools_are_responsible_at_once(written: Written) -> None:
    """But for those put in on purpose."""
    meant = {"ledger claim", "ledger two_rolls"}
    awkward = {row["upn"] for row in written.rows("awkward.csv") if row["says"] in meant}
    for upn, of_one in spells(written, "CM").items():
        for (_, _, left), (_, joined, _) in pairwise(of_one):
            assert left <= joined or upn in awkward


def test_only_leavers_and_the_awkward_are_on_no_roll(written: Written) -> None:
    """Who is on no roll at the end: home educated, missing, past year 11, or listed as awkward."""
    awkward = {row["upn"] for row in written.rows("awkward.csv")}
    gone = {
        upn
        for upn, of_one in spells(written, "CM").items()
        if max(left for _, _, left in of_one) < LAST
    }
    grounds: dict[str, set[str]] = defaultdict(set)
    for _, row in written.sent("intake movements"):
        if row["kind"] == "removal_from_roll":
            grounds[written.pupil(row["upn"])].add(row["ground"])
    end_of_year = written.until.isoformat().endswith("08-31")
    for upn in gone - awkward:
        assert grounds[upn] & {"f", "l", "i", *("a" if end_of_year else "")}, upn


def test_every_mark_is_of_a_pupil_on_that_roll_on_that_day(written: Written) -> None:
    rolls = spells(written, "CMS")
    known: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for upn, of_one in rolls.items():
        for place, joined, left in of_one:
            known[place, upn].append((joined, left))
    marked = {(place, upn, day) for place, upn, day, _, _ in marks(written)}
    for place, upn, day in marked:
        assert any(joined <= day < left for joined, left in known[place, upn]), (place, day)


def test_a_d_is_answered_by_another_register_and_no_session_is_kept_twice(written: Written) -> None:
    """Domain cross-checks 2 and 3: D at the main school, a mark of its own at the other."""
    dual: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    upns = {row["upn"] for _, row in written.sent("intake pupils") if row["enrol_status"] == "S"}
    for _, upn, day, session, mark in marks(written):
        if upn in upns:
            dual[upn, day, session].append(mark)
    doubled = [kept for kept in dual.values() if sum(mark != "D" for mark in kept) > 1]
    unanswered = [kept for kept in dual.values() if set(kept) == {"D"}]
    assert (doubled, unanswered) == ([], [])


def test_e_is_marked_only_while_shut_out(written: Written) -> None:
    shut = {
        row["upn"]
        for _, row in written.sent("intake movements")
        if row["kind"] in {"suspension", "permanent_exclusion"}
    }
    marked = {upn for _, upn, _, _, mark in marks(written) if mark == "E"}
    assert marked <= shut
    assert len(marked) > 0.9 * len(shut)


def test_the_awkward_histories_are_there(written: Written) -> None:
    told = {row["what"] for row in written.rows("awkward.csv")}
    assert {
        "removed with no destination",
        "overrun placement",
        "direction past its days",
        "managed move with a trial",
        "suspended more than 45 days",
        "direction with short notice, maintained school",
        "direction with short notice, academy",
    } <= told


def test_the_ledger_is_given_a_history_for_each_of_its_questions(written: Written) -> None:
    """But for "nobody": whoever sends a file has an authority, and so has every pupil in it.

    What is asked of marks, and of a place that closed since, is shown by the demo: here a school's
    marks are those of an ordinary day, and every place of the one extract is open. So is a proposal
    that nobody has answered, and what goes on past its day: of an invented past, each has come to
    something. And no file of one authority claims a child of another.
    """
    says = {row["says"].removeprefix("ledger ") for row in written.rows("awkward.csv")}
    of_marks = {id_ for id_, one in EXCEPTIONS.items() if one.number is not None}
    elsewhere = {"nobody", "no_roll", "absence_run", "restate", "closed_place"}
    elsewhere |= {"not_answered", "absence_past_end", "authority_claim", "roll_unconfirmed"}
    asked = {*EXCEPTIONS} - of_marks - elsewhere
    # At the end of August nobody is in year 11 any more, and few have moved within the year.
    lapsed = {"year_11_single_roll"} if written.until.month == 8 else set()
    assert asked - says == lapsed


def test_the_law_of_july_2026_has_cases_on_both_sides(cut_short: Written) -> None:
    days = [
        row["on"]
        for row in cut_short.rows("awkward.csv")
        if row["what"] in {"managed move with a trial", "direction with short notice, academy"}
    ]
    assert sum(day < "2026-07-26" for day in days) == 2
    assert sum(day >= "2026-07-26" for day in days) == 2
