"""Whom a place has by its own word alone, and what confirms it."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from movements.left import known_at
from movements.register import entries
from movements.standing import Provision, Roll, Standing
from movements.unconfirmed import comes_unasked, confirmed, passed_on
from tests.spec.world import World

FAR = Roll("far", "C", date(2026, 9, 21), "331", 7)
HILL = replace(FAR, place="hill", authority="330", told=9)


def protected(**more: object) -> Standing:
    return replace(Standing(details=MappingProxyType({"protected": "Y"})), **more)


def test_a_place_that_entered_a_child_unasked_is_still_unasked_when_it_enters_it_again() -> None:
    assert comes_unasked(protected(unconfirmed=(FAR,)), "far", "331")


def test_a_place_where_somebody_else_placed_the_child_is_not() -> None:
    placed = Provision(3, "ap_placement", "lodge", None, date(2026, 9, 7), None, "brook")
    brook = Roll("brook", "C", date(2026, 9, 2), "330", 1)
    assert comes_unasked(protected(), "lodge", "330")
    assert not comes_unasked(protected(rolls=(brook,), provision=(placed,)), "brook", "330")
    assert not comes_unasked(protected(provision=(placed,)), "lodge", "330")


def test_what_rests_on_a_place_in_doubt_is_in_doubt_with_it() -> None:
    assert passed_on(protected(), "far", HILL) == protected()
    assert passed_on(protected(unconfirmed=(FAR,)), "far", HILL).unconfirmed == (FAR, HILL)


def test_an_authority_confirms_its_own_places_and_no_other() -> None:
    doubted = protected(unconfirmed=(FAR,))
    assert confirmed(doubted, "330") is doubted
    assert confirmed(doubted, "331").unconfirmed == ()


def test_where_a_protected_child_lives_is_forgotten_unless_the_place_says_it_is_there() -> None:
    def lives(where: str, hidden: str = "Y") -> Standing:
        told = {"protected": hidden, "home_la": where}
        return Standing(details=MappingProxyType(told), unconfirmed=(FAR,))

    after = [confirmed(one, "331") for one in (lives("330"), lives("331"), lives("330", "N"))]
    assert [one.details.get("home_la") for one in after] == [None, "331", "330"]


def test_whoever_enters_a_protected_child_unasked_knows_nothing_told_before(told: World) -> None:
    told.moved("2026-09-02", "brook", "on_roll")
    told.moved("2026-09-02", "brook", "pupil_details", "home_la=330; protected=Y")
    told.moved("2026-09-14", "brook", "removal_from_roll", "ground=g")
    of_one = entries(told.session, [told.pupil()])
    known = [
        known_at(of_one, told.place(at), told.actor(at)[1], date(2026, 9, 21))
        for at in ("far", "brook")
    ]
    assert [len(one) for one in known] == [0, 3]
