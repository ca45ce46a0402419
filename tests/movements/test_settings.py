"""AP settings that are not in GIAS: known by a UKPRN or by their type."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from movements.places import find_place
from movements.problems import Refused
from movements.schools import add_setting, close_setting
from tests.movements.gias_rows import FIRST, empty_register, take


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
