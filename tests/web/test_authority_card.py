"""The authority's own figures, by every role."""

from tests.web.world import World

SEES = {"officer": 200, "auditor": 200, "officer_of_far": 200, "lodge": 403, "oak": 403,
        "panel": 403, "admin": 403}  # fmt: skip


def test_the_authoritys_figures_are_for_its_officers_and_auditors(world: World) -> None:
    for who, status in SEES.items():
        world.enter(who)
        for path in ("figures", "year", "year.csv"):
            answer = world.see(f"/authority/{path}?year=2026-27")
            assert answer.status_code == status, (who, path)


def test_limits_stand_by_name_with_what_was_missed(world: World) -> None:
    world.enter("officer")
    text = world.see("/authority/figures?year=2026-27").text
    assert "Missed" in text
    assert "style=" not in text
    assert "No limit of the authority" in world.see("/authority/figures?year=2023-24").text
    assert world.see("/authority/figures?year=soon").status_code == 422


def test_a_year_stands_by_month_and_by_who_owes_and_says_so_of_a_few(world: World) -> None:
    world.enter("officer")
    text = world.see("/authority/year?year=2026-27").text
    assert "November 2026" in text
    assert "Nobody referred" in text
    assert "style=" not in text
    assert world.see("/authority/year?year=soon").status_code == 422
    assert world.see("/authority/year.csv?year=soon").status_code == 404
    lines = world.see("/authority/year.csv?year=2026-27").text.splitlines()
    assert [line.split(",")[1] for line in lines[1:5]] == [
        *("2026-27", "2026-09", "2026-10", "2026-11"),
    ]
