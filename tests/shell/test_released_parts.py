"""What a frozen release says of the rest tells nothing of the few that it leaves out."""

from typing import Any

from apregister.released import BY_THE_REST, FORMAT, _case_mix, _row
from reports.bands import band

ROW: dict[str, Any] = {
    "suppressed": False,
    "denominator": 10,
    "numerator": 2,
    "not_followed_up": 3,
    "not_yet_due": 0,
    "completeness": 10 / 13,
    "why": band(10, 3, 13).why,
    "left_out": [],
    "beside": [{"words": "worsened", "pupils": 1}, {"words": "by less", "pupils": 7}],
}


def _pupils(tallies: list[dict[str, Any]]) -> list[int | None]:
    return [one["pupils"] for one in tallies]


def test_few_who_were_not_followed_up_are_not_told_by_the_share_who_were() -> None:
    told = _row(ROW, FORMAT)
    assert (told["not_followed_up"], told["completeness"]) == (None, None)
    assert told["why"] == (
        "What became of some pupils is not known: more than 20% is too many to tell."
    )
    some = ROW | {"not_followed_up": 6, "why": "In line"}
    assert _row(some, FORMAT)["completeness"] == ROW["completeness"]
    assert _row(ROW | {"why": "In line"}, FORMAT)["why"] == "In line"


def test_of_parts_of_a_whole_no_single_one_is_hidden() -> None:
    """Two of ten got better: one who got worse is the ten less those two and the seven."""
    assert _pupils(_row(ROW, FORMAT)["beside"]) == [None, None]
    tiers = ("placements began", 30), ("in tier two, time-limited", 20), ("of no tier told", 7)
    mix = [{"words": words, "pupils": n} for words, n in tiers]
    assert _pupils(_case_mix(mix, FORMAT)) == [30, 20, 7]
    few = {"words": "in tier three, transitional", "pupils": 3}
    assert _pupils(_case_mix([*mix, few], FORMAT)) == [30, 20, None, None]
    assert _pupils(_case_mix([mix[0], few], FORMAT)) == [30, None]


def test_a_release_of_an_earlier_format_is_made_again_as_it_was() -> None:
    told = _row(ROW, BY_THE_REST)
    assert (told["completeness"], told["why"]) == (ROW["completeness"], ROW["why"])
    assert _pupils(told["beside"]) == [None, 7]
    mix = [{"words": "of no tier told", "pupils": 7}, {"words": "began", "pupils": 30}]
    assert _case_mix(mix, BY_THE_REST) == mix
