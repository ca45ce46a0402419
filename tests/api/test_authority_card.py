"""The authority's own figures: limits kept, late and missed, by JSON."""

from tests.api.world import World

PATH = "/authority/figures"


def test_the_day_six_limit_of_an_excluded_child_is_the_authoritys_to_keep(world: World) -> None:
    answer = world.ask("la330", "GET", PATH, params={"year": "2025-26"})
    assert answer.status == 200
    told = {one["clock"]: one for one in answer.body["items"]}
    assert "day_six" in " ".join(told)
    assert all(o["owed"] == o["kept"] + o["late"] + o["missed"] > 0 for o in told.values())
    titles = [one["title"] for one in answer.body["items"]]
    assert titles == sorted(titles), "by name, never by how many were missed"


def test_another_authority_owes_none_of_them_and_a_year_must_be_one(world: World) -> None:
    other = world.ask("la331", "GET", PATH, params={"year": "2025-26"}).body["items"]
    assert not [one for one in other if "day_six" in one["clock"]]
    assert world.ask("la330", "GET", PATH, params={"year": "2024-25"}).body["items"] == []
    assert world.ask("la330", "GET", PATH, params={"year": "soon"}).codes == [
        ("year", "not_a_year")
    ]


def test_a_year_is_told_by_month_and_by_who_owes(world: World) -> None:
    told = world.ask("la330", "GET", "/authority/year", params={"year": "2025-26"}).body
    assert [one["first"] for one in told["months"]][:2] == ["2025-09-01", "2025-10-01"]
    assert told["whole"]["unanswered"]["children"] == 1, "Fay, since November"
    assert told["whole"]["waits"]["half_started_within"] is None
    assert told["whole"]["waits"]["few"] is True
    assert {one["owner"] for one in told["owners"]} >= {"la:330"}
    wrong = world.ask("la330", "GET", "/authority/year", params={"year": "soon"})
    assert wrong.codes == [("year", "not_a_year")]
