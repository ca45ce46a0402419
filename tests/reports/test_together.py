"""All settings at once: the same counts in one pass, and changes beyond those to be expected."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from reports.bands import Evidence, band
from reports.frames import SCHEMAS, Frames
from reports.measure import Counts, Measure, cohort_of, count
from reports.measures import MEASURES
from reports.measures.attendance import ATT_1
from reports.methods import Change
from reports.together import beyond_expected, counts_of_all
from tests.reports.world import BRIDGE, BROOK, FIRST, LAST, LODGE, ON, World

BEGAN, BACK = "2025-01-13", "2025-06-09"


def _peopled(world: World) -> list[str]:
    """Pupils of two settings, one in both: returned, still there, away, left for a health need."""
    pupils = world.pupils(6)
    for n, who in enumerate(pupils):
        world.placed(who, BEGAN, to=BRIDGE if n % 2 else LODGE, reason="MHN" if n == 4 else "BHS")
    world.moved("reintegration", pupils[0], BACK)
    world.left(pupils[1], BACK, place=BRIDGE)
    world.placed(pupils[1], "2025-09-15")
    world.left(pupils[2], BACK)
    world.moved("removal_from_roll", pupils[2], BACK, ground="g")
    world.moved("outreach", world.pupil(), "2025-10-06", setting=BRIDGE, contacts="6")
    world.marked(pupils[1], date(2025, 3, 3), date(2025, 6, 6), 0.6, at=BRIDGE)
    world.marked(pupils[1], date(2025, 9, 15), date(2025, 11, 14), 0.3)
    return pupils


def test_one_pass_over_all_settings_counts_what_each_counts_alone(authority: World) -> None:
    _peopled(authority)
    settings = [authority.place(urn) for urn in (LODGE, BRIDGE)]
    together = counts_of_all(authority.session, settings, FIRST, LAST, ON)
    assert list(together) == [measure.id for measure in MEASURES]
    for place, urn in zip(settings, (LODGE, BRIDGE), strict=True):
        frames = authority.frames(at=urn)
        alone = {m.id: count(m, frames, FIRST, LAST, ON) for m in MEASURES}
        assert {name: counts[place.id] for name, counts in together.items()} == alone
    assert together["ATT-1"][settings[0].id].of == 1


def test_no_pupil_is_dropped_in_silence(authority: World) -> None:
    """Whoever falls due in the time is asked, left out for a reason, or still to come."""
    _peopled(authority)
    for on in (date(2025, 11, 3), ON):
        frames = authority.frames(on=on)
        for measure in MEASURES:
            cohort = cohort_of(measure, frames, FIRST, LAST, on)
            frame = getattr(frames, measure.frame)
            due = frame[frame[measure.due].between(pd.Timestamp(FIRST), pd.Timestamp(LAST))]
            parts = [cohort.rows, cohort.not_yet_due, *(rows for _, rows in cohort.left_out)]
            assert {*due["pupil"]} == {pupil for part in parts for pupil in part["pupil"]}
            counts = count(measure, frames, FIRST, LAST, on)
            assert counts.asked - counts.unknown <= counts.asked == len(cohort.rows)


def _shuffled(frames: Frames, seed: int) -> Frames:
    names = SCHEMAS
    mixed = {n: getattr(frames, n).sample(frac=1, random_state=seed) for n in names}
    return replace(frames, **mixed)


def test_the_order_of_pupils_changes_nothing(authority: World) -> None:
    _peopled(authority)
    frames = authority.frames()
    for measure in MEASURES:
        plain = count(measure, frames, FIRST, LAST, ON)
        assert count(measure, _shuffled(frames, 7), FIRST, LAST, ON) == plain, measure.id


def _counted(before: np.ndarray, after: np.ndarray, alongside: tuple[float, ...] = ()) -> Counts:
    change = Change(
        int((after > before).sum()),
        before.size,
        tuple(before.tolist()),
        tuple(after.tolist()),
        (alongside,) if alongside else (),
    )
    return Counts(before.size, 0, 0, (), (), change)


def _placed_at_their_worst(settings: int, pupils: int, gain: float) -> dict[str, Counts]:
    """Pupils placed in a bad spell, who would have come back by chance; one setting adds `gain`."""
    rng = np.random.default_rng(1)
    found = {}
    for n in range(settings):
        usual = rng.normal(70, 8, 20 * pupils)
        before = usual + rng.normal(0, 12, usual.size)
        worst = np.argsort(before)[:pupils]
        after = usual[worst] + rng.normal(gain if n == 0 else 0, 12, pupils)
        found[f"s_{n}"] = _counted(before[worst], after)
    return found


def test_coming_back_by_chance_is_taken_out_of_a_change() -> None:
    alike = beyond_expected(ATT_1, _placed_at_their_worst(12, 30, gain=0))
    assert min(one.raw for one in alike.values()) > 10
    assert max(abs(one.estimate) for one in alike.values()) < 3
    gained = beyond_expected(ATT_1, _placed_at_their_worst(12, 30, gain=15))["s_0"]
    assert gained.evidence.above > 0.975
    assert gained.mean < gained.estimate < gained.seen
    assert gained.low < gained.estimate < gained.high


def test_pupils_in_another_order_and_another_year_group_untold_make_no_difference() -> None:
    found = _placed_at_their_worst(6, 12, gain=8)
    plain = beyond_expected(ATT_1, found)
    backwards = {p: _reversed(one) for p, one in reversed(found.items())}
    mixed = beyond_expected(ATT_1, backwards)
    assert {p: one.estimate for p, one in mixed.items()} == pytest.approx(
        {p: one.estimate for p, one in plain.items()}
    )
    untold = {p: _with(one, (9.0, float("nan")) * 6) for p, one in found.items()}
    assert [one.pupils for one in beyond_expected(ATT_1, untold).values()] == 6 * [12]


def _reversed(counts: Counts) -> Counts:
    assert isinstance(counts.result, Change)
    turned = (np.array(end[::-1]) for end in (counts.result.before, counts.result.after))
    return _counted(*turned)


def _with(counts: Counts, years: tuple[float, ...]) -> Counts:
    assert isinstance(counts.result, Change)
    return _counted(np.array(counts.result.before), np.array(counts.result.after), years)


def test_with_no_other_setting_nothing_can_be_expected() -> None:
    assert beyond_expected(ATT_1, _placed_at_their_worst(1, 30, gain=0)) == {}
    assert beyond_expected(ATT_1, {}) == {}
    assert beyond_expected(ATT_1, _placed_at_their_worst(2, 1, gain=0)) == {}
    shares = next(measure for measure in MEASURES if measure.ends is None)
    with pytest.raises(ValueError, match="no measure of change"):
        beyond_expected(shares, {})


@pytest.mark.parametrize("above", [0.001, 0.02, 0.5, 0.98, 0.999])
def test_where_lower_is_better_the_bands_mirror(above: float) -> None:
    turned = {"clearly above": "clearly below", "clearly below": "clearly above"}
    words = [
        band(30, 0, 30, evidence=Evidence(a, 1 - a, 0.4, 0.8), better=better).word
        for a, better in ((above, "higher"), (1 - above, "lower"), (above, "lower"))
    ]
    assert words[0] == words[1]
    assert words[2] == turned.get(words[0], words[0])


def test_a_change_says_what_it_is_in_words_and_draws_no_dot(authority: World) -> None:
    for who in authority.pupils(2):
        authority.placed(who, "2025-09-15")
        authority.marked(who, date(2025, 4, 28), date(2025, 7, 18), 0.6, at=BROOK)
        authority.marked(who, date(2025, 9, 15), date(2025, 11, 14), 0.2)
    row = next(row for row in authority.scorecard().rows if _is(row.measure, "ATT-1"))
    assert "was 41.1 percentage points higher than in the 26 school weeks" in row.sentence
    assert "2 of 2 pupils attended more" in row.sentence
    assert (row.shown, row.as_dict()["rate"], row.as_dict()["unit"]) == (
        "+41.1",
        None,
        "percentage points",
    )
    assert "partly chance" in row.caution


def _is(measure: Measure, name: str) -> bool:
    return measure.id == name
