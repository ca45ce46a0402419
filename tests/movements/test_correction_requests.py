"""Whose answer a request for a correction waits for."""

from movements.correction_requests import awaiting
from tests.spec.world import World, ref


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


def test_one_about_a_protected_child_may_name_places_where_the_authority_asks(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", "home_la=330; protected=Y")
    told.moved(
        "2025-09-08", "brook", "ap_placement", "place=lodge; reason=BHS; planned_end=2025-12-12"
    )
    asked = f"entry=#3; proposed=place={ref('barn')}; because=The other one"
    done = told.moved("2025-09-10", "officer for brook", "correction_requested", asked)
    assert done.result == "accepted"


def test_one_waits_still_for_a_place_that_the_protected_child_has_left(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", "home_la=330; protected=Y")
    told.moved("2025-09-08", "brook", "suspension", "sessions=4; reason1=DB")
    asked = "entry=#3; proposed=sessions=2; because=Present on the Tuesday"
    told.moved("2025-09-10", "officer for brook", "correction_requested", asked)
    told.moved("2025-09-15", "brook", "removal_from_roll", "ground=g")
    amy = told.pupil()
    [waiting] = awaiting(told.session, [amy], told.actor("brook")[1])
    assert (waiting.pupil, waiting.entry.kind) == (amy, "suspension")
