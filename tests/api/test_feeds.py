"""The marks of many schools in one body: each school's for itself, and the rest refused alike."""

import json

import pytest

from apregister.api import feeds
from apregister.db import reading
from movements.attendance import marks_of
from movements.received import body_of
from movements.record import today
from tests.api.world import AMY, BEN, BROOK, CAL, DOT, FAR, HILL, LODGE, NOBODY, World
from tests.small_authority import place_id

DAY = "2025-12-08"
HEAD = "surname,upn,school_urn,date,session,mark,comment"
TOLD = [(AMY, BROOK, "/"), (CAL, HILL, "L"), (BEN, BROOK, "D"), (BEN, LODGE, "/")]
NOT_OURS = [(DOT, FAR, "/"), (DOT, "999999", "/")]
PRIVATE = "moved to a refuge"


def as_csv(told: list[tuple[str, str, str]]) -> dict[str, object]:
    rows = (f"Eze,{who},{school},{DAY},AM,{mark},{PRIVATE}" for who, school, mark in told)
    return {"content": "\n".join((HEAD, *rows, "")), "headers": {"Content-Type": "text/csv"}}


def as_rows(told: list[tuple[str, str, str]]) -> dict[str, object]:
    rows = [
        {"upn": who, "school": school, "date": DAY, "session": "AM", "mark": mark}
        for who, school, mark in told
    ]
    return {"json": {"rows": rows}}


def as_columns(told: list[tuple[str, str, str]]) -> dict[str, object]:
    upns, schools, codes = ([*column] for column in zip(*told, strict=True))
    return {"json": {"school": schools, "date": DAY, "session": "AM", "upn": upns, "mark": codes}}


def as_records(told: list[tuple[str, str, str]]) -> dict[str, object]:
    """As a live feed of the DfE's field list has it: names and comments too, numbers as numbers."""
    records = [
        {
            "Forename": "Pat",
            "UPN": who,
            "School URN": int(school),
            "Date": DAY,
            "Session": "AM",
            "Mark": mark,
            "Comment": PRIVATE,
        }
        for who, school, mark in told
    ]
    return {"json": records}


SHAPES = [as_csv, as_rows, as_columns, as_records]


def held(world: World, who: str) -> list[tuple[str, str]]:
    with reading(world.engines.register) as session:
        found = marks_of(session, world.pupil(who), today().replace(day=8), today())
    return [(one.place, one.mark) for one in found]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_school_s_marks_are_a_submission_of_its_own(world: World, shape) -> None:  # type: ignore[no-untyped-def]
    sent = world.ask("la330", "POST", "/attendance", **shape(TOLD))
    assert (sent.status, sent.body["rows"], sent.body["accepted"]) == (201, 4, 4)
    told = {one["school"]: one for one in sent.body["schools"]}
    assert {school: one["accepted"] for school, one in told.items()} == {
        BROOK: 2,
        HILL: 1,
        LODGE: 1,
    }
    assert told[BROOK]["place"] == place_id(BROOK)
    assert sent.body["not_taken"] == []
    assert held(world, BEN) == [(place_id(BROOK), "D"), (place_id(LODGE), "/")]
    for who, school in (("brook", BROOK), ("hill", HILL)):
        path = told[school]["receipt"].removeprefix("/api/v1")
        assert world.ask(who, "GET", path).status == 200
        assert world.ask("far", "GET", path).status == 404
    with reading(world.engines.register) as session:
        kept = (body_of(session, told[HILL]["submission"]) or b"").decode()
    assert kept.split() == ["upn,date,session,mark", f"{CAL},{DAY},AM,L"], "and nothing else"


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_outside_one_s_scope_is_refused_like_what_there_is_not(world: World, shape) -> None:  # type: ignore[no-untyped-def]
    sent = world.ask("la330", "POST", "/attendance", **shape([*TOLD, *NOT_OURS]))
    assert (sent.status, sent.body["accepted"], sent.body["refused"]) == (201, 4, 2)
    far, none = sent.body["not_taken"]
    assert ([far["lines"], none["lines"]], none["school"]) == ([[6], [7]], "999999")
    said = [
        one["problems"][0] | {"message": one["problems"][0]["message"].replace(school, "*")}
        for one, school in ((far, FAR), (none, "999999"))
    ]
    assert said[0] == said[1]
    assert said[0]["message"].startswith("'*' is not a place you can record for.")
    assert held(world, DOT) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_feed_whose_last_line_may_be_cut_off_says_so(world: World, shape) -> None:  # type: ignore[no-untyped-def]
    told = shape(TOLD)
    assert world.ask("la330", "POST", "/attendance", **told).body["notes"] == []
    cut = as_csv(TOLD)
    cut["content"] = str(cut["content"]).rstrip()
    (note,) = world.ask("la330", "POST", "/attendance", **cut).body["notes"]
    assert note.startswith("Line 5, the last, has no line end")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pupil_of_another_school_is_refused_as_by_any_door(world: World, shape) -> None:  # type: ignore[no-untyped-def]
    sent = world.ask(
        "la330", "POST", "/attendance", **shape([(AMY, HILL, "/"), (NOBODY, HILL, "/")])
    )
    (hill,) = sent.body["schools"]
    rows = world.ask("hill", "GET", hill["receipt"].removeprefix("/api/v1")).body["problems"]
    assert [(row["line"], row["problems"][0]["code"]) for row in rows] == [
        (2, "not_yours"),
        (3, "not_yours"),
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_key_of_one_school_takes_its_own_rows_alone(world: World, shape) -> None:  # type: ignore[no-untyped-def]
    sent = world.ask("brook", "POST", "/attendance", **shape(TOLD))
    assert (sent.body["accepted"], sent.body["refused"]) == (2, 2)
    assert held(world, CAL) == []


def test_the_same_again_by_content_and_by_key_changes_nothing(world: World) -> None:
    keyed = as_rows(TOLD) | {"headers": {"Idempotency-Key": "monday"}}
    first = world.ask("la330", "POST", "/attendance", **keyed)
    again = world.ask("la330", "POST", "/attendance", **keyed)
    assert (first.status, again.status, again.body) == (201, 200, first.body)
    by_content = world.ask("la330", "POST", "/attendance", **as_rows(TOLD))
    assert (by_content.status, by_content.body["unchanged"]) == (200, 4)
    other = as_rows(TOLD[:1]) | {"headers": {"Idempotency-Key": "monday"}}
    assert world.ask("la330", "POST", "/attendance", **other).status == 409


def test_a_body_of_no_school_of_one_s_own_makes_no_submission(world: World) -> None:
    sent = world.ask("la330", "POST", "/attendance", **as_rows(NOT_OURS))
    assert (sent.status, [code for _, code in sent.codes]) == (422, ["unknown_place"] * 2)
    empty = as_rows([(AMY, "", "/")])
    assert world.ask("la330", "POST", "/attendance", **empty).codes == [("school_urn", "missing")]


def test_a_school_named_for_all_is_that_of_every_row(world: World) -> None:
    for body in (as_rows(TOLD)["json"] | {"school": BROOK},):  # type: ignore[operator]
        sent = world.ask("la330", "POST", "/attendance", json=body)
        assert (sent.body["accepted"], sent.body["refused"]) == (2, 2)
    sent = world.ask("la330", "POST", f"/attendance?school={HILL}", **as_csv(TOLD))
    assert (sent.body["accepted"], sent.body["refused"]) == (1, 3)


WRONG = [
    ({"school": [BROOK], "upn": [AMY, BEN], "date": DAY, "session": "AM", "mark": ["/", "/"]}, 422),
    ({"school": [BROOK], "upn": [AMY], "date": DAY, "session": "AM"}, 422),
    ({"school": [["x"]], "upn": [AMY], "date": DAY, "session": "AM", "mark": ["/"]}, 400),
    ({"rows": [{"school": BROOK, "upn": AMY}]}, 400),
    ([{"upn": AMY, "date": DAY, "session": "AM", "mark": "/"}], 400),
]


@pytest.mark.parametrize(("body", "status"), WRONG)
def test_a_body_of_another_shape_says_what_to_mend(world: World, body: object, status: int) -> None:
    answer = world.ask("la330", "POST", "/attendance", content=json.dumps(body))
    assert (answer.status, bool(answer.codes)) == (status, True)


def test_more_schools_than_there_are_is_refused_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "MOST_SCHOOLS", 2)
    assert world.ask("la330", "POST", "/attendance", **as_rows(TOLD)).codes == [
        ("school", "too_many")
    ]
