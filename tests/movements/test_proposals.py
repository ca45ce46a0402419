"""Proposals as who made them sees them, with what each party has said since."""

from datetime import date

from movements.proposals import Made, proposals_made
from tests.spec.world import World, place_id

ON = date(2026, 10, 1)


def made(told: World, place: str) -> list[Made]:
    return proposals_made(told.session, place_id(place), ON)


def test_who_proposed_learns_how_each_came_out_the_latest_first(told: World) -> None:
    answers = "to_place=hill; reason=behaviour; interests=Fresh start; support=Mentor"
    for day, child in ((14, "amy"), (15, "ben")):
        told.moved("2026-09-02", "brook", "on_roll", child=child)
        told.moved(f"2026-09-{day}", "brook", "managed_move_proposed", answers, child=child)
    refusal = "party=receiving_school; answer=refused; reason=no_place; how=email; said_by=H Head"
    told.moved("2026-09-17", "hill", "agreement", refusal, child="ben")
    assert made(told, "hill") == []
    ben, amy = made(told, "brook")
    assert (amy.pupil, ben.pupil) == (told.pupil("amy"), told.pupil("ben"))
    assert {one.to_place for one in (amy, ben)} == {place_id("hill")}
    assert (amy.proposed_on, ben.proposed_on) == (date(2026, 9, 14), date(2026, 9, 15))
    states = [
        {each.party: each.state for each in one.signatures.each}["receiving_school"]
        for one in (amy, ben)
    ]
    assert states == ["missing", "refused"]
