"""Who is told of what is long overdue: named by the authority, from a day on."""

from datetime import date

import pytest

from movements.actor import Actor
from movements.escalation import escalation, name_person
from movements.places import place_facts
from movements.problems import Refused
from movements.record import Recorded
from tests.spec.world import World, place_id

OFFICER = Actor("Olive", "la_officer", authority="330")


def named(
    told: World, where: str | None, name: str, email: str = "", by: Actor = OFFICER, day: int = 1
) -> Recorded:
    place = place_facts(told.session)[place_id(where)] if where else None
    on = date(2026, 9, day)
    return name_person(told.session, place, name, email, on=on, by=by, source="form")


def test_the_last_named_holds_from_its_day(told: World) -> None:
    first = named(told, "brook", "Head of inclusion")
    assert named(told, "brook", "Head of inclusion") == Recorded(first.entry, "already_held", "")
    named(told, "brook", "Jo Example", "jo@example.org", day=8)
    named(told, None, "Head of access")
    before, after = (escalation(told.session, date(2026, 9, day)) for day in (7, 8))
    assert before[place_id("brook")].words == "Head of inclusion"
    assert after[place_id("brook")].words == "Jo Example <jo@example.org>"
    assert after["la:330"].words == "Head of access"


@pytest.mark.parametrize(
    ("where", "name", "email", "by", "codes"),
    [
        ("far", "Jo", "", OFFICER, [("place", "not_yours")]),
        ("brook", "Jo", "", Actor("b", "school", frozenset({"x"})), [("place", "not_yours")]),
        ("brook", " ", "jo", OFFICER, [("name", "missing"), ("email", "email")]),
        ("brook", "x" * 201, "", OFFICER, [("name", "too_long")]),
    ],
)
def test_what_cannot_be_named(
    told: World, where: str, name: str, email: str, by: Actor, codes: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refused) as error:
        named(told, where, name, email, by)
    assert [(one.field, one.code) for one in error.value.problems] == codes
    assert escalation(told.session, date(2026, 9, 30)) == {}
