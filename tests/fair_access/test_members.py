"""A change of a panel's member: it counts at once, and does not make somebody else of them."""

from datetime import timedelta

import pytest

from fair_access.meetings.sight import before_panel
from movements.problems import Refused
from movements.record import append
from tests.fair_access.world import AMY, BROOK, OFFICER, PANEL, TODAY, World, refusal

TOLD = {"person": "Kit", "school": BROOK, "delegated": "Y"}


def _member(brook: World, name: str, since: str) -> tuple[str, str]:
    """A panel with a case before it, and its one member from a day; the ids of both."""
    panel = brook.panel()
    brook.called(panel, brook.agreed(AMY), day=f"{TODAY}")
    made = brook.minute("panel_member", panel, since, **TOLD, signs_in_as=name).member
    return panel, made


@pytest.mark.parametrize(
    ("since", "on", "signs_in_as", "refused"),
    [
        ("2026-09-01", "2027-09-01", "kit", {"on": "in_future"}),
        ("2026-09-01", "2027-03-01", "pat panel", {"signs_in_as": "another_person"}),
        (
            "2026-09-01",
            "2027-09-01",
            "pat panel",
            {"on": "in_future", "signs_in_as": "another_person"},
        ),
        ("2027-09-01", "2027-03-01", "kit", {"on": "in_future"}),
        ("2027-09-01", "2027-10-01", "kit", {"on": "in_future"}),
    ],
)
def test_a_change_that_is_refused(
    brook: World, since: str, on: str, signs_in_as: str, refused: dict[str, str]
) -> None:
    panel, kit = _member(brook, "kit", since)
    with pytest.raises(Refused) as why:
        brook.minute("panel_member", panel, on, member=kit, **TOLD, signs_in_as=signs_in_as)
    assert refusal(why.value) == refused
    assert before_panel(brook.session, PANEL, TODAY).cases == frozenset()


def test_a_name_to_sign_in_by_is_not_emptied_to_make_room_for_another(brook: World) -> None:
    panel, kit = _member(brook, "kit", "2026-09-01")
    brook.minute("panel_member", panel, "2027-02-01", member=kit, **TOLD)
    with pytest.raises(Refused) as why:
        brook.minute("panel_member", panel, "2027-02-02", member=kit, **TOLD, signs_in_as="pat")
    assert refusal(why.value) == {"signs_in_as": "another_person"}


def test_a_change_that_an_earlier_version_took_for_a_day_ahead_counts_from_its_day(
    brook: World,
) -> None:
    panel, kit = _member(brook, "kit", "2026-09-01")
    append(
        brook.session,
        kind="panel_member",
        on=TODAY + timedelta(days=9),
        by=OFFICER,
        source="panel",
        details=TOLD | {"person": "Kit Ahead", "member": kit, "panel": panel},
        subjects={},
        authority="330",
    )
    said = [brook.book(TODAY + timedelta(days=n)).panels[panel].members[0] for n in (8, 9)]
    assert [one.person for one in said] == ["Kit", "Kit Ahead"]


@pytest.mark.parametrize(
    ("since", "on", "name", "becomes"),
    [
        ("2026-09-01", "2027-03-01", "kit", "Kit"),
        ("2026-09-01", "2027-03-01", "", "pat panel"),
        ("2027-09-01", "2027-09-01", "kit", "kit"),
    ],
)
def test_a_change_that_counts(brook: World, since: str, on: str, name: str, becomes: str) -> None:
    panel, kit = _member(brook, name, since)
    told = TOLD | {"person": "Kit Changed", "signs_in_as": becomes}
    brook.minute("panel_member", panel, on, member=kit, **told)
    (now,) = brook.book().panels[panel].members
    assert (now.person, now.since.isoformat()) == ("Kit Changed", since)
    assert now.signs_in_as == becomes.lower()
