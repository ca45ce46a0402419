"""Local rules: versions with the days they take effect, read back as they were known."""

from datetime import UTC, date, datetime, time

import pytest

from movements.actor import Actor
from movements.local_rule_setting import read_values, set_local_rule
from movements.local_rules import LOCAL_RULES, local_rules
from movements.problems import Refused
from movements.record import stop_clock_at
from movements.register import known_until
from tests.spec.pages import SPECS
from tests.spec.world import World

OFFICER = Actor("Olive", "la_officer", authority="330")
RULE = "direction_review_weeks"
KEPT = "panel_papers_years"
OF_PANELS = {"panel_quorum", "panel_sight_days"}
OF_DIGESTS = "escalate_days"
LISTED = ("morning_list_time", "afternoon_list_time")


def _set(told: World, values: tuple[int, ...], on: date, day: int = 1) -> str:
    stop_clock_at(datetime(2026, 9, day, 12, tzinfo=UTC))
    try:
        return set_local_rule(
            told.session, RULE, values, on=on, cite="Protocol 7", by=OFFICER, source="form"
        ).result
    finally:
        stop_clock_at(None)


def test_what_is_not_set_is_the_usual_and_says_so(told: World) -> None:
    value = local_rules(told.session).of("330", RULE, date(2026, 9, 1))
    assert value.values == LOCAL_RULES[RULE].default == (4, 8, 12)
    assert (value.basis.level, value.entry) == ("ours", None)


def test_a_version_holds_from_its_day_for_its_authority_only(told: World) -> None:
    _set(told, (6,), date(2026, 10, 1))
    held = local_rules(told.session)
    assert held.of("330", RULE, date(2026, 9, 30)).values == (4, 8, 12)
    assert held.of("330", RULE, date(2026, 10, 1)).values == (6,)
    assert held.of("330", RULE, date(2026, 10, 1)).basis.level == "local"
    assert held.of("331", RULE, date(2026, 10, 1)).values == (4, 8, 12)


def test_said_again_it_is_held_and_said_otherwise_the_later_word_counts(told: World) -> None:
    day = date(2026, 10, 1)
    assert _set(told, (6,), day) == "accepted"
    assert _set(told, (6,), day) == "already_held"
    assert _set(told, (5, 10), day, day=3) == "accepted"
    assert local_rules(told.session).of("330", RULE, day).values == (5, 10)
    as_known = local_rules(told.session, known_at=known_until(date(2026, 9, 2)))
    assert as_known.of("330", RULE, day).values == (6,)


@pytest.mark.parametrize(
    ("rule", "values", "cite", "by", "code"),
    [
        ("bedtime", (4,), "x", OFFICER, "unknown_rule"),
        (RULE, (), "x", OFFICER, "out_of_range"),
        (RULE, (0,), "x", OFFICER, "out_of_range"),
        (RULE, (8, 4), "x", OFFICER, "order"),
        (RULE, (4, 4), "x", OFFICER, "order"),
        ("placement_review_weeks", (4, 8), "x", OFFICER, "one_value"),
        ("sustained_check_days", (30,), "x", OFFICER, "too_few"),
        (RULE, (4,), " ", OFFICER, "missing"),
        (RULE, (4,), "x", Actor("Anna", "administrator"), "missing"),
        (RULE, (4,), "x", Actor("Olive", "la_officer", authority="000"), "unknown_authority"),
    ],
)
def test_what_cannot_be_set(
    told: World, rule: str, values: tuple[int, ...], cite: str, by: Actor, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_local_rule(
            told.session, rule, values, on=date(2026, 9, 1), cite=cite, by=by, source="form"
        )
    assert [problem.code for problem in refused.value.problems] == [code]


def test_every_rule_is_told_on_both_sides_of_the_day_it_takes_effect() -> None:
    told = {spec.title.rpartition(": ")[2] for spec in SPECS if spec.page == "local_rules"}
    assert told == set(LOCAL_RULES) - {KEPT, OF_DIGESTS, *LISTED, *OF_PANELS}, (
        "a spec for each, but for those that start no clock"
    )


@pytest.mark.parametrize("values", [(2400,), (1060,), (0,), (930, 1000)])
def test_what_is_no_time_of_day_is_refused(told: World, values: tuple[int, ...]) -> None:
    with pytest.raises(Refused) as refused:
        set_local_rule(
            told.session,
            LISTED[0],
            values,
            on=date(2026, 10, 6),
            cite="x",
            by=OFFICER,
            source="form",
        )
    assert [problem.field for problem in refused.value.problems] == ["values"]


def test_a_time_of_day_is_told_as_one(told: World) -> None:
    held = local_rules(told.session).of("330", LISTED[0], date(2026, 10, 6))
    assert (held.words, held.at) == ("10:00", time(10))


def test_papers_of_a_case_are_kept_by_the_rule_of_the_day_it_is_asked_for(told: World) -> None:
    set_local_rule(
        told.session, KEPT, (10,), on=date(2026, 10, 6), cite="x", by=OFFICER, source="form"
    )
    held = local_rules(told.session)
    days = (("330", 5), ("330", 6), ("331", 6))
    assert [held.of(whose, KEPT, date(2026, 10, day)).values for whose, day in days] == [
        (6,),
        (10,),
        (6,),
    ]


@pytest.mark.parametrize("written", ["9:30", "09:30", "9.30", "930", " 0930 "])
def test_a_time_of_day_is_read_as_people_write_it(written: str) -> None:
    assert read_values("morning_list_time", written) == (930,)


@pytest.mark.parametrize(
    ("rule", "written", "words"),
    [
        ("morning_list_time", "half past nine", "Write a time, as 9:30."),
        (RULE, "9:30", "Write whole numbers, as 6 or as 4,8,12."),
        (RULE, "12345", "Write whole numbers, as 6 or as 4,8,12."),
    ],
)
def test_what_cannot_be_read_is_said_in_the_rule_s_own_unit(
    rule: str, written: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_values(rule, written)
    assert [problem.message for problem in refused.value.problems] == [words]
