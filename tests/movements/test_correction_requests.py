"""Whose answer a request for a correction waits for."""

from movements.correction_requests import awaiting
from tests.spec.world import World


def test_a_request_waits_for_the_place_whose_entry_it_is_and_for_the_authority(
    told: World,
) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-08", "brook", "suspension", "sessions=4; reason1=DB")
    asked = "entry=#2; proposed=sessions=2; because=Present on the Tuesday"
    told.moved("2025-09-10", "officer for brook", "correction_requested", asked)
    amy = told.pupil()
    waits = {
        at: [one.pupil for one in awaiting(told.session, [amy, "p_0"], told.actor(at)[1])]
        for at in ("brook", "officer", "hill")
    }
    assert waits == {"brook": [amy], "officer": [amy], "hill": []}
