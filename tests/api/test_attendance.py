"""Marks by JSON and by CSV: what becomes of them, once, and what is told of it to whom."""

from datetime import UTC, date, datetime

import pytest

from apregister.db import writing
from movements.actor import Actor
from movements.intake.totals import write_totals
from movements.intake.totals_check import check_totals
from movements.intake.totals_file import read_totals
from movements.places import find_place
from movements.record import stop_clock_at
from tests.api.world import AMY, BEN, BROOK, EVE, HILL, NOBODY, World

DAY = "2025-12-08"
COLUMNS = {"date": DAY, "session": "AM", "upn": [AMY, BEN], "mark": ["/", "D"]}
ROWS = {
    "rows": [
        {"upn": AMY, "date": DAY, "session": "AM", "mark": "/"},
        {"upn": BEN, "date": DAY, "session": "AM", "mark": "D"},
    ]
}


def counts(body: dict) -> tuple[int, int, int, int]:
    return (body["accepted"], body["unchanged"], body["changed"], body["refused"])


@pytest.mark.parametrize("sent", [COLUMNS, ROWS], ids=["columns", "rows"])
def test_marks_are_taken_in_and_the_very_same_again_changes_nothing(
    world: World, sent: dict
) -> None:
    first = world.ask("brook", "POST", "/attendance", json=sent)
    assert (first.status, counts(first.body)) == (201, (2, 0, 0, 0))
    again = world.ask("brook", "POST", "/attendance", json=sent)
    assert (again.status, counts(again.body)) == (200, (0, 2, 0, 0))
    assert again.body["submission"] == first.body["submission"]


def test_columns_rows_and_csv_come_to_the_same(world: World) -> None:
    assert world.ask("brook", "POST", "/attendance", json=COLUMNS).body["accepted"] == 2
    assert world.ask("brook", "POST", "/attendance", json=ROWS).body["unchanged"] == 2
    text = f"upn,date,session,mark\n{AMY},08/12/2025,1,/\n{BEN},{DAY},AM,D"
    told = {"content": text, "headers": {"Content-Type": "text/csv; charset=utf-8"}}
    sent = world.ask("brook", "POST", "/attendance", **told)
    assert (sent.status, sent.body["unchanged"]) == (201, 2)


def test_refused_rows_are_told_at_the_receipt(world: World) -> None:
    upns = [AMY, NOBODY, NOBODY, BEN]
    body = COLUMNS | {"upn": upns, "mark": ["L", "/", "/", "?"]}
    sent = world.ask("brook", "POST", "/attendance", json=body)
    assert counts(sent.body) == (1, 0, 0, 3)
    path = sent.body["receipt"].removeprefix("/api/v1")
    told = world.ask("brook", "GET", f"{path}?offset=1&limit=1").body
    assert (told["problem_rows"], told["refused"]) == (3, 3)
    (row,) = told["problems"]
    assert (row["line"], row["problems"][0]["code"]) == (3, "not_yours")
    for who, status in (("la330", 200), ("hill", 404), ("la331", 404), ("lodge", 404)):
        assert world.ask(who, "GET", path).status == status


def test_the_submissions_of_a_place_are_listed_for_it_and_its_authority(world: World) -> None:
    number = world.ask("brook", "POST", "/attendance", json=COLUMNS).body["submission"]
    (mine,) = world.ask("brook", "GET", "/submissions").body["items"]
    assert (mine["submission"], mine["accepted"], mine["source"]) == (number, 2, "api")
    assert len(world.ask("la330", "GET", f"/submissions?school={BROOK}").body["items"]) == 1
    assert world.ask("brook", "GET", f"/submissions?school={HILL}").status == 422
    assert world.ask("la331", "GET", f"/submissions?school={BROOK}").status == 422
    assert world.ask("brook", "GET", f"/submissions?before={number}").body["items"] == []


def test_a_key_answers_the_same_body_once_and_no_other(world: World) -> None:
    headers = {"Idempotency-Key": "monday"}
    told = {"json": COLUMNS, "headers": headers}
    first = world.ask("brook", "POST", "/attendance", **told)
    again = world.ask("brook", "POST", "/attendance", **told)
    assert (first.status, again.status, first.body) == (201, 200, again.body)
    other = {"json": COLUMNS | {"session": "PM"}, "headers": headers}
    assert world.ask("brook", "POST", "/attendance", **other).status == 409
    assert world.ask("hill", "POST", "/attendance", **told).status == 201


def test_a_long_body_is_checked_apart_and_answered_alike(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apregister.api.attendance._SMALL", 0)
    told = {"json": COLUMNS, "headers": {"Idempotency-Key": "term"}}
    first, again = (world.ask("brook", "POST", "/attendance", **told) for _ in range(2))
    assert (first.status, counts(first.body), again.status) == (201, (2, 0, 0, 0), 200)
    assert again.body == first.body
    assert world.ask("la330", "POST", "/attendance", json=COLUMNS).codes == [("school", "missing")]
    wrong = world.ask("brook", "POST", "/attendance", content="{")
    assert wrong.status == 400


def test_an_officer_names_a_school_of_the_authority(world: World) -> None:
    assert world.ask("la330", "POST", "/attendance", json=COLUMNS).codes == [("school", "missing")]
    named = COLUMNS | {"school": BROOK}
    assert world.ask("la331", "POST", "/attendance", json=named).codes == [
        ("school", "unknown_place")
    ]
    assert world.ask("la330", "POST", "/attendance", json=named).body["accepted"] == 2
    text = f"upn,date,session,mark\n{AMY},{DAY},PM,/"
    told = {"content": text, "headers": {"Content-Type": "text/csv"}}
    assert world.ask("la330", "POST", f"/attendance?school={BROOK}", **told).status == 201


WRONG = [
    ({"upn": [AMY], "date": DAY, "session": "AM"}, ("mark", "missing")),
    (COLUMNS | {"mark": ["/"]}, ("mark", "length")),
    (COLUMNS | {"upn": AMY}, ("upn", "not_a_list")),
    (COLUMNS | {"mark": ["/", True]}, ("mark", "not_text")),
    (COLUMNS | {"marks": []}, ("marks", "unknown_field")),
    (COLUMNS | {"school": 1}, ("school", "not_text")),
    ({"rows": [{"upn": AMY, "day": DAY}]}, ("day", "unknown_field")),
    ({"rows": [1]}, ("rows", "not_rows")),
    ({"rows": [], "upn": []}, ("upn", "not_rows")),
    ({"rows": []}, ("", "no_rows")),
]


@pytest.mark.parametrize(("body", "problem"), WRONG)
def test_a_body_of_another_shape_says_what_to_mend(
    world: World, body: dict, problem: tuple[str, str]
) -> None:
    answer = world.ask("brook", "POST", "/attendance", json=body)
    assert (answer.status, answer.codes) == (422, [problem])


@pytest.mark.parametrize("body", ["", "[]", "{", "[1]"])
def test_a_body_that_is_no_json_object(world: World, body: str) -> None:
    assert world.ask("brook", "POST", "/attendance", content=body).status == 400


def test_marks_of_a_pupil_with_what_they_replaced(world: World) -> None:
    first = world.ask("brook", "POST", "/attendance", json=COLUMNS).body["submission"]
    later = COLUMNS | {"mark": ["N", "D"]}
    second = world.ask("brook", "POST", "/attendance", json=later).body
    assert counts(second) == (1, 1, 1, 0)
    world.ask("lodge", "POST", "/attendance", json=COLUMNS | {"upn": [BEN], "mark": ["L"]})
    path = f"/pupils/{world.pupil(AMY)}/marks?from=2025-12-01"
    told = world.ask("la330", "GET", path).body
    assert (told["on"], told["synthetic"], told["total"]) == ("2025-12-12", True, 1)
    (mark,) = told["items"]
    assert (mark["mark"], mark["submission"]) == ("N", second["submission"])
    assert [(one["mark"], one["submission"]) for one in mark["earlier"]] == [("/", first)]
    ben = world.ask("brook", "GET", f"/pupils/{world.pupil(BEN)}/marks?from=2025-12-01").body
    assert [(one["mark"], one["place"]["name"]) for one in ben["items"]] == [
        ("D", "Brook School"),
        ("L", "The Lodge"),
    ]
    assert world.ask("la331", "GET", path).status == 404


def test_the_places_of_a_protected_child_are_withheld(world: World) -> None:
    for who, mark in (("brook", "D"), ("lodge", "/")):
        body = COLUMNS | {"upn": [EVE], "mark": [mark]}
        assert world.ask(who, "POST", "/attendance", json=body).body["accepted"] == 1
    path = f"/pupils/{world.pupil(EVE)}/marks?from=2025-12-01"
    told = world.ask("la330", "GET", path).body
    assert told["withheld"]
    assert {one["place"]["id"] for one in told["items"]} == {None}
    assert {one["recorded_by"] for one in told["items"]} == {None}


def test_the_tracker_shows_the_lines_one_may_see_ones_own_first(world: World) -> None:
    world.ask("brook", "POST", "/attendance", json=COLUMNS)
    mine, lodge = world.ask("brook", "GET", "/tracker?days=7").body["items"]
    assert (mine["own"], mine["held"], mine["last_day"]) == (True, 2, DAY)
    assert (lodge["name"], lodge["own"], lodge["your_children"]) == ("The Lodge", False, True)
    names = {one["name"] for one in world.ask("la330", "GET", "/tracker").body["items"]}
    assert names == {"Brook School", "Hill Academy", "The Lodge"}
    assert [o["name"] for o in world.ask("la331", "GET", "/tracker").body["items"]] == [
        "Far School"
    ]


HEADER = "upn,referencedate,sessionspossible"


def test_totals_and_marks_are_compared_for_the_place_and_its_authority(world: World) -> None:
    """Eve is protected: her own school is asked about her, and nobody else is told."""
    with writing(world.engines.register) as session:
        place = find_place(session, BROOK)
        rows = "".join(f"{who},2026-01-15,9\n" for who in (AMY, EVE))
        file = read_totals(f"{HEADER}\n{rows}".encode(), name="totals.csv")
        checked = check_totals(session, file, place, date(2026, 1, 20))
        write_totals(session, checked, Actor("a school", "school", frozenset({place.id})))
    mine = world.ask("brook", "GET", "/reconcile").body
    assert (mine["total"], mine["withheld"]) == (2, 0)
    assert {one["what"] for one in mine["items"]} == {"no_marks"}
    officer = world.ask("la330", "GET", f"/reconcile?school={BROOK}").body
    assert (officer["total"], officer["withheld"]) == (1, 1)
    assert [one["pupil"] for one in officer["items"]] == [world.pupil(AMY)]
    assert world.ask("hill", "GET", "/reconcile").body["items"] == []
    sign = {"upto": mine["signed"]["upto"], "why": "Nine were lost"}
    done = world.ask("brook", "POST", "/reconcile/sign-off", json=sign)
    assert (done.status, done.body["result"]) == (201, "accepted")
    told = world.ask("la330", "GET", f"/reconcile?school={BROOK}").body["signed"]
    assert (told["state"], told["left"], told["why"]) == (
        "signed",
        {"no_marks": 2},
        "Nine were lost",
    )
    lines = world.ask("la330", "GET", "/tracker").body["items"]
    assert {one["name"]: one["totals"] for one in lines}["Brook School"] == "signed"
    theirs = world.ask("la330", "POST", "/reconcile/sign-off", json=sign | {"school": BROOK})
    assert (theirs.status, theirs.codes) == (422, [("school", "not_yours")])
    for who in ("hill", "la331"):
        assert world.ask(who, "GET", f"/reconcile?school={BROOK}").status == 422


def test_who_left_for_another_authority_is_told_of_to_the_school_alone(world: World) -> None:
    told = {"content": f"{HEADER}\n{AMY},2026-01-15,9\n", "headers": {"Content-Type": "text/csv"}}
    stop_clock_at(datetime(2026, 1, 20, 12, 0, tzinfo=UTC))
    assert world.ask("brook", "POST", "/attendance", **told).status == 201
    path = f"/reconcile?school={BROOK}"
    assert world.ask("la330", "GET", path).body["total"] == 1
    joined = {"upn": AMY, "on": "2026-01-12", "home_la": "331"}
    left = {"upn": AMY, "on": "2026-01-12", "ground": "g"}
    assert world.ask("brook", "POST", "/movements/pupil_details", json=joined).status == 201
    assert world.ask("brook", "POST", "/movements/removal_from_roll", json=left).status == 201
    entered = {"upn": AMY, "on": "2026-01-13"}
    assert world.ask("far", "POST", "/movements/on_roll", json=entered).status == 201
    officer = world.ask("la330", "GET", path).body
    assert (officer["total"], officer["withheld"], officer["items"]) == (0, 1, [])
    assert world.ask("brook", "GET", "/reconcile").body["total"] == 1


def test_termly_totals_are_known_by_their_columns_and_kept_beside_the_marks(world: World) -> None:
    stop_clock_at(datetime(2026, 1, 20, 12, 0, tzinfo=UTC))
    rows = "".join(f"{who},2026-01-15,9\n" for who in (AMY, NOBODY))
    told = {"content": f"{HEADER}\n{rows}", "headers": {"Content-Type": "text/csv"}}
    sent = world.ask("brook", "POST", "/attendance", **told)
    assert (sent.status, sent.body["rows"], counts(sent.body)) == (201, 2, (1, 0, 0, 1))
    number, path = sent.body["submission"], sent.body["receipt"].removeprefix("/api/v1")
    (row,) = world.ask("brook", "GET", path).body["problems"]
    assert (row["line"], row["problems"][0]["code"]) == (3, "not_yours")
    assert [one["submission"] for one in world.ask("brook", "GET", "/reconcile").body["items"]] == [
        number
    ]
    again = world.ask("brook", "POST", "/attendance", **told)
    assert (again.status, again.body["submission"]) == (200, number)
    assert counts(again.body) == (0, 1, 0, 1)
    marks = world.ask("brook", "GET", f"/pupils/{world.pupil(AMY)}/marks?from=2025-09-01")
    assert marks.body["items"] == []
    later = f"{HEADER}\n{AMY},2026-01-15,10\n"
    key = told | {"content": later, "headers": told["headers"] | {"Idempotency-Key": "census"}}
    answers = [world.ask("brook", "POST", "/attendance", **key) for _ in range(2)]
    assert [one.status for one in answers] == [201, 200]
    assert answers[0].body == answers[1].body


@pytest.mark.parametrize("header", [HEADER, "upn,date,session,mark"])
def test_a_file_without_a_row_is_refused(world: World, header: str) -> None:
    told = {"content": f"{header}\n", "headers": {"Content-Type": "text/csv"}}
    answer = world.ask("brook", "POST", "/attendance", **told)
    assert (answer.status, answer.codes) == (422, [("", "no_rows")])


def test_the_daily_field_list_of_one_school_is_taken_as_its_marks(world: World) -> None:
    head = "school_urn,upn,attendance_date,session,attendance_code"
    text = f"{head}\n{BROOK},{AMY},{DAY},AM,/\n{HILL},{BEN},{DAY},AM,/\n"
    told = {"content": text, "headers": {"Content-Type": "text/csv"}}
    sent = world.ask("brook", "POST", "/attendance", **told)
    assert (sent.status, counts(sent.body)) == (201, (1, 0, 0, 1))
