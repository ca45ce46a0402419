"""Before a direction: what each suitable school did, and a child of whom no place is told."""

import pytest

from movements.places import find_place
from movements.problems import Refused
from movements.take_in import take_in
from tests.fair_access.world import BROOK, CAL, EVE, HILL, LODGE, OFFICER, World, refusal

ROUTE = {"route": "maintained"}


def _told(w: World, kind: str, who: str, urn: str | None, on: str, **answers: str) -> int:
    told, place = {"upn": who, "on": on, **answers}, find_place(w.session, urn) if urn else None
    return take_in(w.session, kind, told, place=place, by=OFFICER, source="form").entry


def _consulted(w: World, who: str, to: str = BROOK) -> str:
    case_id = w.agreed(who)
    w.allocated(case_id, "2026-10-14", to, starts_on="2026-10-19")
    w.step(case_id, "case_refused", "2026-10-15", because="no_place", evidence="Numbers")
    w.step(case_id, "case_direction_consulted", "2026-10-16", consulted="All", **ROUTE)
    return case_id


def _serve(w: World, case_id: str, **answers: str) -> list[str]:
    done = w.step(case_id, "case_direction_served", "2026-10-19", reasons="x", **ROUTE, **answers)
    return [one.code for one in done.concerns]


def test_a_refusal_in_year_counts_and_is_told_with_its_entry(brook: World) -> None:
    applied = _told(brook, "in_year_application", CAL, None, "2026-09-21", to_place=HILL)
    told = {"episode": str(applied), "outcome": "refused", "refused_for": "prejudice"}
    refused = _told(brook, "in_year_outcome", CAL, HILL, "2026-09-28", appeal_told="Y", **told)
    other = _told(brook, "in_year_application", CAL, None, "2026-09-22", to_place=LODGE)
    offered = {"episode": str(other), "outcome": "offered"}
    _told(brook, "in_year_outcome", CAL, LODGE, "2026-09-28", **offered)
    case_id = _consulted(brook, CAL)
    assert _serve(brook, case_id, suitable=f"{BROOK} {HILL}") == []
    told_of = brook.case(case_id).steps[-1].sentence.partition("distance: ")[2]
    (first, second) = told_of.split("; ")
    assert first.startswith("Brook School refused on 15 October 2026 (entry ")
    assert second == f"Hill Academy refused in-year on 28 September 2026 (entry {refused})"


def test_a_school_that_nothing_is_held_of_is_named(brook: World) -> None:
    case_id = _consulted(brook, CAL)
    with pytest.raises(Refused) as refused:
        _serve(brook, case_id, suitable=f"{BROOK} {HILL} {LODGE}")
    assert refusal(refused.value) == {"suitable": "not_refused"}
    assert "by Hill Academy, The Lodge is recorded" in refused.value.problems[0].message
    with pytest.raises(Refused) as refused:
        _serve(brook, case_id, suitable=f"{BROOK} 999999")
    assert refusal(refused.value) == {"suitable": "unknown_place"}
    answers = {"suitable": f"{BROOK} {HILL}", "not_each": "Hill is full in that year"}
    assert _serve(brook, case_id, **answers) == ["not_each_refused"]
    sentence = brook.case(case_id).steps[-1].sentence
    assert "Hill Academy (nothing is recorded)" in sentence
    assert "Not each school has refused: Hill is full in that year" in sentence


def test_of_a_protected_child_the_answer_tells_of_no_place(brook: World) -> None:
    for places in (HILL, BROOK):
        case_id = _consulted(brook, EVE, HILL)
        assert _serve(brook, case_id, suitable=places, not_each="Near the refuge in Hill Road") == [
            "not_each_refused"
        ]
        found = brook.case(case_id)
        assert "Hill" not in str(found.as_dict())
        assert "Brook" not in str(found.as_dict())
        assert found.state.refused_by == ()
        brook.step(case_id, "case_withdrawn", "2026-10-20", because="Moved")
    case_id = _consulted(brook, EVE, HILL)
    assert _serve(brook, case_id, suitable=LODGE) == [], "no name is held against what is known"
