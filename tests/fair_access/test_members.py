"""A change of a panel's member: it counts at once, and does not make somebody else of them."""

from datetime import date, timedelta

import pytest

from fair_access.meetings.concerns import not_invited, unsigned
from fair_access.meetings.sight import before_panel
from movements.places import place_facts
from movements.problems import Refused
from movements.record import append
from tests.fair_access.world import (
    AMY,
    BROOK,
    HILL,
    LODGE,
    OFFICER,
    PANEL,
    TODAY,
    World,
    place_id,
    refusal,
)

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


def test_a_member_who_changes_school_spoke_for_the_old_one_before(brook: World) -> None:
    panel = brook.panel("kit")
    meeting = brook.called(panel, day="2026-10-14")
    (kit,) = brook.book().panels[panel].members
    brook.minute("panel_agreement", panel, "2026-09-02", school=BROOK)
    moved = TOLD | {"school": HILL, "delegated": "N", "member": kit.id}
    brook.minute("panel_member", panel, "2027-01-04", **moved)
    held = brook.book()
    found, then = held.panels[panel], held.meetings[meeting]
    for day, school, delegated in ((then.day, BROOK, True), (date(2027, 1, 3), BROOK, True),
                                   (date(2027, 1, 4), HILL, False)):  # fmt: skip
        (one,) = found.serving(day)
        assert (one.organisation, one.delegated) == (place_id(school), delegated), day
    assert unsigned(found, then.day) == []
    assert [one.person for one in unsigned(found, TODAY)] == ["Kit"]
    brook.minute("panel_member", panel, "2027-01-05", **moved, until="2027-02-01")
    again = brook.book().panels[panel]
    assert [one.organisation for one in again.serving(then.day)] == [place_id(BROOK)]
    brook.minute("panel_agreement", panel, "2026-12-01", school=BROOK, year_from="2025")


def test_a_school_that_joins_the_area_was_not_to_be_invited_before(brook: World) -> None:
    panel = brook.panel("kit")
    before, after = brook.called(panel, day="2026-10-14"), brook.called(panel, day="2027-02-10")
    told = {"name": "North", "phase": "secondary", "area": "North", "terms": "x", "chair": "Head"}
    brook.minute("panel_set_up", panel, "2027-01-04", **told, schools=f"{BROOK} {HILL} {LODGE}")
    held = brook.book()
    places = place_facts(brook.session)

    def left_out(meeting: str) -> set[str]:
        found = not_invited(held.panels[panel], held.meetings[meeting], places)
        return {place.name for place in found}

    assert left_out(before) == {"Brook School", "Hill Academy"}
    assert left_out(after) == {"Brook School", "Hill Academy", "The Lodge"}
    sent = {"how": "letter", "proof": "Post book"}
    with pytest.raises(Refused) as why:
        brook.minute("meeting_invited", before, "2026-10-01", schools=LODGE, **sent)
    assert refusal(why.value) == {"schools": "not_of_the_area"}


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
