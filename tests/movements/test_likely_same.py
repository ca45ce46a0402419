"""Records that may be of one child: asked where birthday and names agree, and joined by nobody."""

from types import MappingProxyType

import pytest

from movements.likely_same import likely_same
from movements.standing import Standing
from tests.spec.world import World


def of(forename: str, surname: str, dob: str = "2012-03-01") -> Standing:
    return Standing(MappingProxyType({"forename": forename, "surname": surname, "dob": dob}))


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (of("Zoë", "O'Hara"), of("ZOE", "Ohara"), "The same name"),
        (of("Ali", "Khan"), of("Khan", "Ali"), "Forename and surname exchanged"),
        (of("Jos", "Lee"), of("Joseph", "Lee"), "The same surname, and forenames alike"),
        (of("Sara", "Lee"), of("Sarah", "Lee"), "The same surname, and forenames alike"),
        (of("Jon", "Lee"), of("John", "Lee"), "The same surname, and forenames alike"),
        (of("Tom", "Lee"), of("Thomas", "Lee"), None),
        (of("Amy", "Reed"), of("Amy", "Read"), "The same forename, and surnames alike"),
        (of("Amy", "Lake-Hill"), of("Amy", "Hill"), "The same forename, and surnames alike"),
        (of("Anna", "Lee"), of("Ben", "Lee"), None),
        (of("Al", "Lee"), of("Alan", "Lee"), None),
        (of("Amy", "Lee"), of("Amy", "Lee", "2012-03-02"), None),
        (of("Amy", "Lee"), of("Amy", ""), None),
        (of("Marta", "Lee"), of("Maria", "Leeds"), None),
    ],
)
def test_names_alike_on_one_day_of_birth(
    told: World, one: Standing, other: Standing, because: str | None
) -> None:
    found = likely_same(told.session, {"p_1": one, "p_2": other})
    why = ("The same day of birth", because, "No UPN")
    expected = [("p_1", "p_2", why, True, None)] if because else []
    assert [tuple(vars(pair).values()) for pair in found] == expected


def test_nobody_without_a_birthday_is_asked_about(told: World) -> None:
    nothing = Standing(MappingProxyType({"forename": "Amy", "surname": "Lee"}))
    assert likely_same(told.session, {"p_1": nothing, "p_2": nothing}) == []
