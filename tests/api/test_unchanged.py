"""Two systems at one pupil: the second is told that something was recorded since it read."""

import pytest
from fastapi import FastAPI

from apregister.db import writing
from movements.actor import Actor
from movements.take_in import take_in
from tests.api.world import AMY, BEN, CAL, DOT, NOBODY, Answer, World

SUSPENDED = {"upn": AMY, "on": "2025-12-01", "sessions": 4, "reason1": "DB"}
AGAIN = {"upn": AMY, "on": "2025-12-08", "sessions": 2, "reason1": "PA"}
CHANGED = (412, [("If-Match", "changed")])


def tag(world: World, who: str, upn: str = AMY, **told: object) -> str:
    return world.history(who, upn, **told).headers["etag"]


def send(
    world: World, who: str, body: dict[str, object], read: str, kind: str = "suspension"
) -> Answer:
    return world.ask(who, "POST", f"/movements/{kind}", json=body, headers={"If-Match": read})


def test_what_was_read_and_is_still_so_is_recorded_on(world: World) -> None:
    read = tag(world, "brook")
    assert read == tag(world, "brook")
    assert send(world, "brook", SUSPENDED, read).status == 201
    assert tag(world, "brook") != read


def test_what_changed_since_stops_it_and_records_nothing(world: World) -> None:
    read = tag(world, "brook")
    world.send("brook", "suspension", SUSPENDED)
    before = len(world.entries())
    answer = send(world, "brook", AGAIN, read)
    assert (answer.status, answer.codes) == CHANGED
    assert "Read the history again" in answer.body["problems"][0]["message"]
    assert len(world.entries()) == before
    assert send(world, "brook", AGAIN, tag(world, "brook")).status == 201


def test_a_correction_of_what_was_corrected_meanwhile(world: World) -> None:
    number = world.send("brook", "suspension", SUSPENDED).body["entry"]
    read = tag(world, "brook")
    more = {"corrects": number, "correction_reason": "wrong_details"}
    assert send(world, "brook", SUSPENDED | more | {"sessions": 6}, read).status == 201
    second = send(world, "brook", SUSPENDED | more | {"sessions": 8}, read)
    assert (second.status, second.codes) == CHANGED
    unread = world.send("brook", "suspension", SUSPENDED | more | {"sessions": 8})
    assert ("corrects", "already_corrected") in unread.codes


def test_the_same_again_is_held_already_whatever_was_read(world: World) -> None:
    read = tag(world, "brook")
    assert send(world, "brook", SUSPENDED, read).status == 201
    assert send(world, "brook", SUSPENDED, read).status == 200
    keyed = {"Idempotency-Key": "7c1e", "If-Match": tag(world, "brook")}
    sent = [
        world.ask("brook", "POST", "/movements/suspension", json=AGAIN, headers=keyed)
        for _ in range(2)
    ]
    assert [answer.status for answer in sent] == [201, 201]
    assert sent[0].body == sent[1].body


@pytest.mark.parametrize(
    ("read", "status"),
    [("*", 201), ('"0000000000000000"', 412), ("nonsense", 412), ('W/"0"', 412), ("", 201)],
)
def test_tags_as_the_protocol_has_them(world: World, read: str, status: int) -> None:
    assert send(world, "brook", SUSPENDED, read).status == status


def test_one_of_several_tags_will_do(world: World) -> None:
    several = f'"0000000000000000", {tag(world, "brook")}'
    assert send(world, "brook", SUSPENDED, several).status == 201


def test_a_former_place_is_not_told_of_what_it_may_not_see(world: World) -> None:
    read = tag(world, "brook", CAL)
    told = {"upn": CAL, "on": "2025-12-01", "sessions": 2, "reason1": "DB"}
    assert world.send("hill", "suspension", told).status == 201
    assert tag(world, "brook", CAL) == read, "the tag must not say that another school recorded"
    late = {"upn": CAL, "on": "2025-09-22", "sessions": 2, "reason1": "DB"}
    assert send(world, "brook", late, read).status == 201
    assert tag(world, "hill", CAL) != read


def test_what_the_authority_takes_back_is_a_change(world: World) -> None:
    suspended = world.send("brook", "suspension", SUSPENDED).body["entry"]
    read = tag(world, "brook")
    undo = {"upn": AMY, "on": "2025-12-10", "because": "Wrong child", "corrects": suspended}
    assert world.send("la330", "withdrawn", undo | {"correction_reason": "other"}).status == 201
    assert send(world, "brook", AGAIN, read).status == 412


@pytest.mark.parametrize("read", ["*", '"0000000000000000"'])
def test_a_pupil_out_of_sight_and_nobody_are_answered_alike(world: World, read: str) -> None:
    for kind, body in (
        ("suspension", {"on": "2025-12-01", "sessions": 4, "reason1": "DB"}),
        ("on_roll", {"on": "2025-12-01"}),
    ):
        told = [send(world, "brook", body | {"upn": upn}, read, kind) for upn in (DOT, NOBODY)]
        assert told[0].status == told[1].status
        assert told[0].body == told[1].body
        assert told[0].status == (412 if kind == "on_roll" else 422)
    assert all(entry.kind != "roll_claim" for entry in world.entries())


def test_either_id_of_a_child_has_one_tag(world: World) -> None:
    officer = Actor("an officer", "la_officer", authority="330")
    ids = [world.pupil(AMY), world.pupil(BEN)]
    with writing(world.engines.register) as session:
        told = {"upn": AMY, "on": "2025-12-08", "same_as": BEN, "because": "So"}
        take_in(session, "records_linked", told, place=None, by=officer, source="form")
    tags = {world.ask("brook", "GET", f"/pupils/{p}/history").headers["etag"] for p in ids}
    assert len(tags) == 1


def test_a_history_as_known_on_a_day_has_no_tag(world: World) -> None:
    answer = world.history("brook", AMY, params={"as_known_on": "2025-12-12"})
    assert "etag" not in answer.headers


def test_the_description_says_so(api: FastAPI) -> None:
    paths = api.openapi()["paths"]
    read = paths["/v1/pupils/{id}/history"]["get"]["responses"]["200"]
    assert "If-Match" in read["headers"]["ETag"]["description"]
    assert read["content"]["application/json"]["schema"]
    told = paths["/v1/movements/suspension"]["post"]
    assert "If-Match" in [one["name"] for one in told["parameters"]]
    assert "412" in told["responses"]
    of_place = paths["/v1/movements/setting_visit"]["post"]
    assert "If-Match" not in [one["name"] for one in of_place["parameters"]]


def test_it_is_the_pupil_of_the_body_that_is_compared(world: World) -> None:
    read = tag(world, "brook", BEN)
    assert send(world, "brook", SUSPENDED, read).status == 412
    assert send(world, "hill", SUSPENDED | {"upn": CAL}, tag(world, "hill", CAL)).status == 201
