"""Each category's test, on both sides, as the register shows a pupil on the day of referral."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from fair_access.case_state import CaseState
from fair_access.eligibility import CATEGORIES, Facts, concerns_of
from fair_access.referral.evidence import Evidence
from fair_access.scope import out_of_scope
from movements.kinds.in_year_application import InYearApplication
from movements.kinds.in_year_outcome import InYearOutcome
from movements.places import PlaceFacts
from movements.standing import Episode, Exclusion, Provision, Removal, Roll, Spell, Standing, Step

ON = date(2026, 10, 1)
SCHOOL, AP, HILL = "s_school", "s_ap", "s_00900002"
FACTS = Facts(
    {
        SCHOOL: PlaceFacts(SCHOOL, "Brook School", urn="900001", type_code="01"),
        HILL: PlaceFacts(HILL, "Hill School", urn="900002", type_code="01"),
        AP: PlaceFacts(AP, "The Lodge", urn="900003", type_code="14"),
    }
)
ROLL = Standing(rolls=(Roll(SCHOOL, "C", date(2025, 9, 1)),), known=True)
NOWHERE = Standing(known=True)
EXCLUDED = replace(ROLL, exclusions=(Exclusion(1, date(2026, 9, 8), SCHOOL),))


def placed(kind: str, place: str | None) -> Standing:
    setting = None if place else "OTH"
    return replace(ROLL, provision=(Provision(1, kind, place, setting, ON, None, SCHOOL),))


def left(on: date) -> Standing:
    removal = Removal(on, SCHOOL, "a", None)
    spell = Spell(SCHOOL, date(2025, 9, 1), on)
    return replace(NOWHERE, removals=(removal,), former=(spell,))


def shown(**evidence: Any) -> Facts:
    return replace(FACTS, evidence=Evidence(**evidence))


def detailed(**details: str) -> Standing:
    return replace(ROLL, details=details)


def codes(category: str, standing: Standing, facts: Facts = FACTS, on: date = ON) -> list[str]:
    return sorted(concern.code for concern in concerns_of(category, standing, on, facts))


def test_the_list_is_closed_at_thirteen_in_the_order_of_the_code() -> None:
    assert "".join(CATEGORIES) == "abcdefghijklm"
    assert all(c.title and c.evidence and c.id in c.basis.cite for c in CATEGORIES.values())


@pytest.mark.parametrize("category", list("bcfgik"))
def test_what_the_register_cannot_know_somebody_confirms(category: str) -> None:
    (found,) = concerns_of(category, ROLL, ON, FACTS)
    assert (found.code, found.level, found.field) == ("no_evidence", "note", "confirmed_by")
    assert CATEGORIES[category].evidence in found.message
    assert codes(category, NOWHERE, shown(confirmed_by="Head of the refuge")) == []


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        ({}, ["no_evidence"]),
        ({"plan_type": "child_in_need"}, []),
        ({"plan_type": "child_protection", "plan_ended": date(2025, 10, 1)}, []),
        (
            {"plan_type": "child_protection", "plan_ended": date(2025, 9, 30)},
            ["plan_over_12_months"],
        ),
    ],
)
def test_a_a_plan_now_or_within_twelve_months(evidence: dict[str, Any], found: list[str]) -> None:
    assert codes("a", ROLL, shown(**evidence)) == found


@pytest.mark.parametrize(
    ("kinship", "found"), [(None, ["no_evidence"]), ("special_guardianship", [])]
)
def test_h_by_an_order_of_the_court(kinship: str | None, found: list[str]) -> None:
    assert codes("h", ROLL, shown(kinship=kinship)) == found


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        (ROLL, ["not_in_ap"]),
        (NOWHERE, ["not_in_ap"]),
        (placed("ap_placement", AP), []),
        (placed("ap_placement", None), []),
        (placed("off_site_direction", AP), []),
        (placed("off_site_direction", HILL), ["not_in_ap"]),
        (Standing(rolls=(Roll(AP, "C", ON),)), []),
        (EXCLUDED, []),
        (replace(EXCLUDED, rolls=()), []),
        (replace(EXCLUDED, rolls=(Roll(HILL, "C", date(2026, 9, 21)),)), ["not_in_ap"]),
    ],
)
def test_d_in_alternative_provision_or_excluded(standing: Standing, found: list[str]) -> None:
    assert codes("d", standing) == found


@pytest.mark.parametrize(
    ("provision", "need", "found"),
    [
        ("K", "sen", []),
        ("N", "sen", ["no_sen_support"]),
        ("N", "medical", []),
        ("K", None, ["no_evidence"]),
        ("E", "sen", ["plan"]),
    ],
)
def test_e_needs_without_a_plan(provision: str, need: str | None, found: list[str]) -> None:
    assert codes("e", detailed(sen_provision=provision), shown(need=need)) == found


@pytest.mark.parametrize(
    ("refused_by", "refused_on", "found"),
    [
        (HILL, date(2026, 9, 21), ["refusal_not_held"]),
        (HILL, ON, ["refusal_not_held"]),
        (HILL, ON + timedelta(days=1), ["no_refusal"]),
        (HILL, None, ["no_refusal"]),
        (None, date(2026, 9, 21), ["no_refusal"]),
    ],
)
def test_j_was_refused(refused_by: str | None, refused_on: date | None, found: list[str]) -> None:
    facts = shown(refused_by=refused_by, refused_on=refused_on)
    assert codes("j", NOWHERE, facts) == found


@pytest.mark.parametrize(
    ("why", "on", "found"),
    [
        ("challenging_behaviour", ON, []),
        ("challenging_behaviour", ON + timedelta(days=1), ["no_refusal"]),
        ("oversubscribed", ON, ["no_refusal"]),
    ],
)
def test_j_is_shown_by_the_refusal_that_the_register_holds(
    why: str, on: date, found: list[str]
) -> None:
    applied = InYearApplication(on=date(2026, 9, 1), to_place=HILL)
    outcome = InYearOutcome(on=on, outcome="refused", refused_for=why)
    episode = Episode(1, None, "330", applied, steps=(Step(2, HILL, outcome),))
    assert codes("j", replace(NOWHERE, episodes=(episode,))) == found


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        (left(ON - timedelta(days=28)), []),
        (left(ON - timedelta(days=27)), ["under_four_weeks"]),
        (ROLL, ["in_education"]),
        (placed("ap_placement", AP), ["in_education"]),
        (NOWHERE, []),
        (EXCLUDED, ["under_four_weeks"]),
        (replace(ROLL, exclusions=(Exclusion(1, date(2026, 9, 3), SCHOOL),)), []),
    ],
)
def test_l_out_of_education_four_weeks(standing: Standing, found: list[str]) -> None:
    assert codes("l", standing) == found


def test_l_says_when_four_weeks_end() -> None:
    (found,) = concerns_of("l", left(date(2026, 9, 18)), ON, FACTS)
    assert "since 18 September 2026, 13 days: four weeks end on 16 October 2026" in found.message


def test_l_is_not_for_a_place_that_was_not_taken() -> None:
    assert codes("l", left(date(2026, 6, 1)), shown(offered_not_taken="Y")) == ["place_not_taken"]
    assert codes("l", left(date(2026, 6, 1)), shown(offered_not_taken="N")) == []


@pytest.mark.parametrize(
    ("looked_after", "left_on", "found"),
    [
        ("N", ON, []),
        ("N", ON + timedelta(days=1), ["no_evidence"]),
        ("N", None, ["no_evidence"]),
        ("Y", ON, ["looked_after_now"]),
    ],
)
def test_m_was_looked_after_and_is_not_now(
    looked_after: str, left_on: date | None, found: list[str]
) -> None:
    assert codes("m", detailed(looked_after=looked_after), shown(left_care_on=left_on)) == found


@pytest.mark.parametrize(
    ("details", "in_year", "category", "found"),
    [
        ({}, None, "a", ["in_year_unsaid"]),
        ({}, None, "k", []),
        ({}, "awaited", "a", []),
        ({"sen_provision": "E"}, "refused", "a", ["plan"]),
        ({"looked_after": "Y"}, "refused", "a", ["looked_after"]),
        ({}, "not_tried", "a", ["in_year_not_tried"]),
        ({}, "not_tried", "k", []),
        ({}, "refused", "a", []),
    ],
)
def test_whom_no_protocol_places(
    details: dict[str, str], in_year: str | None, category: str, found: list[str]
) -> None:
    state = CaseState(category=category, in_year=in_year)
    assert [concern.code for concern in out_of_scope(detailed(**details), state)] == found


def test_an_application_that_the_register_holds_was_tried() -> None:
    applied = InYearApplication(on=ON, to_place=HILL)
    held = replace(NOWHERE, episodes=(Episode(1, None, "330", applied),))
    assert out_of_scope(held, CaseState(category="a", in_year="not_tried")) == []


def test_a_citation_that_was_recalled_says_so() -> None:
    (found,) = out_of_scope(detailed(sen_provision="E"), CaseState(in_year="refused"))
    assert "(to be confirmed)" in found.words()


def test_the_list_of_2021_is_not_held_against_an_earlier_day() -> None:
    assert codes("d", ROLL, on=date(2021, 8, 31)) == []
    assert codes("d", ROLL, on=date(2021, 9, 1)) == ["not_in_ap"]
