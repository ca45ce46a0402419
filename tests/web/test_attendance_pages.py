"""The pages of attendance: what was sent by whom, and a pupil's marks."""

import csv
import re
from datetime import date

from apregister.audit import looks
from apregister.db import reading, writing
from movements.actor import Actor
from movements.intake.attendance import take_in_attendance
from movements.intake.totals import write_totals
from movements.intake.totals_check import check_totals
from movements.intake.totals_file import read_totals
from movements.places import find_place
from movements.record import today
from tests.small_authority import Held
from tests.tokens import without_token
from tests.web.world import AMY, CAL, ELM, EVE, FAR, LODGE, OAK, World, place_id


def marked(world: Held, *rows: str) -> None:
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


def test_a_school_sees_its_own_line_and_then_where_its_children_are(world: World) -> None:
    """Ben and Eve, who is protected, are at the Lodge; of Eve nothing is counted."""
    world.enter("oak")
    text = world.see("/submissions").text
    assert text.index("(yours)") < text.index("Your children there alone")
    assert f"/places/{place_id(LODGE)}/grid" in text
    assert f"/places/{place_id(LODGE)}/reconcile" not in text
    sent = world.see("/submissions.csv").get_data(as_text=True).lstrip("\ufeff").splitlines()
    mine, lodge = csv.DictReader(line for line in sent if not line.startswith("SYNTHETIC"))
    assert (mine["name"], mine["own"], lodge["name"]) == ("Oak School", "True", "The Lodge")
    # Sixteen school days from 2 November to 23 November, two sessions each, of Ben.
    assert (lodge["your_children"], lodge["expected"], lodge["totals"]) == ("True", "32", "")
    world.enter("elm")
    assert "The Lodge" not in world.see("/submissions").text


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
    assert "absent with authority for 1 (1 of a part-time timetable, C2), without for 1." in text
    for address in (page, page.replace("/attendance", "/marks")):
        wrong = world.see(f"{address}?to=x")
        assert (wrong.status_code, 'id="to-error"' in wrong.text) == (422, True)
    world.enter("elm")
    assert world.see(page).status_code == 404


RECONCILE = f"/places/{place_id(OAK)}/reconcile"


def totalled(world: Held, *rows: str) -> None:
    """Totals of the autumn term, which the spring census returns."""
    data = "\n".join(("upn,referencedate,sessionspossible", *rows, "")).encode()
    with writing(world.engines.register) as session:
        file = read_totals(data, name="totals.csv")
        checked = check_totals(session, file, find_place(session, OAK), date(2027, 1, 25))
        report = write_totals(session, checked, Actor("oak", "school", frozenset({place_id(OAK)})))
    assert report.refused == 0, report.outcomes


def test_a_school_is_asked_where_its_totals_and_marks_differ(world: World) -> None:
    """Eve is protected: she stands on her own school's page, and is only counted to others."""
    world.enter("oak")
    assert "nothing to ask" in world.see(RECONCILE).text
    marked(world, f"{AMY},2026-11-02,AM,/")
    totalled(world, f"{AMY},2027-01-21,3", f"{EVE},2027-01-21,5", f"{CAL},2027-01-21,7")
    assert RECONCILE in world.see("/submissions").text
    text = world.see(RECONCILE).text
    assert "<strong>3</strong> questions." in text
    assert "have 3 possible sessions" in text
    assert f"/pupils/{world.pupil(AMY)}/marks?from=" in text
    for name in ("Amy Example", "Eve Example", "A former pupil"):
        assert name in text
    assert looks(world.engines.looks)[0].place_id == place_id(OAK)
    for who in ("officer", "auditor"):
        world.enter(who)
        text = world.see(RECONCILE).text
        assert "<strong>2</strong> questions, and 1 of protected children" in text
        assert ("Cal Example" in text, "Eve Example" in text) == (True, False)


def test_what_totals_ask_is_for_the_place_and_its_authority(world: World) -> None:
    unknown = "/places/s_nowhere/reconcile"
    for who in ("elm", "far", "officer_of_far"):
        world.enter(who)
        answers = [world.see(path) for path in (RECONCILE, unknown)]
        assert [one.status_code for one in answers] == [404, 404]
        assert len({without_token(one.text) for one in answers}) == 1
    world.enter("panel")
    assert world.see(RECONCILE).status_code == 403
    world.enter("officer_of_far")
    assert world.see(RECONCILE.replace(place_id(OAK), place_id(FAR))).status_code == 200


def test_a_school_signs_off_the_result_and_the_tracker_says_so(world: World) -> None:
    totalled(world, f"{AMY},2027-01-21,3")
    world.enter("officer")
    text = world.see(RECONCILE).text
    assert ("Not signed off" in text, "Sign off this result" in text) == (True, False)
    assert world.send(RECONCILE, upto="1", why="Lost").status_code == 422
    world.enter("oak")
    assert "Totals to sign off" in world.see("/needs").text
    [upto] = re.findall(r'name="upto" value="(\d+)"', world.see(RECONCILE).text)
    wrong = world.send(RECONCILE, upto=upto, why="")
    assert (wrong.status_code, "Say why" in wrong.text) == (422, True)
    assert world.send(RECONCILE, upto="x", why="Lost").status_code == 422
    assert world.send(RECONCILE, upto=upto, why="The old system lost them").status_code == 303
    assert "The old system lost them" in world.see(f"{RECONCILE}?done=signed").text
    assert "Signed off" in world.see("/submissions").text
    assert "Totals to sign off" not in world.see("/needs").text
    marked(world, f"{AMY},2026-11-02,AM,/")
    assert "To sign off again: sent since" in world.see("/submissions").text
    world.enter("elm")
    assert world.send(RECONCILE, upto=upto, why="Mine").status_code == 404
