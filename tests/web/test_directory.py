"""The AP directory's pages: who sees which setting, what is told there, and who reads a concern."""

import csv
import io

import pytest

from apregister.db import writing
from tests.small_authority import tell as add_places
from tests.tokens import without_token
from tests.web.world import BEN, EVE, HAVEN, LODGE, OAK, World, place_id

PATH = f"/directory/{place_id(LODGE)}"
OFFER = {
    "on": "01/09/2026",
    "low_age": "11",
    "high_age": "16",
    "tiers": "2 3",
    "offer": "=English and bricklaying",
    "needs": "semh",
    "places": "3",
    "cost_per_week": "45000",
}
EVIDENCE = {
    "on": "01/09/2025",
    "area": "safeguarding",
    "document": "safeguarding_policy",
    "expires_on": "31/08/2026",
}
CONCERN = {"on": "20/11/2026", "level": "serious", "what": "Registers are not kept"}


def tell(world: World, who: str, kind: str, **answers: str) -> int:
    """Send a form about The Lodge; the number of the entry it made."""
    world.enter(who)
    answer = world.send(f"{PATH}/record/{kind}", **answers)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("=")[2])


def test_a_setting_tells_its_offer_and_everybody_near_it_finds_it(world: World) -> None:
    tell(world, "lodge", "setting_offer", **OFFER)
    for name in ("officer", "oak", "elm", "lodge", "panel", "auditor"):
        world.enter(name)
        text = world.see("/directory").text
        assert "The Lodge" in text, name
        assert "1 free of 3" in text, name
        assert "Haven of Far" not in text, name
    world.enter("far")
    assert "The Lodge" not in world.see("/directory").text
    assert world.see(PATH).status_code == 404
    world.enter("admin")
    assert world.see("/directory").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("age=11", True),
        ("age=17", False),
        ("tier=2", True),
        ("tier=1", False),
        ("need=SEMH", True),
        ("need=ASD", False),
        ("free=23/11/2026", True),
        ("free=24/08/2026", False),
        ("evidence=none", True),
        ("evidence=expired", False),
        ("authority=330", True),
        ("authority=331", False),
        ("sort=nothing", False),
        ("cost=450", True),
        ("cost=£449.99&order=cost", False),
    ],
)
def test_each_filter_finds_and_leaves_out(world: World, query: str, found: bool) -> None:
    tell(world, "lodge", "setting_offer", **OFFER)
    for headers in ({}, {"HX-Request": "true"}):
        answer = world.see(f"/directory?{query}", **headers)
        assert answer.status_code == 200
        assert ("The Lodge" in answer.text.partition("<tbody")[2]) == found


def test_what_cannot_be_read_is_said_and_nothing_is_found(world: World) -> None:
    world.enter("officer")
    answer = world.see("/directory?age=old&free=soon&cost=cheap")
    assert answer.status_code == 422
    assert "Write the amount in pounds and pence" in answer.text
    assert "Age must be a whole number" in answer.text
    assert "is not a date we can read" in answer.text
    assert 'value="soon"' in answer.text


def test_the_list_tells_the_cost_and_stands_by_name_or_by_cost(world: World) -> None:
    named = [("900011", "Ash House"), ("900012", "Zed House")]
    with writing(world.engines.register) as session:
        places = [(urn, name, "14", "4", "330") for urn, name in named]
        add_places(session, places, (), "2026-01-01T08:00:00.000000Z")
    tell(world, "lodge", "setting_offer", **OFFER)
    world.enter("officer")
    cheap = OFFER | {"cost_per_week": "30000"}
    sent = world.send(f"/directory/{place_id('900012')}/record/setting_offer", **cheap)
    assert sent.status_code == 303

    def order(query: str) -> list[str]:
        rows = world.see(f"/directory{query}").text.partition("<tbody")[2]
        return sorted(("Ash House", "The Lodge", "Zed House"), key=rows.index)

    assert order("") == ["Ash House", "The Lodge", "Zed House"]
    assert order("?order=cost") == ["Zed House", "The Lodge", "Ash House"]
    assert "£450.00" in world.see("/directory").text


def test_the_file_escapes_what_a_spreadsheet_would_run(world: World) -> None:
    tell(world, "lodge", "setting_offer", **OFFER)
    answer = world.see("/directory.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[0]["offer"] == "'=English and bricklaying"
    assert (rows[0]["places_commissioned"], rows[0]["places_taken"]) == ("3", "2")
    world.enter("panel")
    assert world.see("/directory.csv").status_code == 403


def test_evidence_stands_by_area_and_expires(world: World) -> None:
    tell(world, "oak", "setting_evidence", **EVIDENCE)
    text = world.see(PATH).text
    assert "expired after 31 August 2026" in text
    tell(world, "officer", "setting_evidence", **EVIDENCE | {"on": "1/9/2026", "expires_on": ""})
    text = world.see(PATH).text
    assert "expired after" not in text
    assert "In date" in text


def test_a_placement_there_is_recorded_with_the_concern(world: World) -> None:
    tell(world, "oak", "setting_evidence", **EVIDENCE)
    assert "had expired when the pupil began there" in world.see(world.page_of(BEN)).text


def test_visits_list_what_is_to_be_done_and_what_is_done(world: World) -> None:
    visit = tell(
        world,
        "officer",
        "setting_visit",
        on="01/10/2026",
        visited_by="Commissioning officer",
        reason="monitoring",
        findings="Registers kept",
        action1="Renew the fire check",
        action1_due="30/10/2026",
    )
    assert "past its day" in world.see(PATH).text
    assert "Renew the fire check" in world.see("/needs").text
    done = {"on": "02/11/2026", "visit": str(visit), "action": "1"}
    tell(world, "officer", "setting_action_done", **done)
    assert "done on 2 November 2026" in world.see(PATH).text
    assert "Renew the fire check" not in world.see("/needs").text


def test_a_concern_reaches_every_commissioner_and_nobody_else(world: World) -> None:
    number = tell(world, "officer", "setting_concern", **CONCERN)
    for name, told in (
        ("oak", True),
        ("both", True),
        ("officer", True),
        ("auditor", True),
        ("elm", False),
        ("lodge", False),
        ("panel", False),
    ):
        world.enter(name)
        assert (CONCERN["what"] in world.see(PATH).text) == told, name
        waiting = name not in {"auditor", "panel"} and told
        assert ("open concern about settings" in world.see("/needs").text) >= waiting, name
        if not told:
            assert "open concern" not in world.see("/needs").text, name
    closed = {"on": "23/11/2026", "concern": str(number), "because": "Put right"}
    tell(world, "oak", "setting_concern_closed", **closed)
    assert "open concern" not in world.see("/needs").text
    assert "Put right" in world.see(PATH).text


@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("officer", "setting_visit", 200),
        ("oak", "setting_visit", 200),
        ("oak", "setting_offer", 404),
        ("elm", "setting_visit", 200),
        ("elm", "setting_evidence", 404),
        ("lodge", "setting_offer", 200),
        ("lodge", "setting_evidence", 404),
        ("lodge", "setting_concern", 404),
        ("far", "setting_visit", 404),
        ("officer_of_far", "setting_visit", 404),
        ("panel", "setting_visit", 403),
        ("auditor", "setting_visit", 403),
        ("admin", "setting_visit", 403),
        ("officer", "suspension", 404),
    ],
)
def test_who_may_record_what(world: World, who: str, kind: str, status: int) -> None:
    world.enter(who)
    path = f"{PATH}/record/{kind}"
    assert world.see(path).status_code == status
    expected = 422 if status == 200 else status
    assert world.send(path).status_code == expected
    assert not [e for e in world.entries() if e.kind.startswith("setting_")]


def test_a_setting_of_another_authority_is_as_if_unknown(world: World) -> None:
    world.enter("officer")
    unknown = without_token(world.see("/directory/s_nowhere").text)
    for place in (HAVEN, OAK):
        answer = world.see(f"/directory/{place_id(place)}")
        assert (answer.status_code, without_token(answer.text)) == (404, unknown)


def test_a_protected_child_shows_a_setting_elsewhere_to_who_placed_the_child_alone(
    world: World,
) -> None:
    """Else the settings an authority is shown outside its area would tell where the child is."""
    haven = f"/directory/{place_id(HAVEN)}"
    world.enter("officer_of_far")
    assert world.send(f"{haven}/record/setting_concern", **CONCERN).status_code == 303

    def placed(child: str) -> None:
        answers = {"on": "2026-11-09", "place": HAVEN, "reason": "BHS"}
        with writing(world.engines.register) as session:
            add_places(session, (), [("ap_placement", child, OAK, answers)], "")

    def shown(who: str) -> tuple[bool, bool, bool]:
        world.enter(who)
        listed = "Haven of Far" in world.see("/directory").text
        worries = "Haven of Far" in world.see("/needs").text
        return listed, world.see(haven).status_code == 200, worries

    placed(EVE)
    assert shown("officer") == (False, False, False)
    assert shown("oak") == (True, True, True)
    placed(BEN)
    assert shown("officer") == (True, True, True)


def test_an_entry_is_corrected_and_withdrawn_by_forms(world: World) -> None:
    first = tell(world, "oak", "setting_evidence", **EVIDENCE)
    form = world.see(f"{PATH}/record/setting_evidence?corrects={first}").text
    assert 'value="31/08/2026"' in form
    again = EVIDENCE | {"expires_on": "31/12/2026", "corrects": str(first)}
    world.enter("oak")
    answer = world.send(f"{PATH}/record/setting_evidence", **again)
    assert answer.status_code == 422
    assert "correction" in answer.text
    second = tell(world, "oak", "setting_evidence", **again, correction_reason="typing_error")
    assert "valid to 31 December 2026" in world.see(PATH).text
    world.enter("elm")
    assert world.see(f"{PATH}/record/setting_withdrawn?corrects={second}").status_code == 404
    taken = {"on": "23/11/2026", "because": "Mistaken", "corrects": str(second)}
    tell(world, "officer", "setting_withdrawn", **taken, correction_reason="typing_error")
    assert "expired after 31 August 2026" in world.see(PATH).text, "what it corrected holds again"


def test_evidence_and_actions_are_due_on_the_page_and_wait_on_the_home_page(world: World) -> None:
    tell(world, "officer", "setting_evidence", **EVIDENCE)
    text = world.see("/due?state=missed").text
    assert "The authority sees what replaces a document before it expires: safeguarding" in text
    assert f'href="{PATH}">The Lodge' in text
    assert "1 document of settings expired or expiring" in world.see("/needs").text
    rows = list(csv.DictReader(io.StringIO(world.see("/due.csv?state=missed").text)))
    assert [row["name"] for row in rows if row["clock"] == "Evidence about a setting renewed"] == [
        "The Lodge"
    ]
    world.enter("elm")
    assert "The Lodge" not in world.see("/due").text
