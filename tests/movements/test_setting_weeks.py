"""Which weeks a stay takes a place in, and how the evidence of a setting stands."""

from datetime import date

import pytest

from movements.place_kinds import PLACE_KINDS
from movements.place_kinds.setting_evidence import SettingEvidence
from movements.place_kinds.setting_offer import SettingOffer
from movements.setting_standing import AREAS, SettingStanding, ToldOfPlace
from movements.settings_read import Stay

MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 25)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("since", "planned_end", "until", "taken"),
    [
        ("2026-11-27", None, None, True),
        ("2026-11-28", None, None, False),
        ("2026-11-02", None, "2026-11-24", True),
        ("2026-11-02", None, "2026-11-23", False),
        ("2026-11-02", "2026-11-24", None, True),
        ("2026-11-02", "2026-10-30", None, True),
    ],
)
def test_a_stay_takes_a_place_of_a_week(
    since: str, planned_end: str | None, until: str | None, taken: bool
) -> None:
    stay = Stay("s_1", None, frozenset(), date.fromisoformat(since), day(planned_end), day(until))
    assert stay.in_week(MONDAY, TODAY) == taken


def test_one_that_is_planned_to_end_frees_its_place_for_the_week_after() -> None:
    stay = Stay("s_1", None, frozenset(), MONDAY, date(2026, 12, 4), None)
    assert stay.in_week(date(2026, 11, 30), TODAY)
    assert not stay.in_week(date(2026, 12, 7), TODAY)


def test_places_are_those_of_the_offer_told_last_that_covers_the_week() -> None:
    common = {"low_age": 11, "high_age": 16, "tiers": "2", "offer": "Woodwork"}
    year = SettingOffer(on="2026-09-01", places=8, **common)  # type: ignore[arg-type]
    few = SettingOffer(
        on="2026-11-01", places=5, week_from="2026-11-24", week_to="2026-11-30", **common
    )  # type: ignore[arg-type]
    held = SettingStanding((ToldOfPlace(1, "la:330", year), ToldOfPlace(2, "la:330", few)))
    weeks = ("2026-08-24", "2026-08-31", "2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07")
    found = [held.commissioned(date.fromisoformat(week)) for week in weeks]
    assert found == [None, 8, 8, 5, 5, 8]


def test_a_setting_stands_as_its_worst_area_does() -> None:
    told = [
        SettingEvidence(on="2026-09-01", area=area, document="other", named=area)  # type: ignore[arg-type]
        for area in AREAS
    ]
    held = [ToldOfPlace(number, "la:330", one) for number, one in enumerate(told, 1)]
    assert SettingStanding(tuple(held[:3])).state(TODAY) == "none"
    assert SettingStanding(tuple(held)).state(TODAY) == "in_date"
    ended = told[0].model_copy(update={"expires_on": TODAY})
    worse = SettingStanding((*held, ToldOfPlace(9, "la:330", ended)))
    assert worse.state(TODAY) == "in_date"
    assert worse.state(date(2026, 11, 26)) == "expired"


def test_every_kind_of_a_place_says_what_it_is_and_what_it_asks() -> None:
    for listed, kind in PLACE_KINDS.items():
        assert (kind.id, bool(kind.__doc__ and kind.title and kind.summary)) == (listed, True)
        assert kind.basis.cite
        assert all(info.title and info.description for info in kind.model_fields.values())
