"""The list of the morning: who is expected in alternative provision and has no mark from there."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements import expected
from movements.actor import Actor
from movements.attendance import marks_of
from movements.expected_now import EVERYONE, Whose
from movements.local_rule_setting import set_local_rule
from movements.morning import Morning, MorningLine, last_school_day, morning
from movements.people_and_places import TermDate
from movements.problems import Refused
from movements.register import standing
from movements.responsible import expected_at
from movements.school_days import calendars
from movements.take_in import take_in
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, OTHER, SETTING, World, world

WEDNESDAY, NEXT = date(2025, 11, 5), date(2025, 11, 6)
LODGE, BROOK = f"s_00{SETTING}", f"s_00{HOME}"
OFFICER = Actor("Olive", "la_officer", authority="330")


def told(found: Morning) -> list[tuple[str, str, str]]:
    return [(line.pupil, line.spell.place, line.state) for line in found.lines]


def only(found: Morning) -> MorningLine:
    (line,) = found.lines
    return line


@pytest.fixture(params=["made", "not made", "half made"])
def kept(brook: World, request: pytest.FixtureRequest) -> World:
    """Ben is at the Lodge from 3 November; amy joins him on the 4th."""
    if request.param == "half made":
        expected.rebuild(brook.session)
    brook.moved("ap_placement", AMY, HOME, "2025-11-04", place=SETTING, reason="BHS")
    if request.param == "made":
        expected.rebuild(brook.session)
    return brook


def test_who_is_expected_and_not_marked_is_listed_for_who_placed_them(kept: World) -> None:
    found = morning(kept.session, WEDNESDAY)
    everyone = sorted(kept.pupil(who) for who in (AMY, BEN))
    assert sorted(told(found)) == [(pupil, LODGE, "no_mark") for pupil in everyone]
    assert {(line.owner, line.place, line.listed_from) for line in found.lines} == {
        (BROOK, LODGE, time(10))
    }
    assert found.settings == ((LODGE, 2, 0, True),)
    assert (found.expected, found.waiting(time(9, 59)), found.waiting(time(10))) == (2, 2, 0)


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("/", None),
        ("L", "late"),
        ("U", "late"),
        ("N", "no_reason"),
        ("O", "no_reason"),
        ("I", None),
    ],
)
def test_a_mark_takes_a_child_off_the_list_or_says_more(
    kept: World, mark: str, state: str | None
) -> None:
    kept.sent(f"{BEN},2025-11-05,AM,{mark}", f"{AMY},2025-11-05,AM,/", to=SETTING)
    found = morning(kept.session, WEDNESDAY)
    assert told(found) == ([(kept.pupil(BEN), LODGE, state)] if state else [])
    assert [line.mark for line in found.lines] == ([mark] if state else [])
    assert found.settings == ((LODGE, 2, 2, True),)
    assert len(morning(kept.session, NEXT).lines) == 2, "of another day nothing is said"


def test_what_the_school_marked_stands_beside(kept: World) -> None:
    kept.sent(f"{BEN},2025-11-05,AM,D", f"{AMY},2025-11-05,PM,/")
    beside = {line.pupil: line.elsewhere for line in morning(kept.session, WEDNESDAY).lines}
    assert beside == {kept.pupil(BEN): ((BROOK, "D"),), kept.pupil(AMY): ()}
    afternoon = morning(kept.session, WEDNESDAY, half="PM").lines
    assert {line.elsewhere for line in afternoon} == {(), ((BROOK, "\\"),)}


def test_a_part_of_the_week_is_expected_in_that_part_alone(brook: World) -> None:
    part = {"pattern": "PT", "week": "0000100000", "place": SETTING, "reason": "BHS"}
    brook.moved("ap_placement", AMY, HOME, "2025-11-04", **part)
    for made in (False, True):
        if made:
            expected.rebuild(brook.session)
        assert len(morning(brook.session, WEDNESDAY).lines) == 2
    assert len(morning(brook.session, WEDNESDAY, half="PM").lines) == 1
    assert len(morning(brook.session, NEXT).lines) == 1


def test_a_setting_s_own_roll_counts_and_a_mainstream_one_does_not(brook: World) -> None:
    brook.moved("ap_placement", AMY, HOME, "2025-11-03", place=SETTING, reason="BHS")
    brook.moved("on_roll", AMY, SETTING, "2025-11-03", enrol_status="S")
    brook.moved("placement_end", AMY, HOME, "2025-11-04", place=SETTING, outcome="returned")
    lines = {line.pupil: line for line in morning(brook.session, WEDNESDAY).lines}
    amy = lines[brook.pupil(AMY)]
    assert (amy.spell.why, amy.owner) == ("subsidiary", BROOK)
    assert brook.pupil(CAL) not in lines
    brook.moved("off_site_direction", CAL, OTHER, "2025-11-05", place=HOME, days="10")
    lines = {line.pupil: line for line in morning(brook.session, WEDNESDAY).lines}
    assert lines[brook.pupil(CAL)].spell.why == "direction"


def test_a_child_of_the_setting_s_own_roll_alone_has_no_other_school(brook: World) -> None:
    brook.moved("ap_placement", CAL, OTHER, "2025-11-03", place=SETTING, reason="BHS")
    brook.moved("on_roll", CAL, SETTING, "2025-11-03")
    brook.moved("placement_end", CAL, SETTING, "2025-11-04", place=SETTING, outcome="moved_on")
    lines = {line.pupil: line for line in morning(brook.session, WEDNESDAY).lines}
    cal = lines[brook.pupil(CAL)]
    assert (cal.spell.why, cal.owner, cal.elsewhere) == ("main_roll", LODGE, ())


def test_a_setting_known_by_its_type_alone_can_send_no_mark(brook: World) -> None:
    brook.moved("ap_placement", AMY, HOME, "2025-11-04", setting_type="OOT", reason="BHS")
    found = {line.pupil: line for line in morning(brook.session, WEDNESDAY).lines}
    line = found[brook.pupil(AMY)]
    assert (line.place, line.state, line.owner) == (None, "no_mark", BROOK)
    assert line.listed_from == time(10)
    assert "UKPRN" in (line.asks or "")
    assert found[brook.pupil(BEN)].asks is None


@pytest.mark.parametrize(
    ("mark", "state"),
    [("B", None), ("I", None), ("N", "no_reason"), ("L", "late"), ("D", "no_mark")],
)
def test_of_a_setting_known_by_its_type_the_main_school_s_mark_is_told(
    brook: World, mark: str, state: str | None
) -> None:
    brook.moved("ap_placement", AMY, HOME, "2025-11-04", setting_type="OOT", reason="BHS")
    brook.sent(f"{AMY},2025-11-05,AM,{mark}")
    lines = {line.pupil: line.state for line in morning(brook.session, WEDNESDAY).lines}
    assert lines.get(brook.pupil(AMY)) == state
    afternoon = morning(brook.session, WEDNESDAY, half="PM").lines
    assert brook.pupil(AMY) in {line.pupil for line in afternoon}


def test_without_a_main_school_the_authority_that_placed_the_child_is_asked(brook: World) -> None:
    answers = {"setting_type": "OOT", "reason": "NEW", "arranged_by": "authority"}
    told = {"upn": AMY, "on": "2025-11-04", **answers}
    take_in(brook.session, "ap_placement", told, place=brook.place(HOME), by=OFFICER, source="csv")
    brook.moved("removal_from_roll", AMY, HOME, "2025-11-04", ground="g")
    found = {line.pupil: line for line in morning(brook.session, WEDNESDAY).lines}
    line = found[brook.pupil(AMY)]
    assert (line.state, line.owner, line.elsewhere) == ("no_mark", "la:330", ())


def test_the_time_is_the_authority_s_own(brook: World) -> None:
    set_local_rule(
        brook.session,
        "morning_list_time",
        (930,),
        on=date(2025, 11, 5),
        cite="Protocol",
        by=OFFICER,
        source="form",
    )
    assert only(morning(brook.session, WEDNESDAY)).listed_from == time(9, 30)
    assert only(morning(brook.session, WEDNESDAY, half="PM")).listed_from == time(14)
    assert only(morning(brook.session, date(2025, 11, 4))).listed_from == time(10)


def test_nobody_is_listed_where_the_setting_is_closed(brook: World) -> None:
    closed = {"from_date": WEDNESDAY, "to_date": WEDNESDAY, "recorded_at": "2025-11-01"}
    brook.session.add(TermDate(place_or_la=LODGE, kind="closure", **closed))
    brook.session.flush()
    found = morning(brook.session, WEDNESDAY)
    assert (found.lines, found.settings) == ((), ((LODGE, 1, 0, False),))
    assert found.expected == 0
    assert len(morning(brook.session, NEXT).lines) == 1


@pytest.mark.parametrize(
    ("whose", "count"),
    [
        (EVERYONE, 1),
        (Whose(frozenset({BROOK})), 1),
        (Whose(frozenset({LODGE})), 1),
        (Whose(frozenset({f"s_00{OTHER}"})), 0),
        (Whose(authority="330"), 1),
        (Whose(authority="33"), 0),
        (Whose(authority="331"), 0),
    ],
)
def test_each_sees_its_own(brook: World, whose: Whose, count: int) -> None:
    assert len(morning(brook.session, WEDNESDAY, whose=whose).lines) == count
    expected.rebuild(brook.session)
    assert len(morning(brook.session, WEDNESDAY, whose=whose).lines) == count


def test_a_child_of_two_records_is_listed_once_and_marked_by_either(brook: World) -> None:
    brook.moved("ap_placement", AMY, HOME, "2025-11-04", place=SETTING, reason="BHS")
    brook.sent(f"{AMY},2025-11-05,AM,/", to=SETTING)
    answers = {"pupil": brook.pupil(BEN), "on": "2025-11-04", "same_as": AMY, "because": "Yes"}
    take_in(brook.session, "records_linked", answers, place=None, by=OFFICER, source="csv")
    expected.rebuild(brook.session)
    assert told(morning(brook.session, WEDNESDAY)) == []
    assert told(morning(brook.session, NEXT)) == [(brook.pupil(BEN), LODGE, "no_mark")]


def test_a_protected_child_is_listed_and_counted_for_nobody_but_the_setting(brook: World) -> None:
    brook.moved("pupil_details", BEN, HOME, "2025-11-03", protected="Y")
    for made in (False, True):
        if made:
            expected.rebuild(brook.session)
        every = morning(brook.session, WEDNESDAY)
        assert (only(every).spell.protected, every.settings, every.expected) == (True, (), 1)
        own = morning(brook.session, WEDNESDAY, whose=Whose(frozenset({LODGE})))
        assert own.settings == ((LODGE, 1, 0, True),)


def test_the_last_school_day_of_those_asked_for(brook: World) -> None:
    days = calendars(brook.session)
    assert last_school_day(days, [BROOK, LODGE], WEDNESDAY) == WEDNESDAY
    assert last_school_day(days, [BROOK], date(2025, 11, 9)) == date(2025, 11, 7)
    assert last_school_day(days, [BROOK], date(2025, 10, 30)) == date(2025, 10, 24)


STEPS = st.lists(
    st.one_of(
        st.sampled_from(["rebuild", "refresh"]),
        st.tuples(
            st.sampled_from([AMY, BEN, CAL, DOT]),
            st.sampled_from([HOME, SETTING, OTHER]),
            st.sampled_from(["ap_placement", "placement_end", "on_roll", "off_site_direction"]),
            st.integers(3, 7),
        ),
        st.tuples(
            st.sampled_from([HOME, SETTING]),
            st.sampled_from([AMY, BEN, CAL]),
            st.integers(3, 7),
            st.sampled_from(["/", "L", "N", "I", "D"]),
        ),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(3, 7))
def test_it_is_what_each_child_s_own_history_and_marks_say(steps: list, day: int) -> None:  # type: ignore[type-arg]
    on = date(2025, 11, day)
    with world() as brook:
        for step in steps:
            _do(brook, step)
        listed = sorted(told(morning(brook.session, on)))
        assert listed == sorted(_one_by_one(brook, on))


def _do(brook: World, step: object) -> None:
    if step == "rebuild":
        expected.rebuild(brook.session)
    elif step == "refresh":
        expected.refresh(brook.session)
    elif isinstance(step, tuple) and step[0] in (HOME, SETTING):
        to, who, day, mark = step
        brook.sent(f"{who},2025-11-0{day},AM,{mark}", to=to)
    elif isinstance(step, tuple):
        who, at, kind, day = step
        answers = {
            "ap_placement": {"place": SETTING, "reason": "BHS"},
            "placement_end": {"place": SETTING, "outcome": "returned"},
            "off_site_direction": {"place": SETTING, "days": "5"},
        }.get(kind, {"enrol_status": "S"})
        with suppress(Refused):
            brook.moved(kind, who, at, f"2025-11-0{day}", **answers)


def _one_by_one(brook: World, on: date) -> Iterator[tuple[str, str, str]]:
    states = {"": "no_mark", "L": "late", "N": "no_reason"}
    for who in (AMY, BEN, CAL, DOT):
        pupil = brook.pupil(who)
        then = standing(brook.session, pupil, on, "AM")
        at = {*expected_at(then, 2 * on.weekday())}
        at |= {roll.place for roll in then.rolls if roll.place == LODGE}
        away = {p.place for p in then.provision}
        for place in at & {LODGE, *away}:
            held = {
                m.place: m.mark for m in marks_of(brook.session, pupil, on, on) if m.session == "AM"
            }
            if state := states.get(held.get(place, "")):
                yield pupil, place, state
