"""Whether an authority that is asked to take a child over can answer in this register."""

from movements.hand_overs import OFFICERS, uses_the_register
from tests.spec.world import World


def test_one_uses_it_whose_officers_have_a_way_in_or_have_told_of_a_child(told: World) -> None:
    assert not uses_the_register(told.session, "331")
    told.session.info[OFFICERS] = lambda session, authority: authority == "332"
    assert uses_the_register(told.session, "332")
    assert not uses_the_register(told.session, "331")
    told.moved("2026-09-02", "far", "on_roll")
    assert not uses_the_register(told.session, "331"), "its school answers nothing for it"
    told.moved("2026-09-03", "la:331", "contact_made", "how=telephone; source=authority")
    assert uses_the_register(told.session, "331")
