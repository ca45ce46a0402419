"""No movement is judged by a rule of another day: every history of the specs, years earlier."""

import re
from datetime import date

import pytest

from movements.basis import Basis
from movements.problems import Refused
from movements.register import history
from movements.rulebook import rules_told
from tests.spec.pages import SPECS, Row
from tests.spec.world import LATER, World, world

DAY = re.compile(r"\b(20\d\d)-(\d\d-\d\d)")
YEARS = range(1, 17)


def _earlier(row: Row, years: int) -> Row:
    """A row of a spec some years before, its leap day a day earlier."""

    def back(day: re.Match[str]) -> str:
        return f"{int(day[1]) - years}-{day[2].replace('02-29', '02-28')}"

    return {column: DAY.sub(back, cell) for column, cell in row.items()}


def _tell(told: World, rows: list[Row]) -> None:
    """Tells what can be told: so long before, a row may be refused, or name one that was."""
    for row in rows:
        try:
            told.told.append(told.tell(row))
        except (AssertionError, Refused, StopIteration):
            told.told.append(None)


@pytest.mark.parametrize("years", YEARS)
def test_no_concern_rests_on_a_rule_of_another_day(years: int) -> None:
    """Each year takes its share of the specs."""
    raised = 0
    for spec in SPECS[years - 1 :: 2 * len(YEARS)]:
        with world() as told:
            _tell(told, [_earlier(row, years) for row in spec.rows("on")])
            for child in told.children():
                for line in history(told.session, told.pupil(child), today=LATER.date()):
                    on = line.entry.on
                    assert all(c.basis.in_force(on) for c in line.concerns), (spec, line)
                    raised += len(line.concerns)
    assert raised


def test_a_rule_that_stood_before_is_shown_as_it_stood() -> None:
    change = date(2024, 8, 19)
    before = Basis("statute", "As it was", in_force_to=date(2024, 8, 18), confirmed=False)
    rule = Basis("statute", "As it is", change, earlier=before)
    assert rule.on(change) == rule
    assert rule.on(date(2024, 8, 18)) == before
    assert Basis("statute", "New", change).on(date(2024, 8, 18)) is None


def test_the_rules_of_a_day_are_those_its_concerns_rest_on() -> None:
    def applied(on: date) -> list[str]:
        told = (one for one in rules_told(on) if one.rule.id == "removal_grounds" and one.applied)
        return [one.basis.cite for one in told]

    (now,), (then,) = applied(date(2024, 8, 19)), applied(date(2024, 8, 18))
    assert "SI 2024/208" in now
    assert "SI 2006/1751" in then
