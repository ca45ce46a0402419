"""What an AP setting that is asked for outreach sees of the pupil: what it recorded itself."""

from tests.api.world import AMY, HILL, LODGE, World

ON = {"upn": AMY, "on": "2025-12-01"}


def test_a_setting_that_was_asked_sees_what_it_recorded_and_no_more(world: World) -> None:
    assert world.history("lodge", AMY).status == 404
    assert world.send("brook", "outreach", ON | {"contacts": 6, "setting": LODGE}).status == 201
    asked = world.history("lodge", AMY).body
    assert (asked["sight"], asked["entries"]) == ("own", [])
    assert world.send("lodge", "outreach", ON | {"contacts": 4}).status == 201
    [own] = world.history("lodge", AMY).body["entries"]
    assert own["sentence"] == "Outreach support began (4 contacts)"
    whole = world.history("brook", AMY).body["entries"]
    assert "Outreach support by The Lodge began (6 contacts)" in {e["sentence"] for e in whole}


def test_it_sees_nothing_once_the_pupil_has_left_the_school_that_asked(world: World) -> None:
    world.send("brook", "outreach", ON | {"contacts": 6, "setting": LODGE})
    world.send("lodge", "outreach", ON | {"contacts": 4})
    gone = {"upn": AMY, "on": "2025-12-08", "ground": "a", "to_place": HILL}
    assert world.send("brook", "removal_from_roll", gone).status == 201
    assert world.history("lodge", AMY).status == 404
    told = world.send("lodge", "outreach", ON | {"on": "2025-12-09", "contacts": 4})
    assert told.codes == [("upn", "not_yours")]
