"""Every setting's scorecard as one file: what each says of itself, and the same in any parts."""

import csv

import pytest

from apregister.db import make_engine, reading
from apregister.scored import Some, score_all, settings_to_score
from reports.school_years import years
from reports.spread import in_turn
from tests.commands.world import ADA, BEN, SETTING, Office

ON = "2027-08-31"


@pytest.fixture
def placed(peopled: Office) -> Office:
    """Ada and Ben placed at the pupil referral unit in September; Ada is back since."""
    rows = (
        f"ap_placement,{ADA},2026-09-07,{SETTING},BHS,",
        f"ap_placement,{BEN},2026-09-07,{SETTING},BHS,",
        f"placement_end,{ADA},2026-10-12,{SETTING},,returned",
    )
    sent, told = peopled.send("movements", "\n".join(["kind,upn,on,place,reason,outcome", *rows]))
    assert sent.code == 0, told
    return peopled


def test_all_scorecards_say_what_each_says(placed: Office) -> None:
    out = placed.folder / "all.csv"
    ran = placed.run("scorecard", "--all", "--year", "2026-27", "--on", ON, "--out", out)
    written = placed.folder / "SYNTHETIC-all.csv"
    assert (ran.code, ran.out) == (0, f"Written to {written}: 1 setting.\n"), ran.err
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    card = placed.run("scorecard", SETTING, "--year", "2026-27", "--on", ON, "--json").json()
    assert {row["urn"] for row in rows} == {SETTING}
    assert [row["measure"] for row in rows] == [row["measure"] for row in card["rows"]]
    for row, alone in zip(rows, card["rows"], strict=True):
        for name in ("numerator", "denominator", "value", "low", "high"):
            assert float(row[name] or "nan") == pytest.approx(
                float("nan") if alone[name] is None else alone[name], nan_ok=True
            )
        assert row["band"] == alone["band"]
    assert any(int(row["numerator"]) for row in rows)
    assert {row["suppressed"] for row in rows} == {"True"}


def test_it_is_the_same_in_any_parts(placed: Office) -> None:
    engine = make_engine(placed.url)
    with reading(engine) as session:
        settings = tuple(settings_to_score(session, None))
        assert settings_to_score(session, "999") != []
        assert settings_to_score(session, "330") == []
    engine.dispose()
    first, last = years("2026-27")
    every = Some(placed.url, settings, first, last, last)
    whole = score_all(every, in_turn, 1)
    assert len(settings) > 1
    assert not whole.empty
    assert score_all(every, in_turn, len(settings) + 1).equals(whole)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((), "Name one PLACE, or ask for --all with --out FILE."),
        ((SETTING, "--all"), "Name one PLACE, or ask for --all with --out FILE."),
        (("--all",), "Give the file to write to: --out FILE."),
        (("--all", "--out", "all.csv", "--authority", "330"), "There is no AP setting to score."),
        (("--all", "--out", "no/such/all.csv"), "Check --out and --dask"),
    ],
)
def test_what_cannot_be_scored(asked: tuple[str, ...], words: str, peopled: Office) -> None:
    ran = peopled.run("scorecard", *asked, "--year", "2026-27")
    assert (ran.code, words in ran.err) == (2, True)
