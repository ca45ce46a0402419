"""The attacker finds what it is known that the tables tell, and nothing that they do not."""

from collections.abc import Sequence

import pytest

from reports.publishing.attacker import Sheet, leaks, revisions

TYPES = {"100001": "Pupil referral unit", "100002": "Pupil referral unit", "100003": "Other"}
Cells = tuple[str, str, str]


def _line(level: str, of: str, cells: Cells, kind: str = "Total", **more: str) -> dict[str, str]:
    return {
        "time_period": "202526",
        "geographic_level": level,
        "old_la_code": "330",
        "la_name": "Town",
        "school_urn": of if level == "School" else "",
        "school_name": f"Setting {of}" if level == "School" else "",
        "establishment_type": kind,
        "p16_1_pupil_count": cells[0],
        "p16_1_yes_count": cells[1],
        "p16_1_unknown_count": cells[2],
        **more,
    }


def _school(urn: str, *cells: str) -> dict[str, str]:
    return _line("School", urn, _three(cells))


def _authority(*cells: str, kind: str = "Total", **more: str) -> dict[str, str]:
    return _line("Local authority", "330", _three(cells), kind, **more)


def _three(cells: Sequence[str]) -> Cells:
    pupils, yes, unknown = cells
    return pupils, yes, unknown


def _release(*lines: dict[str, str]) -> list[Sheet]:
    by = ("Local authority", "National", "School")
    return [
        Sheet(level, [line for line in lines if line["geographic_level"] == level]) for level in by
    ]


def _found(*lines: dict[str, str], before: Sequence[list[Sheet]] = ()) -> set[tuple[str, int, int]]:
    told = leaks(_release(*lines), before, TYPES)
    return {(one.column.removeprefix("p16_1_"), one.low, one.high) for one in told}


def test_primary_suppression_alone_is_undone_by_the_total() -> None:
    found = _found(
        _school("100001", "c", "c", "c"),
        _school("100002", "30", "15", "0"),
        _authority("34", "17", "1"),
    )
    assert found == {("pupil_count", 4, 4), ("yes_count", 2, 2), ("unknown_count", 1, 1)}


def test_a_leak_names_the_cell_and_what_it_is() -> None:
    told = leaks(_release(_school("100001", "c", "0", "0"), _authority("4", "0", "0")), types=TYPES)
    assert told[0].sentence == (
        "School: p16_1_pupil_count of School, Town, 100001, Setting 100001, Total is suppressed, "
        "but the published numbers together tell that it is 4."
    )


def test_two_suppressed_counts_with_room_are_safe_and_two_of_two_pupils_are_not() -> None:
    both = (_school("100001", "c", "c", "0"), _school("100002", "c", "c", "0"))
    assert _found(*both, _authority("9", "c", "0")) == set()
    assert ("pupil_count", 0, 2) in _found(*both, _authority("2", "c", "0"))


def test_a_breakdown_by_type_tells_what_the_authority_s_total_does_not() -> None:
    settings = [_school(urn, "c", "c", "c") for urn in ("100001", "100003")]
    safe = [*settings, _school("100002", "30", "c", "c"), _authority("43", "c", "c")]
    assert _found(*safe) == set()
    by_type = _authority("33", "c", "c", kind="Pupil referral unit")
    assert ("pupil_count", 3, 3) in _found(*safe, by_type)


def test_england_less_the_other_authorities_tells_an_authority() -> None:
    other = _line("Local authority", "331", ("50", "c", "c"), old_la_code="331")
    its_setting = _line("School", "100003", ("50", "c", "c"), old_la_code="331")
    lines = [_school("100001", "c", "c", "c"), its_setting, _authority("c", "c", "c"), other]
    assert _found(*lines) == set()
    england = _line("National", "", ("54", "c", "c"), old_la_code="")
    assert ("pupil_count", 4, 4) in _found(*lines, england)


def test_a_percentage_tells_the_count_it_was_worked_out_from() -> None:
    told = _authority("40", "c", "0", p16_1_percent="35")
    assert ("yes_count", 14, 14) in _found(_school("100001", "40", "c", "0"), told)


def test_another_measure_of_the_same_cohort_tells_its_pupils() -> None:
    settings = [_school(urn, "c", "c", "0") for urn in ("100001", "100002")]
    lines = [*settings, _authority("40", "20", "0")]
    other = [
        line | {"p16_2_pupil_count": n} for line, n in zip(lines, ("4", "c", "40"), strict=True)
    ]
    assert {("pupil_count", 4, 4), ("pupil_count", 36, 36)} <= _found(*other)
    of_others = [
        line | {"rei_3_pupil_count": n} for line, n in zip(lines, ("4", "c", "40"), strict=True)
    ]
    assert not {("pupil_count", 4, 4)} & _found(*of_others)


def test_the_pupils_of_a_whole_bound_those_of_a_part_of_it() -> None:
    lines = [_school(urn, "0", "0", "0") for urn in ("100001", "100002")]
    lines.append(_authority("0", "0", "0"))
    parts, wholes = ("c", "c", "11"), ("6", "6", "12")
    told = [
        line | {"att_2_pupil_count": part, "att_1_pupil_count": whole}
        for line, part, whole in zip(lines, parts, wholes, strict=True)
    ]
    assert {(one.column, one.low, one.high) for one in leaks(_release(*told), types=TYPES)} == {
        ("att_2_pupil_count", 5, 6)
    }


def _of(measure: str, *cells: str, **more: str) -> list[Sheet]:
    """A setting alone, and its authority."""
    parts = ("pupil_count", "yes_count", "unknown_count")
    told = {f"{measure}_{part}": cell for part, cell in zip(parts, cells, strict=True)}
    here = {"school_urn": "100001", "school_name": "Setting 100001", "geographic_level": "School"}
    authority = _authority("0", "0", "0") | told | more
    return _release(authority, authority | here)


def test_a_measure_that_narrows_another_bounds_it() -> None:
    """Who is much better is better, and of whoever has no second score neither measure knows."""
    told = {"wel_2_pupil_count": "20", "wel_2_yes_count": "18", "wel_2_unknown_count": "0"}
    found = leaks(_of("wel_1", "20", "c", "c", **told), types=TYPES)
    assert {(one.column, one.low, one.high) for one in found} == {
        ("wel_1_yes_count", 18, 20),
        ("wel_1_unknown_count", 0, 0),
    }
    of_few = told | {"wel_2_yes_count": "12", "wel_2_unknown_count": "c"}
    assert leaks(_of("wel_1", "20", "c", "c", **of_few), types=TYPES) == []


def test_whoever_is_much_worse_is_no_better() -> None:
    """Of twenty of whom eighteen are much worse no more than two are better, nor much better."""
    told = {"wel_2w_pupil_count": "20", "wel_2w_yes_count": "18", "wel_2w_unknown_count": "0"}
    for measure in ("wel_1", "wel_2"):
        more = {f"wel_1_{part}": "c" for part in ("yes_count", "unknown_count")}
        found = leaks(_of(measure, "20", "c", "c", **(told | more)), types=TYPES)
        assert (f"{measure}_yes_count", 0, 2) in {(one.column, one.low, one.high) for one in found}


def test_leavers_of_last_year_s_release_are_those_followed_up_in_this_year_s() -> None:
    settings = [_school(urn, "c", "c", "0") for urn in ("100001", "100002")]
    now = [*settings, _authority("40", "20", "0")]
    before = [
        {**line, "time_period": "202425", "atm_1_pupil_count": pupils}
        for line, pupils in zip(now, ("4", "c", "40"), strict=True)
    ]
    assert _found(*now) == set()
    found = _found(*now, before=[_release(*before)])
    assert {("pupil_count", 4, 4), ("pupil_count", 36, 36)} <= found


def test_an_incidence_is_at_least_what_was_seen() -> None:
    found = leaks(_of("rei_1", "40", "c", "c", rei_1_percent="3"), types=TYPES)
    assert ("rei_1_yes_count", 0, 1) in {(one.column, one.low, one.high) for one in found}


def test_a_mean_change_tells_how_many_must_have_changed() -> None:
    """Of ten pupils nobody but one can have done worse, if all together went up by 88 points."""
    found = leaks(_of("att_1", "10", "c", "0", att_1_change="88.0"), types=TYPES)
    assert {(one.column, one.low, one.high) for one in found} == {("att_1_yes_count", 9, 10)}
    assert not leaks(_of("att_1", "10", "c", "0", att_1_change="8.0"), types=TYPES)
    fell = leaks(_of("out_2", "10", "c", "0", out_2_change="-88.0"), types=TYPES)
    assert {(one.column, one.low, one.high) for one in fell} == {("out_2_yes_count", 9, 10)}


def test_a_mean_change_tells_how_many_rose_by_more_than_chance_in_answering() -> None:
    """WEL-2's yes from WEL-1's mean: who rose by 2.87 adds so much, and nobody more than 28."""
    told = {"wel_1_pupil_count": "30", "wel_1_yes_count": "c", "wel_1_unknown_count": "0"}
    hidden = ("30", "c", "0")
    found = leaks(_of("wel_2", *hidden, **told, wel_1_change="-26.0"), types=TYPES)
    assert ("wel_2_yes_count", 0, 1) in {(one.column, one.low, one.high) for one in found}
    found = leaks(_of("wel_2", *hidden, **told, wel_1_change="27.0"), types=TYPES)
    assert ("wel_2_yes_count", 29, 30) in {(one.column, one.low, one.high) for one in found}
    assert not leaks(_of("wel_2", *hidden, **told, wel_1_change="2.5"), types=TYPES)
    found = leaks(_of("wel_2w", *hidden, **told, wel_1_change="-27.0"), types=TYPES)
    assert ("wel_2w_yes_count", 29, 30) in {(one.column, one.low, one.high) for one in found}
    found = leaks(_of("wel_2w", *hidden, **told, wel_1_change="26.0"), types=TYPES)
    assert ("wel_2w_yes_count", 0, 1) in {(one.column, one.low, one.high) for one in found}
    assert not leaks(_of("wel_2w", *hidden, **told, wel_1_change="-2.5"), types=TYPES)


def test_that_a_value_is_not_applicable_tells_that_nobody_was_asked() -> None:
    settings = [_school("100001", "c", "0", "0"), _school("100002", "c", "c", "0")]
    lines = [*settings, _authority("4", "c", "0")]
    assert ("pupil_count", 0, 0) not in _found(*lines)
    told = _found(lines[0] | {"p16_1_percent": "z"}, *lines[1:])
    assert {("pupil_count", 0, 0), ("pupil_count", 4, 4)} <= told


def test_a_count_that_one_pupil_more_has_changed_is_found_beside_the_earlier_release() -> None:
    before = _release(_school("100001", "20", "12", "4"), _authority("20", "12", "4"))
    (one,) = revisions(_release(_school("100001", "20", "13", "3")), [before])
    assert one.sentence == (
        "School: what P16-1 counts of School, Town, 100001, Setting 100001, Total differs from "
        "what was published before by as few as 1 pupil: it tells of them."
    )
    for now in (("20", "12", "4"), ("21", "c", "c"), ("26", "18", "4"), ("28", "16", "8")):
        assert not [*revisions(_release(_school("100001", *now)), [before])]
    other_year = _release(_school("100001", "19", "11", "4") | {"time_period": "202425"})
    assert not [*revisions(before, [other_year])]


def test_a_region_less_its_other_authorities_tells_an_authority() -> None:
    by = {"region_code": "E12000005", "region_name": "West Midlands"}
    settings = [_school("100001", "c", "c", "0") | by, _school("100002", "30", "c", "0") | by]
    other = settings[1] | {"old_la_code": "331"}
    authority = _authority("c", "c", "0") | by
    beyond = authority | {"old_la_code": "331", **_line("", "331", ("30", "c", "0"))}
    beyond |= {"geographic_level": "Local authority", "old_la_code": "331", **by}
    region = _line("Regional", "", ("34", "c", "0"), old_la_code="") | by
    told = [settings[0], other, authority, beyond]
    assert _found(*told) == set()
    sheets = [*_release(*told), Sheet("Regional", [region])]
    assert {(o.low, o.high) for o in leaks(sheets, types=TYPES)} == {(4, 4)}


def test_an_earlier_release_tells_what_a_later_one_suppresses() -> None:
    settings = [_school(urn, "c", "c", "0") for urn in ("100001", "100002")]
    now = [*settings, _authority("40", "20", "0")]
    assert _found(*now) == set()
    both = (_school("100001", "4", "2", "0"), _school("100002", "c", "c", "0"))
    before = _release(*both, _authority("40", "20", "0"))
    assert ("pupil_count", 4, 4) in _found(*now, before=[before])
    assert ("pupil_count", 36, 36) in _found(*now, before=[before])


def test_what_a_revision_has_overtaken_tells_nothing_and_stops_nothing() -> None:
    settings = [_school(urn, "c", "c", "0") for urn in ("100001", "100002")]
    now = [*settings, _authority("40", "20", "0")]
    assert _found(*now, before=[_release(_school("100001", "55", "c", "0"))]) == set()
    other_year = [
        Sheet("School", [_school("100001", "4", "2", "0") | {"time_period": "202425"}]),
    ]
    assert _found(*now, before=[other_year]) == set()


def test_counts_that_contradict_one_another_are_refused() -> None:
    lines = [_school("100001", "30", "c", "0"), _authority("20", "c", "0")]
    with pytest.raises(ValueError, match="contradict"):
        leaks(_release(*lines), types=TYPES)
