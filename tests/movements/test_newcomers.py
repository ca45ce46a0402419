"""A child without a UPN: told of by name and date of birth, and found again once it has one."""

import pytest

from movements.identifiers import check_letter
from movements.intake.movements import take_in_movements
from movements.intake.reading import read_rows
from movements.ledger import ledger
from movements.likely_same import likely_same
from movements.problems import Refused
from movements.record import Recorded
from movements.register import find_pupil, standing, standings
from movements.take_in import take_in
from tests.spec.world import LATER, OFFICER, World, upn

ASYA = {"pupil": "new", "forename": "Asya", "surname": "Demir", "dob": "2013-05-06"}
DAY = {"on": "2026-09-07"}
_LETTERS = "001" + "00000077" + "A"
TEMPORARY = check_letter(_LETTERS) + _LETTERS


def tell(world: World, kind: str, at: str = "officer", **answers: str) -> Recorded:
    place, by = world.actor(at)
    with world.session.begin_nested():
        return take_in(world.session, kind, DAY | answers, place=place, by=by, source="api")


def refused(world: World, kind: str, at: str = "officer", **answers: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as no:
        tell(world, kind, at, **answers)
    return [(problem.field, problem.code) for problem in no.value.problems]


def children(world: World) -> set[str]:
    return {*standings(world.session, None, LATER.date())}


def test_a_child_without_a_upn_is_in_the_ledger_and_named_by_its_id(told: World) -> None:
    done = tell(told, "child_missing_education", **ASYA)
    assert [one.code for one in done.concerns] == ["first_told", "known_as"]
    assert done.pupil in done.concerns[1].message
    now = standing(told.session, done.pupil, LATER.date())
    assert (now.details["forename"], now.details["dob"]) == ("Asya", "2013-05-06")
    assert [e.kind for e in now.open_episodes("child_missing_education")]
    [asked] = ledger(told.session, LATER.date())
    assert (asked.pupil, asked.cause, asked.owner) == (done.pupil, "no_roll", "la:330")
    seen = tell(told, "contact_made", pupil=done.pupil, how="in_person", source="authority")
    assert seen.pupil == done.pupil


@pytest.mark.parametrize("ref", ["case 12%", ""])
def test_the_same_row_again_makes_no_second_child(told: World, ref: str) -> None:
    first = tell(told, "in_year_application", **ASYA, to_place="900002", ref=ref)
    again = tell(told, "in_year_application", **ASYA, to_place="900002", ref=ref)
    assert (again.result, again.entry, again.pupil) == ("already_held", first.entry, first.pupil)
    assert again.concerns == first.concerns
    other = tell(told, "elective_home_education", **ASYA, ref=ref)
    assert (other.result, other.pupil) == ("accepted", first.pupil)
    assert children(told) == {first.pupil}


def test_details_alone_may_be_the_first_and_are_the_same_again(told: World) -> None:
    first = tell(told, "pupil_details", **ASYA, home_la="330")
    assert tell(told, "pupil_details", **ASYA, home_la="330").entry == first.entry
    assert children(told) == {first.pupil}


def test_a_reference_finds_the_child_whose_name_was_mistyped_and_no_other_child(
    told: World,
) -> None:
    first = tell(told, "pupil_details", **ASYA, ref="1")
    wrong = ASYA | {"surname": "Demirr"}
    assert refused(told, "pupil_details", **wrong, ref="1") == [("corrects", "differs")]
    other = {"pupil": "new", "forename": "Bo", "surname": "Lind", "dob": "2014-01-01"}
    assert tell(told, "pupil_details", **other, ref="1").pupil != first.pupil


def test_two_records_of_one_child_are_a_question_for_a_person(told: World) -> None:
    first = tell(told, "child_missing_education", **ASYA)
    second = tell(told, "in_year_application", **ASYA, on="2026-09-14", to_place="900002")
    assert first.pupil != second.pupil, "no two are taken for one by their names"
    [pair] = likely_same(told.session, standings(told.session, None, LATER.date()))
    assert {pair.first, pair.second} == {first.pupil, second.pupil}
    assert (pair.because[-1], pair.temporary) == ("No UPN", True)


def test_a_child_who_bore_a_temporary_upn_is_asked_about_first(told: World) -> None:
    first = tell(told, "child_missing_education", **ASYA)
    second = tell(told, "in_year_application", **ASYA, on="2026-09-14", to_place="900002")
    for new in (TEMPORARY, upn("amy")):
        tell(told, "upn_changed", pupil=second.pupil, new_upn=new, why="first", on="2026-09-14")
    tell(told, "upn_changed", pupil=first.pupil, new_upn=upn("ben"), why="first", on="2026-09-14")
    [pair] = likely_same(told.session, standings(told.session, None, LATER.date()))
    assert (pair.because[-1], pair.temporary) == ("A temporary UPN", True)


def test_once_the_upn_is_told_a_roll_finds_the_child(told: World) -> None:
    child = tell(told, "in_year_application", **ASYA, to_place="900002").pupil
    given = {"new_upn": upn("amy"), "why": "first", "on": "2026-09-14"}
    tell(told, "upn_changed", pupil=child, **given)
    assert find_pupil(told.session, upn("amy")) == child
    roll = tell(told, "on_roll", "hill", upn=upn("amy"), on="2026-09-15")
    assert roll.pupil == child
    again = {"new_upn": upn("ben"), "why": "first", "on": "2026-09-16"}
    assert refused(told, "upn_changed", pupil=child, **again) == [("why", "held_permanent")]
    same = tell(told, "in_year_application", **ASYA, to_place="900002")
    assert (same.result, same.pupil) == ("already_held", child)


@pytest.mark.parametrize(
    ("at", "kind", "answers", "says"),
    [
        ("officer", "pupil_details", {"pupil": "new", "forename": "A"}, "surname dob"),
        ("officer", "child_missing_education", {"pupil": "new"}, "forename surname dob"),
        ("officer", "child_missing_education", ASYA | {"dob": "31/02/2013"}, "dob"),
        ("officer", "child_missing_education", ASYA | {"dob": "2026-10-01"}, "dob"),
        ("officer", "in_year_application", ASYA, "to_place"),
        ("officer", "pupil_details", ASYA | {"on": ""}, "on"),
        ("officer", "pupil_details", ASYA | {"upn": upn("amy")}, "upn"),
        ("officer", "suspension", ASYA | {"sessions": "2", "reason1": "DB"}, "pupil"),
        ("officer for brook", "pupil_details", ASYA, "pupil"),
        ("brook", "pupil_details", ASYA, "pupil"),
        ("officer", "pupil_details", ASYA | {"pupil": ""}, "upn"),
    ],
)
def test_what_is_wrong_with_a_newcomer_makes_no_child(
    told: World, at: str, kind: str, answers: dict[str, str], says: str
) -> None:
    assert [field for field, _ in refused(told, kind, at, **answers)] == says.split()
    assert children(told) == set()


def test_a_file_tells_of_newcomers_and_leaves_a_schools_own_column_alone(told: World) -> None:
    told.moved("2026-09-02", "brook", "on_roll")
    rows = (
        "kind,upn,pupil,on,forename,surname,dob,ref\n"
        "child_missing_education,,new,2026-09-07,Asya,Demir,2013-05-06,7\n"
        "child_missing_education,,new,2026-09-07,Asya,Demir,2013-05-06,7\n"
        f"pupil_details,{upn('amy')},Amy Bell,2026-09-07,Amy,,,8\n"
    )
    sheet = read_rows(rows.encode(), name="movements.csv")
    report = take_in_movements(told.session, sheet, place=None, by=OFFICER)
    assert [one.result for one in report.outcomes] == ["accepted", "already_held", "accepted"]
    assert [one.code for one in report.outcomes[1].concerns] == ["repeat", "first_told", "known_as"]
    assert report.notes[-1].startswith("Column pupil was read only where")
