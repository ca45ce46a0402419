"""Fair share by JSON: the ledger, the schools advised for a child, the scheme; and for whom."""

from typing import Any

import pytest
from fastapi import FastAPI

from apregister.audit import Wanted, looks
from fair_access.fair_share.held import SHARE_KINDS
from tests.api.world import AMY, BROOK, DOT, EVE, FAY, HILL, World, place_id

SCHEME = {"on": "2025-09-01", "method": "points", "excluded_lost": -1.5, "cite": "Protocol 7"}


def tell(world: World, kind: str, who: str = "la330", **answers: Any) -> Any:
    return world.ask(who, "POST", f"/fair-share/{kind}", json=answers)


def test_a_scheme_is_sent_once_and_again_is_held(world: World) -> None:
    first, again = (tell(world, "fair_share_scheme", **SCHEME) for _ in range(2))
    assert (first.status, first.body["result"]) == (201, "accepted")
    assert (again.status, again.body) == (200, first.body | {"result": "already_held"})
    told = world.ask("la330", "GET", "/fair-share").body["scheme"]
    assert told["entry"] == first.body["entry"]
    assert told["weights"] == {"excluded_lost": "-1.5"}


def test_every_problem_comes_by_its_field(world: World) -> None:
    answer = tell(world, "fair_share_scheme", on="2025-09-01", method="lots", plans="x")
    assert answer.status == 422
    assert {field for field, _ in answer.codes} == {"method", "plans", "cite"}
    assert tell(world, "fair_share_scheme", "brook", **SCHEME).status == 403


def test_the_ledger_is_ones_own_authoritys(world: World) -> None:
    body = world.ask("la330", "GET", "/fair-share", params={"on": "2025-12-12"}).body
    lines = {line["school"]: line for line in body["items"]}
    assert (body["authority"], body["shows"], body["scheme"]) == ("330", "all", None)
    assert lines.keys() == {"Brook School", "Hill Academy"}
    assert lines["Brook School"]["excluded_lost"] == 1
    assert lines["Brook School"]["roll"] == 2, "amy and ben: eve is protected"
    far = world.ask("la331", "GET", "/fair-share").body
    assert [line["school"] for line in far["items"]] == ["Far School"]
    earlier = {"on": "2025-12-12", "as_known_on": "2025-09-01"}
    assert world.ask("la330", "GET", "/fair-share", params=earlier).body["totals"]["roll"] == 0
    wrong = world.ask("la330", "GET", "/fair-share", params={"year_group": "99"})
    assert (wrong.status, wrong.codes) == (422, [("year_group", "unknown_code")])


def test_a_school_sees_its_own_line_and_no_total_of_few(world: World) -> None:
    body = world.ask("brook", "GET", "/fair-share").body
    assert body["shows"] == "own"
    assert [line["school"] for line in body["items"]] == ["Brook School"]
    assert body["totals"]["roll"] is None, "Hill has one child: the total would tell of it"
    assert body["totals"]["excluded_lost"] == 1, "its own alone"
    of_year = world.ask("brook", "GET", "/fair-share", params={"year_group": "9"}).body
    assert (of_year["totals"], len(of_year["items"])) == ({}, 0)


def test_the_schools_for_a_child_are_for_the_authority(world: World) -> None:
    fay = {"for": world.pupil(FAY), "year_group": "9"}
    assert world.ask("la330", "GET", "/fair-share", params=fay).body["advice"] is None
    tell(world, "fair_share_scheme", **SCHEME)
    advice = world.ask("la330", "GET", "/fair-share", params=fay).body["advice"]
    assert "decides nothing" in advice["says"]
    first, last = advice["schools"]
    assert (first["school"], first["order"], first["not_asked_because"]) == ("Hill Academy", 1, [])
    assert last["not_asked_because"][0]["ground"] == "excluded_by"
    line = {"measure": "excluded_lost", "count": 0, "weight": "-1.5", "product": "0"}
    assert first["arithmetic"] == [line], "fay's year group is not held, so nothing counts in 9"
    unknown = {"for": "p_00000000000000000000", "year_group": "9"}
    of_far = {"for": world.pupil(DOT), "year_group": "9"}
    for who, params in (("brook", fay), ("la330", of_far), ("la331", fay), ("la330", unknown)):
        answer = world.ask(who, "GET", "/fair-share", params=params)
        assert (answer.status, answer.codes) == (404, [("", "unknown")])


def test_of_a_protected_child_only_a_reason_shows_more(world: World) -> None:
    tell(world, "fair_share_scheme", **SCHEME)
    eve, journey = world.pupil(EVE), {"to_place": BROOK, "minutes": 5, "by": "car", "source": "x"}
    assert tell(world, "fair_share_journey", on="2025-11-01", pupil=eve, **journey).status == 201
    asked = {"for": eve, "year_group": "9"}
    advice = world.ask("la330", "GET", "/fair-share", params=asked).body["advice"]
    assert advice["withheld"]
    assert not any(one["journey"] or one["not_asked_because"] for one in advice["schools"])
    reason = {**asked, "reason": "To choose a school"}
    shown = world.ask("la330", "GET", "/fair-share", params=reason).body["advice"]
    grounds = {one["place"]: one["not_asked_because"] for one in shown["schools"]}
    assert grounds[place_id(BROOK)][0]["ground"] == "own_school"
    noted = [look for look in looks(world.engines.looks, Wanted()) if look.what == "fair_share"]
    assert {(look.pupil_id, look.reason) for look in noted} >= {(eve, "To choose a school")}
    lines = {line["entry"]: line for line in world.history("la330", EVE).body["entries"]}
    journeys = [line for line in lines.values() if line["kind"] == "fair_share_journey"]
    assert [line["details"] for line in journeys] == [{}]
    assert "fair_share_journey" not in str(world.history("brook", EVE).body)


def test_a_serious_matter_is_in_no_history_of_a_school(world: World) -> None:
    matter = {"to_place": HILL, "reason": "Police", "agreed_by": "Panel"}
    assert tell(world, "fair_share_matter", on="2025-11-01", upn=AMY, **matter).status == 201
    assert "Police" in str(world.history("la330", AMY).body)
    assert "matter" not in str(world.history("brook", AMY).body)


@pytest.mark.parametrize("kind", SHARE_KINDS)
def test_the_description_of_a_body_is_exact(api: FastAPI, kind: str) -> None:
    told = api.openapi()["paths"][f"/v1/fair-share/{kind}"]["post"]
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    model = SHARE_KINDS[kind]
    whom = {"upn", "pupil"} if model.about == "pupil" else set()
    assert set(schema["properties"]) == {*whom, "corrects", "correction_reason", *model.fields()}
    assert ("anyOf" in schema) == bool(whom)
    needed = {name for name, info in model.fields().items() if info.is_required()}
    assert set(schema["required"]) == needed
