"""The panel's reports by JSON: for the authority, with the cases that each number counts."""

from tests.api.world import EVE, FAY, HILL, World

REFERRED = {"on": "2025-11-10", "category": "d", "reason": "Excluded"}


def _refused(world: World, who: str) -> str:
    """A case whose place at Hill Academy the school refused."""
    case = str(world.ask("la330", "POST", "/cases", json={"upn": who, **REFERRED}).body["case"])
    told = {"to_place": HILL, "movement": "on_roll", "starts_on": "2025-11-20"}
    for step, answers in (
        ("case_agreed", {"on": "2025-11-10"}),
        ("case_allocated", {"on": "2025-11-17", **told}),
        ("case_refused", {"on": "2025-11-18", "because": "no_place", "evidence": "Numbers"}),
    ):
        answer = world.ask("la330", "POST", f"/cases/{case}/steps/{step}", json=answers)
        assert answer.status == 201, answer.body
    return case


def test_the_reports_and_the_list(world: World) -> None:
    fay, eve = _refused(world, FAY), _refused(world, EVE)
    listed = world.ask("la330", "GET", "/follow-up").body
    told = {one["case"]: one for one in listed["items"]}
    assert (listed["total"], set(told)) == (2, {fay, eve})
    assert "Hill" not in str(told[eve])
    assert (told[fay]["since"], told[fay]["chased_by"]) == ("2025-11-27", "The authority")
    assert world.ask("hill", "GET", "/follow-up").body["total"] == 2
    assert world.ask("far", "GET", "/follow-up").body["total"] == 0
    year = {"year": "2025-26"}
    report = world.ask("la330", "GET", "/reports/fair-access", params=year).body
    lines = {line["school"]: line for line in report["items"]}
    assert (report["totals"]["refused"], report["due"]) == (2, "2026-10-31")
    assert lines["Hill Academy"]["cases"]["refused"] == [fay]
    assert lines["Schools withheld (protected children)"]["cases"]["refused"] == [eve]
    panel = world.ask("la330", "GET", "/reports/panel", params=year).body
    assert (panel["cases"], sorted(panel["numbers"]["refused"])) == (2, sorted([fay, eve]))
    assert world.ask("la331", "GET", "/reports/panel", params=year).body["cases"] == 0


def test_what_is_wrong_is_said(world: World) -> None:
    wrong = world.ask("la330", "GET", "/reports/fair-access", params={"year": "2025"})
    assert (wrong.status, wrong.codes) == (422, [("year", "not_a_year")])
    unknown = world.ask("la330", "GET", "/reports/panel", params={"panel": "f_0"})
    assert (unknown.status, unknown.codes) == (404, [("", "unknown")])
