"""The steps of a case, by file, API and page: the same results, word for word."""

import csv
import io
from pathlib import Path

import pytest
from sqlmodel import Session

from apregister.auth.keys import actor_of_token
from apregister.db import reading, rehearsing
from fair_access import foreseen, intake
from fair_access.intake import take_in_cases
from fair_access.steps import STEPS
from movements.intake.reading import Unreadable, read_rows
from movements.intake.receipts import Outcome
from tests.api.world import AMY, BEN, FAY, HILL, NOBODY, Answer, World
from tests.commands.world import run
from tests.doors.forms import Form

Told = dict[str, str]
_PLACE = {"to_place": HILL, "starts_on": "2025-12-10", "movement": "on_roll", "reasons": "Nearest"}
_REFERRED = {"kind": "case_referred", "on": "2025-11-10", "category": "d"}
STORIES: dict[str, tuple[str, list[Told]]] = {
    "to a place": (
        "la330",
        [
            {**_REFERRED, "upn": FAY},
            {**_REFERRED, "upn": FAY, "reason": "x"},
            {**_REFERRED, "upn": FAY, "reason": "x"},
            {"kind": "case_allocated", "upn": FAY, "on": "2025-11-12", **_PLACE},
            {"kind": "case_agreed", "upn": FAY, "on": "12/11/2025"},
            {"kind": "case_agreed", "upn": FAY, "on": "2025-11-12"},
            {"kind": "case_deferred", "upn": FAY, "on": "2025-11-13", "because": "sloth"},
            {"kind": "case_allocated", "upn": FAY, "on": "2025-11-13", **_PLACE, "to_place": "1"},
            {"kind": "case_allocated", "upn": FAY, "on": "2025-11-13", **_PLACE},
            {"kind": "case_notified", "upn": FAY, "on": "2025-11-14", "whom": "school"},
            {"kind": "case_accepted", "upn": FAY, "on": "2025-11-14", "how": "letter"},
        ],
    ),
    "of a school": (
        "brook",
        [
            {**_REFERRED, "upn": AMY, "reason": "x"},
            {"kind": "case_agreed", "upn": AMY, "on": "2025-11-12"},
            {"kind": "case_withdrawn", "upn": AMY, "on": "2025-11-12", "because": "x"},
        ],
    ),
    "of nobody here": (
        "hill",
        [
            {**_REFERRED, "upn": AMY, "reason": "x"},
            {"kind": "case_agreed", "upn": AMY, "on": "2025-11-12"},
            {"kind": "case_agreed", "upn": NOBODY, "on": "2025-11-12"},
            {**_REFERRED, "upn": NOBODY, "reason": "x"},
        ],
    ),
}


def as_file(rows: list[Told]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    held = io.StringIO()
    out = csv.DictWriter(held, columns)
    out.writeheader()
    out.writerows(rows)
    return held.getvalue().encode()


def by_file(world: World, who: str, rows: list[Told]) -> list[Outcome]:
    """All of them as one file, of which nothing is kept."""
    with reading(world.engines.register) as session:
        by = actor_of_token(session.connection(), world.keys[who])
    assert by is not None
    sheet = read_rows(as_file(rows), name="cases.csv")
    with rehearsing(world.engines.register) as session:
        return list(take_in_cases(session, sheet, place=None, by=by).outcomes)


def by_json(world: World, who: str, row: Told, cases: dict[str, str]) -> Answer:
    """A referral to the list of cases; any other step to the case that is open."""
    kind, upn = row["kind"], row["upn"]
    if kind == "case_referred":
        body = {name: value for name, value in row.items() if name != "kind"}
        answer = world.ask(who, "POST", "/cases", json=body)
        cases[upn] = answer.body.get("case", cases.get(upn, ""))
        return answer
    case = cases.get(upn) or "c_0"
    body = {name: value for name, value in row.items() if name not in ("kind", "upn")}
    return world.ask(who, "POST", f"/cases/{case}/steps/{kind}", json=body)


@pytest.mark.parametrize("story", STORIES)
def test_a_file_and_the_api_say_the_same(world: World, story: str) -> None:
    who, rows = STORIES[story]
    outcomes = by_file(world, who, rows)
    cases: dict[str, str] = {}
    for row, outcome in zip(rows, outcomes, strict=True):
        answer = by_json(world, who, row, cases)
        said = [(p["field"], p["code"], p["message"]) for p in answer.body.get("problems", ())]
        assert said == [(p.field, p.code, p.message) for p in outcome.problems], row
        assert answer.body.get("result", "refused") == outcome.result, row
        told = [one["message"] for one in answer.body.get("concerns", ())]
        assert told == [one.message for one in outcome.concerns], row
    assert {outcome.result for outcome in outcomes} >= {"refused"}


@pytest.mark.parametrize("story", STORIES)
def test_a_page_says_what_the_file_says(world: World, form: Form, story: str) -> None:
    """Of whom or what one may not see there is no page, and no form of what one may not do."""
    who, rows = STORIES[story]
    rows = [row for row in rows if row["upn"] != NOBODY]
    cases: dict[str, str] = {}
    for row, outcome in zip(rows, by_file(world, who, rows), strict=True):
        kind, upn = row["kind"], row["upn"]
        path = f"/cases/{cases.get(upn, 'c_0')}/steps/{kind}"
        if kind == "case_referred":
            path = f"/pupils/{world.pupil(upn)}/cases/new"
        sent = {name: value for name, value in row.items() if name not in ("kind", "upn")}
        answer, problems = form.send(who, path, sent)
        codes = {one.code for one in outcome.problems}
        no_page = 404 if "not_yours" in codes else 403 if codes == {"not_allowed"} else 422
        assert answer.status_code == (no_page if codes else 303), row
        if no_page == 422:
            assert problems == tuple(sorted((p.code, p.message) for p in outcome.problems)), row
        if answer.status_code == 303:
            cases[upn] = answer.location.partition("?")[0].rpartition("/")[2]


@pytest.mark.parametrize(
    "more", [{}, {"correction_reason": "sloth"}, {"correction_reason": "wrong_date"}]
)
def test_a_step_is_corrected_by_every_door_in_the_same_words(
    world: World, form: Form, more: Told
) -> None:
    who, rows = STORIES["to a place"]
    cases: dict[str, str] = {}
    for row in (rows[1], rows[5]):
        entry = by_json(world, who, row, cases).body["entry"]
    fixed = {**rows[5], "on": "2025-11-13", **more, "corrects": str(entry)}
    (outcome,) = by_file(world, who, [fixed])
    own = {name: text for name, text in fixed.items() if name not in ("kind", "upn", "corrects")}
    path = f"/cases/{cases[fixed['upn']]}/corrections/{entry}"
    if outcome.problems:
        answer, problems = form.send(who, path, own)
        assert problems == tuple((p.code, p.message) for p in outcome.problems)
        assert answer.status_code == by_json(world, who, fixed, cases).status == 422
        return
    assert (outcome.result, outcome.entry) == ("accepted", entry + 1)
    assert by_json(world, who, fixed, cases).body["entry"] == entry + 1
    again = form.send(who, path, own)[0]
    assert again.status_code == 404, "it was corrected already: that one has a page"
    assert by_json(world, who, fixed, cases).body["result"] == "already_held"
    told = world.ask(who, "GET", f"/cases/{cases[fixed['upn']]}").body
    assert [one["entry"] for one in told["steps"][1]["was"]] == [entry]
    assert told["may_correct"] == [one["entry"] for one in told["steps"]]
    assert world.ask("brook", "GET", f"/cases/{cases[fixed['upn']]}").status == 404


@pytest.mark.parametrize("door", ["api", "page", "file"])
def test_no_door_keeps_others_from_recording_while_fair_share_is_worked_out(
    world: World, form: Form, door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, rows = STORIES["to a place"]
    cases: dict[str, str] = {}
    for row in (rows[1], rows[5]):
        by_json(world, who, row, cases)
    asked: list[int] = []

    def said_of(session: Session, *_rest: object) -> None:
        asked.append(session.connection().exec_driver_sql("PRAGMA query_only").scalar_one())

    monkeypatch.setattr(intake if door == "file" else foreseen, "said_of", said_of)
    if door == "file":
        file = tmp_path / "cases.csv"
        file.write_bytes(as_file([rows[8]]))
        url = world.engines.register.url
        done = run("intake", "cases", file, "--school", "la:330", "--db", url)
        assert "1 accepted" in done.out, done.out
    elif door == "api":
        assert by_json(world, who, rows[8], cases).status == 201
    else:
        sent = {name: value for name, value in rows[8].items() if name not in ("kind", "upn")}
        path = f"/cases/{cases[rows[8]['upn']]}/steps/case_allocated"
        assert form.send(who, path, sent)[0].status_code == 303
    assert asked == [1], "asked once, by a session that cannot write"


def test_of_a_pupil_nobody_knows_and_of_one_elsewhere_the_same_is_said(world: World) -> None:
    _, rows = STORIES["of nobody here"]
    elsewhere, step, unknown_step, unknown = by_file(world, "hill", rows)
    assert elsewhere.problems == unknown.problems
    assert step.problems == unknown_step.problems


def test_a_file_that_is_none_of_steps(world: World) -> None:
    (one,) = by_file(world, "la330", [{"kind": "suspension", "upn": BEN, "on": "2025-11-10"}])
    assert [(p.field, p.code) for p in one.problems] == [("kind", "unknown_kind")]
    assert all(step in one.problems[0].message for step in STEPS)


@pytest.mark.parametrize(
    ("whom", "code"),
    [
        ({}, ("upn", "missing")),
        ({"upn": "A1"}, ("upn", "not_a_upn")),
        ({"upn": AMY, "pupil": "p_other"}, ("upn", "not_yours")),
        ({"pupil": "p_nobody"}, ("upn", "not_yours")),
    ],
)
def test_who_is_referred_must_be_known(
    world: World, whom: dict[str, str], code: tuple[str, str]
) -> None:
    body = {"on": "2025-11-10", "category": "d", "reason": "x", **whom}
    answer = world.ask("la330", "POST", "/cases", json=body)
    assert (answer.status, answer.codes) == (422, [code])


def test_a_pupil_is_referred_by_id_too(world: World) -> None:
    body = {"on": "2025-11-10", "category": "d", "reason": "x", "pupil": world.pupil(FAY)}
    first = world.ask("la330", "POST", "/cases", json=body)
    again = world.ask("la330", "POST", "/cases", json={**body, "upn": FAY})
    assert (first.status, again.status) == (201, 200)
    assert first.body["case"] == again.body["case"]


def test_a_file_without_its_columns_is_unreadable_and_others_are_noted(world: World) -> None:
    with reading(world.engines.register) as session:
        by = actor_of_token(session.connection(), world.keys["la330"])
    assert by is not None
    done: list[int] = []
    with rehearsing(world.engines.register) as session:
        bare = read_rows(b"kind,on\ncase_agreed,2025-11-10", name="cases.csv")
        with pytest.raises(Unreadable, match="no column upn"):
            take_in_cases(session, bare, place=None, by=by)
        odd = read_rows(
            f"kind,upn,on,mood\ncase_agreed,{FAY},2025-11-10,,more".encode(), name="c.csv"
        )
        report = take_in_cases(session, odd, place=None, by=by, progress=done.append)
    assert (report.refused, done) == (1, [1])
    assert "Column mood is not one we know" in report.notes[-1]
