"""Funnels: settings by name beside the limits of chance; nobody is ranked."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from movements.places import PlaceFacts
from movements.problems import Refused
from reports.estimators import beta_binomial, funnel_limits
from reports.funnel import FUNNELS, LEVELS, Funnel, Point, _funnel, funnels, limits
from reports.measure import Counts
from reports.measures.reintegration import REI_3
from reports.methods import Share
from tests.reports.world import BRIDGE, LODGE, ON, YEAR, World

TOLD = {"Ash": (2, 20), "Birch": (12, 20), "Elm": (30, 50), "Oak": (14, 22), "Yew": (3, 4)}


def drawn() -> Funnel:
    """Five settings, one far below the others and one of four pupils."""
    places = [PlaceFacts(f"s_{name}", name) for name in TOLD]
    counts = {f"s_{n}": Counts(of, 0, 0, (), (), Share(yes, of)) for n, (yes, of) in TOLD.items()}
    return _funnel(REI_3, counts, places, False)


def _where(one: Funnel) -> dict[str, str]:
    return {point.place.name: point.where for point in one.points}


def test_settings_lie_between_the_lines_or_beyond_them() -> None:
    found = drawn()
    shown = [told for told in TOLD.values() if told[1] >= 6]
    assert found.rate == beta_binomial(*zip(*shown, strict=True)).mean
    assert _where(found) == {
        "Ash": "below the 99.8% line",
        "Birch": "between the 95% lines",
        "Elm": "between the 95% lines",
        "Oak": "between the 95% lines",
        "Yew": "fewer than 6 pupils",
    }
    low, _ = funnel_limits(found.rate, 20.0, 0.998)
    assert low > 2 / 20
    assert found.sentence.startswith("4 settings, together ")
    assert found.sentence.endswith("3 of them no further off than chance would put them.")


@pytest.mark.parametrize("rate", [0.05, 0.42, 0.91, 0.99])
def test_no_more_lie_beyond_a_line_than_it_says_on_either_side(rate: float) -> None:
    """By the published upper limit all of six pupils lie above it, whose rate is 91%: every other
    setting would."""
    sizes = np.arange(6, 60)
    for level in LEVELS:
        low, high = limits(rate, sizes, level)
        below, above = np.ceil(low * sizes) - 1, np.floor(high * sizes + 1e-12) + 1
        tail = (1 - level) / 2 + 1e-12
        assert (binom.cdf(below, sizes, rate) <= tail).all()
        assert (binom.sf(above - 1, sizes, rate) <= tail).all()
        mirrored = limits(1 - rate, sizes, level)
        assert np.allclose(mirrored.low, 1 - high)


def test_where_nearly_all_are_a_yes_all_of_six_is_no_further_off_than_chance() -> None:
    told = {"Ash": (6, 6), "Birch": (18, 20), "Elm": (17, 20)}
    places = [PlaceFacts(f"s_{name}", name) for name in told]
    counts = {f"s_{n}": Counts(of, 0, 0, (), (), Share(yes, of)) for n, (yes, of) in told.items()}
    assert set(_where(_funnel(REI_3, counts, places, False)).values()) == {"between the 95% lines"}


def test_of_fewer_than_six_pupils_there_is_no_dot_and_no_number() -> None:
    found = drawn()
    told = found.as_dict()["settings"]
    assert "numerator" not in next(one for one in told if one["name"] == "Yew")
    picture = ET.fromstring(found.picture())
    parts = list(picture.iter())
    assert len([p for p in parts if p.get("class") == "ap-chart__dot"]) == 4
    assert len([p for p in parts if p.get("class") == "ap-chart__limit"]) == 4
    assert "Ash: 2 of 20, below the 99.8% line" in "".join(picture.itertext())
    assert "Yew" not in "".join(picture.itertext())
    assert "style=" not in found.picture()


def test_with_too_few_settings_there_is_no_line() -> None:
    one = PlaceFacts("s_1", "Ash")
    found = _funnel(REI_3, {"s_1": Counts(20, 0, 0, (), (), Share(2, 20))}, [one], False)
    assert (found.rate, found.picture()) == (None, "")
    assert found.sentence.startswith("Fewer than 3 settings")
    assert _where(found) == {"Ash": "too few settings"}
    assert replace(found, points=(Point(one, 20, 20, "above"),)).points[0].shown


def test_every_share_of_a_register_has_its_funnel_by_name(authority: World) -> None:
    for who in authority.pupils(7):
        authority.placed(who, "2025-01-13")
    settings = [authority.place(LODGE), authority.place(BRIDGE)]
    found = funnels(authority.session, settings, YEAR, ON)
    assert [one.measure for one in found] == list(FUNNELS)
    rei = next(one for one in found if one.measure is REI_3)
    assert [(p.place.name, p.of) for p in rei.points] == [("The Lodge", 7)]
    with pytest.raises(Refused, match="write it as 2025-26"):
        funnels(authority.session, settings, "soon", ON)
