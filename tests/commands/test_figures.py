"""funnels, school-figures and authority-figures: the pages' figures at the command line."""

import pytest

from apregister.commands import figures
from tests.commands.world import SCHOOL, SETTING, Office
from tests.reports.test_funnel import drawn

YEAR = ("--year", "2025-26")


def test_the_limits_of_an_authority_are_told_as_words_and_as_json(peopled: Office) -> None:
    ran = peopled.run("authority-figures", "--authority", "330", *YEAR)
    assert (ran.code, ran.err) == (0, "")
    assert "limit" in ran.out
    told = peopled.run("authority-figures", "--authority", "330", *YEAR, "--json").json()
    assert told["total"] == len(told["items"])


def test_the_figures_of_a_school_are_its_page_in_words(peopled: Office) -> None:
    ran = peopled.run("school-figures", SCHOOL, *YEAR)
    assert (ran.code, ran.err) == (0, "")
    assert "pupils left or were sent from this school" in ran.out
    assert "permanently excluded" in ran.out
    assert peopled.run("school-figures", SCHOOL, *YEAR, "--json").json()["year"] == "2025-26"
    refused = peopled.run("school-figures", SETTING, *YEAR)
    assert refused.code == 2
    assert "no mainstream school" in refused.err


def test_funnels_are_told_by_name_and_drawn(
    peopled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "funnels", lambda *_: (drawn(),))
    out = peopled.folder / "charts"
    ran = peopled.run("funnels", "--authority", "330", *YEAR, "--out", out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.index("Ash") < ran.out.index("Birch") < ran.out.index("Yew")
    assert "fewer than 6 pupils" in ran.out
    (chart,) = out.iterdir()
    assert chart.name.endswith("funnel-REI-3.svg")
    assert chart.read_text("utf-8").startswith("<svg")
    told = peopled.run("funnels", "--authority", "330", *YEAR, "--json").json()
    assert told["items"][0]["measure"] == "REI-3"


@pytest.mark.parametrize("command", ["funnels", "authority-figures"])
def test_a_code_of_no_authority_names_its_option(peopled: Office, command: str) -> None:
    ran = peopled.run(command, "--authority", "33", *YEAR)
    assert ran.code == 2
    assert "--authority" in ran.err
