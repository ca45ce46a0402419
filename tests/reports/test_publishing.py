"""A release of the small authority: its layout, its symbols, its sums and whom it is not of."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from movements.problems import Refused
from movements.schools import add_setting
from reports.measure import asked_of
from reports.measures import MEASURES
from reports.measures.attendance import ATT_1, ATT_2
from reports.measures.wellbeing import WEL_1, WEL_2, WEL_2W
from reports.publishing.counted import Counted, counted
from reports.publishing.release import META, Release, _cell, _narrowed, inside, release
from reports.publishing.suppression import suppressed
from reports.publishing.tables import TABLES, Row, columns, indicators
from tests.reports.world import BRIDGE, FIRST, LAST, LODGE, ON, TOLD, World, world

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"
BEGAN, BACK = "2025-01-13", "2025-06-09"
SYMBOLS = {"z", "x", "c", "low", "u"}
Lines = list[dict[str, str]]


def _peopled(made: World) -> list[str]:
    """Twelve of whom seven returned, at one setting; four of whom two did, at the other."""
    pupils = made.pupils(16)
    for n, who in enumerate(pupils):
        made.placed(who, BEGAN, to=LODGE if n < 12 else BRIDGE)
        if n < 7 or n in (12, 13):
            made.moved("reintegration", who, BACK)
    return pupils


@pytest.fixture(scope="module")
def peopled() -> Iterator[World]:
    with world() as made:
        _peopled(made)
        yield made


@pytest.fixture(scope="module")
def told(peopled: World) -> Release:
    return release(peopled.session, "2025-26", ON)


def _read(of: Release, name: str) -> Lines:
    return list(csv.DictReader(io.StringIO(of.files[name])))


def _lines(of: Release, name: str, **where: str) -> Lines:
    return [
        line
        for line in _read(of, name)
        if all(line[column] == value for column, value in where.items())
    ]


def test_every_table_has_its_data_its_meta_and_a_name_as_the_screener_asks(told: Release) -> None:
    names = {f"{table.name}{end}" for table in TABLES for end in (".csv", ".meta.csv")}
    assert {*told.files} == names | {"methods.md"}
    assert all(re.fullmatch(r"[a-z0-9_-]+(\.meta)?\.(csv|md)", name) for name in told.files)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_namesare_those_of_explore_education_statistics(table, told: Release) -> None:  # type: ignore[no-untyped-def]
    lines, meta = _read(told, f"{table.name}.csv"), _read(told, f"{table.name}.meta.csv")
    head = list(lines[0])
    first = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
    assert head[:5] == first
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,49}", name) for name in head)
    assert list(meta[0]) == list(META)
    assert [one["col_name"] for one in meta] == head[len(columns(table)) - len(table.filters) :]
    assert all(0 < len(one["label"]) <= 100 for one in meta)
    assert {one["col_type"] for one in meta} <= {"Filter", "Indicator"}
    assert {one["indicator_unit"] for one in meta} <= {"", "%", "pp"}
    numbers = [one["col_name"] for one in meta if one["col_type"] == "Indicator"]
    cells = {line[name] for line in lines for name in numbers}
    assert not [
        cell for cell in cells if not re.fullmatch(r"-?\d+(\.\d)?", cell) and cell not in SYMBOLS
    ]
    assert {(one["time_period"], one["time_identifier"]) for one in lines} == {
        ("202526", "Academic year")
    }


def test_every_filter_has_a_total_and_the_matrix_is_whole(told: Release) -> None:
    lines = _lines(told, "ap_outcomes.csv")
    assert [line["establishment_type"] for line in lines] == [
        "Total",
        *("Pupil referral unit", "Free schools alternative provision"),
        *("Academy alternative provision converter", "Academy alternative provision sponsor led"),
        "Other alternative provision",
    ]
    assert {(line["new_la_code"], line["region_name"]) for line in lines} == {
        ("E08000025", "West Midlands")
    }


def test_few_are_suppressed_and_whatever_would_tell_them(told: Release) -> None:
    lodge, bridge = (
        _lines(told, "ap_outcomes_settings.csv", school_urn=urn)[0] for urn in (LODGE, BRIDGE)
    )
    total = _lines(told, "ap_outcomes.csv", establishment_type="Total")[0]
    assert {bridge[f"rei_3_{of}"] for of in ("pupil_count", "yes_count", "percent")} == {"c"}
    assert "c" in (lodge["rei_3_pupil_count"], total["rei_3_pupil_count"])
    assert told.leaks() == []


@pytest.mark.parametrize(
    ("pupils", "returned", "said"),
    [
        (12, 7, ["12", "7", "0", "58"]),
        (9, 6, ["9", "6", "0", "u"]),
        (12, 10, ["12", "c", "0", "c"]),
        (5, 3, ["c", "c", "c", "c"]),
    ],
)
def test_an_authority_of_one_setting_tells_its_counts_and_its_share(
    authority: World, pupils: int, returned: int, said: list[str]
) -> None:
    for n, who in enumerate(authority.pupils(pupils)):
        authority.placed(who, BEGAN)
        if n < returned:
            authority.moved("reintegration", who, BACK)
    alone = release(authority.session, "2025-26", ON)
    line, whole = (_lines(alone, f"{table.name}.csv")[0] for table in reversed(TABLES))
    names = [f"rei_3_{of}" for of in ("pupil_count", "yes_count", "unknown_count", "percent")]
    assert [line[name] for name in names] == said
    assert [whole[name] for name in names] == said
    assert (line["p16_1_pupil_count"], line["p16_1_percent"]) == ("0", "z")
    assert alone.leaks() == []


def test_settings_that_are_no_schools_are_told_apart_by_name(authority: World) -> None:
    tuition, work = (
        add_setting(
            authority.session, name="=Elm Farm", la_code="330", setting_type=kind, recorded_at=TOLD
        )
        for kind in ("OOT", "WBP")
    )
    for n, who in enumerate(authority.pupils(20)):
        authority.placed(who, BEGAN, to=tuition.id if n < 4 else work.id)
    told = release(authority.session, "2025-26", ON)
    lines = _lines(told, "ap_outcomes_settings.csv")
    assert [line["school_name"] for line in lines] == ["'=Elm Farm", "'=Elm Farm (2)"]
    assert {(line["school_urn"], line["school_laestab"]) for line in lines} == {("z", "z")}
    assert [line["rei_3_pupil_count"] for line in lines] == ["c", "c"]
    assert told.leaks() == []


def test_the_same_register_gives_the_same_bytes(peopled: World, told: Release) -> None:
    assert release(peopled.session, "2025-26", date(2027, 3, 1)) == told


def test_of_a_protected_child_nothing_is_told_whatever_became_of_it(
    authority: World, told: Release
) -> None:
    _peopled(authority)
    hidden = authority.pupils(7)
    for who in hidden:
        authority.placed(who, BEGAN)
        authority.moved("reintegration", who, BACK)
    more = release(authority.session, "2025-26", ON)
    assert more.files != told.files
    for who in hidden:
        authority.moved("pupil_details", who, "2026-10-05", nc_year="11", protected="Y")
    assert release(authority.session, "2025-26", ON).files == told.files


def test_of_a_pupil_who_died_nothing_is_told(authority: World, told: Release) -> None:
    _peopled(authority)
    for who in authority.pupils(2):
        authority.placed(who, BEGAN)
        authority.moved("removal_from_roll", who, "2025-03-10", ground="k")
    assert release(authority.session, "2025-26", ON).files == told.files


def test_measures_of_one_cohort_ask_the_same_pupils(peopled: World) -> None:
    """And of a part no others than the whole: the attacker and the suppression build on it."""
    found = counted(peopled.session, FIRST, LAST).cohorts
    asked = {
        measure.id: [{*cohort.rows["pupil"]} for cohort in found[measure.id]]
        for measure in MEASURES
    }
    first = {measure.cohort: measure.id for measure in MEASURES}
    for measure in MEASURES:
        assert asked[measure.id] == asked[first[measure.cohort]]
        if measure.part_of:
            whole = asked[first[measure.part_of]]
            assert all(a <= b for a, b in zip(asked[measure.id], whole, strict=True))
    assert {len(measure.part_of) > 0 for measure in MEASURES} == {True, False}


def test_whoever_is_much_better_is_better_and_both_are_known_of_the_same_pupils() -> None:
    """Over every pair of scores: the attacker and the suppression build on it."""
    scores = pd.Series([*range(7, 36), None], dtype="Int64")
    every = pd.DataFrame({"first_score": scores}).merge(
        pd.DataFrame({"later_score": scores}), how="cross"
    )
    much, worse, better = (asked_of(one, every).answers for one in (WEL_2, WEL_2W, WEL_1))
    assert (much.isna() == better.isna()).all()
    assert (worse.isna() == better.isna()).all()
    assert not (much & ~better).fillna(False).any()
    assert not (worse & better).fillna(False).any()
    assert worse.sum() == much.sum() > 0, "as many pairs of scores each way round"
    narrower = {(one.id, one.narrows) for one in MEASURES if one.narrows}
    assert narrower == {("WEL-2", "WEL-1"), ("WEL-2W", "WEL-1")}


def test_no_pupil_is_in_it(authority: World) -> None:
    pupils = _peopled(authority)
    text = "".join(release(authority.session, "2025-26", ON).files.values())
    assert not [upn for upn in pupils if upn in text]
    assert not re.search(r"\b[ps]_[0-9a-f]{6,}", text)


def test_a_mean_is_hidden_with_the_counts_of_those_who_changed_by_more_than_chance() -> None:
    """Whoever rose by 2.87 adds so much to the mean of all: WEL-1's could tell WEL-2's yes."""
    shown, hides = np.zeros((2, 3), dtype=np.bool_), np.array([[False] * 3, [False, True, False]])
    for narrower in (WEL_2, WEL_2W):
        family = [WEL_1, narrower]
        assert _narrowed(WEL_1, family, [shown, hides]).tolist() == [False, True]
        assert _narrowed(narrower, family, [shown, hides]).tolist() == [False, False]
    *_, change = indicators(WEL_1)
    told = {"pupil_count": 30, "yes_count": 12, "unknown_count": 0}
    row = Row(TABLES[0], {}, (0,))
    assert _cell(change, told, shown[0], row, Counted((), {}, False), tells=True) == "c"


def test_where_it_is_hidden_that_nobody_was_asked_no_value_says_so() -> None:
    """A setting of whose pupils none had missed half of school, beside one of whom a few had."""
    part = np.array([[0, 0, 0], [0, 6, 6], [0, 5, 5]])
    whole = np.array([[0, 3, 5], [0, 7, 6], [2, 13, 12]])
    measures, rows = [ATT_2, ATT_1], [(0,), (1,), (2,), (0, 1, 2)]
    hidden, _ = suppressed([part, whole], rows, inside(measures))
    assert hidden[0].all(), "for the sake of another"
    none = Row(TABLES[0], {}, (0,))
    nobody = {"pupil_count": 0, "yes_count": 0, "unknown_count": 0}
    said = [
        _cell(one, nobody, hides, none, Counted((), {}, False), tells=False)
        for hides in (hidden[0], hidden[0] & False)
        for one in indicators(ATT_2)
    ]
    assert said == ["c"] * 4 + ["0", "0", "0", "z"]


def test_primary_suppression_alone_would_be_found_out(told: Release) -> None:
    """The attacker sees the files alone: with the total given back it names what it tells."""
    lines = _read(told, "ap_outcomes.csv")
    leaky = dict(told.files)
    for line in lines:
        if line["establishment_type"] == "Total":
            line["rei_3_pupil_count"] = "16"
        elif line["establishment_type"] == "Pupil referral unit":
            line["rei_3_pupil_count"] = "12"
    text = io.StringIO()
    out = csv.DictWriter(text, list(lines[0]))
    out.writeheader()
    out.writerows(lines)
    leaky["ap_outcomes.csv"] = text.getvalue()
    found = Release(leaky, told.types, synthetic=False).leaks()
    assert ("rei_3_pupil_count", 4, 4) in {(one.column, one.low, one.high) for one in found}
    assert any("Bridge Academy" in one.sentence for one in found)


def test_england_is_told_where_the_register_is_of_every_authority(peopled: World) -> None:
    whole = release(peopled.session, "2025-26", ON, national=True)
    england = _lines(whole, "ap_outcomes.csv", geographic_level="National")
    assert len(england) == 6
    assert {line["la_name"] for line in england} == {""}
    region = _lines(whole, "ap_outcomes.csv", geographic_level="Regional")
    assert [line["region_name"] for line in region] == ["West Midlands"] * 6
    assert {line["new_la_code"] for line in region} == {""}
    assert whole.leaks() == []


def test_a_year_that_is_not_over_or_no_year_is_refused(peopled: World) -> None:
    for year, words in (
        ("2026-27", "is not over: publish it after 31 August"),
        ("2026", "2025-26"),
    ):
        with pytest.raises(Refused) as refused:
            release(peopled.session, year, ON)
        assert words in refused.value.problems[0].message


def test_the_methods_page_says_each_measure_and_each_symbol(told: Release) -> None:
    page = told.files["methods.md"]
    for measure in MEASURES:
        assert f"### {measure.id} {measure.title}" in page
        assert measure.basis.cite in page
        assert all(f"`{one.column}`" in page for one in indicators(measure))
    assert all(f"| {symbol} |" in page for symbol in SYMBOLS)
    assert "Counts of 1 to 5 pupils are suppressed" in page
    assert "{" not in page


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no published files of the DfE on this machine")
def test_namesof_area_are_named_as_in_files_that_the_dfe_published(told: Release) -> None:
    sample = SAMPLES / "la_funded_ap_by_setting_202223.csv"
    with sample.open(encoding="utf-8-sig", newline="") as file:
        published = next(csv.reader(file))
    area = [name for name in columns(TABLES[0]) if name != "establishment_type"]
    assert {*area} == {*published} - {"setting_type", "placements"}
    with (SAMPLES / "ees_data_dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        items = {
            row["filter_item"]
            for row in csv.DictReader(file)
            if row["col_name"] == "establishment_type"
        }
    assert {*TABLES[0].filters[0].items} - items == {"Other alternative provision"}
