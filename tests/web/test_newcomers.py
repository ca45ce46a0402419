"""An officer tells of a child whom the register does not know, from where the search ended."""

import re

import pytest

from tests.web.world import AMY, DOT, ELM, EVE, NAMES, NOBODY, World

MISSING = {"on": "16/11/2026", "session": "AM", "last_seen_on": "13/11/2026"}
WHO = {"forename": "Asya", "surname": "Demir", "dob": "06/05/2013"}
OFFER = "Tell the register of a child it does not know"


def chosen(world: World, kind: str = "child_missing_education", **given: str) -> str:
    return world.send("/pupils/new/form", kind=kind, **given).text


def test_where_the_search_ends_an_officer_goes_on_with_the_same_upn(world: World) -> None:
    world.enter("officer")
    ended = world.send("/pupils/find", upn=NOBODY)
    assert ended.status_code == 422
    assert OFFER in ended.text
    begun = world.send("/pupils/new", upn=NOBODY).text
    assert f'value="{NOBODY}"' in begun
    form = chosen(world, upn=NOBODY)
    assert f'name="upn" value="{NOBODY}"' in form
    assert "Recorded for" not in form, "no school has told of the child"
    done = world.send("/pupils/new/child_missing_education", upn=NOBODY, **MISSING)
    assert done.status_code == 303, done.text
    assert NOBODY not in done.location
    page = world.see(done.location).text
    assert "Reported as missing education" in page
    assert world.pupil(NOBODY) in world.see("/ledger?cause=no_roll").text


def test_a_child_without_a_upn_is_told_of_by_name_and_date_of_birth(world: World) -> None:
    world.enter("officer")
    assert OFFER in world.see("/pupils/find").text
    form = chosen(world, "in_year_application", none="yes")
    assert [name for name in WHO if f'name="{name}"' in form] == [*WHO]
    told = {"pupil": "new", "on": "16/11/2026", "to_place": NAMES[ELM]}
    wrong = world.send("/pupils/new/in_year_application", **told, forename="Asya")
    assert wrong.status_code == 422
    assert "Enter the date of birth: a child without a UPN" in wrong.text
    assert 'value="Asya"' in wrong.text, "what was answered stays"
    done = world.send("/pupils/new/in_year_application", **told, **WHO)
    again = world.send("/pupils/new/in_year_application", **told, **WHO)
    assert (done.status_code, done.location) == (303, again.location)
    page = world.see(done.location).text
    assert "Asya Demir" in page
    assert "In-year application for Elm Academy" in page


def test_details_alone_ask_who_the_child_is_once(world: World) -> None:
    world.enter("officer")
    form = chosen(world, "pupil_details", none="yes")
    assert re.findall(r'name="(forename|surname|dob)"', form) == [*WHO]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Enter the child’s UPN, or say that the child has none"),
        ({"upn": NOBODY, "none": "yes"}, "Leave the UPN out, or take away the tick"),
        ({"upn": "A12"}, "has 3 characters"),
        ({"upn": NOBODY, "kind": "suspension"}, "Choose what you tell of the child"),
    ],
)
def test_it_must_be_clear_who_is_meant_and_what_is_told(
    world: World, given: dict[str, str], says: str
) -> None:
    world.enter("officer")
    told = {"kind": "child_missing_education"} | given
    answer = world.send("/pupils/new/form", **told)
    assert answer.status_code == 422
    assert says in answer.text


def test_of_a_child_in_sight_the_childs_own_form_is_opened(world: World) -> None:
    world.enter("officer")
    answer = world.send("/pupils/new/form", upn=AMY, kind="child_missing_education")
    assert answer.status_code == 303
    assert answer.location == f"{world.page_of(AMY)}/record/child_missing_education"


@pytest.mark.parametrize("upn", [EVE, DOT])
def test_another_authoritys_child_is_met_with_the_same_pages(world: World, upn: str) -> None:
    """Whoever has the child: the other officers of this world are of each other's authority."""
    world.enter("officer_of_far" if upn == EVE else "officer")

    def told(who: str) -> list[str]:
        pages = [world.send("/pupils/find", upn=who), world.send("/pupils/new", upn=who)]
        pages.append(world.send("/pupils/new/form", upn=who, kind="child_missing_education"))
        wrong = MISSING | {"last_seen_on": "17/11/2026"}
        pages.append(world.send("/pupils/new/child_missing_education", upn=who, **wrong))
        tokens = r'name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"'
        return [re.sub(tokens, "", one.text).replace(who, "") for one in pages]

    assert told(upn) == told(NOBODY)
    done = world.send("/pupils/new/child_missing_education", upn=upn, **MISSING)
    assert done.status_code == 303, done.text
    page = world.see(done.location).text
    assert "You see what your authority told of this child" in page
    assert "Reported as missing education" in page


@pytest.mark.parametrize("who", ["oak", "lodge", "auditor", "panel", "admin"])
def test_it_is_for_officers_alone(world: World, who: str) -> None:
    world.enter(who)
    assert world.see("/pupils/new").status_code in (403, 404)
    told = world.send("/pupils/new/child_missing_education", upn=NOBODY, **MISSING)
    assert told.status_code in (403, 404)
    assert OFFER not in world.send("/pupils/find", upn=NOBODY).text
