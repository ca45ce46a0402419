"""The web form beside the file: the same answers, the same problems and the same entry.

The form is a page of one pupil, for those who may see the pupil: an unknown pupil, a wrong UPN
and an entry that is not the pupil's have no form to be sent by, nor has a kind that is not for the
role.
"""

from dataclasses import replace
from datetime import date

import pytest

from apregister.db import reading
from apregister.sight import NotSeen, sight_of
from movements.actor import Actor
from movements.kinds import DOOR_KINDS
from tests.api.world import World, place_id
from tests.doors.answers import TOLD
from tests.doors.doors import by_csv, held_as, tell_first
from tests.doors.forms import SENDERS, Form
from tests.doors.test_doors_agree import spoiled
from tests.doors.told import Told


def _can_be_sent(world: World, told: Told) -> bool:
    if told.says[:1] and told.says[0][0] == "upn":
        return told.says[0][1] == "already_on_roll"
    if told.says[:1] in ((("corrects", "no_such_entry"),), (("kind", "not_allowed"),)):
        return False
    role, urn = SENDERS[told.sender]
    tell_first(world, told)
    places = frozenset({place_id(urn)} if urn else ())
    by = Actor("x", role, places, None if urn else told.sender.removeprefix("la"))  # type: ignore[arg-type]
    try:
        with reading(world.engines.register) as session:
            sight_of(session, world.pupil(told.upn), by, date(2025, 12, 12))
    except (NotSeen, AssertionError):
        return False
    return True


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_the_form_says_what_the_file_says(world: World, form: Form, kind: str) -> None:
    sent = [told for told in TOLD if told.kind == kind and _can_be_sent(world, told)]
    assert any(not told.says for told in sent)
    for told in sorted(sent, key=lambda one: not one.says):
        problems, held = form.told(told)
        said = by_csv(world, told)
        assert problems == tuple(sorted(one[1:] for one in said.problems)), told
        assert held == said.held, told


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_spoiled_one_answer_at_a_time_the_form_says_the_same(
    world: World, form: Form, kind: str
) -> None:
    good = next(t for t in TOLD if t.kind == kind and not t.says and _can_be_sent(world, t))
    corrects = good.answers.get("corrects")
    sent = [t for t in spoiled(good) if (t.upn, t.answers.get("corrects")) == (good.upn, corrects)]
    assert len(sent) > 5
    for told in sent:
        said = by_csv(world, told)
        assert form.told(told)[0] == tuple(sorted(one[1:] for one in said.problems)), told


PROPOSED: tuple[dict[str, str | None], ...] = (
    {"on": "31/02/2025"},
    {"on": "2025-09-01"},
    {"colour": "red"},
    {"enrol_status": "zz", "on": ""},
    {"session": None, "on": "2025-09-04"},
)


@pytest.mark.parametrize("proposed", PROPOSED)
def test_a_correction_is_asked_alike_by_form_and_by_object(
    world: World, form: Form, proposed: dict[str, str | None]
) -> None:
    told = next(t for t in TOLD if t.kind == "correction_requested" and not t.says)
    asked = {name: value for name, value in told.answers.items() if name != "proposed"}
    each = {f"proposed.{name}": value or "" for name, value in proposed.items()}
    problems, held = form.told(replace(told, answers=asked | each))
    body = {"upn": told.upn, **asked, "proposed": proposed}
    answer = world.send(told.sender, told.kind, body)
    if answer.status == 422:
        found = answer.body["problems"]
        assert problems == tuple(sorted((one["code"], one["message"]) for one in found))
    else:
        assert (answer.body["result"], problems) == ("already_held", ())
        assert held_as(world, answer.body["entry"]) == held
