"""The cross-checks by JSON: by number, one's own first, to whom they concern and nobody else."""

from typing import Any

from tests.api.world import AMY, BEN, BROOK, CAL, EVE, LODGE, World

BROOK_ID, LODGE_ID = f"s_00{BROOK}", f"s_00{LODGE}"


def send(world: World, place: str, day: str, **marks: str) -> None:
    upns = {"amy": AMY, "ben": BEN, "cal": CAL, "eve": EVE}
    body = {
        "date": day,
        "session": "AM",
        "upn": [upns[who] for who in marks],
        "mark": [*marks.values()],
    }
    assert world.ask(place, "POST", "/attendance", json=body).body["accepted"] == len(marks)


def checks(world: World, who: str, more: str = "") -> list[dict[str, Any]]:
    """What is listed, but for those of whom these small files say nothing."""
    answer = world.ask(who, "GET", f"/crosschecks{more}")
    assert answer.status == 200
    return [one for one in answer.body["items"] if one["cause"] != "no_mark"]


def told(world: World, who: str) -> list[tuple[int, str, bool]]:
    names = {world.pupil(upn): name for name, upn in (("amy", AMY), ("ben", BEN), ("eve", EVE))}
    found = [(one["number"], names[one["pupil"]], one["own"]) for one in checks(world, who)]
    assert found == sorted(found, key=lambda one: (not one[2], one[0]))
    # Of one number and day, any pupil may come first: ids tell nothing.
    return sorted(found, key=lambda one: (not one[2], one[0], one[1]))


def test_each_sees_what_concerns_it_its_own_first_and_by_number(world: World) -> None:
    send(world, "brook", "2025-12-08", amy="D", ben="D", eve="D")
    send(world, "brook", "2025-12-09", amy="C2", ben="/", eve="D")
    send(world, "lodge", "2025-12-09", ben="/", eve="/")
    assert told(world, "brook") == [
        (1, "amy", True),
        (3, "ben", True),
        (7, "amy", True),
        (2, "ben", False),
        (2, "eve", False),
    ]
    assert told(world, "lodge") == [(2, "ben", True), (2, "eve", True), (3, "ben", False)]
    assert [one[0] for one in told(world, "la330")] == [1, 2, 2, 3, 7]
    assert told(world, "hill") == told(world, "la331") == []
    assert world.ask("brook", "GET", "/crosschecks?on=2025-12-08").body["total"] == 1
    (only,) = checks(world, "brook", "?question=c2_no_timetable")
    assert only["about"] == "1 session marked C2, 9 December 2025 AM"
    assert only["basis_detail"]["level"] == "guidance"


def test_the_places_of_a_protected_child_are_withheld(world: World) -> None:
    send(world, "brook", "2025-12-08", eve="D")
    (asked,) = checks(world, "la330")
    assert (asked["places"], asked["owner"]) == ([], None)
    (asked,) = checks(world, "brook")
    assert (asked["places"], asked["owner"]) == ([BROOK_ID], None)
    (asked,) = checks(world, "lodge")
    assert (asked["places"], asked["owner"]) == ([LODGE_ID], LODGE_ID)


def test_a_place_that_has_sent_nothing_is_asked_once(world: World) -> None:
    """A protected child counts to the place itself alone."""
    send(world, "brook", "2025-12-08", amy="/", ben="D", eve="D")
    asked = {
        who: {one["place"]: one for one in world.ask(who, "GET", "/crosschecks").body["places"]}
        for who in ("lodge", "brook", "la330", "la331")
    }
    assert [{*asked[who]} for who in ("lodge", "brook")] == [{LODGE_ID}, {BROOK_ID}]
    assert asked["lodge"][LODGE_ID]["children"] == asked["la330"][LODGE_ID]["children"] + 1
    assert asked["brook"][BROOK_ID]["number"] == 8
    assert "2025-12-08" not in asked["brook"][BROOK_ID]["days"]
    assert not {LODGE_ID, BROOK_ID} & {*asked["la331"]}
    other = world.ask("brook", "GET", "/crosschecks?question=d_not_dual")
    assert other.body["places"] == []


def test_a_place_answers_why_it_sent_nothing_and_takes_the_answer_back(world: World) -> None:
    send(world, "brook", "2025-12-08", amy="/", ben="D", eve="D")

    def asked(who: str) -> dict[str, Any]:
        places = world.ask(who, "GET", "/crosschecks").body["places"]
        return next((one for one in places if one["place"] == BROOK_ID), {})

    before = asked("brook")
    assert before["may_answer"]
    assert asked("la330")["may_answer"]
    days = {"on": before["days"][0], "last_day": before["days"][-1]}
    told = {"setting": BROOK, **days, "because": "Flood; every family was called"}
    for who in ("hill", "lodge", "la331"):
        assert world.send(who, "days_not_sent", told).status == 422
    done = world.send("brook", "days_not_sent", told)
    assert done.status == 201
    assert asked("brook") == asked("la330") == {}
    for who, many in (("brook", 1), ("la330", 1), ("la331", 0)):
        why = world.ask(who, "GET", "/crosschecks?answered=true").body["places_answered"]
        assert [one["because"] for one in why] == [told["because"]] * many
    back = {"corrects": str(done.body["entry"]), "correction_reason": "typing_error"}
    gone = {"setting": BROOK, "on": days["on"], "because": "Sent after all", **back}
    assert world.send("brook", "setting_withdrawn", gone).status == 201
    assert asked("brook")["days"] == before["days"]


def test_a_former_school_is_asked_of_its_own_time_alone(world: World) -> None:
    send(world, "brook", "2025-09-08", cal="D")
    send(world, "hill", "2025-12-08", cal="D")
    assert [one["since"] for one in checks(world, "brook")] == ["2025-09-08"]
    assert [one["since"] for one in checks(world, "hill")] == ["2025-12-08"]
    assert len(checks(world, "la330")) == 2


def test_the_ledger_asks_the_owner_and_an_answer_holds(world: World) -> None:
    send(world, "brook", "2025-12-08", amy="D")
    (asked,) = world.ask("brook", "GET", "/ledger?question=d_not_dual").body["items"]
    answer = {name: asked[name] for name in ("pupil", "question", "facts")}
    answer |= {"on": "2025-12-12", "because": "A taster at Hill, agreed with the parent"}
    assert world.send("brook", "question_answered", answer).status == 201
    assert checks(world, "brook") == []
    assert len(checks(world, "brook", "?answered=true")) == 1
    send(world, "brook", "2025-12-09", amy="L")
    send(world, "brook", "2025-12-10", amy="D")
    assert checks(world, "brook") == [], "the same week"


def test_marks_to_send_again_are_listed_until_they_are_sent(world: World) -> None:
    send(world, "brook", "2025-12-08", amy="/", ben="D")
    placed = {"on": "2025-12-08", "place": LODGE, "reason": "BHS"}
    assert world.send("brook", "ap_placement", placed | {"upn": AMY}).status == 201
    (line,) = restated(world, "brook")
    assert (line["day"], line["mark"], line["should_be"]) == ("2025-12-08", "/", "D")
    assert (line["place"]["id"], line["due_at"]["id"]) == (BROOK_ID, LODGE_ID)
    assert len(restated(world, "la330")) == 1
    assert restated(world, "lodge") == restated(world, "hill") == restated(world, "la331") == []
    send(world, "brook", "2025-12-08", amy="D")
    assert restated(world, "brook") == []


def test_a_protected_childs_places_are_withheld_from_what_is_to_be_sent_again(world: World) -> None:
    # The placement of November was told of in December.
    send(world, "brook", "2025-12-08", eve="/")
    (line,) = restated(world, "brook")
    assert (line["place"]["id"], line["due_at"]["id"]) == (BROOK_ID, None)
    (line,) = restated(world, "la330")
    assert (line["place"]["id"], line["due_at"]["id"]) == (None, None)


def test_a_removal_told_of_late_leaves_marks_to_settle(world: World) -> None:
    send(world, "brook", "2025-12-09", amy="/")
    gone = {"upn": AMY, "on": "2025-12-09", "ground": "g"}
    assert world.send("brook", "removal_from_roll", gone).status == 201
    (line,) = restated(world, "brook")
    assert (line["should_be"], line["due_at"]) == (None, None)


def test_an_end_told_of_late_leaves_marks_of_both_places_to_settle(world: World) -> None:
    send(world, "brook", "2025-12-08", ben="D")
    send(world, "lodge", "2025-12-08", ben="/")
    assert restated(world, "brook") == restated(world, "lodge") == []
    ended = {"upn": BEN, "on": "2025-12-08", "place": LODGE, "outcome": "returned"}
    assert world.send("brook", "placement_end", ended).status == 201
    (line,) = restated(world, "brook")
    assert (line["mark"], line["should_be"], line["due_at"]) == ("D", "other than D", None)
    (line,) = restated(world, "lodge")
    assert (line["mark"], line["should_be"]) == ("/", None)
    send(world, "brook", "2025-12-08", ben="/")
    assert restated(world, "brook") == []


def restated(world: World, who: str) -> list[dict[str, Any]]:
    answer = world.ask(who, "GET", "/restate")
    assert answer.status == 200
    return answer.body["items"]  # type: ignore[no-any-return]


def test_clocks_of_marks_are_due_like_the_others(world: World) -> None:
    send(world, "brook", "2025-12-08", amy="N")
    for who, found in (("brook", 1), ("la330", 1), ("hill", 0), ("lodge", 0)):
        items = world.ask(who, "GET", "/due").body["items"]
        marked = [one for one in items if one["by_marks"]]
        assert len(marked) == found, who
    (item,) = marked_of(world, "brook")
    assert (item["clock"], item["state"]) == ("reason_established", "running")
    assert (item["due"], item["owner"]) == ("2025-12-15", BROOK_ID)
    assert item["about"] == "1 session marked N, 8 December 2025 AM"
    clocks = world.ask("brook", "GET", "/clocks").body["items"]
    assert "Attendance marks" in {one["started_by"] for one in clocks}


def marked_of(world: World, who: str) -> list[dict[str, Any]]:
    return [one for one in world.ask(who, "GET", "/due").body["items"] if one["by_marks"]]
