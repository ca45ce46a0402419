"""Records that may be of one child, on a page: how to link them, and no protected child."""

from apregister.db import writing
from movements.actor import Actor
from movements.places import find_place
from movements.take_in import take_in
from tests.small_authority import upn
from tests.web.world import AMY, OAK, World, place_id

AGAIN, HIDDEN = upn(21), upn(22)
"""Two records of Oak School with Amy's name and birthday; the second is of a protected child."""


def alike(world: World) -> None:
    by = Actor("oak", "school", frozenset({place_id(OAK)}))
    with writing(world.engines.register) as session:
        place = find_place(session, OAK)
        for who, hidden in ((AGAIN, "N"), (HIDDEN, "Y")):
            told = {"upn": who, "on": "2026-09-01", "home_la": "330", "protected": hidden}
            same = {"forename": "Amy", "surname": "Example", "dob": "2012-03-01"}
            entered = {"upn": who, "on": "2026-09-01"}
            take_in(session, "on_roll", entered, place=place, by=by, source="csv")
            take_in(session, "pupil_details", told | same, place=place, by=by, source="csv")


def test_an_officer_is_asked_and_links_them(world: World) -> None:
    world.enter("officer")
    assert "No two records" in world.see("/duplicates").text
    alike(world)
    text = world.see("/duplicates").text
    assert "The same name" in text
    assert world.pupil(HIDDEN) not in text
    first, second = sorted(map(world.pupil, (AMY, AGAIN)))
    path = f"/pupils/{first}/record/records_linked?same_as={second}"
    assert path in text
    assert second in world.see(path).text
    rows = world.see("/duplicates.csv").text
    assert (first in rows, world.pupil(HIDDEN) in rows) == (True, False)
    told = {"on": "17/11/2026", "same_as": second, "because": "Oak says so"}
    assert world.send(path.partition("?")[0], **told, go_on="1").status_code == 303
    assert "No two records" in world.see("/duplicates").text


def test_a_place_sees_pairs_of_its_own_and_does_not_link_them(world: World) -> None:
    alike(world)
    world.enter("oak")
    text = world.see("/duplicates").text
    assert ("The same name" in text, "the authority links them" in text) == (True, True)
    assert "records_linked" not in text
    for name in ("elm", "officer_of_far"):
        world.enter(name)
        assert "No two records" in world.see("/duplicates").text


def test_two_children_are_asked_about_no_more_until_a_name_is_another(world: World) -> None:
    alike(world)
    world.enter("officer")
    first, second = sorted(map(world.pupil, (AMY, AGAIN)))
    path = f"/pupils/{first}/record/records_of_two?not_same_as={second}"
    assert path in world.see("/duplicates").text
    told = {"on": "17/11/2026", "not_same_as": second, "because": "Cousins, both seen"}
    assert world.send(path.partition("?")[0], **told).status_code == 303
    text = world.see("/duplicates").text
    assert "still to be looked at" in text
    assert "Cousins, both seen" in text
    assert first not in world.see("/duplicates.csv").text
    world.enter("oak")
    assert "Cousins" not in world.see("/duplicates").text
    for who in (AMY, AGAIN):
        assert "look alike" not in world.see(world.page_of(who)).text, "it says of another child"
    world.record(AGAIN, "pupil_details", on="18/11/2026", forename="Amya", fsm="Y")
    world.enter("officer")
    assert "forenames alike" in world.see("/duplicates").text, "it is another name"


def test_a_finding_that_was_withdrawn_holds_no_more_and_other_details_leave_it(
    world: World,
) -> None:
    alike(world)
    world.enter("officer")
    told = {"on": "17/11/2026", "not_same_as": world.pupil(AMY), "because": "Cousins"}
    world.record(AGAIN, "records_of_two", **told)
    world.record(AMY, "pupil_details", on="18/11/2026", fsm="Y", school=OAK)
    assert "The same name" not in world.see("/duplicates").text
    (entry,) = world.entries("records_of_two")
    gone = {"corrects": entry.number, "correction_reason": "other", "because": "One child"}
    done = world.record(AGAIN, "withdrawn", on="17/11/2026", **gone)
    assert done.status_code == 303, done.text
    assert "The same name" in world.see("/duplicates").text
