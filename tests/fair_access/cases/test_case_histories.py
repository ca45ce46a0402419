"""Tells every history of a case to an empty register, and checks the case, step by step."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fair_access.case_reader import Case
from fair_access.cases import case
from fair_access.law import CODE_2021
from fair_access.steps import STEPS
from movements.actor import Actor
from movements.problems import Refused
from movements.record import Recorded
from tests.spec.pages import Row, Spec, read_page
from tests.spec.test_spec import _check_standing, _concerns, _items, _problem
from tests.spec.world import LATER, World, world

SPECS = [
    spec
    for path in sorted(Path(__file__).parent.glob("*.md"))
    if path.stem != "README"
    for spec in read_page(path)
]


class CaseWorld(World):
    """The specs' register, which says of a step what its case says."""

    def _step(self, row: Row, by: Actor) -> Recorded:
        done = self.take(row, by)
        if done is not None:
            return done
        found = _read(self, row.get("child") or "amy", LATER.date())
        return Recorded(found.steps[0].number, "accepted", found.pupil, found.steps[0].concerns)


@pytest.fixture
def told() -> Iterator[World]:
    with world() as made:
        yield CaseWorld(made.session)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_the_case_is_what_the_history_says(spec: Spec, told: World) -> None:
    for number, row in enumerate(spec.rows("on"), 1):
        assert (number, _answer(told, row)) == (number, _items(row["the register says"]))
        _check_that_it_goes_on(told, row)
    for row in spec.rows("case on"):
        _check_case(told, row)
    for row in spec.rows("clock"):
        _check_clock(told, row, spec.rows("clock"))
    for row in spec.rows("row"):
        _check_in_case(told, row)
    _check_standing(told, spec.rows("by the end of"))


def _answer(told: World, row: Row) -> list[str]:
    try:
        done = told.tell(row)
    except Refused as refused:
        told.told.append(None)
        return sorted(_problem(problem) for problem in refused.problems)
    told.told.append(done)
    held = ["already held"] if done.result == "already_held" else []
    return sorted([*held, *_concerns(done.concerns)])


def _read(told: World, child: str, on: date) -> Case:
    found = case(told.session, told.cases[child], on)
    assert found is not None
    return found


def _check_that_it_goes_on(told: World, row: Row) -> None:
    """Never "no decision, no date, no owner": neither on the day nor long after.

    Before the Code of 2021 there is no such clock.
    """
    child = row.get("child") or "amy"
    old = date.fromisoformat(row["on"]) < CODE_2021
    if row["kind"] not in STEPS or child not in told.cases or old:
        return
    for on in (date.fromisoformat(row["on"]), LATER.date()):
        found = _read(told, child, on)
        if not found.state.is_open:
            assert found.next is None or found.next.clock.id == "fair_access_looked_after"
            continue
        assert found.next is not None, (row, on)
        assert found.next.whose
        assert found.as_dict()["next"] == found.next.as_dict()


def _check_case(told: World, row: Row) -> None:
    found = _read(told, row.get("child") or "amy", date.fromisoformat(row["case on"]))
    step = found.next
    said = {
        "state": found.state.state,
        "next": step.clock.id if step else "",
        "by": step.due.isoformat() if step else "",
        "owner": step.owner if step else "",
    }
    wanted = {name: row[name] for name in said if name in row}
    assert {name: said[name] for name in wanted} == wanted, row


def _check_clock(told: World, row: Row, rows: list[Row]) -> None:
    child = row.get("child") or "amy"
    found = _read(told, child, date.fromisoformat(row["today"])).clocks
    about = ("clock", "today", "child")
    same = [r for r in rows if all(r.get(one) == row.get(one) for one in about)]
    wanted = [(r["due"], r["state"]) for r in same if r["due"]]
    said = [(i.due.isoformat(), i.state) for i in found if i.clock.id == row["clock"]]
    assert said == wanted, row


def _check_in_case(told: World, row: Row) -> None:
    done = told.told[int(row["row"]) - 1]
    assert done is not None
    child = row.get("child") or "amy"
    lines = {line.number: line for line in _read(told, child, LATER.date()).steps}
    assert _concerns(lines[done.entry].concerns) == _items(row["in case"]), row
