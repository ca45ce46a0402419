"""Each category's test, on both sides, as the register shows a pupil on the day of referral."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fair_access.eligibility import CATEGORIES, Facts, concerns_of
from movements.places import PlaceFacts
from movements.standing import Exclusion, Provision, Removal, Roll, Spell, Standing

ON = date(2026, 10, 1)
SCHOOL, AP, HILL = "s_school", "s_ap", "s_hill"
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


def detailed(**details: str) -> Standing:
    return replace(ROLL, details=details)


def codes(category: str, standing: Standing, facts: Facts = FACTS, on: date = ON) -> list[str]:
    return sorted(concern.code for concern in concerns_of(category, standing, on, facts))


def test_the_list_is_closed_at_thirteen_in_the_order_of_the_code() -> None:
    assert "".join(CATEGORIES) == "abcdefghijklm"
    assert all(c.title and c.evidence and c.id in c.basis.cite for c in CATEGORIES.values())


@pytest.mark.parametrize("category", list("abcfghik"))
def test_what_the_register_cannot_know_is_left_to_the_panel(category: str) -> None:
    assert codes(category, ROLL) == []
    assert codes(category, NOWHERE) == []


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


@pytest.mark.parametrize(("need", "found"), [("K", []), ("N", []), ("E", ["plan"])])
def test_e_needs_without_a_plan(need: str, found: list[str]) -> None:
    assert codes("e", detailed(sen_provision=need)) == found


def test_e_speaks_of_the_category_rather_than_of_scope() -> None:
    (found,) = concerns_of("e", detailed(sen_provision="E"), ON, FACTS)
    assert found.basis == CATEGORIES["e"].basis


@pytest.mark.parametrize(
    ("refused_by", "refused_on", "found"),
    [
        (HILL, date(2026, 9, 21), []),
        (HILL, ON, []),
        (HILL, ON + timedelta(days=1), ["no_refusal"]),
        (HILL, None, ["no_refusal"]),
        (None, date(2026, 9, 21), ["no_refusal"]),
    ],
)
def test_j_was_refused(refused_by: str | None, refused_on: date | None, found: list[str]) -> None:
    facts = replace(FACTS, refused_by=refused_by, refused_on=refused_on)
    assert codes("j", NOWHERE, facts) == found


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


@pytest.mark.parametrize(
    ("looked_after", "found"), [("N", []), ("Y", ["looked_after", "looked_after_now"])]
)
def test_m_was_looked_after_and_is_not_now(looked_after: str, found: list[str]) -> None:
    assert codes("m", detailed(looked_after=looked_after)) == found


@pytest.mark.parametrize("category", list("abcdfghijklm"))
def test_a_child_no_protocol_places_is_a_concern_in_every_category(category: str) -> None:
    found = codes(category, detailed(sen_provision="E", looked_after="Y"))
    assert {"plan", "looked_after"} <= {*found}


def test_a_citation_that_was_recalled_says_so() -> None:
    (found,) = concerns_of("a", detailed(sen_provision="E"), ON, FACTS)
    assert "(to be confirmed)" in found.words()


def test_the_list_of_2021_is_not_held_against_an_earlier_day() -> None:
    assert codes("d", ROLL, on=date(2021, 8, 31)) == []
    assert codes("d", ROLL, on=date(2021, 9, 1)) == ["not_in_ap"]
