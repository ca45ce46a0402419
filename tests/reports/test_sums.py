"""Sums made part by part: the same however the pupils are parted and wherever a part is done."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from distributed import LocalCluster
from hypothesis import given, settings
from hypothesis import strategies as st

from apregister.on_dask import on_dask
from reports.estimators import funnel_limits, wilson
from reports.frames import SCHEMAS, Frames
from reports.measure import count
from reports.measures.attendance import ATT_1, ATT_2
from reports.measures.reintegration import REI_1
from reports.spread import in_processes, in_turn
from reports.sums import COUNTS, combine, partial, told
from tests.reports.world import FIRST, LAST, ON

MEASURES = (ATT_1, ATT_2)


def work(frames: Frames) -> pd.DataFrame:
    """By name, so that it can be sent to where it is done."""
    return partial(MEASURES, frames, FIRST, LAST, ON)


def _placements(seed: int, size: int) -> Frames:
    """Placements by chance: some pupils at several settings, or twice at one."""
    draw = np.random.default_rng(seed)
    possible = draw.integers(30, 240, (2, size))
    attended = draw.binomial(possible, draw.random((2, size)))
    columns = {
        **{name: pd.Series([None] * size, dtype=kind) for name, kind in _COLUMNS.items()},
        "setting": [f"s_{n}" for n in draw.integers(0, 6, size)],
        "pupil": [f"p_{n:03}" for n in draw.integers(0, size, size)],
        "half_year_on": pd.Timestamp(FIRST) + pd.to_timedelta(draw.integers(-50, 400, size), "D"),
        "days_in_window": draw.integers(10, 120, size),
        "nc_year": draw.integers(7, 12, size),
        "excluded_before": draw.random(size) < 0.3,
        "reason": draw.choice(["BHS", "MHN"], size),
        "possible_before": possible[0],
        "attended_before": attended[0],
        "possible_during": possible[1],
        "attended_during": attended[1],
        "possible_early": possible[0] // 2,
        "attended_early": attended[0] // 2,
    }
    empty = {name: pd.DataFrame() for name in SCHEMAS}
    made = pd.DataFrame(columns).astype(_COLUMNS)
    return Frames(**empty | {"placements": made}, synthetic=True, weeks=None)  # type: ignore[arg-type]


_COLUMNS = {**SCHEMAS["placements"], "setting": "string"}


def _parts(frames: Frames, of: Sequence[int]) -> list[Frames]:
    """The pupils parted by chance: each wholly in one part."""
    rows = frames.placements
    where = np.array([of[int(pupil[2:]) % len(of)] for pupil in rows["pupil"]])
    return [replace(frames, placements=rows[where == part]) for part in sorted({*where})]


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one[[*COUNTS]], other[[*COUNTS]], check_exact=True)
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-9)


@given(st.integers(0, 2**32), st.lists(st.integers(0, 4), min_size=1, max_size=9))
@settings(max_examples=5, deadline=None)
def test_any_split_comes_to_the_same(seed: int, of: list[int]) -> None:
    frames = _placements(seed, 120)
    assert_same(combine(map(work, _parts(frames, of))), work(frames))


def test_the_sums_are_what_is_counted_of_each_setting_alone() -> None:
    frames = _placements(1, 300)
    found = told(work(frames))
    for setting, own in frames.placements.groupby("setting"):
        for measure in MEASURES:
            alone = count(measure, replace(frames, placements=own), FIRST, LAST, ON)
            row = found.loc[(measure.id, setting)]
            counts = (alone.asked, alone.unknown, alone.of, alone.yes)
            assert tuple(row[[*COUNTS]].astype(int)) == counts
            assert alone.result is not None
            if measure.ends:
                assert row["mean_change"] == pytest.approx(alone.value, rel=1e-9)
            else:
                assert (row["low"], row["high"]) == pytest.approx(wilson(alone.yes, alone.of))
    sums = found.loc["ATT-2"]
    limits = funnel_limits(sums["yes"].sum() / sums["of"].sum(), sums["of"].to_numpy(dtype=int))
    assert np.allclose(sums["funnel_low"], limits.low)
    assert np.allclose(sums["funnel_high"], limits.high)


def test_what_does_not_add_up_is_not_summed() -> None:
    with pytest.raises(ValueError, match="REI-1 is neither a share nor a change"):
        partial([REI_1], _placements(1, 10), FIRST, LAST, ON)


def test_it_is_the_same_in_turn_and_in_processes() -> None:
    parts = _parts(_placements(2, 200), [0, 1, 2])
    with in_processes(1) as spread:
        assert_same(combine(spread(work, parts)), combine(in_turn(work, parts)))


def test_it_is_the_same_on_dask() -> None:
    """On a cluster within this process: what is sent, done and gathered is Dask's all the same."""
    parts = _parts(_placements(2, 200), [0, 1, 2])
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        on_dask(cluster) as spread,
    ):
        assert_same(combine(spread(work, parts)), combine(in_turn(work, parts)))
