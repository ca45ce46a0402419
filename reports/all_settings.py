"""Every setting's scorecard as one table: a row for each setting and measure, and no rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from movements.places import PlaceFacts
from reports.measure import Counts
from reports.measures import MEASURES
from reports.peers import Group, peers_words
from reports.row import Row, row_of
from reports.together import CountsOfAll

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "setting": "string",
    "urn": "string",
    "name": "string",
    "measure": "string",
    "title": "string",
    "asked": "int64",
    "not_followed_up": "int64",
    "not_yet_due": "int64",
    "numerator": "int64",
    "denominator": "int64",
    "value": "float64",
    "unit": "string",
    "low": "float64",
    "high": "float64",
    "similar_settings": "float64",
    "pooled": "float64",
    "pooled_low": "float64",
    "pooled_high": "float64",
    "reliability": "float64",
    "band": "string",
    "why": "string",
    "suppressed": "bool",
}
"""Column -> type. `low` and `high` hold the true value with 95% confidence; `similar_settings` is
the mean of these, and `pooled` the value drawn towards it, of which the band comes: a share, or
what is beyond the change to be expected. `suppressed` marks what rests on too few pupils."""


def put_together(parts: Iterable[CountsOfAll]) -> CountsOfAll:
    """The counts of settings of several parts as one."""
    found: dict[str, dict[str, Counts]] = {measure.id: {} for measure in MEASURES}
    for part in parts:
        for measure, of_settings in part.items():
            found[measure].update(of_settings)
    return found


def rows_of_all(
    counts: CountsOfAll, settings: Sequence[PlaceFacts], shown: Collection[str]
) -> pd.DataFrame:
    """COLUMNS of those settings that are shown, by name and measure, each beside similar ones.

    Not of a setting that asked nobody.
    """
    import pandas as pd

    alike: dict[str, list[str]] = {}
    for one in settings:
        alike.setdefault(peers_words(one), []).append(one.id)
    groups = {
        (words, measure.id): Group(measure, {id_: counts[measure.id][id_] for id_ in of})
        for words, of in alike.items()
        for measure in MEASURES
    }
    found = [
        _row(one, row_of(groups[peers_words(one), measure.id], one.id))
        for one in sorted(settings, key=lambda one: (one.name, one.id))
        if one.id in shown and any(of[one.id].asked for of in counts.values())
        for measure in MEASURES
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _row(place: PlaceFacts, row: Row) -> dict[str, Any]:
    low, high = row.interval or (None, None)
    measure, counts, beside = row.measure, row.counts, row.beside
    told: dict[str, Any] = beside.as_dict() if beside else {}
    return {
        "setting": place.id,
        "urn": place.urn,
        "name": place.name,
        "measure": measure.id,
        "title": measure.title,
        "asked": counts.asked,
        "not_followed_up": counts.unknown,
        "not_yet_due": counts.not_yet_due,
        "numerator": counts.yes,
        "denominator": counts.of,
        "value": counts.value,
        "unit": measure.unit,
        "low": low,
        "high": high,
        "similar_settings": told.get("mean"),
        "pooled": told.get("pooled"),
        "pooled_low": told.get("low"),
        "pooled_high": told.get("high"),
        "reliability": told.get("reliability"),
        "band": row.band.word,
        "why": row.band.why,
        "suppressed": row.suppressed,
    }
