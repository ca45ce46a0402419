"""AP settings that are not in GIAS: known by a UKPRN or by their type."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from movements.places import find_place
from movements.problems import Refused
from movements.school_as_setting import tell_use_as_ap
from movements.schools import add_setting, close_setting
from tests.movements.gias_rows import FIRST, LATER, empty_register, take


@pytest.fixture
def session() -> Iterator[Session]:
    with empty_register() as session:
        yield session


def test_a_setting_outside_gias_has_a_ukprn_or_a_type(session: Session) -> None:
    forge = add_setting(
        session, name="The  Forge", la_code="330", setting_type="WBP", recorded_at=FIRST
    )
    assert (forge.name, forge.setting_type, forge.la_name) == ("The Forge", "WBP", "Birmingham")
    assert forge.type_name == "Work-based placement"
    assert forge.is_ap_setting
    mill = add_setting(session, name="Mill", la_code="330", ukprn="10012345", recorded_at=FIRST)
    assert find_place(session, "ukprn:10012345") == mill
    assert find_place(session, forge.id, date(2020, 1, 1)) == forge, "known on earlier days too"


def test_a_setting_that_closed_before_it_was_added_is_closed_now(session: Session) -> None:
    added = date.fromisoformat(FIRST[:10])
    mill = add_setting(session, name="Mill", la_code="330", ukprn="10012345", recorded_at=FIRST)
    assert mill.closed is None
    with pytest.raises(Refused, match="The day is to come"):
        close_setting(session, mill.id, added + timedelta(days=1), FIRST)
    closed = close_setting(session, mill.id, added - timedelta(days=3), FIRST)
    assert (closed.id, closed.closed) == (mill.id, added - timedelta(days=3))
    assert find_place(session, "ukprn:10012345") == closed


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"name": " ", "setting_type": "OOT"}, "name", "missing"),
        ({"la_code": "000", "setting_type": "OOT"}, "la_code", "unknown_authority"),
        ({}, "setting_type", "exactly_one"),
        ({"ukprn": "", "setting_type": ""}, "setting_type", "exactly_one"),
        ({"ukprn": "10012345", "setting_type": "OOT"}, "setting_type", "exactly_one"),
        ({"ukprn": "20012345"}, "ukprn", "not_allowed"),
        ({"setting_type": "PRU"}, "setting_type", "not_allowed"),
        ({"ukprn": "10016665"}, "ukprn", "already_held"),
        ({"name": "Held", "setting_type": "OOT"}, "name", "already_held"),
    ],
)
def test_a_setting_that_cannot_be_added_is_told_why(
    session: Session, answers: dict[str, str], field: str, code: str
) -> None:
    take(session, {})
    add_setting(session, name="Held", la_code="330", setting_type="OOT", recorded_at=FIRST)
    with pytest.raises(Refused) as refused:
        add_setting(session, **{"name": "Forge", "la_code": "330", "recorded_at": FIRST, **answers})
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]


INDEPENDENT = {
    "TypeOfEstablishment (code)": "11",
    "TypeOfEstablishment (name)": "Other independent school",
    "EstablishmentTypeGroup (code)": "3",
}


def test_an_independent_school_is_a_setting_once_its_authority_says_so(session: Session) -> None:
    take(session, INDEPENDENT)
    school = find_place(session, "900001")
    assert not school.is_ap_setting
    told = tell_use_as_ap(session, school, used=True, recorded_at=FIRST)
    assert told.is_ap_setting
    assert not told.is_mainstream
    take(session, INDEPENDENT | {"EstablishmentName": "Alder House"}, at=LATER)
    renamed = find_place(session, "900001")
    assert (renamed.name, renamed.is_ap_setting) == ("Alder House", True), "GIAS does not undo it"
    with pytest.raises(Refused, match="already"):
        tell_use_as_ap(session, renamed, used=True, recorded_at=LATER)
    undone = tell_use_as_ap(session, renamed, used=False, recorded_at=LATER)
    assert undone.is_mainstream
    with pytest.raises(Refused, match="not told to be used so"):
        tell_use_as_ap(session, undone, used=False, recorded_at=LATER)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({}, "is_a_setting"),
        ({"TypeOfEstablishment (code)": "1"}, "state_funded"),
        (
            {"TypeOfEstablishment (code)": "34", "EstablishmentTypeGroup (code)": "10"},
            "state_funded",
        ),
    ],
)
def test_no_mainstream_school_becomes_a_setting(
    session: Session, row: dict[str, str], code: str
) -> None:
    take(session, row)
    with pytest.raises(Refused) as refused:
        tell_use_as_ap(session, find_place(session, "900001"), used=True, recorded_at=FIRST)
    assert [problem.code for problem in refused.value.problems] == [code]
