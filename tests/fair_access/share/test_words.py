"""How what is told of fair share reads: what is about a child names no school and no matter."""

from datetime import date
from typing import Any

import pytest

from fair_access.fair_share.held import SHARE_KINDS, SHARE_WORDS

ON = date(2026, 11, 12)
SAID = (
    (
        "fair_share_scheme",
        {"method": "rotation", "turn": "excluded_taken", "counted_in": "school", "cite": "7"},
        "Rotation by school: a permanently excluded child taken takes a turn (7)",
    ),
    (
        "fair_share_scheme",
        {"method": "points", "plans": "0.50", "moves_in": "2", "cite": "7"},
        "Points by year group: managed moves in 2, pupils with a plan 0.5 (7)",
    ),
    (
        "fair_share_exemption",
        {"school": "900001", "year_group": "9", "until": "2026-12-18", "reason": "Four taken"},
        "Exempt in year group 9 until 18 December 2026: Four taken (agreed by Panel)",
    ),
    (
        "fair_share_matter",
        {"to_place": "900001", "reason": "A police matter"},
        "A serious matter with a school (agreed by Panel)",
    ),
    (
        "fair_share_journey",
        {"to_place": "900001", "minutes": "25", "by": "public_transport", "source": "Planner"},
        "Journey to a school: 25 minutes, public transport (Planner)",
    ),
    ("fair_share_withdrawn", {"because": "Entered twice"}, "Taken back: Entered twice"),
)


@pytest.mark.parametrize(("kind", "answers", "sentence"), SAID)
def test_each_kind_is_said_in_one_sentence(
    kind: str, answers: dict[str, Any], sentence: str
) -> None:
    agreed = {"agreed_by": "Panel"} if "reason" in answers else {}
    said = SHARE_KINDS[kind].model_validate({"on": ON, **answers, **agreed})
    assert said.sentence() == sentence


def test_a_history_says_no_more_than_that_there_is_one() -> None:
    assert SHARE_WORDS.keys() == {
        kind.id for kind in SHARE_KINDS.values() if kind.about == "pupil"
    } | {"fair_share_withdrawn"}
    assert not any("{" in words for _, words in SHARE_WORDS.values())
