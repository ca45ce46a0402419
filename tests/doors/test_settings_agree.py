"""What is told of a setting comes to the same through every door."""

from dataclasses import replace

import pytest

from movements.place_kinds import PLACE_KINDS
from tests.api.world import BEN, BROOK, LODGE, World
from tests.doors.doors import DOORS, Door, Said
from tests.doors.told import Told

OFFER = {"low_age": "11", "high_age": "16", "tiers": "2,3", "offer": "Bricklaying", "needs": "semh"}
CONTACT = {"contact": "Attendance lead", "telephone": "0121 496 0000", "email": "a@example.org"}
EVIDENCE = {"area": "quality", "document": "curriculum", "expires_on": "31/08/2026"}
VISIT = {"visited_by": "Officer", "reason": "monitoring", "findings": "Fine"}
CONCERN = {"level": "concern", "what": "Registers are not kept"}
ON = {"setting": LODGE, "on": "2025-12-01"}


def _told(kind: str, answers: dict[str, str], sender: str = "brook", **more: str) -> Told:
    return Told(kind, sender, "", {**ON, **answers, **more})


FIRST = (
    _told("setting_visit", VISIT, action1="Renew it", action1_due="2025-12-10", on="2025-11-20"),
    _told("setting_concern", CONCERN, on="2025-11-21"),
)
WELL = (
    _told("setting_visit", VISIT | {"reason": "before_placing"}, "hill"),
    _told("setting_offer", OFFER, "lodge"),
    _told("setting_contact", CONTACT, "lodge"),
    _told("setting_evidence", EVIDENCE),
    _told("setting_visit", VISIT),
    _told("setting_concern", CONCERN),
    _told("setting_action_done", {"visit": "17", "action": "1"}),
    _told("setting_concern_closed", {"concern": "18", "because": "Put right"}),
    _told("days_not_sent", {"last_day": "02/12/2025", "because": "Flood"}, "lodge"),
    _told(
        "setting_withdrawn",
        {"because": "Mistaken", "corrects": "18", "correction_reason": "typing_error"},
    ),
    _told("setting_contact", CONTACT, setting=BROOK),
)
ILL = (
    (_told("setting_offer", OFFER), [("setting", "not_yours")]),
    (_told("setting_offer", OFFER, "lodge", tiers="9"), [("tiers", "tiers")]),
    (_told("setting_contact", CONTACT, "hill"), [("setting", "not_yours")]),
    (_told("setting_contact", CONTACT, "hill", setting=BROOK), [("setting", "not_yours")]),
    (_told("setting_contact", CONTACT, "lodge", setting=BROOK), [("setting", "not_yours")]),
    (_told("setting_contact", CONTACT, "lodge", telephone="ring"), [("telephone", "telephone")]),
    (_told("setting_contact", CONTACT, "lodge", email="none"), [("email", "email")]),
    (_told("setting_contact", {"contact": "The office"}, "lodge"), [("telephone", "missing")]),
    (_told("setting_evidence", EVIDENCE, "hill"), [("setting", "not_yours")]),
    (_told("setting_evidence", EVIDENCE, area="none"), [("area", "unknown_code")]),
    (_told("setting_evidence", EVIDENCE, setting=""), [("setting", "missing")]),
    (_told("setting_evidence", EVIDENCE, setting="999999"), [("setting", "unknown_place")]),
    (_told("setting_evidence", EVIDENCE, setting=BROOK), [("setting", "not_yours")]),
    (replace(_told("setting_evidence", EVIDENCE), upn=BEN), [("upn", "not_asked")]),
    (_told("setting_visit", VISIT, action1="Renew it"), [("action1_due", "missing")]),
    (_told("setting_visit", VISIT, "hill"), [("reason", "no_pupil_there")]),
    (_told("setting_visit", VISIT, setting=BROOK), [("setting", "not_yours")]),
    (_told("setting_concern", CONCERN, "la331"), [("setting", "not_yours")]),
    (_told("setting_concern", {"level": "concern"}), [("what", "missing")]),
    (_told("days_not_sent", {"because": "Flood"}), [("setting", "not_yours")]),
    (_told("days_not_sent", {"last_day": "2025-12-02"}, "lodge"), [("because", "missing")]),
)


def _numbered(world: World, told: Told) -> Told:
    """The same, naming the entries that were told first by the numbers they have here."""
    held = {entry.kind: str(entry.number) for entry in world.entries()}
    kinds = {"visit": "setting_visit", "concern": "setting_concern", "corrects": "setting_concern"}
    named = {name: held[kind] for name, kind in kinds.items() if name in told.answers}
    return replace(told, answers={**told.answers, **named}) if named else told


def _ask(world: World, told: Told, door: Door) -> Said:
    if told.kind not in {"setting_visit", "setting_concern"}:
        for one in FIRST:
            door(world, one)
    return door(world, _numbered(world, told))


def test_every_kind_is_told() -> None:
    assert {told.kind for told in WELL} == {*PLACE_KINDS}


@pytest.mark.parametrize("told", WELL, ids=str)
def test_every_door_takes_it_in_the_same(world: World, told: Told) -> None:
    doors = iter(DOORS.values())
    first = _ask(world, told, next(doors))
    assert first.result == "accepted", first
    for door in doors:
        again = door(world, _numbered(world, told))
        assert replace(again, result="accepted") == first
        assert again.result == "already_held"


@pytest.mark.parametrize(("told", "says"), ILL, ids=str)
def test_every_door_refuses_in_the_same_words(
    world: World, told: Told, says: list[tuple[str, str]]
) -> None:
    said = [door(world, told) for door in DOORS.values()]
    assert [*said[0].codes] == says
    assert said == [said[0]] * len(said)
