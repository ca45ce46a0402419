"""The register on a page: a tap is a submission, and nothing is written over unseen."""

import re

import pytest

from apregister.db import reading, writing
from movements import attendance
from movements.actor import Actor
from movements.intake.attendance import take_in_attendance
from movements.mark_versions import every_mark
from movements.places import find_place
from movements.record import today
from tests.small_authority import place_id
from tests.web.world import BEN, ELM, EVE, FAR, LODGE, World

SHEET = f"/places/{place_id(LODGE)}/register"
WEEK = f"{SHEET}/week"
DAY = "2026-11-23"


def marks(world: World, who: str) -> list[tuple[str, str, str]]:
    """The marks the Lodge holds of a child today."""
    with reading(world.engines.register) as session:
        found = attendance.marks_of(session, world.pupil(who), today(), today())
    return [(one.session, one.mark, one.place) for one in found]


def tap(world: World, who: str, mark: str, was: str = "", half: str = "AM", **more: str) -> int:
    told = {"on": DAY, "half": half, "pupil": world.pupil(who), "mark": mark, "was": was}
    return world.send(SHEET, **told, **more).status_code


def as_a_file(world: World, row: str) -> None:
    """The same mark sent by a file of the setting's."""
    by = Actor("lodge", "setting", frozenset({place_id(LODGE)}))
    with writing(world.engines.register) as session:
        data = f"upn,date,session,mark\n{row}".encode()
        place = find_place(session, LODGE)
        take_in_attendance(session, data, name="m.csv", place=place, by=by, today=today())


@pytest.mark.parametrize("path", ["", "/week"])
def test_each_role_gets_what_it_may(world: World, path: str) -> None:
    may = {"lodge": 200, "officer": 200, "oak": 404, "officer_of_far": 404, "elm": 404}
    for name, status in {**may, "auditor": 403, "panel": 403, "admin": 403}.items():
        world.enter(name)
        assert world.see(f"{SHEET}{path}").status_code == status, name
        assert world.send(f"{SHEET}{path}", on=DAY).status_code in (status, 303), name


def test_the_children_expected_are_listed_to_be_tapped(world: World) -> None:
    world.enter("lodge")
    text = world.see(f"{SHEET}?half=AM").text
    assert "Morning, Monday 23 November 2026" in text
    assert "<strong>2</strong> of 2 still to mark" in text
    assert "Ben Example" in text
    assert "Eve Example" in text
    assert "Illness (I)" in text
    assert "Holiday the school agreed to" not in text, "withdrawn in 2024"
    assert world.see("/register").location == SHEET


def test_a_protected_child_is_on_it_for_the_setting_alone(world: World) -> None:
    world.enter("officer")
    for path in (SHEET, WEEK):
        text = world.see(path).text
        assert ("Ben Example" in text, "Eve Example" in text) == (True, False)
    assert tap(world, EVE, "/") == 404
    assert world.see("/register").location == SHEET, "the one setting of the authority"
    world.enter("both")
    assert "Elm Academy" in world.see("/register").text


def test_a_tap_is_a_submission_and_a_change_of_mind_its_next_version(world: World) -> None:
    world.enter("lodge")
    assert tap(world, BEN, "/") == 303
    assert tap(world, BEN, "L", was="/") == 303
    assert tap(world, BEN, "absent", was="L", reason="I") == 303
    assert tap(world, BEN, "/", was="I") == 303, "the same again later is a submission of its own"
    assert marks(world, BEN) == [("AM", "/", place_id(LODGE))]
    sent = world.entries("attendance_submission")
    assert [entry.place_id for entry in sent] == [place_id(LODGE)] * 4
    with reading(world.engines.register) as session:
        history = every_mark(session, world.pupil(BEN))
    assert [one.mark for one in history] == ["/", "L", "I", "/"]


def test_present_is_written_as_the_afternoon_wants_it(world: World) -> None:
    world.enter("lodge")
    assert tap(world, BEN, "/", half="PM") == 303
    assert marks(world, BEN) == [("PM", "\\", place_id(LODGE))]


def test_everyone_else_is_marked_present_and_nobody_twice(world: World) -> None:
    world.enter("lodge")
    tap(world, BEN, "absent", reason="N")
    both = [world.pupil(BEN), world.pupil(EVE)]
    answer = world.client.post(
        SHEET, data={"on": DAY, "half": "AM", "pupil": both, "mark": "/", "was": ""}
    )
    assert answer.status_code == 409
    assert "Ben Example, 23 November AM: someone changed this since you opened it" in answer.text
    assert (marks(world, BEN)[0][1], marks(world, EVE)[0][1]) == ("N", "/")


def test_what_somebody_else_marked_is_not_written_over(world: World) -> None:
    as_a_file(world, f"{BEN},{DAY},AM,I")
    world.enter("lodge")
    assert tap(world, BEN, "/") == 409
    assert marks(world, BEN) == [("AM", "I", place_id(LODGE))]
    assert tap(world, BEN, "I") == 303, "the same mark is no quarrel"
    assert tap(world, BEN, "/", was="I") == 303
    assert marks(world, BEN) == [("AM", "/", place_id(LODGE))]


def test_htmx_gets_the_register_again_without_a_reload(world: World) -> None:
    world.enter("lodge")
    told = {"on": DAY, "half": "AM", "pupil": world.pupil(BEN), "mark": "L", "was": ""}
    answer = world.client.post(SHEET, data=told, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="sheet">')
    assert "Late, before the register closed" in answer.text
    assert "Saved, as submission" in answer.text


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"mark": "XX"}, 422),
        ({"mark": ""}, 422),
        ({"mark": "absent", "reason": "H"}, 422),
        ({"on": "2026-11-24"}, 422),
        ({"on": "soon"}, 422),
        ({"on": "2026-11-22"}, 422),
        ({"pupil": "p_nobody"}, 404),
    ],
)
def test_what_cannot_be_is_refused_in_the_words_of_every_door(
    world: World, told: dict[str, str], status: int
) -> None:
    world.enter("lodge")
    good = {"on": DAY, "half": "AM", "pupil": world.pupil(BEN), "mark": "/", "was": ""}
    answer = world.send(SHEET, **{**good, **told})
    assert answer.status_code == status
    assert ("There is a problem" in answer.text) == (status == 422)
    assert marks(world, BEN) == []


def test_a_day_that_is_no_school_day_shows_the_last_one(world: World) -> None:
    world.enter("lodge")
    text = world.see(f"{SHEET}?on=22/11/2026").text
    assert "22 November 2026 is no school day here" in text
    assert "Friday 20 November 2026" in text


def test_the_week_is_filled_and_mended_as_a_grid(world: World) -> None:
    world.enter("lodge")
    tap(world, BEN, "L")
    text = world.see(f"{WEEK}?on=23/11/2026").text
    ben = world.pupil(BEN)
    assert f'name="m.{ben}.2026-11-23.AM"' in text
    assert f'name="m.{ben}.2026-11-24.AM"' not in text, "it has not come"
    assert re.search(r'value="L" selected', text)
    held = {f"w.{ben}.{DAY}.AM": "L", f"w.{ben}.{DAY}.PM": ""}
    told = {f"m.{ben}.{DAY}.AM": "U", f"m.{ben}.{DAY}.PM": "/"}
    assert world.send(WEEK, on=DAY, **held, **told).status_code == 303
    assert [(half, mark) for half, mark, _ in marks(world, BEN)] == [("AM", "U"), ("PM", "\\")]
    before = len(world.entries("attendance_submission"))
    same = {f"w.{ben}.{DAY}.AM": "U", f"m.{ben}.{DAY}.AM": "U"}
    assert world.send(WEEK, on=DAY, **same).status_code == 303
    assert len(world.entries("attendance_submission")) == before, "nothing was changed"
    stale = {f"w.{ben}.{DAY}.AM": "L", f"m.{ben}.{DAY}.AM": "I"}
    assert world.send(WEEK, on=DAY, **stale).status_code == 409
    assert world.send(WEEK, on="soon", **stale).status_code == 422


def test_a_place_that_is_none_or_another_s_is_not_found(world: World) -> None:
    world.enter("officer")
    for place in ("s_none", place_id(FAR)):
        assert world.see(f"/places/{place}/register").status_code == 404
    assert world.see(f"/places/{place_id(ELM)}/register").status_code == 200
