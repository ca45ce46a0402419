"""The files are what schools would send: in an order that works, in the past, and repeatable."""

from __future__ import annotations

import filecmp
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from fixtures.synth.write import write_authority
from movements.identifiers import check_letter
from tests.synth.conftest import Written

PLANS = {
    *("planned_end", "trial_until", "planned_start", "target", "full_from", "until"),
    *("meeting_on", "day_six_start", "provision_from", "answer_by"),
}


def test_the_manifest_begins_with_schools_terms_and_rolls(whole: Written) -> None:
    manifest = whole.rows("manifest.csv")
    assert [row["order"] for row in manifest] == [str(n) for n in range(1, len(manifest) + 1)]
    assert [row["command"] for row in manifest[:3]] == ["schools", "terms", "intake pupils"]
    assert [row["place"] for row in manifest[:2]] == ["", ""]
    assert all(row["place"] for row in manifest[2:])


def test_every_file_is_in_the_manifest_once(whole: Written) -> None:
    listed = Counter(row["file"] for row in whole.rows("manifest.csv"))
    there = {str(path.relative_to(whole.out)) for path in whole.out.rglob("*.csv")}
    assert set(listed) == there - {"manifest.csv", "awkward.csv"}
    assert max(listed.values()) == 1


def test_the_summary_counts_what_is_there(whole: Written) -> None:
    upns = {whole.pupil(row["upn"]) for _, row in whole.sent("intake pupils")}
    marks = sum(
        (whole.out / line["file"]).read_bytes().count(b"\n") - 1
        for line in whole.manifest("intake attendance")
    )
    assert (whole.summary.pupils, whole.summary.marks) == (len(upns), marks)
    assert whole.summary.files == len(whole.rows("manifest.csv"))


@pytest.mark.parametrize("fixture", ["whole", "cut_short"])
def test_nothing_but_plans_is_dated_after_the_last_day(
    request: pytest.FixtureRequest, fixture: str
) -> None:
    written: Written = request.getfixturevalue(fixture)
    last = written.until.isoformat()
    for _, row in written.sent("intake movements"):
        dated = {k: v for k, v in row.items() if k not in PLANS and len(v) == 10 and v[4] == "-"}
        assert all(day <= last for day in dated.values()), row
    assert all(row["on"] <= last for _, row in written.sent("intake pupils"))
    for line in written.manifest("intake attendance"):
        text = (written.out / line["file"]).read_text(encoding="utf-8")
        assert max(row[14:24] for row in text.splitlines()[1:]) <= last


def test_upns_are_synthetic_correct_and_one_pupils_each(whole: Written) -> None:
    bearers: dict[str, set[str]] = {}
    for _, row in whole.sent("intake pupils"):
        bearers.setdefault(row["upn"], set()).add(row["surname"] + row["forename"] + row["dob"])
    assert all(len(names) == 1 for names in bearers.values())
    assert all(upn[1:4] == "001" and upn[0] == check_letter(upn[1:]) for upn in bearers)


def test_a_places_references_are_never_used_twice(whole: Written) -> None:
    refs = Counter(row["ref"] for _, row in whole.sent("intake movements"))
    assert max(refs.values()) == 1
    assert "" not in refs


def test_each_school_is_open_190_days_and_chooses_its_own_inset(whole: Written) -> None:
    days: dict[str, set[str]] = {}
    for line in whole.manifest("intake attendance"):
        if line["file"].startswith("2024-25"):
            text = (whole.out / line["file"]).read_text(encoding="utf-8")
            days.setdefault(line["place"], set()).update(
                row[14:24] for row in text.splitlines()[1:]
            )
    schools = {place: open_on for place, open_on in days.items() if place not in whole.settings}
    assert all(len(open_on) in {189, 190} for open_on in schools.values())
    assert len({frozenset(open_on) for open_on in schools.values()}) > 1


def test_no_school_day_is_a_weekend_or_in_a_holiday(whole: Written) -> None:
    terms = [
        (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
        for row in whole.rows("terms.csv")
        if row["kind"] == "term"
    ]
    in_term = {
        first + timedelta(n) for first, last in terms for n in range((last - first).days + 1)
    }
    for line in whole.manifest("intake attendance")[:6]:
        for row in whole.rows(line["file"])[::97]:
            day = date.fromisoformat(row["date"])
            assert day in in_term
            assert day.weekday() < 5


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first, second, other = tmp_path / "first", tmp_path / "second", tmp_path / "other"
    for out, seed in ((first, 3), (second, 3), (other, 4)):
        write_authority(out, 240, 1, seed, date(2026, 2, 10))
    names = [str(path.relative_to(first)) for path in first.rglob("*.csv")]
    same, different, missing = filecmp.cmpfiles(first, second, names, shallow=False)
    assert (sorted(same), different, missing) == (sorted(names), [], [])
    assert (first / "manifest.csv").exists()
    assert not filecmp.cmp(first / "schools.csv", other / "schools.csv", shallow=False)


def test_too_few_pupils_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="240 pupils"):
        write_authority(tmp_path, 20, 1, 3, date(2026, 2, 10))
