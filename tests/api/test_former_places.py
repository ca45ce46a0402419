"""What a school may still do for a pupil who has left, and what it must not learn by trying.

Cal left Brook for Hill on 1 October; Hill has placed Cal at The Lodge and suspended Cal since.
"""

import pytest

from tests.api.world import AMY, BEN, CAL, FAR, HILL, LODGE, NOBODY, World

SINCE: tuple[tuple[str, dict[str, str]], ...] = (
    ("ap_placement", {"on": "2025-11-10", "place": LODGE, "reason": "BHS"}),
    ("suspension", {"on": "2025-12-01", "sessions": "4", "reason1": "DB"}),
)
TRIED = (
    ("placement_end", {"place": LODGE}, {"place": FAR}),
    ("placement_end", {"episode": "16"}, {"episode": "15"}),
    (
        "off_site_direction",
        {"place": LODGE, "days": "10"},
        {"place": FAR, "days": "10"},
    ),
    (
        "suspension",
        {"on": "2025-12-01", "sessions": "2", "reason1": "DB"},
        {"on": "2025-12-02", "sessions": "2", "reason1": "DB"},
    ),
)


@pytest.fixture
def gone(world: World) -> World:
    for kind, told in SINCE:
        assert world.send("hill", kind, {"upn": CAL} | told).status == 201
    return world


def left_brook(world: World) -> int:
    """The number of Brook's own entry that Cal was removed."""
    lines = world.history("brook", CAL).body["entries"]
    return next(line["entry"] for line in lines if line["kind"] == "removal_from_roll")


@pytest.mark.parametrize(("kind", "right", "wrong"), TRIED)
def test_a_former_school_does_not_learn_by_trying(
    gone: World, kind: str, right: dict[str, str], wrong: dict[str, str]
) -> None:
    told = {"upn": CAL, "on": "2025-12-11"}
    answers = [gone.send("brook", kind, told | guess) for guess in (right, wrong)]
    assert [answer.status for answer in answers] == [422, 422]
    assert answers[0].codes == answers[1].codes


def test_a_former_school_ends_no_placement_of_the_next(gone: World) -> None:
    told = {"upn": CAL, "on": "2025-12-11"}
    assert gone.send("brook", "placement_end", told).codes == [("place", "no_open_episode")]
    gone.send("brook", "reintegration", told)
    assert gone.history("lodge", CAL).body["sight"] == "all"


def test_a_setting_ends_the_placement_that_is_with_it(gone: World) -> None:
    told = {"upn": CAL, "on": "2025-12-11", "place": LODGE}
    assert gone.send("lodge", "placement_end", told).status == 201
    assert gone.history("lodge", CAL).body["sight"] == "own"


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        ("withdrawn", {"on": "2025-10-01", "because": "Entered in error"}),
        ("removal_from_roll", {"on": "2026-07-20", "ground": "a", "to_place": HILL}),
    ],
)
def test_a_former_school_does_not_make_the_pupil_its_own_again(
    gone: World, kind: str, instead: dict[str, str]
) -> None:
    told = {"upn": CAL, "corrects": left_brook(gone), "correction_reason": "other"} | instead
    assert ("corrects", "moved_on") in gone.send("brook", kind, told).codes
    assert gone.history("brook", CAL).body["sight"] == "own"
    assert gone.send("la330", kind, told | {"school": "900001"}).status == 201


def test_a_former_school_may_mend_the_day_it_removed_the_pupil(gone: World) -> None:
    told = {"upn": CAL, "on": "2025-09-30", "ground": "a", "to_place": HILL}
    told |= {"corrects": left_brook(gone), "correction_reason": "wrong_date"}
    assert gone.send("brook", "removal_from_roll", told).status == 201
    assert gone.history("brook", CAL).body["sight"] == "own"


@pytest.mark.parametrize("upn", [BEN, NOBODY])
def test_an_id_and_the_upn_of_another_pupil_are_refused(world: World, upn: str) -> None:
    told = {"upn": upn, "pupil": world.pupil(AMY), "on": "2025-12-01", "sessions": 2}
    assert world.send("brook", "suspension", told | {"reason1": "DB"}).codes == [
        ("upn", "not_yours")
    ]
