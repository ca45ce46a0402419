"""Fair share by pages: the ledger, the schools advised for a child, the scheme; and for whom."""

import csv
import io

import pytest

from apregister.db import writing
from fair_access.decide import open_case
from fair_access.fair_share.held import share_held
from fair_access.fair_share.tell import tell_fair_share
from movements.actor import Actor
from movements.record import today
from tests.web.world import AMY, BEN, CAL, ELM, EVE, FAY, OAK, World, place_id

OFFICER = Actor("Olive Officer", "la_officer", authority="330")
SCHEME = {"on": "01/09/2026", "method": "points", "excluded_lost": "-1", "cite": "Protocol 7"}
EXEMPTION = {
    "on": "01/11/2026",
    "school": ELM,
    "year_group": "10",
    "until": "18/12/2026",
    "reason": "Four taken since October",
    "agreed_by": "Panel of 30 October",
}


def tell(world: World, kind: str, **answers: str) -> int:
    with writing(world.engines.register) as session:
        return tell_fair_share(session, kind, answers, by=OFFICER, source="form").entry


def advised(world: World, who: str) -> str:
    return f"{world.page_of(who)}/fair-share"


@pytest.mark.parametrize(
    ("name", "status"),
    [("officer", 200), ("panel", 200), ("auditor", 200), ("oak", 200), ("lodge", 403)],
)
def test_who_sees_the_ledger(world: World, name: str, status: int) -> None:
    world.enter(name)
    assert world.see("/fair-share").status_code == status
    assert ("Fair share" in world.see("/").text) == (status == 200)


def test_the_ledger_shows_each_school_and_the_totals(world: World) -> None:
    world.enter("officer")
    text = world.see("/fair-share").text
    assert "No scheme was in force" in text
    for school in ("Oak School", "Elm Academy", "All schools of the authority"):
        assert school in text
    assert "The Lodge" not in text
    assert "Far School" not in text
    of_year = world.see("/fair-share?year=10&on=30/09/2026&known=30/09/2026")
    assert "Year 10 on 30 September 2026, as known on 30 September 2026" in of_year.text
    part = world.see("/fair-share?year=10", **{"HX-Request": "true"}).text
    assert "<table" in part
    assert "<h1" not in part
    assert world.see("/fair-share?on=yesterday").status_code == 422


def test_a_file_of_the_ledger_has_every_year_group_and_the_whole(world: World) -> None:
    world.enter("officer")
    tell(world, "fair_share_exemption", **EXEMPTION)
    answer = world.see("/fair-share.csv?on=23/11/2026")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    told = {(row["school"], row["year_group"]): row for row in rows}
    assert told["Oak School", "Year 10"]["excluded_lost"] == "1"
    assert told["Oak School", "Whole school"]["roll"] == "3", "amy, ben and gus; eve is protected"
    assert "Four taken" in told["Elm Academy", "Year 10"]["exemptions"]


def test_a_school_sees_its_own_line_until_the_scheme_shows_all(world: World) -> None:
    world.enter("oak")
    text = world.see("/fair-share").text
    assert "Oak School" in text
    assert "Elm Academy" not in text
    assert "“Few” stands where" in text
    assert ">few<" in text, "Elm has one child: the total would tell of it"
    assert "All schools" not in world.see("/fair-share?year=10").text, "no total by year group"
    assert "Elm Academy" not in world.see("/fair-share.csv").text
    tell(world, "fair_share_scheme", **SCHEME, schools_see="all")
    assert "Elm Academy" in world.see("/fair-share").text
    assert "Set a scheme" not in world.see("/fair-share").text


def test_an_officer_sets_the_scheme_corrects_it_and_takes_it_back(world: World) -> None:
    world.enter("officer")
    form = world.see("/fair-share/tell/fair_share_scheme")
    assert "Rotation: the school that has waited longest is next" in form.text
    wrong = world.send("/fair-share/tell/fair_share_scheme", **SCHEME | {"excluded_lost": "much"})
    assert wrong.status_code == 422
    assert 'href="#excluded_lost"' in wrong.text
    done = world.send("/fair-share/tell/fair_share_scheme", **SCHEME)
    assert done.location == "/fair-share?done=told"
    text = world.see("/fair-share?done=told").text
    assert "It is recorded." in text
    assert "Weight -1" in text
    (first,) = world.entries("fair_share_scheme")
    again = f"/fair-share/tell/fair_share_scheme?corrects={first.number}"
    shown = world.see(again).text
    assert 'value="-1"' in shown
    assert "Reason for the correction" in shown
    more = {"corrects": str(first.number), "correction_reason": "typing_error"}
    world.send("/fair-share/tell/fair_share_scheme", **SCHEME | {"excluded_lost": "-2"} | more)
    assert "permanently excluded -2" in world.see("/fair-share").text
    second = world.entries("fair_share_scheme")[-1].number
    back = world.see(f"/fair-share/tell/fair_share_withdrawn?corrects={second}").text
    assert "Withdraw the entry" in back
    world.send(
        "/fair-share/tell/fair_share_withdrawn",
        on="23/11/2026",
        because="Not agreed",
        corrects=str(second),
    )
    assert "permanently excluded -1" in world.see("/fair-share").text


@pytest.mark.parametrize(
    "path",
    [
        "/fair-share/tell/suspension",
        "/fair-share/tell/fair_share_withdrawn",
        "/fair-share/tell/fair_share_scheme?corrects=1",
        "/fair-share/tell/fair_share_journey",
        "/pupils/p_nobody/fair-share/tell/fair_share_journey",
    ],
)
def test_a_form_that_there_is_not(world: World, path: str) -> None:
    world.enter("officer")
    assert world.see(path).status_code == 404


def test_only_an_officer_tells(world: World) -> None:
    for name in ("panel", "auditor", "oak"):
        world.enter(name)
        assert world.see("/fair-share/tell/fair_share_scheme").status_code == 403


def test_the_schools_for_a_child_come_with_their_arithmetic_and_grounds(world: World) -> None:
    world.enter("officer")
    assert "no school is advised" in world.see(advised(world, FAY)).text
    tell(world, "fair_share_scheme", **SCHEME)
    text = world.see(advised(world, FAY)).text
    assert "It decides nothing" in text
    assert "It permanently excluded the child on 28 September 2026." in text
    assert "Permanently excluded: 0 × -1 = 0" in text.replace("\u00a0", " ")
    assert text.index("Elm Academy") < text.index("Not asked")
    for kind, answers in (
        ("fair_share_matter", {"reason": "A police matter", "agreed_by": "Panel"}),
        ("fair_share_journey", {"metres": "900", "by": "walking", "source": "Route planner"}),
    ):
        path = f"{advised(world, FAY)}/tell/{kind}"
        assert "Fay Example" in world.see(path).text
        done = world.send(path, on="02/11/2026", to_place=ELM, **answers)
        assert done.location == f"{advised(world, FAY)}?done=told"
    text = world.see(advised(world, FAY)).text
    assert "A serious matter between the child and this school is on record." in text
    assert "A police matter" not in text
    assert "0.9 km, walking (Route planner)" in text
    rows = world.see(f"{advised(world, FAY)}.csv").text
    assert "0.9 km" in rows
    assert "A police matter" not in rows


def test_the_panel_asks_for_a_child_with_a_case_and_a_school_never(world: World) -> None:
    tell(world, "fair_share_scheme", **SCHEME)
    world.enter("panel")
    assert world.see(advised(world, FAY)).status_code == 404
    with writing(world.engines.register) as session:
        told = {"on": "2026-11-02", "category": "d", "reason": "Ready"}
        case = open_case(session, world.pupil(FAY), told, OFFICER, today())
    assert world.see(advised(world, FAY)).status_code == 404, "not on an agenda yet"
    world.before_the_panel(f"/cases/{case}")
    world.enter("panel")
    assert f"/cases/{case}/fair-share" in world.see(f"/cases/{case}").text
    shown = world.see(f"/cases/{case}/fair-share").text
    assert "It permanently excluded the child" in shown
    assert f"/cases/{case}/fair-share.csv" in shown
    assert world.pupil(FAY) not in shown, "a panel has no address of the child"
    assert "Oak School" in world.see(f"/cases/{case}/fair-share.csv").text
    assert world.see(advised(world, FAY)).status_code == 200
    world.enter("oak")
    assert world.see(f"/cases/{case}/fair-share").status_code == 404
    for path in ("", ".csv"):
        assert world.see(f"{advised(world, AMY)}{path}").status_code == 404


def test_a_child_of_no_year_group_is_asked_about_by_one(world: World) -> None:
    tell(world, "fair_share_scheme", **SCHEME)
    world.enter("officer")
    world.record(AMY, "pupil_details", on="03/11/2026", nc_year="X")
    assert world.see(f"{advised(world, AMY)}?year=9").status_code == 200
    assert world.see(f"{advised(world, AMY)}?on=01/01/2020").status_code == 422
    assert world.see(f"{advised(world, AMY)}.csv?on=01/01/2020").status_code == 404


def test_of_a_protected_child_nothing_shows_where_without_a_reason(world: World) -> None:
    tell(world, "fair_share_scheme", **SCHEME)
    eve = world.pupil(EVE)
    journey = {"on": "2026-11-02", "pupil": eve, "to_place": OAK, "metres": "40"}
    tell(world, "fair_share_journey", **journey, by="walking", source="By Oak School")
    world.enter("officer")
    text = world.see(advised(world, EVE)).text
    assert "This child is protected" in text
    for told in ("roll", "0.0 km", "By Oak"):
        assert told not in text.partition("<table")[2].partition("</table>")[0]
    assert world.send(advised(world, EVE), reason=" ").status_code == 422
    assert world.send(advised(world, EVE), reason="x" * 2000).status_code == 422
    shown = world.send(advised(world, EVE), reason="To choose a school").text
    assert "on this school’s roll" in shown.replace("&#39;", "’").replace("'", "’")
    assert "0.0 km" in shown
    history = world.see(world.page_of(EVE)).text
    assert "The journey to a school was noted for fair access" in history
    assert "By Oak" not in history


def test_what_is_between_a_child_and_a_school_is_in_no_history_of_a_school(world: World) -> None:
    told = {"on": "2026-11-02", "to_place": ELM, "reason": "Police", "agreed_by": "Panel"}
    tell(world, "fair_share_matter", pupil=world.pupil(BEN), **told)
    world.enter("officer")
    assert "A serious matter with a school was noted" in world.see(world.page_of(BEN)).text
    world.enter("oak")
    assert "serious matter" not in world.see(world.page_of(BEN)).text


def test_an_exemption_stands_beside_its_school(world: World) -> None:
    entry = tell(world, "fair_share_exemption", **EXEMPTION)
    world.enter("officer")
    text = world.see("/fair-share?year=10").text
    assert "Exempt</strong>" in text
    assert f"/fair-share/tell/fair_share_exemption?corrects={entry}" in text
    assert "None on that day" in world.see("/fair-share?on=19/12/2026").text
    with writing(world.engines.register) as session:
        (held,) = share_held(session, "330").exemptions_on(today())
    assert held.entry.place_id == place_id(ELM)


def test_a_look_is_noted_with_the_child_and_the_reason(world: World) -> None:
    tell(world, "fair_share_scheme", **SCHEME)
    world.enter("officer")
    world.see(advised(world, CAL))
    world.send(advised(world, EVE), reason="To choose a school")
    world.enter("auditor")
    text = world.see("/looks").text
    assert "fair share" in text.replace("_", " ")
