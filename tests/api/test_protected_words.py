"""What somebody wrote of a protected child may say where the child is, so nobody is told it."""

import json
from datetime import date

import pytest

from movements.forms import form_fields
from movements.kinds import DOOR_KINDS
from movements.written import SAYS_NO_PLACE, WORDS_WITHHELD, written
from tests.api.world import AMY, EVE, LODGE, World

SECRET = "Seen at Refuge Road"
TOLD = {
    "contact_made": {"on": "2025-12-01", "source": "school", "how": "in_person", "by": SECRET},
    "hand_over": {"on": "2025-12-02", "why": "moved", "to_authority": "331", "note": SECRET},
    "exclusion_notice": {
        "on": "2025-12-04",
        "to": "parent",
        "day_six_start": "2025-12-11",
        "day_six_address": SECRET,
        "waived": "N",
    },
    "managed_move_proposed": {
        "on": "2025-12-05",
        "to_place": LODGE,
        "reason": "behaviour",
        "interests": SECRET,
    },
    "question_answered": {
        "on": "2025-12-08",
        "question": "no_roll",
        "facts": "q0123456789abcdef",
        "because": SECRET,
    },
}


def tell(world: World, upn: str) -> str:
    """Tell all of it of a child, and give back the whole of what the API then says of it."""
    first = {"upn": upn, "on": "2025-12-03", "sessions": "12", "reason1": "DB"}
    assert world.send("brook", "suspension", first).status == 201
    for kind, answers in TOLD.items():
        sender = "la330" if kind == "hand_over" else "brook"
        sent = world.send(sender, kind, {"upn": upn, **answers})
        assert sent.status == 201, (kind, sent.body)
    return json.dumps(world.history("brook", upn).body)


def test_what_is_written_of_a_child_is_told_and_of_a_protected_one_is_not(world: World) -> None:
    assert tell(world, AMY).count(SECRET) > len(TOLD)
    of_eve = tell(world, EVE)
    assert SECRET not in of_eve
    assert '"331"' not in of_eve
    assert "Handing over to a place that is withheld" in of_eve
    assert WORDS_WITHHELD in of_eve


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_every_text_of_a_kind_is_withheld_or_known_to_name_no_place(kind: str) -> None:
    texts = {
        field.name
        for field in form_fields(DOOR_KINDS[kind], date.max)
        if field.input in ("text", "textarea")
    }
    assert texts - SAYS_NO_PLACE <= written(kind)
