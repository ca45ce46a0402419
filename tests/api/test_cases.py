"""Cases and scorecards by JSON: whose they are, and what is withheld of them."""

from datetime import date
from pathlib import Path

import pytest

from apregister.audit import Wanted, looks
from apregister.db import writing
from apregister.subject_access import gather
from fair_access.decide import open_case, take_step
from movements.actor import Actor
from movements.attachments import Store
from movements.redaction import redact
from tests.api.world import AMY, BROOK, EVE, FAR, FAY, HILL, LODGE, NAMES, World, place_id

OFFICER = Actor("an officer", "la_officer", frozenset(), "330")
TODAY = date(2025, 12, 12)


def _case(world: World, upn: str, *, agreed_on: str | None = None) -> str:
    pupil = world.pupil(upn)
    with writing(world.engines.register) as session:
        told = {"on": "2025-11-10", "category": "d", "reason": "Excluded"}
        case = open_case(session, pupil, told, OFFICER, TODAY)
        if agreed_on:
            take_step(session, case, "case_agreed", {"on": agreed_on}, OFFICER, TODAY)
    return case


def _allocate(world: World, case: str) -> None:
    told = {"on": "2025-12-10", "to_place": HILL, "starts_on": "2025-12-11", "movement": "on_roll"}
    with writing(world.engines.register) as session:
        take_step(session, case, "case_allocated", told, OFFICER, TODAY)


def test_a_case_is_its_authoritys_and_its_schools(world: World) -> None:
    case = _case(world, AMY)
    for who, status in (("la330", 200), ("brook", 200), ("hill", 404), ("la331", 404)):
        listed = [item["case"] for item in world.ask(who, "GET", "/cases").body["items"]]
        assert world.ask(who, "GET", f"/cases/{case}").status == status, who
        assert listed == ([case] if status == 200 else []), who


def test_an_unknown_case_and_one_out_of_scope_are_answered_alike(world: World) -> None:
    case = _case(world, AMY)
    unknown = world.ask("hill", "GET", "/cases/c_00000000000000000000")
    assert world.ask("hill", "GET", f"/cases/{case}").body == unknown.body


def test_cases_are_listed_by_state(world: World) -> None:
    referred, agreed = _case(world, AMY), _case(world, FAY, agreed_on="2025-11-17")

    def listed(*states: str) -> list[str]:
        answer = world.ask("la330", "GET", "/cases", params={"state": list(states)})
        return [item["case"] for item in answer.body["items"]]

    assert listed() == [referred, agreed]
    assert (listed("referred"), listed("agreed")) == ([referred], [agreed])
    assert listed("referred", "agreed") == [referred, agreed]
    wrong = world.ask("la330", "GET", "/cases", params={"state": "lost"})
    assert (wrong.status, wrong.codes[0][1]) == (422, "not_allowed")


def test_the_clock_of_a_case_is_due_beside_the_others(world: World) -> None:
    _case(world, FAY, agreed_on="2025-11-17")
    clocks = [i["clock"] for i in world.ask("la330", "GET", "/due").body["items"]]
    assert "fair_access_place" in clocks
    lodge = [i["clock"] for i in world.ask("lodge", "GET", "/due").body["items"]]
    assert "fair_access_place" not in lodge


def test_the_steps_stand_in_the_history_of_those_who_may_see_cases(world: World) -> None:
    case = _case(world, EVE, agreed_on="2025-11-17")
    _allocate(world, case)
    assert world.history("hill", EVE).status == 404
    with writing(world.engines.register) as session:
        told = {"on": "2025-12-10", "how": "letter"}
        take_step(session, case, "case_accepted", told, OFFICER, TODAY)
    kinds = {
        who: [e["kind"] for e in world.history(who, EVE).body["entries"]]
        for who in ("la330", "brook", "lodge", "hill")
    }
    steps = {"case_referred", "case_agreed", "case_allocated"}
    assert steps <= {*kinds["la330"]}
    assert steps <= {*kinds["brook"]}
    assert steps.isdisjoint(kinds["lodge"])
    assert "on_roll" in kinds["lodge"]
    assert "on_roll" in kinds["hill"]


def test_a_case_names_no_place_of_a_protected_child(world: World) -> None:
    case = _case(world, EVE, agreed_on="2025-11-17")
    _allocate(world, case)
    said = [
        world.ask("la330", "GET", path).body
        for path in (f"/cases/{case}", "/cases", f"/pupils/{world.pupil(EVE)}/history")
    ]
    for urn in (BROOK, HILL, LODGE):
        assert NAMES[urn] not in str(said)
        assert place_id(urn) not in str(said)


def test_a_look_at_a_case_is_noted_with_the_pupil(world: World) -> None:
    case = _case(world, AMY)
    world.ask("brook", "GET", f"/cases/{case}")
    [look] = looks(world.engines.looks, Wanted(case_id=case))
    assert (look.what, look.pupil_id) == ("case", world.pupil(AMY))


def test_the_case_file_is_the_one_a_panel_sees(world: World) -> None:
    case = _case(world, AMY)
    file = world.ask("la330", "GET", f"/cases/{case}/file").body
    assert file["standing"]["rolls"][0].startswith("On the roll of Brook School")
    assert file["case"]["steps"][0]["title"] == "Referred to the fair access panel"
    assert {"lines", "clocks", "gaps", "attendance", "answers", "earlier"} <= {*file}
    assert "Brook School" in str(file["copied"])
    assert [paper["letter"] for paper in file["papers"]] == [*"ABCDEFG"]
    assert world.ask("brook", "GET", f"/cases/{case}/file").status == 200
    unknown = world.ask("hill", "GET", "/cases/c_nobody/file")
    for who in ("hill", "la331"):
        answer = world.ask(who, "GET", f"/cases/{case}/file")
        assert (answer.status, answer.body) == (404, unknown.body)


def test_risk_is_in_a_file_for_an_officer_and_for_who_says_why(world: World) -> None:
    told = {"upn": AMY, "on": "2025-11-10", "category": "d", "reason": "x", "risks": "A knife"}
    case = world.ask("brook", "POST", "/cases", json=told).body["case"]
    path = f"/cases/{case}/file"
    held_back = world.ask("brook", "GET", path)
    assert "knife" not in str(held_back.body)
    assert (held_back.body["risk_held"], held_back.body["risk"]) == (True, False)
    assert "knife" in str(world.ask("la330", "GET", path).body["answers"])
    assert "knife" in str(world.ask("brook", "GET", path, params={"reason": "To plan"}).body)
    reasons = [look.reason for look in looks(world.engines.looks, Wanted(case_id=case))]
    assert sorted(filter(None, reasons)) == ["To plan"]


def test_a_file_names_no_place_of_a_protected_child(world: World) -> None:
    case = _case(world, EVE, agreed_on="2025-11-17")
    _allocate(world, case)
    said = str(world.ask("la330", "GET", f"/cases/{case}/file").body)
    assert all(NAMES[urn] not in said and urn not in said for urn in (BROOK, HILL, LODGE))


def test_a_case_says_which_steps_one_may_take(world: World) -> None:
    case = _case(world, AMY)
    officer = world.ask("la330", "GET", f"/cases/{case}").body["may_take"]
    school = world.ask("brook", "GET", f"/cases/{case}").body["may_take"]
    assert {"case_agreed", "case_not_eligible"} <= {*officer}
    assert "case_agreed" not in school


class TestAScorecard:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("lodge", 200), ("la330", 200), ("la331", 404), ("brook", 404), ("far", 404)],
    )
    def test_is_its_settings_and_its_authoritys(self, world: World, who: str, status: int) -> None:
        answer = world.ask(who, "GET", f"/places/{LODGE}/scorecard", params={"year": "2025-26"})
        assert answer.status == status

    def test_is_asked_for_by_urn_or_id(self, world: World) -> None:
        cards = [
            world.ask("lodge", "GET", f"/places/{ref}/scorecard", params={"year": "2025-26"}).body
            for ref in (LODGE, place_id(LODGE))
        ]
        assert cards[0] == cards[1]
        assert cards[0]["place"]["id"] == place_id(LODGE)
        assert cards[0]["on"] == "2025-12-12"
        assert {"numerator", "denominator", "low", "high", "band"} <= cards[0]["rows"][0].keys()

    @pytest.mark.parametrize("ref", ["999999", "ukprn:99999999", "s_nowhere", "x"])
    def test_of_an_unknown_place_is_answered_like_one_out_of_scope(
        self, world: World, ref: str
    ) -> None:
        params = {"year": "2025-26"}
        answer = world.ask("lodge", "GET", f"/places/{ref}/scorecard", params=params)
        beyond = world.ask("lodge", "GET", f"/places/{FAR}/scorecard", params=params)
        assert (answer.status, answer.body) == (404, beyond.body)

    @pytest.mark.parametrize(
        ("ref", "params", "codes"),
        [
            (LODGE, {}, [("year", "missing")]),
            (LODGE, {"year": "2025"}, [("year", "not_a_year")]),
            (LODGE, {"year": "2025-27"}, [("year", "not_a_year")]),
            (LODGE, {"year": "2025-26", "on": "soon"}, [("on", "date")]),
            (BROOK, {"year": "2025-26"}, [("place", "not_a_setting")]),
            (LODGE, {"year": "2025-26", "sort": "value"}, [("sort", "no_rank")]),
        ],
    )
    def test_that_cannot_be_made(
        self, world: World, ref: str, params: dict[str, str], codes: list[tuple[str, str]]
    ) -> None:
        answer = world.ask("la330", "GET", f"/places/{ref}/scorecard", params=params)
        assert (answer.status, answer.codes) == (422, codes)


def test_settings_side_by_side_are_told_by_name_and_never_sorted_by_value(world: World) -> None:
    answer = world.ask("la330", "GET", "/funnels", params={"year": "2025-26"})
    assert (answer.status, len(answer.body["items"]) > 5) == (200, True)
    params = {"year": "2025-26", "sort": "rate"}
    refused = world.ask("la330", "GET", "/funnels", params=params)
    assert refused.codes == [("sort", "no_rank")]
    assert "chance" in str(refused.body)


def test_a_day_that_is_past_does_not_undo_protection(world: World) -> None:
    _allocate(world, _case(world, FAY, agreed_on="2025-11-17"))
    asked = {"on": "2025-12-10"}
    assert NAMES[HILL] in str(world.ask("la330", "GET", "/cases", params=asked).body)
    protected = {"upn": FAY, "on": "2025-12-12", "protected": "Y"}
    assert world.send("la330", "pupil_details", protected).status == 201
    for who in ("la330", "hill"):
        for path in ("/cases", "/due"):
            assert NAMES[HILL] not in str(world.ask(who, "GET", path, params=asked).body), (
                who,
                path,
            )


RISKY = {"risks": "Knife, Hill Road", "ruled_out": "Hill: peers", "violence": "now"}
WRITTEN = {"journey": "By bus from Hill Road", "preferred_schools": "Hill Academy"}


def _referred(world: World, who: str) -> None:
    told = {"upn": who, "on": "2025-11-10", "category": "d", "reason": "Near Hill Road"}
    answer = world.ask("la330", "POST", "/cases", json={**told, **RISKY, **WRITTEN})
    assert answer.status == 201, answer.body


def _details(world: World, reader: str, who: str) -> list[dict[str, object]]:
    told = world.history(reader, who).body["entries"]
    return [one["details"] for one in told if one["kind"].startswith("case_")]


@pytest.mark.parametrize("reader", ["la330", "brook"])
def test_a_history_gives_nothing_that_was_written_of_a_protected_child(
    world: World, reader: str
) -> None:
    _referred(world, EVE)
    assert _details(world, reader, EVE) == [{}]


def test_a_history_gives_risk_to_the_authority_s_officers_alone(world: World) -> None:
    _referred(world, AMY)
    (officers,), (schools,) = _details(world, "la330", AMY), _details(world, "brook", AMY)
    assert {*RISKY} <= {*officers}
    assert {*officers} - {*schools} == {*RISKY}


def test_what_was_redacted_since_is_in_no_copy_that_anybody_reads(
    world: World, tmp_path: Path
) -> None:
    named = world.send("brook", "pupil_details", {"upn": AMY, "on": "2025-10-01", "surname": "Old"})
    _referred(world, AMY)
    (before,) = _details(world, "la330", AMY)
    with writing(world.engines.register) as session:
        redact(session, [named.body["entry"]], rule="x", title="x", by=OFFICER)
    (after,) = _details(world, "la330", AMY)
    copied, left = before["copied"], after["copied"]
    assert isinstance(copied, list)
    assert isinstance(left, list)
    assert [one for one in copied if one not in left] == [
        {"entry": named.body["entry"], "field": "surname", "value": "Old"}
    ]
    pupil, keeper = world.pupil(AMY), Actor("keeper", "administrator")
    pack = gather(world.engines, Store(tmp_path), pupil, keeper, TODAY, "asked for").pack
    referred = next(one for one in pack["entries"] if one["kind"] == "case_referred")
    assert "surname" not in str(referred)
    assert "category" in str(referred)
