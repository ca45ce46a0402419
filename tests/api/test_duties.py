"""Due and ledger by JSON: only the pupils of one's scope, on the day asked for."""

import pytest

from tests.api.world import AMY, BEN, BROOK, CAL, EVE, FAY, LODGE, World, place_id
from tests.commands.world import run


def _due(world: World, who: str, **params: object) -> list[dict]:
    return world.ask(who, "GET", "/due", params=params).body["items"]


def test_due_lists_the_clocks_of_ones_own_pupils(world: World) -> None:
    found = {who: {i["pupil"] for i in _due(world, who)} for who in ("la330", "la331", "hill")}
    assert found["la330"] >= {world.pupil(CAL), world.pupil(FAY)}
    assert world.pupil(CAL) in found["hill"]
    assert world.pupil(FAY) not in found["hill"]
    assert found["la331"] == set()


def test_due_is_asked_for_by_state_owner_clock_place_and_day(world: World) -> None:
    every = _due(world, "la330")
    for name, field in (
        ("state", "state"),
        ("owner_role", "owner_role"),
        ("clock", "clock"),
        ("place", "place"),
    ):
        for value in {item[field] for item in every if item[field]}:
            found = _due(world, "la330", **{name: value})
            assert found, (name, value)
            if name != "place":
                assert found == [item for item in every if item[field] == value]
    middle = sorted(item["due"] for item in every)[len(every) // 2]
    assert _due(world, "la330", due_by=middle) == [i for i in every if i["due"] <= middle]
    assert _due(world, "la330", place="s_nowhere") == []


def _ends(world: World, **params: object) -> list[dict]:
    found = _due(world, "lodge", **params)
    return [item for item in found if item["clock"] == "placement_planned_end"]


def test_a_setting_sees_the_clock_of_a_pupil_placed_with_it(world: World) -> None:
    told = {"upn": BEN, "on": "2025-11-04", "planned_end": "2025-12-19", "place": LODGE}
    world.send("brook", "placement_end", {"upn": BEN, "on": "2025-11-03", "place": LODGE})
    world.send("brook", "ap_placement", told | {"reason": "BHS"})
    [item] = _ends(world)
    assert (item["pupil"], item["clock"], item["state"]) == (
        world.pupil(BEN),
        "placement_planned_end",
        "running",
    )
    [missed] = _ends(world, on="2026-01-06")
    assert missed["state"] == "missed"


def test_the_day_is_today_unless_it_is_said(world: World) -> None:
    assert world.ask("la330", "GET", "/due").body["on"] == "2025-12-12"
    assert (
        world.ask("la330", "GET", "/ledger", params={"on": "1/10/2025"}).body["on"] == "2025-10-01"
    )


def test_the_ledger_names_the_pupils_out_of_sight(world: World) -> None:
    body = world.ask("la330", "GET", "/ledger").body
    assert [(item["pupil"], item["cause"]) for item in body["items"]] == [
        (world.pupil(FAY), "no_roll"),
        (world.pupil(FAY), "no_destination"),
    ]
    before = world.ask("la330", "GET", "/ledger", params={"on": "2025-11-01"}).body
    assert (before["total"], before["items"]) == (0, [])
    assert world.ask("la331", "GET", "/ledger").body["total"] == 0


def test_the_ledger_as_known_before_anything_was_told_asks_nothing(world: World) -> None:
    asked = {"as_known_on": "2001-01-01"}
    body = world.ask("la330", "GET", "/ledger", params=asked | {"on": "2025-11-20"}).body
    assert (body["total"], body["on"]) == (0, "2025-11-20")
    assert world.ask("la330", "GET", "/ledger", params=asked).body["on"] == "2001-01-01"
    now = {"as_known_on": "2030-01-01", "on": "2025-11-20"}
    same = world.ask("la330", "GET", "/ledger", params={"on": "2025-11-20"}).body
    assert world.ask("la330", "GET", "/ledger", params=now).body["items"] == same["items"] != []


def test_a_claim_shows_in_the_ledger_and_changes_no_scope(world: World) -> None:
    claimed = world.send("hill", "on_roll", {"upn": AMY, "on": "2025-12-01"})
    assert claimed.status == 201
    assert [concern["code"] for concern in claimed.body["concerns"]] == ["claim"]
    causes = {i["pupil"]: i["cause"] for i in world.ask("la330", "GET", "/ledger").body["items"]}
    assert causes[world.pupil(AMY)] == "claim"
    assert world.history("hill", AMY).status == 404


def test_a_protected_childs_places_are_not_in_a_list(world: World) -> None:
    claimed = world.send("hill", "on_roll", {"upn": EVE, "on": "2025-12-01"})
    assert claimed.status == 201
    items = {i["pupil"]: i for i in world.ask("la330", "GET", "/ledger").body["items"]}
    assert items[world.pupil(EVE)]["places"] == []
    assert items[world.pupil(EVE)]["owner"] is None
    told = {"upn": EVE, "on": "2025-12-01", "sessions": 12, "reason1": "DB"}
    world.send("brook", "suspension", told)
    held = [i for i in _due(world, "la330") if i["pupil"] == world.pupil(EVE)]
    assert {i["place"] for i in held} == {None}
    own = [i for i in _due(world, "brook") if i["pupil"] == world.pupil(EVE)]
    assert {i["place"] for i in own} == {place_id(BROOK)}


def test_a_former_school_sees_only_the_clocks_it_started(world: World) -> None:
    told = {"upn": CAL, "on": "2025-12-01", "sessions": 12, "reason1": "DB"}
    assert world.send("hill", "suspension", told).status == 201
    assert world.pupil(CAL) in {i["pupil"] for i in _due(world, "hill")}
    assert {i["place"] for i in _due(world, "brook")} == {place_id(BROOK)}


def test_a_long_list_comes_in_pages(world: World) -> None:
    for upn, who in ((AMY, "brook"), (BEN, "brook"), (CAL, "hill")):
        told = {"upn": upn, "on": "2025-12-01", "sessions": 12, "reason1": "DB"}
        assert world.send(who, "suspension", told).status == 201
    whole = world.ask("la330", "GET", "/due").body
    pages = [
        world.ask("la330", "GET", "/due", params={"limit": 2, "offset": n}).body for n in (0, 2)
    ]
    assert {page["total"] for page in pages} == {whole["total"]}
    assert [*pages[0]["items"], *pages[1]["items"]] == whole["items"][:4]
    assert whole["total"] == len(whole["items"]) > 4
    wrong = world.ask("la330", "GET", "/due", params={"limit": 0})
    assert (wrong.status, wrong.codes[0][0]) == (422, "limit")


def test_lists_and_histories_say_that_their_pupils_are_invented(world: World) -> None:
    for path in ("/due", "/ledger", "/cases"):
        assert world.ask("la330", "GET", path).body["synthetic"] is True
    assert world.history("la330", AMY).body["synthetic"] is True


@pytest.mark.parametrize("what", ["due", "ledger"])
def test_the_command_line_tells_a_list_as_the_api_does(world: World, what: str) -> None:
    ran = run(what, "--on", "2025-12-12", "--json", "--db", world.engines.register.url)
    told = world.ask("la330", "GET", f"/{what}", params={"on": "2025-12-12"}).body
    assert ran.json() == told
    assert told["total"] == len(told["items"]) > 0


def _asked(world: World, who: str, **params: object) -> list[dict]:
    return world.ask(who, "GET", "/ledger", params=params).body["items"]


def test_a_question_is_answered_by_naming_it_and_its_facts(world: World) -> None:
    [item] = [i for i in _asked(world, "la330") if i["cause"] == "no_roll"]
    told = {"pupil": item["pupil"], "on": "2025-12-12", "because": "Taught at home"}
    answer = {**told, "question": item["question"], "facts": item["facts"]}
    assert world.send("la330", "question_answered", answer).status == 201
    assert [i["cause"] for i in _asked(world, "la330")] == ["no_destination"]
    [held] = _asked(world, "la330", answered=True, question="no_roll")
    assert held["answer"]["because"] == "Taught at home"
    assert held["facts"] == item["facts"]


def test_a_school_is_asked_what_it_owns_and_of_its_own_time_alone(world: World) -> None:
    assert [(i["cause"], i["owner"]) for i in _asked(world, "brook")] == [
        ("no_destination", place_id(BROOK))
    ]
    assert _asked(world, "lodge") == _asked(world, "hill") == []
    told = {"upn": BEN, "on": "2025-11-04", "planned_end": "2025-11-28", "place": LODGE}
    world.send("brook", "placement_end", {"upn": BEN, "on": "2025-11-03", "place": LODGE})
    world.send("brook", "ap_placement", told | {"reason": "BHS"})
    assert [i["cause"] for i in _asked(world, "brook")] == ["no_destination", "placement_past_end"]
    assert _asked(world, "lodge") == []


def test_spells_of_a_range_and_a_range_that_is_none(world: World) -> None:
    body = world.ask("la330", "GET", "/ledger/spells", params={"from": "2025-09-01"}).body
    assert [(i["pupil"], i["cause"], i["goes_on"]) for i in body["items"]] == [
        (world.pupil(FAY), "no_roll", True)
    ]
    assert body["items"][0]["from"]["session"] == "AM"
    assert (
        world.ask("brook", "GET", "/ledger/spells", params={"from": "2025-09-01"}).body["items"]
        == []
    )
    for wrong in ({"from": "2025-12-01", "to": "2025-11-30"}, {"from": "1990-01-01"}):
        answer = world.ask("la330", "GET", "/ledger/spells", params=wrong)
        assert (answer.status, answer.codes) == (422, [("from", "out_of_range")])


def test_what_is_asked_of_a_protected_child_names_no_place_and_no_answer(world: World) -> None:
    assert world.send("hill", "on_roll", {"upn": EVE, "on": "2025-12-01"}).status == 201
    [item] = [i for i in _asked(world, "la330") if i["pupil"] == world.pupil(EVE)]
    told = {"pupil": item["pupil"], "on": "2025-12-12", "because": "Lives near Hill"}
    answer = {**told, "question": "claim", "facts": item["facts"]}
    assert world.send("la330", "question_answered", answer).status == 201
    [held] = _asked(world, "la330", answered=True, question="claim")
    assert (held["places"], held["owner"], held["answer"]) == ([], None, None)
    spells = world.ask("la330", "GET", "/ledger/spells", params={"from": "2025-09-01"}).body
    [spell] = [i for i in spells["items"] if i["cause"] == "claim"]
    assert (spell["places"], spell["owner"]) == ([], None)


@pytest.mark.parametrize(
    ("path", "named", "other"),
    [
        ("/ledger?", "no_roll", "nope"),
        ("/ledger/spells?from=2025-09-01&", "no_roll", "no_destination"),
        ("/crosschecks?", "c2_no_timetable", "no_roll"),
    ],
)
def test_a_question_that_is_none_is_refused_and_the_questions_named(
    world: World, path: str, named: str, other: str
) -> None:
    answer = world.ask("brook", "GET", f"{path}question={other}")
    assert (answer.status, answer.codes) == (422, [("question", "unknown_question")])
    assert named in answer.body["problems"][0]["message"]
    assert world.ask("brook", "GET", f"{path}question={named}").status == 200


@pytest.mark.parametrize(
    ("field", "named", "other"),
    [("state", "missed", "met"), ("owner_role", "school", "hed"), ("clock", "ctf_sent", "ctf")],
)
def test_clocks_of_a_name_that_there_is_not_are_refused_and_the_names_told(
    world: World, field: str, named: str, other: str
) -> None:
    answer = world.ask("brook", "GET", f"/due?{field}={other}")
    assert (answer.status, answer.codes) == (422, [(field, f"unknown_{field}")])
    assert named in answer.body["problems"][0]["message"]
    assert world.ask("brook", "GET", f"/due?{field}={named}").status == 200


def test_how_soon_each_school_tells_stands_by_place_its_own_first(world: World) -> None:
    told = world.ask("brook", "GET", "/told-late?days=30").body
    assert [(one["name"], one["own"]) for one in told["items"]] == [("Brook School", True)]
    [line] = told["items"]
    assert line["told"] == line["ahead"] + line["soon"] + line["late"]
    assert line["late"] > 0
    names = [one["name"] for one in world.ask("la330", "GET", "/told-late").body["items"]]
    assert "Brook School" in names
    assert "Far School" not in names


def test_sessions_bought_are_of_ones_own_pupils_and_of_no_protected_child(world: World) -> None:
    told = world.ask("brook", "GET", "/bought?from=2025-11-03&to=2025-11-07").body
    [line] = told["items"]
    assert (line["pupil"], line["sessions_bought"]) == (world.pupil(BEN), 10)
    assert (line["cost_pence"], line["sessions_attended"], told["withheld"]) == (None, None, 1)
    assert [one["name"] for one in told["commissioners"]] == ["Brook School"]
    assert world.ask("hill", "GET", "/bought").body["items"] == []
    wrong = world.ask("brook", "GET", "/bought?from=2025-12-01&to=2025-11-01")
    assert (wrong.status, wrong.codes) == (422, [("from", "out_of_range")])


def test_a_digest_is_of_ones_own_duties_and_names_nobody(world: World) -> None:
    [told] = world.ask("brook", "GET", "/digest").body["items"]
    assert told["owner_name"] == "Brook School"
    assert told["subject"].startswith("Register of pupil movements, Brook School: ")
    assert told["overdue"]
    assert all(one["day"] < "2025-12-12" for one in told["overdue"])
    assert ("*" in told["text"]) == any(one["escalated"] for one in told["overdue"])
    assert "told to nobody: no person is named yet" in told["text"]
    [theirs] = world.ask("la330", "GET", "/digest").body["items"]
    assert theirs["owner"] == "la:330"
    assert [one["what"] for one in theirs["waiting"]]
    assert "The Lodge" not in theirs["text"]


def test_likely_duplicates_are_of_those_one_sees_and_of_no_protected_child(world: World) -> None:
    same = {"on": "2025-11-10", "forename": "Amy", "surname": "Lee", "dob": "2012-03-01"}
    for who in (AMY, BEN, EVE):
        done = world.ask("brook", "POST", "/movements/pupil_details", json={"upn": who, **same})
        assert done.status == 201
    for who in ("brook", "la330"):
        [pair] = world.ask(who, "GET", "/duplicates").body["items"]
        assert {pair["first"], pair["second"]} == {world.pupil(AMY), world.pupil(BEN)}
    assert world.ask("hill", "GET", "/duplicates").body["items"] == []
