"""A mainstream school's figures: ways out, repeat moves, and returns that lasted."""

from datetime import date

import pytest

from fair_access.fair_share.events import Event
from movements.problems import Refused
from reports import school_share as share
from reports.school_card import SchoolCard, school_card
from tests.reports.world import BROOK, HILL, LODGE, ON, YEAR, World


def _card(world: World, urn: str = BROOK) -> SchoolCard:
    return school_card(world.session, world.place(urn), YEAR, ON)


def test_ways_out_count_each_pupil_once_and_returns_that_lasted(authority: World) -> None:
    stayed, back, gone, twice = authority.pupils(4)
    assert stayed
    for who in (back, gone, twice):
        authority.placed(who, "2025-01-13")
    authority.moved("reintegration", back, "2025-06-09")
    authority.moved("reintegration", twice, "2025-06-09")
    authority.placed(twice, "2025-09-15")
    card = _card(authority)
    ways = {way.kind: way.pupils for way in card.ways}
    assert ways["ap_placement"] == 3
    assert ways["permanent_exclusion"] == 0
    assert (card.moved, card.repeated) == (3, 1)
    assert (card.returned, card.due, card.sustained) == (2, 2, 1)
    assert "1 of the 2 seen for 26 school weeks since were settled." in card.sentences()
    assert card.as_dict()["outflow"][3] == {
        "kind": "ap_placement", "words": "placed in alternative provision", "pupils": 3,
    }  # fmt: skip


def test_a_move_from_another_school_is_a_repeat_and_not_this_schools_way_out(
    authority: World,
) -> None:
    who = authority.pupil()
    authority.placed(who, "2025-01-13")
    authority.moved("reintegration", who, "2025-03-10")
    authority.moved("removal_from_roll", who, "2025-04-28", ground="a", to_place=HILL)
    authority.moved("on_roll", who, "2025-04-28", at=HILL)
    authority.moved("ap_placement", who, "2025-09-15", at=HILL, place=LODGE, reason="BHS")
    brook, hill = _card(authority), _card(authority, HILL)
    assert (brook.moved, brook.repeated) == (1, 1)
    assert (hill.moved, hill.repeated, hill.returned) == (1, 1, 0)
    assert {way.pupils for way in brook.ways} == {0, 1}


def test_a_return_counts_however_it_was_told_and_once(authority: World) -> None:
    """By the school, by the setting that ended the placement, by both, or by a roll alone."""
    ended, both, new, silent = authority.pupils(4)
    for who in (ended, both, new, silent):
        authority.placed(who, "2025-01-13")
    authority.left(ended, "2025-06-09", outcome="returned")
    authority.left(both, "2025-06-09", outcome="returned")
    authority.moved("reintegration", both, "2025-06-16")
    authority.left(new, "2025-06-09", outcome="returned")
    authority.moved("removal_from_roll", new, "2025-06-10", ground="a", to_place=HILL)
    authority.moved("on_roll", new, "2025-06-16", at=HILL)
    authority.moved("removal_from_roll", silent, "2025-02-03", ground="a", to_place=LODGE)
    authority.moved("on_roll", silent, "2025-02-03", at=LODGE)
    authority.moved("removal_from_roll", silent, "2025-06-09", at=LODGE, ground="a", to_place=HILL)
    authority.moved("on_roll", silent, "2025-06-10", at=HILL)
    brook, hill = _card(authority), _card(authority, HILL)
    assert (brook.returned, brook.due, brook.sustained) == (2, 2, 2)
    assert (hill.returned, hill.due, hill.sustained) == (2, 2, 2), "who took the children in"


def test_the_first_day_of_the_years_counts(authority: World) -> None:
    early = authority.pupil(since="2023-07-03")
    authority.placed(early, "2023-09-01")
    assert _card(authority).moved == 1


def test_a_setting_and_a_year_that_cannot_be_read_are_refused(authority: World) -> None:
    with pytest.raises(Refused, match="no mainstream school"):
        _card(authority, LODGE)
    with pytest.raises(Refused, match="write it as 2025-26"):
        school_card(authority.session, authority.place(BROOK), "soon", ON)


def test_a_share_of_fair_access_beside_what_pupils_on_roll_would_make_it(
    authority: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in (BROOK, BROOK, BROOK, HILL):
        authority.pupil(at=at)
    given = [(HILL, "2025-10-01")] * 6 + [(BROOK, "2026-05-04"), (BROOK, "2022-05-04")]
    events = [
        Event("admitted", f"s_00{urn}", date.fromisoformat(on), "p", "9") for urn, on in given
    ]
    monkeypatch.setattr(share, "events_of", lambda *_: events)
    brook, hill = _card(authority).share, _card(authority, HILL).share
    assert (brook.taken, brook.on_roll, brook.expected) == (1, 3, 5.2)
    assert (hill.taken, hill.expected) == (6, None), "one child elsewhere would be told of"
    assert next(brook.sentences()) == (
        "1 child was given to it by fair access; its share by pupils is 5.2."
    )
    assert next(hill.sentences()) == "6 children were given to it by fair access."


def test_of_which_school_days_marks_were_sent(authority: World) -> None:
    who = authority.pupil(since="2025-09-01")
    authority.marked(who, date(2026, 3, 2), date(2026, 3, 13), 0.2, at=BROOK)
    told = _card(authority)
    assert told.share.sent == 10
    assert told.share.days > 180
    assert f"attendance of 10 of {told.share.days} school days" in [*told.sentences()][-1]
    assert told.as_dict()["days_sent"] == 10
    running = school_card(authority.session, authority.place(BROOK), "2026-27", date(2026, 9, 1))
    assert (running.share.sent, running.share.days) == (0, 0)
