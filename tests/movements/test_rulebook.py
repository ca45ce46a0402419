"""The rulebook: every clock and rule of the kinds, with where each comes from, in words."""

from datetime import date

import pytest

from movements.basis import Basis
from movements.kinds import KINDS
from movements.local_rules import local_rules
from movements.rulebook import ClockTold, clocks_told, rules_told
from tests.spec.world import World

CLOCKS = {told.clock.id: told for told in clocks_told()}


def test_every_clock_of_a_kind_is_told_with_the_title_of_what_starts_it() -> None:
    told = [(one.clock.id, one.started_by) for one in CLOCKS.values()]
    assert told == [(clock.id, kind.title) for kind in KINDS.values() for clock in kind.clocks]


@pytest.mark.parametrize("told", CLOCKS.values(), ids=CLOCKS)
def test_each_says_how_long_it_runs_from_when_and_where_it_comes_from(told: ClockTold) -> None:
    shown = told.as_dict()
    stated = told.clock.unit == "stated"
    assert (told.length == "as the entry states") == stated == (told.counting == "the day stated")
    assert ("unless set locally" in told.length) == (shown["local_rule"] is not None)
    assert (told.counting == "the first day counts") == (told.clock.start_counts and not stated)
    assert (told.owner == "whoever arranged it") == (shown["owner_role"] == "arranger")
    assert shown["binding"] == (told.clock.past == "missed")
    assert shown.items() >= told.clock.basis.told().items()


def test_a_length_is_in_words() -> None:
    lengths = {told.length for told in CLOCKS.values()}
    assert {"1 school day", "15 school days", "4, 8, 12 weeks unless set locally"} <= lengths


def test_a_rule_is_told_once_and_applies_in_its_own_time() -> None:
    told = rules_told(date(2026, 7, 25))
    later = rules_told(date(2026, 7, 26))
    versions = [(one.rule.id, one.says, one.basis) for one in told]
    assert len({*versions}) == len(versions)
    assert versions == [(one.rule.id, one.says, one.basis) for one in later]
    begun = [a.rule.id for a, b in zip(told, later, strict=True) if b.applied and not a.applied]
    ended = [a.rule.id for a, b in zip(told, later, strict=True) if a.applied and not b.applied]
    assert begun
    assert ended
    shown = [one.as_dict() for one in later]
    assert [one["applied"] for one in shown] == [one.applied for one in later]
    assert {one["subject"] for one in shown} <= {kind.title for kind in KINDS.values()}


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis("ours", "So"), "ours: So"),
        (Basis("statute", "So", date(2024, 8, 19)), "statute: So, in force from 19 August 2024"),
        (Basis("guidance", "So", confirmed=False), "guidance: So (to be confirmed)"),
    ],
)
def test_a_basis_is_in_words(basis: Basis, words: str) -> None:
    assert basis.words() == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("direction_review_weeks", "4, 8, 12 weeks"),
        ("morning_list_time", "10:00"),
        ("panel_papers_years", "6 years"),
    ],
)
def test_a_local_rule_is_in_words(told: World, rule: str, words: str) -> None:
    value = local_rules(told.session).of("330", rule, date(2026, 9, 1))
    assert value.words == words
    assert value.as_dict()["rule"] == rule
