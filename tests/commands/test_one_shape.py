"""Every list that a command gives with --json has one shape, and so has every basis in it."""

import pytest

from tests.commands.world import ADA, BEN, MARKS, MOVES, SCHOOL, Office

PARTS = {"level", "cite", "in_force_from", "in_force_to", "confirmed", "words"}
LISTS = {
    ("due",): True,
    ("ledger",): True,
    ("ledger", "--from", "2026-09-01"): False,
    ("directory",): False,
    ("submissions",): False,
    ("marks", BEN): False,
    ("attendance", "--school", SCHOOL): False,
    ("clocks",): True,
    ("measures",): True,
    ("rules",): True,
    ("local-rule", "list", "--authority", "330"): True,
    ("retention", "schedule"): True,
    ("retention", "run", "--dry-run"): True,
    ("retention", "holds"): False,
}
"""Each list, and whether what it lists has a basis."""


@pytest.fixture
def told(peopled: Office) -> Office:
    """Ada was suspended and left for nowhere; two files of marks were sent; a hold stands."""
    rows = (f"suspension,{ADA},2026-09-14,,r1,12,DB,", f"removal_from_roll,{ADA},2026-09-28,,,,,g")
    assert peopled.send("movements", "\n".join([f"{MOVES},ground", *rows]))[0].code == 0
    for day in ("2026-09-10", "2026-09-11"):
        assert peopled.send("attendance", f"{MARKS}\n{BEN},{day},AM,/")[0].code == 0
    assert peopled.run("retention", "hold", BEN, "--because", "Inquiry").code == 0
    return peopled


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_every_list_says_of_which_day_and_how_long_it_is(
    command: tuple[str, ...], told: Office
) -> None:
    listed = told.run(*command, "--json").json()
    assert {"on", "synthetic", "total", "items"} <= listed.keys()
    assert listed["total"] == len(listed["items"])
    assert listed["items"] or command == ("directory",)
    for item in listed["items"]:
        assert ("basis" in item) is LISTS[command]
        if "basis" in item:
            assert item["basis_detail"].keys() == PARTS
            assert item["basis_detail"]["words"] == item["basis"]


def test_so_many_submissions_are_counted_however_few_are_asked_for(told: Office) -> None:
    one = told.run("submissions", "--school", SCHOOL, "--limit", "1", "--json").json()
    every = told.run("submissions", "--school", SCHOOL, "--json").json()
    assert len(one["items"]) == 1
    assert one["total"] == every["total"] == len(every["items"]) == 2


@pytest.mark.parametrize("command", ["due", "ledger"])
def test_what_is_owed_names_who_owes_it_and_in_which_part(command: str, told: Office) -> None:
    items = told.run(command, "--json").json()["items"]
    assert items
    for item in items:
        role, owner = item["owner_role"], item["owner"]
        assert role in {"school", "authority", "setting", "parent"}
        assert (owner or "").startswith({"authority": "la:", "parent": ""}.get(role, "s_"))
