"""The pages of attendance: what was sent by whom, and a pupil's marks."""

from apregister.db import reading, writing
from movements.actor import Actor
from movements.intake.attendance import take_in_attendance
from movements.places import find_place
from movements.record import today
from tests.web.world import AMY, ELM, OAK, World, place_id


def marked(world: World, *rows: str) -> None:
    data = "\n".join(("upn,date,session,mark", *rows)).encode()
    with writing(world.engines.register) as session:
        place = find_place(session, OAK)
        by = Actor("oak", "school", frozenset({place_id(OAK)}))
        taken = take_in_attendance(session, data, name="m.csv", place=place, by=by, today=today())
    assert taken.refused == 0, taken.outcomes


def test_a_school_sees_its_own_line_and_its_files(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,/")
    world.enter("oak")
    text = world.see("/submissions").text
    assert "(yours)" in text
    assert "m.csv" in text
    with reading(world.engines.register) as session:
        assert find_place(session, ELM).name not in text
    world.enter("panel")
    assert world.see("/submissions").status_code == 403
    world.enter("officer")
    assert world.see("/submissions?on=never").status_code == 422


def test_a_pupils_marks_with_what_each_replaced(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,N")
    marked(world, f"{AMY},2026-11-02,AM,I")
    world.enter("oak")
    assert f"{world.page_of(AMY)}/marks" in world.see(world.page_of(AMY)).text
    text = world.see(f"{world.page_of(AMY)}/marks").text
    assert "N (entry " in text
    assert world.see(f"{world.page_of(AMY)}/marks?from=x").status_code == 422
    world.enter("elm")
    assert world.see(f"{world.page_of(AMY)}/marks").status_code == 404


def test_what_a_pupils_marks_come_to_over_every_place(world: World) -> None:
    world.enter("oak")
    page = f"{world.page_of(AMY)}/attendance"
    assert "No marks are held" in world.see(page).text
    marked(world, f"{AMY},2026-11-02,AM,O", f"{AMY},2026-11-03,AM,C2", f"{AMY},2026-11-02,PM,\\")
    assert page in world.see(world.page_of(AMY)).text
    text = world.see(page).text
    assert "Attended 1 of 3 possible sessions (33.3%)" in text
    assert "Severely absent" in text
    assert "the rate says little" in text
    assert "O at" in text
    assert world.see(f"{page}?to=x").status_code == 422
    world.enter("elm")
    assert world.see(page).status_code == 404
