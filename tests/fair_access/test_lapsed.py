"""What a step says of a movement that stands at a place that is none any more."""

import pytest

from tests.fair_access.world import AMY, BEN, BROOK, LODGE, World

DIRECTION = {
    "to": LODGE,
    "movement": "off_site_direction",
    "days": "20",
    "objectives": "Calm",
    "notice_on": "2026-10-05",
    "notice_full": "Y",
}
RETURN = {"to": BROOK, "movement": "reintegration_planned", "support": "x", "owner": "Head of Year"}
SAYS = 'has lapsed, and the register still shows "{}" as of 13 October 2026: record "{}" ({}).'


@pytest.mark.parametrize(
    ("who", "movement", "title", "end", "kind"),
    [
        (AMY, DIRECTION, "Off-site direction", "End of a placement", "placement_end"),
        (
            BEN,
            RETURN,
            "Reintegration planned",
            "Return broke down",
            "reintegration_broke_down",
        ),
    ],
)
def test_it_names_the_entry_that_ends_it(
    brook: World, who: str, movement: dict[str, str], title: str, end: str, kind: str
) -> None:
    case_id = brook.agreed(who)
    brook.allocated(case_id, "2026-10-12", **movement)
    done = brook.step(case_id, "case_declined", "2026-10-13", because="Too far")
    assert [c.message for c in done.concerns] == [f"The place {SAYS.format(title, end, kind)}"]


def test_a_refusal_of_what_has_begun_says_so_before_it_is_accepted(brook: World) -> None:
    case_id = brook.agreed(AMY)
    brook.allocated(case_id, "2026-10-12", **DIRECTION)
    told = {"because": "no_place", "evidence": "Numbers"}
    done = brook.step(case_id, "case_refused", "2026-10-13", **told)
    (said,) = done.concerns
    assert said.code == "stands_yet"
    assert said.message.startswith("The school has refused the place, and the register still shows")
