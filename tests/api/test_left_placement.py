"""A placement that nobody ended tells its setting nothing of a protected child who has left it.

The authority placed Ben, or Eve, at the Lodge; the child is on another roll since.
"""

import json
import re

import pytest

from apregister.db import writing
from tests.api.test_entered_unasked import lists
from tests.api.world import BEN, EVE, FAR, HILL, LODGE, World
from tests.small_authority import tell

KEPT = re.compile("Secret")


@pytest.fixture
def placed(world: World) -> World:
    """The authority placed both at the Lodge on 24 November; both were taken off Brook's roll."""
    for upn in (BEN, EVE):
        ended = {"upn": upn, "on": "2025-11-24", "place": LODGE}
        assert world.send("brook", "placement_end", ended).status == 201
        begun = {"upn": upn, "on": "2025-11-24", "session": "PM", "place": LODGE, "reason": "BHS"}
        assert world.send("la330", "ap_placement", begun).status == 201
    return world


def comes_to(world: World, upn: str, school: str) -> None:
    """The old school says where the child goes; the new one enters it, and tells of it."""
    gone = {"upn": upn, "on": "2025-12-01", "ground": "a", "to_place": school}
    assert world.send("brook", "removal_from_roll", gone).status == 201


def is_there(world: World, upn: str, school: str) -> None:
    rows = [
        ("on_roll", upn, school, {"on": "2025-12-01"}),
        ("pupil_details", upn, school, {"on": "2025-12-02", "surname": "Secret"}),
        ("suspension", upn, school, {"on": "2025-12-03", "sessions": "4", "reason1": "DB"}),
    ]
    with writing(world.engines.register) as session:
        tell(session, (), rows, "")
    marked = {"date": "2025-12-08", "session": "AM", "upn": [upn], "mark": ["/"]}
    who = {FAR: "far", HILL: "hill"}[school]
    assert world.ask(who, "POST", "/attendance", json=marked).body["accepted"] == 1


def test_the_setting_is_told_the_same_as_before_the_new_roll(placed: World) -> None:
    comes_to(placed, EVE, FAR)
    before = lists(placed, EVE, "lodge")
    is_there(placed, EVE, FAR)
    after = lists(placed, EVE, "lodge")
    assert {one for one, told in after.items() if told != before[one]} == set()
    assert not KEPT.search(json.dumps(after))
    assert before["/pupils/X/history"], "it still has what it knew"


def test_and_may_end_the_placement_as_it_knows_it_and_is_told_that_it_ended(placed: World) -> None:
    comes_to(placed, EVE, FAR)
    is_there(placed, EVE, FAR)
    ended = {"upn": EVE, "on": "2025-12-10", "place": LODGE}
    assert placed.send("lodge", "placement_end", ended).status == 201
    after = json.dumps(lists(placed, EVE, "lodge"))
    assert "placement_end" in after
    assert not KEPT.search(after)


def test_once_it_is_ended_the_setting_sees_what_any_former_one_does(placed: World) -> None:
    comes_to(placed, BEN, HILL)
    is_there(placed, BEN, HILL)
    told = {"upn": BEN, "on": "2025-12-04", "protected": "Y"}
    assert placed.send("la330", "pupil_details", told).status == 201
    ended = {"upn": BEN, "on": "2025-12-10", "place": LODGE}
    assert placed.send("la330", "placement_end", ended).status == 201
    history = placed.history("lodge", BEN).body
    assert (history["sight"], history["entries"]) == ("own", [])
    assert not KEPT.search(json.dumps(lists(placed, BEN, "lodge")))


@pytest.mark.parametrize(
    ("upn", "school", "hidden", "sees"),
    [
        (BEN, FAR, False, True),
        (BEN, HILL, True, False),
        (BEN, FAR, True, False),
        (EVE, HILL, False, True),
        (EVE, FAR, False, False),
    ],
)
def test_it_keeps_its_sight_of_who_is_not_protected_or_is_still_with_the_same_authority(
    placed: World, upn: str, school: str, *, hidden: bool, sees: bool
) -> None:
    """Not of one who is protected since: such a child has fled, it may be, to the next school."""
    comes_to(placed, upn, school)
    is_there(placed, upn, school)
    if hidden:
        told = {"upn": upn, "on": "2025-12-04", "protected": "Y"}
        who = {FAR: "far", HILL: "hill"}[school]
        assert placed.send(who, "pupil_details", told).status == 201
    history = placed.history("lodge", upn).body
    assert ("suspension" in [one["kind"] for one in history["entries"]]) == sees
    assert KEPT.search(json.dumps(lists(placed, upn, "lodge"))) is None or sees


@pytest.mark.parametrize("who", ["far", "la331"])
def test_where_the_new_school_or_its_authority_names_the_setting_it_goes_on(
    placed: World, who: str
) -> None:
    comes_to(placed, EVE, FAR)
    is_there(placed, EVE, FAR)
    kept = placed.history("lodge", EVE).body["entries"]
    looked = {"upn": EVE, "on": "2025-12-11", "outcome": "continue", "started_on": "2025-11-24"}
    done = placed.send(who, "review_held", looked)
    assert done.status == 201, done.body
    entries = placed.history("lodge", EVE).body["entries"]
    assert len(entries) > len(kept)
    assert "suspension" in [one["kind"] for one in entries]


def test_by_what_its_own_people_say_it_does_not(placed: World) -> None:
    comes_to(placed, EVE, FAR)
    is_there(placed, EVE, FAR)
    for kind, told in (
        ("contact_made", {"how": "in_person", "source": "setting"}),
        ("review_held", {"outcome": "continue", "started_on": "2025-11-24"}),
        ("on_roll", {"enrol_status": "S"}),
    ):
        assert placed.send("lodge", kind, {"upn": EVE, "on": "2025-12-11", **told}).status == 201
    assert not KEPT.search(json.dumps(lists(placed, EVE, "lodge")))
