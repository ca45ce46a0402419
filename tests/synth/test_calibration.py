"""The synthetic authority comes near the published numbers, counted from its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from fixtures.synth.targets import EXCLUSION_RATES, SUSPENSION_RATES, TARGETS, Target
from tests.synth.conftest import Row, Written

NOT_POSSIBLE = {"D", "X", "Q", "Z", "#", *(f"Y{n}" for n in range(1, 8))}
PRESENT = {"/", "\\", "L", "V", "B", "K", "P", "W"}


def marks_of(written: Written, places: set[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in written.manifest("intake attendance"):
        if line["place"] in places:
            text = (written.out / line["file"]).read_text(encoding="utf-8")
            counted.update(row.rsplit(",", 1)[1] for row in text.splitlines()[1:])
    return counted


def absence(counted: Counter[str]) -> float:
    possible = sum(n for mark, n in counted.items() if mark not in NOT_POSSIBLE)
    return 1 - sum(counted[mark] for mark in PRESENT) / possible


def septembers(written: Written) -> Iterator[Row]:
    """Main rolls of mainstream schools on the first day of each year."""
    for line in written.manifest("intake pupils"):
        if "/september/" in line["file"] and line["place"] not in written.settings:
            for row in written.rows(line["file"]):
                if row["enrol_status"] != "S":
                    yield row | {"year": line["file"][:4]}


def year_group(row: Row) -> int:
    return 0 if row["nc_year"] == "R" else int(row["nc_year"])


def school_year(day: str) -> str:
    return day[:4] if day[5:7] >= "09" else str(int(day[:4]) - 1)


def happened(written: Written, kind: str) -> Counter[int]:
    """How often a kind of movement happened in each year group; awkward histories left out."""
    left_out = {(row["upn"], school_year(row["on"])) for row in written.rows("awkward.csv")}
    groups = {(row["upn"], row["year"]): year_group(row) for row in septembers(written)}
    return Counter(
        groups[row["upn"], school_year(row["on"])]
        for _, row in written.sent("intake movements")
        if row["kind"] == kind and (row["upn"], school_year(row["on"])) not in left_out
    )


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_each_target_is_met(whole: Written, target: Target) -> None:
    found = {r.target.id: r for r in whole.summary.reached}[target.id]
    assert found.met, f"{target.title}: {found.value:.3f}, not {target.value} ({target.source})"


def test_absence_at_state_ap_counted_from_the_files(whole: Written) -> None:
    assert absence(marks_of(whole, whole.settings)) == pytest.approx(0.407, abs=0.02)


def test_absence_at_mainstream_schools_counted_from_the_files(whole: Written) -> None:
    schools = {row["URN"] for row in whole.rows("schools.csv")} - whole.settings
    assert 0.055 <= absence(marks_of(whole, schools)) <= 0.084


@pytest.mark.parametrize(
    ("kind", "rates"),
    [("suspension", SUSPENSION_RATES), ("permanent_exclusion", EXCLUSION_RATES)],
)
def test_rates_by_year_group(whole: Written, kind: str, rates: tuple[float, ...]) -> None:
    """Each year group comes within two of what the rate expects; all together within one or two."""
    sizes = Counter(year_group(row) for row in septembers(whole))
    counted = happened(whole, kind)
    expected = [rate / 100 * sizes[group] for group, rate in enumerate(rates)]
    assert all(abs(counted[group] - n) <= 2 for group, n in enumerate(expected))
    assert counted.total() == pytest.approx(sum(expected), abs=1 + 0.01 * sum(expected))


def test_year_nine_and_ten_are_suspended_most(whole: Written) -> None:
    counted = happened(whole, "suspension")
    assert {group for group, _ in counted.most_common(2)} == {9, 10}


def test_every_setting_has_a_year_of_fifteen_to_sixty_placements(whole: Written) -> None:
    begun = Counter(
        (row["place"], school_year(row["on"]))
        for _, row in whole.sent("intake movements")
        if row["kind"] in {"ap_placement", "off_site_direction"} and row["place"] in whole.settings
    )
    assert len(begun) == 2 * len(whole.settings)
    assert all(15 <= n <= 60 for n in begun.values())
