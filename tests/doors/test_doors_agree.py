"""The same answers through every door: the same entry, the same problems, the same concerns."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from movements.forms import FormField, form_fields
from movements.kinds import DOOR_KINDS
from tests.api.world import DOT, NOBODY, World
from tests.doors.answers import GOOD, TOLD
from tests.doors.doors import DOORS, by_csv, by_json, tell_first
from tests.doors.told import Told

UNREADABLE = {
    "date": ("31/02/2026", "45000", "14-Sep", "next week", "1/9/26", "2025-13-01"),
    "number": ("x", "2.5", "-1", "1,000", "99999"),
    "choice": ("zz", "0"),
    "place": ("nowhere", "999999", "ukprn:1", "s_zz"),
    "week": ("101", "0000000000", "11111222222"),
    "money": ("x", "-1", "4.125", "99999.99"),
    "text": ("x" * 2001,),
    "textarea": ("x" * 2001,),
    "answers": ("a day later", "on=31/02/2026", "colour=red", "enrol_status=zz; on=2025-09-03"),
}
"""By the sort of question, answers that no kind can read."""


def test_every_kind_is_told_well_and_ill() -> None:
    assert {told.kind for told in TOLD} == {*DOOR_KINDS} == {*GOOD}
    # A return needs no more than a pupil who is placed: only its shape can be wrong here.
    assert {told.kind for told in TOLD if told.says} >= {*DOOR_KINDS} - {"reintegration"}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("told", TOLD, ids=str)
def test_each_door_says_what_the_table_says(world: World, told: Told, door: str) -> None:
    tell_first(world, told)
    said = DOORS[door](world, told)
    assert sorted(said.codes) == sorted(told.says)
    assert said.result == ("refused" if told.says else "accepted")


@pytest.mark.parametrize("told", [told for told in TOLD if told.says], ids=str)
def test_every_door_refuses_in_the_same_words(world: World, told: Told) -> None:
    tell_first(world, told)
    said = {name: door(world, told) for name, door in DOORS.items()}
    assert len({one.problems for one in said.values()}) == 1, said


@pytest.mark.parametrize("told", [told for told in TOLD if not told.says], ids=str)
@pytest.mark.parametrize("first", DOORS)
def test_what_one_door_took_in_every_other_holds_already(
    world: World, told: Told, first: str
) -> None:
    tell_first(world, told)
    taken = DOORS[first](world, told)
    for name, door in DOORS.items():
        again = door(world, told)
        assert again.result == "already_held", name
        assert (again.held, again.concerns) == (taken.held, taken.concerns), name


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_spoiled_one_answer_at_a_time_every_door_says_the_same(world: World, kind: str) -> None:
    tell_first(world, GOOD[kind])
    held = len(world.entries())
    for told in spoiled(GOOD[kind]):
        said = {name: door(world, told) for name, door in DOORS.items()}
        assert {one.result for one in said.values()} == {"refused"}, (told, said)
        assert len({one.problems for one in said.values()}) == 1, (told, said)
        assert "body" not in {field for one in said.values() for field, _ in one.codes}, told
    assert len(world.entries()) == held


def test_a_column_of_another_kind_is_refused_and_a_column_of_none_is_said(world: World) -> None:
    """In a file a column that no kind has is a note on the file, for a school's own columns may
    stand beside ours; in a body it can only be a slip."""
    good = GOOD["suspension"]
    told = replace(good, answers={**good.answers, "colour": "red"})
    assert by_json(world, told).codes == (("colour", "unknown_field"),)
    assert by_csv(world, told).result == "accepted"


def spoiled(good: Told) -> Iterator[Told]:
    """The good movement with one thing wrong at a time."""
    for upn in ("", "A12", good.upn.lower()[1:], "8.01E+11", *_strangers(good)):
        yield replace(good, upn=upn)
    for field in form_fields(DOOR_KINDS[good.kind], date.max):
        for wrong in _wrong(field):
            yield _with(good, field.name, wrong)
    yield _with(good, "contacts" if good.kind != "outreach" else "ground", "6")
    for number in ("x", "99", "-1"):
        told = _with(good, "corrects", number)
        yield replace(told, answers={**told.answers, "correction_reason": "typing_error"})


def _strangers(good: Told) -> tuple[str, ...]:
    """A pupil of another school and one nobody knows; only a roll may speak of them.

    And an authority, by the kinds that may be the first to tell of a child.
    """
    first = good.sender == "la330" and DOOR_KINDS[good.kind].may_be_first
    return () if first or good.kind == "on_roll" else (DOT, NOBODY)


def _wrong(field: FormField) -> Iterator[str]:
    if field.required:
        yield from ("", "  ")
    yield from UNREADABLE[field.input]


def _with(good: Told, name: str, value: str) -> Told:
    return replace(good, answers={**good.answers, name: value})
