"""measures: the catalogue, told by the command."""

import re

from reports.measures import MEASURES
from tests.commands.world import Office


def test_every_measure_is_listed_with_whom_it_counts_and_its_formula(office: Office) -> None:
    listed = office.run("measures", "--json").json()
    assert [item["measure"] for item in listed["items"]] == [one.id for one in MEASURES]
    wanted = ("outcome", "title", "cohort", "window", "better", "method", "formula")
    assert not [item["measure"] for item in listed["items"] if not all(item[w] for w in wanted)]
    assert {item["basis_detail"]["level"] for item in listed["items"]} == {"ours"}


def test_each_says_from_how_many_pupils_it_is_shown_and_banded(office: Office) -> None:
    for item in office.run("measures", "--json").json()["items"]:
        assert item["minimum_to_show"] == 6
        assert item["minimum_to_band"] >= 10 or item["never_compared"]


def test_in_plain_lines_it_says_the_formula_and_the_rules_of_the_bands(office: Office) -> None:
    said = office.run("measures").out
    assert [one.id for one in MEASURES] == re.findall(r"^([A-Z0-9]+-[0-9A-Z]+)  ", said, re.M)
    flat = " ".join(said.split())
    assert "competing ends (Aalen-Johansen)" in flat
    assert "Left out: placed for a health need" in flat
    assert "80% certain of one within 10 points" in flat
    assert "says nothing of how well: it is never compared." in flat


def test_the_page_has_a_row_for_each(office: Office) -> None:
    page = office.run("measures", "--markdown").out
    assert page.count("\n| ") == 1 + len(MEASURES)
