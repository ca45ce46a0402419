"""clocks, rules and local-rule: the rules themselves, told by the commands."""

import json

import pytest

from apregister.rulebook import every_clock
from tests.commands.world import Office


def _rules(office: Office, on: str) -> dict[tuple[str, str], bool]:
    told = json.loads(office.run("rules", "--on", on, "--json").out)
    return {(rule["rule"], rule["who"]): rule["applied"] for rule in told["items"]}


def test_every_clock_is_listed_with_its_basis(office: Office) -> None:
    told = json.loads(office.run("clocks", "--json").out)["items"]
    assert [clock["clock"] for clock in told] == [each.clock.id for each in every_clock()]
    assert len({clock["clock"] for clock in told}) == len(told)
    assert all(
        clock["basis"] == clock["basis_detail"]["words"] and clock["length"] and clock["owes"]
        for clock in told
    )


def test_the_page_of_clocks_has_a_row_for_each(office: Office) -> None:
    page = office.run("clocks", "--markdown").out
    assert page.count("\n| ") == 1 + len(every_clock())


def test_a_direction_by_an_academy_is_judged_by_the_law_of_its_day(office: Office) -> None:
    notice = ("direction_notice", "academies")
    assert not _rules(office, "2026-07-01")[notice]
    assert _rules(office, "2026-09-01")[notice]
    assert _rules(office, "2026-07-01")["direction_notice", "maintained schools"]


def test_a_local_rule_is_set_once_and_listed(office: Office) -> None:
    said = ("--authority", "330", "--values", "3,6", "--from", "2026-09-01", "--cite", "Protocol")
    first = office.run("local-rule", "set", "direction_review_weeks", *said)
    again = office.run("local-rule", "set", "direction_review_weeks", *said)
    assert (first.code, again.code) == (0, 0)
    assert first.out.startswith("Accepted")
    assert again.out.startswith("Already held")
    listed = office.run("local-rule", "list", "--authority", "330", "--on", "2026-09-01").out
    assert "direction_review_weeks: 3, 6 weeks (local: Protocol" in listed


@pytest.mark.parametrize("values", ["soon", "4,,8", "-1", ""])
def test_what_are_no_numbers_is_said(office: Office, values: str) -> None:
    said = ("--authority", "330", "--values", values, "--from", "2026-09-01", "--cite", "x")
    told = office.run("local-rule", "set", "direction_review_weeks", *said)
    assert told.code == 2
    assert "whole numbers" in told.err
