"""Every clock, every question of the ledger and each change of the law stands in a history."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from itertools import chain

import fair_access
import movements
from apregister.rulebook import every_clock
from movements.basis import NOT_COMMENCED, Basis
from movements.exceptions import EXCEPTIONS
from movements.scorecard_release import SEEN_FIRST
from tests.fair_access.cases.test_case_histories import SPECS as CASES
from tests.spec.pages import SPECS

HISTORIES = (*SPECS, *CASES)
SHOWN_ELSEWHERE = {
    date(2006, 9, 1): "how long registers are kept: tests/movements/test_schedule.py",
    date(2015, 9, 1): "the share of sessions that statistics count from: it judges no day",
}
"""Changes of the law that no history can show, and where they are."""


def _said(table: str, column: str) -> set[str]:
    """All that stands in a column of the tables of that name."""
    return {row.get(column, "") for spec in HISTORIES for row in spec.rows(table)}


def test_there_are_histories_enough() -> None:
    assert len(HISTORIES) >= 60


def test_every_clock_falls_due_in_a_history() -> None:
    due = {row["clock"] for spec in HISTORIES for row in spec.rows("clock") if row["due"]}
    # No history has a scorecard: the clock of its release falls due in tests/commands.
    clocks = {told.clock.id for told in every_clock()} - {SEEN_FIRST.id}
    assert clocks == due | _said("case on", "next") - {""}


def test_every_question_of_the_ledger_is_asked_in_a_history() -> None:
    asked = _said("ledger", "ledger") | _said("out of sight", "out of sight")
    assert asked == {*EXCEPTIONS, ""}


def _declared() -> Iterator[Basis]:
    for floor in (movements, fair_access):
        for found in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."):
            held = vars(import_module(found.name)).values()
            yield from (one for one in held if isinstance(one, Basis))


def test_each_change_of_the_law_has_a_history_on_its_day_and_on_the_day_before() -> None:
    each = [*chain.from_iterable(basis.each() for basis in _declared())]
    begun = {basis.in_force_from for basis in each if basis.in_force_from}
    ended = {basis.in_force_to + timedelta(days=1) for basis in each if basis.in_force_to}
    days = {day.partition(" ")[0] for day in _said("on", "on")}
    one_sided = {
        day
        for day in (begun | ended) - {NOT_COMMENCED}
        if not {day.isoformat(), (day - timedelta(days=1)).isoformat()} <= days
    }
    assert one_sided == {*SHOWN_ELSEWHERE}
