"""The report to the Adjudicator and the yearly report of a panel: each number, from known cases."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements.places import place_facts
from movements.school_days import calendars
from reports.panel.counted import few, guarded_total, lines_of, total
from reports.panel.stories import Story, stories
from reports.panel.yearly import PanelYear, panel_year
from reports.returns.fair_access import FairAccessReturn, fair_access_return
from tests.fair_access.world import (
    AMY,
    BROOK,
    CAL,
    EVE,
    HILL,
    LODGE,
    TODAY,
    World,
    place_id,
    upn,
    world,
)

YEAR = "2026-27"
DAN = upn(6)


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[World, dict[str, str]]]:
    """Amy starts and stays, Cal's school is directed, Dan goes to a setting, Eve is protected."""
    with world() as here:
        here.moved("on_roll", DAN, BROOK, "2026-09-01")
        cases = {
            "amy": here.agreed(AMY),
            "cal": here.agreed(CAL),
            "dan": here.agreed(DAN),
            "eve": here.agreed(EVE),
        }
        panel = _met(here, cases)
        _amy(here, cases["amy"])
        _directed(here, cases["cal"])
        _placed(here, cases["dan"])
        here.allocated(cases["eve"], "2026-10-14")
        here.started(cases["eve"], "2026-10-15", "2026-10-15")
        yield here, cases | {"panel": panel}


def _amy(here: World, case: str) -> None:
    """Referred by Brook and deferred; started on the ninth school day; both checks made."""
    here.step(case, "case_deferred", "2026-10-07", because="information", back_on="2026-10-14")
    here.allocated(case, "2026-10-14")
    here.started(case, "2026-10-15", "2026-10-15")
    here.step(case, "case_on_roll_checked", "2026-10-22", found="On roll")
    here.step(case, "case_sustained", "2026-12-03", check="1")
    here.step(case, "case_sustained", "2027-02-03", check="2")


def _directed(here: World, case: str) -> None:
    """Hill refuses, Brook is asked next and refuses: it is directed, and the child starts."""
    here.allocated(case, "2026-10-14")
    here.step(case, "case_refused", "2026-10-15", because="no_place", evidence="Numbers")
    here.step(case, "case_refusal_accepted", "2026-10-16", because="Three this term")
    here.allocated(case, "2026-10-19", to=BROOK)
    here.step(case, "case_refused", "2026-10-20", because="no_place", evidence="Numbers")
    told = {"route": "maintained"}
    here.step(case, "case_direction_consulted", "2026-10-21", consulted="Governors", **told)
    here.step(case, "case_direction_served", "2026-11-02", suitable=f"{HILL} {BROOK}", **told)
    here.step(case, "case_directed", "2026-11-17", starts_on="2026-11-23")
    here.step(case, "case_started", "2026-11-24")


def _placed(here: World, case: str) -> None:
    here.allocated(case, "2026-10-14", to=LODGE, movement="ap_placement", reason="BHS")
    here.step(case, "case_started", "2026-10-14")
    here.step(case, "case_broke_down", "2026-11-04", because="attendance", what="Came four days")


def _met(here: World, cases: dict[str, str]) -> str:
    panel = here.panel("pat", "quinn")
    meeting = here.called(panel, cases["amy"], cases["cal"])
    here.minute("meeting_opened", meeting, "2026-10-14")
    first, second = (one.id for one in here.book().panels[panel].members)
    here.minute("meeting_attendance", meeting, "2026-10-14", member=first, attends="present")
    here.minute("meeting_attendance", meeting, "2026-10-14", member=second, attends="apologies")
    return panel


def told(here: World, today: date = TODAY) -> list[Story]:
    return stories(here.session, "330", today)


def returned(here: World, year: str = YEAR, today: date = TODAY) -> FairAccessReturn:
    places = place_facts(here.session).values()
    return fair_access_return(told(here, today), "330", year, places, today)


def yearly(here: World, panel: str | None = None, year: str = YEAR) -> PanelYear:
    days = calendars(here.session).of("la:330")
    return panel_year(told(here), here.book(), panel, year, days, TODAY)


def names(cases: dict[str, str], *ids: str) -> set[str]:
    return {name for name, case in cases.items() if case in ids}


def test_a_looked_after_child_who_is_directed_is_not_admitted_by_the_protocol() -> None:
    with world() as here:
        here.moved("pupil_details", AMY, BROOK, "2026-09-02", looked_after="Y")
        case = here.refer(AMY)
        why = {"because": "looked_after", "route": "looked_after_direction"}
        here.step(case, "case_not_eligible", "2026-10-02", **why)
        told = {"route": "looked_after"}
        named = {"consulted": "Governors", "to_place": HILL}
        here.step(case, "case_direction_consulted", "2026-10-05", **named, **told)
        here.step(case, "case_direction_served", "2026-10-13", **told)
        here.step(case, "case_directed", "2026-10-21", starts_on="2026-11-02")
        here.step(case, "case_started", "2026-11-02")
        (line,) = (one for one in returned(here).lines if one.place == place_id(HILL))
        assert {name: len(of) for name, of in line.counts.items()} == {
            "admitted": 0,
            "refused": 0,
            "directed": 1,
        }


def test_each_school_has_its_line_and_a_protected_child_none(
    made: tuple[World, dict[str, str]],
) -> None:
    here, cases = made
    report = returned(here)
    lines = {
        line.place: {name: names(cases, *of) for name, of in line.counts.items()}
        for line in report.lines
    }
    assert lines == {
        place_id(BROOK): {"admitted": {"cal"}, "refused": {"cal"}, "directed": {"cal"}},
        place_id(HILL): {"admitted": {"amy"}, "refused": {"cal"}, "directed": set()},
        None: {"admitted": {"eve"}, "refused": set(), "directed": set()},
    }
    assert (report.due, report.lines[-1].place) == (date(2027, 10, 31), None)


def test_it_counts_the_year_asked_for_and_no_day_to_come(
    made: tuple[World, dict[str, str]],
) -> None:
    here, _ = made
    assert not any(any(line.counts.values()) for line in returned(here, "2025-26").lines)
    early = returned(here, today=date(2026, 10, 14))
    assert total(early.lines, "admitted") == 0
    with pytest.raises(ValueError, match="2025-26"):
        returned(here, "2026")


def test_the_yearly_report_of_all_cases(made: tuple[World, dict[str, str]]) -> None:
    here, cases = made
    report = yearly(here)
    assert names(cases, *report.cases) == {"amy", "dan", "cal", "eve"}
    assert names(cases, *report.refused) == names(cases, *report.directed) == {"cal"}
    assert names(cases, *report.deferred) == {"amy"}
    assert (report.meetings, report.attendance) == (1, ())
    # School days from 2 October: 9 and 9 to the 15th, 8 to the 14th, 32 to 24 November.
    assert (report.days.median, len(report.days.cases)) == (9.0, 4)
    assert (report.days.lower, report.days.upper) == (8.75, 14.75)
    held = {check: {k: names(cases, *v) for k, v in of.items()} for check, of in _sustained(report)}
    none: set[str] = set()
    assert held[1] == {
        "held": {"amy"}, "broke_down": {"dan"}, "not_asked": {"cal", "eve"}, "not_yet": none,
    }  # fmt: skip
    assert held[2]["held"] == {"amy"}
    late = {one.clock: (one.due, names(cases, *one.cases)) for one in report.missed}
    assert late["fair_access_place"] == (4, none)
    assert late["fair_access_on_roll"][1] == {"cal", "eve"}
    assert "fair_access_refusal" not in late, "a school's right"


def _sustained(report: PanelYear) -> list[tuple[int, dict[str, tuple[str, ...]]]]:
    return [(check, dict(of)) for check, of in report.sustained.items()]


def test_a_panels_report_is_of_the_cases_it_had_first_and_its_members(
    made: tuple[World, dict[str, str]],
) -> None:
    here, cases = made
    report = yearly(here, cases["panel"])
    assert names(cases, *report.cases) == {"amy", "cal"}
    came = {one.member.person: (one.meetings, one.present, one.apologies) for one in
            report.attendance}  # fmt: skip
    assert came == {"pat": (1, 1, 0), "quinn": (1, 0, 1)}
    assert not yearly(here, cases["panel"], "2025-26").attendance


def test_every_total_is_the_sum_of_its_cases(made: tuple[World, dict[str, str]]) -> None:
    here, _ = made
    report, found = returned(here), told(here)
    for name, kind in (("refused", "case_refused"), ("directed", "case_directed")):
        steps = sum(one.entry.kind == kind for story in found for one in story.steps)
        assert total(report.lines, name) == steps
    assert total(report.lines, "admitted") == 3, "all who started at a school"
    whole = yearly(here)
    for _, of in _sustained(whole):
        assert sorted(case for cases in of.values() for case in cases) == sorted(whole.days.cases)
    assert total(whole.use, "taken") == total(report.lines, "admitted")


TOLD = st.lists(
    st.tuples(
        st.sampled_from([None, "a", "b", "c"]),
        st.sampled_from(["x", "y"]),
        st.text("123", min_size=1),
    )
)


@settings(max_examples=60)
@given(TOLD)
def test_lines_lose_no_case_and_a_guarded_total_gives_no_few_away(
    said: list[tuple[str | None, str, str]],
) -> None:
    lines = lines_of(said, ["x", "y"])
    for name in ("x", "y"):
        each = {(place, case) for place, of, case in said if of == name}
        assert total(lines, name) == len(each)
        hidden = any(few(len(line.counts[name])) for line in lines)
        assert (guarded_total(lines, name, whole=False) is None) == hidden
        assert guarded_total(lines, name, whole=True) == len(each)
