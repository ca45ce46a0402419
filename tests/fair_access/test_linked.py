"""Cases of a child with two records: one list, one file, one open case, by either id."""

import pytest

from fair_access.cases import case_clocks, cases_of
from movements.problems import Refused
from movements.take_in import take_in
from tests.fair_access.world import AMY, BEN, OFFICER, TODAY, World


@pytest.fixture
def one_child(brook: World) -> tuple[World, str]:
    """A case was agreed for ben; then amy and ben are found to be one child, kept as amy."""
    case_id = brook.agreed(BEN)
    _tell(brook, "records_linked", AMY, same_as=BEN, because="The school says so")
    return brook, case_id


def _tell(world: World, kind: str, who: str, **answers: str) -> int:
    told = {"upn": who, "on": "2026-11-02", **answers}
    return take_in(world.session, kind, told, place=None, by=OFFICER, source="form").entry


def _ids(world: World) -> tuple[str, str]:
    told = world.session.connection().exec_driver_sql(
        "SELECT pupil_id, value FROM pupil_identifier"
    )
    by_upn = {value: pupil for pupil, value in told}
    return by_upn[AMY], by_upn[BEN]


def test_the_case_is_the_childs_by_either_id(one_child: tuple[World, str]) -> None:
    world, case_id = one_child
    amy, ben = _ids(world)
    for pupil in (amy, ben):
        assert [one.id for one in cases_of(world.session, pupil, TODAY)] == [case_id]
    assert (world.case(case_id).pupil, world.case(case_id).record) == (amy, ben)
    assert [one.pupil for one in case_clocks(world.session, "330", TODAY)] == [amy]


def test_its_file_has_the_history_of_both(one_child: tuple[World, str]) -> None:
    world, case_id = one_child
    file = world.file(case_id)
    assert file is not None
    kinds = [line.kind for line in file.lines]
    assert kinds.count("on_roll") == 2
    assert {"ap_placement", "case_referred", "records_linked"} <= set(kinds)


def test_no_second_case_is_opened_while_one_is_open(one_child: tuple[World, str]) -> None:
    world, _ = one_child
    with pytest.raises(Refused, match="open for this pupil already"):
        world.refer(AMY, "2026-11-03")


def test_its_next_steps_stay_with_the_record_it_was_opened_for(
    one_child: tuple[World, str],
) -> None:
    world, case_id = one_child
    amy, ben = _ids(world)
    world.allocated(case_id, "2026-11-09")
    moved = world.entry(world.case(case_id).steps[-1].movement_entry or 0)
    assert (moved.kind, moved.pupil_id) == ("place_offered", ben)
    _tell(world, "withdrawn", AMY, because="Two cousins", corrects=_link(world),
          correction_reason="wrong_details")  # fmt: skip
    whole = cases_of(world.session, ben, TODAY)
    assert [[step.kind for step in one.steps] for one in whole] == [
        ["case_referred", "case_agreed", "case_allocated"]
    ]
    assert cases_of(world.session, amy, TODAY) == []


def _link(world: World) -> str:
    found = world.session.connection().exec_driver_sql(
        "SELECT number FROM entry WHERE kind = 'records_linked'"
    )
    return str(found.scalar())
