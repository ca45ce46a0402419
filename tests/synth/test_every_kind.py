"""Every kind of movement is in the files of the demonstration, as often as it should be.

The spans are for 1,500 pupils over two years and an autumn. Where a rate is published or declared
in fixtures/synth/targets.py, the span is what that rate expects, give or take; the few that happen
to one pupil in thousands are dealt once at least.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

import pytest

from fixtures.synth.simulate import simulate
from movements.kinds import DOOR_KINDS, KINDS
from tests.synth.conftest import CUT_SHORT

AFTER_INTAKE = {
    "withdrawn": "names an entry by the number that the register gave it",
    "correction_requested": "names an entry by the number that the register gave it",
    "correction_answered": "answers a correction that was requested",
    "question_answered": "names the facts of a question by the mark that the ledger gives them",
    "records_of_two": "answers a pair that the register found alike",
    "place_offered": "a panel's allocation records it",
    "place_offer_ended": "a step of the case records it",
    "roll_claim": "what the register makes of a roll's row for a child current elsewhere",
    "roll_unconfirmed": "what the register notes beside the roll of a child who comes unasked",
    "authority_claim": "what the register makes of an entry about another authority's child",
    "attachment": "a paper is no row of a file",
    "voice_asked": "a link is made for one person, and only its hash is kept",
    "voice_given": "a pupil or parent says it by that link",
}
"""Kinds that no file can hold, and why. Which the demonstration has says test_demo.py."""

SPANS = {
    "on_roll": (1, 15),
    "pupil_details": (5, 20),
    "suspension": (250, 520),
    "permanent_exclusion": (3, 9),
    "exclusion_notice": (5, 40),
    "day_six_education": (1, 8),
    "representations_made": (2, 14),
    "governors_met": (2, 14),
    "review_applied": (1, 3),
    "review_waived": (1, 3),
    "review_panel": (1, 3),
    "governors_reconsidered": (1, 3),
    "exclusion_cancelled": (1, 7),
    "discrimination_claim": (1, 4),
    "managed_move": (3, 20),
    "off_site_direction": (10, 50),
    "ap_placement": (60, 200),
    "placement_end": (60, 220),
    "reintegration_planned": (20, 90),
    "reintegration_started": (8, 45),
    "reintegration": (30, 110),
    "return_checked": (50, 200),
    "reintegration_broke_down": (1, 20),
    "part_time_timetable": (60, 140),
    "part_time_end": (50, 140),
    "safeguarding_separation": (1, 8),
    "separation_end": (1, 8),
    "health_absence": (6, 20),
    "health_absence_end": (5, 20),
    "section_nineteen_decision": (8, 40),
    "contact_made": (8, 50),
    "removal_from_roll": (500, 800),
    "elective_home_education": (15, 42),
    "ehe_ended": (1, 10),
    "child_missing_education": (5, 18),
    "enquiry_made": (20, 90),
    "cme_traced": (2, 12),
    "attendance_order_notice": (1, 6),
    "attendance_order_answer": (1, 6),
    "upn_changed": (1, 6),
    "records_linked": (1, 4),
    "hand_over": (1, 8),
    "hand_over_answer": (1, 8),
    "return_sent": (150, 400),
    "dual_registration": (15, 70),
    "dual_registration_ended": (10, 70),
    "in_year_application": (10, 50),
    "in_year_outcome": (10, 50),
    "outreach": (50, 180),
    "wellbeing": (60, 220),
    "attainment": (10, 70),
    "post_16_offer": (3, 35),
    "destination": (2, 30),
    "managed_move_proposed": (4, 30),
    "agreement": (60, 260),
    "override": (1, 4),
    "managed_move_ended": (1, 14),
    "direction_decided": (8, 40),
    "direction_notice": (8, 60),
    "review_requested": (1, 5),
    "review_invitation": (20, 90),
    "review_held": (250, 800),
    "review_letter": (8, 50),
    "pupil_views": (20, 110),
    "advice_offered": (12, 70),
}
"""At least and at most, by kind."""


class Sent(NamedTuple):
    """A row of a movements file: who sent it, of which kind, of whom, when, and what it names."""

    place: str
    kind: str
    pupil: int
    on: date
    started_on: str


@pytest.fixture(scope="module")
def sent() -> list[Sent]:
    """Every row of the movements files of the demonstration; none is written."""
    world = simulate(1500, 3, 2026, CUT_SHORT, None, None)
    return [
        Sent(m.place.urn, m.kind, m.pupil.number, m.on, m.fields.get("started_on", ""))
        for m in world.movements
        if m.on <= world.until
    ]


@pytest.fixture(scope="module")
def counted(sent: list[Sent]) -> Counter[str]:
    return Counter(row.kind for row in sent)


def test_every_kind_has_its_span_or_a_reason_why_no_file_holds_it() -> None:
    assert {*SPANS} | {*AFTER_INTAKE} == {*KINDS}
    assert not {*SPANS} & {*AFTER_INTAKE}


@pytest.mark.parametrize("kind", SPANS)
def test_a_kind_is_there_as_often_as_it_should_be(kind: str, counted: Counter[str]) -> None:
    least, most = SPANS[kind]
    assert least <= counted[kind] <= most


def test_no_place_sends_what_only_an_authority_may_record(sent: list[Sent]) -> None:
    reserved = {id_ for id_, kind in DOOR_KINDS.items() if kind.recorded_by == {"la_officer"}}
    assert {row.place for row in sent if row.kind in reserved} == {"la:999", "la:998"}


def test_what_follows_is_told_of_something_that_was_told(sent: list[Sent]) -> None:
    """A step names a day on which the pupil has an entry that begins something."""
    opened = {(row.pupil, row.on.isoformat()) for row in sent if DOOR_KINDS[row.kind].opens}
    loose = [
        row
        for row in sent
        if row.started_on
        and row.kind != "placement_end"
        and (row.pupil, row.started_on) not in opened
    ]
    assert loose == []
