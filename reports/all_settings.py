"""Every setting's scorecard as one table: a row for each setting and measure, and no rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from movements.places import PlaceFacts
from reports.bands import MINIMUM_TO_SHOW
from reports.measure import Counts, Measure
from reports.measures import MEASURES
from reports.scorecard import CONFIDENCE
from reports.together import counts_of_all

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
    "suppressed": "bool",
}
"""Column -> type. `low` and `high` hold the true value with 95% confidence; `suppressed` marks
what rests on too few pupils to be published."""


def rows_of_all(
    session: Session, settings: Sequence[PlaceFacts], first: date, last: date, on: date
) -> pd.DataFrame:
    """COLUMNS of some settings, by name and measure; not of a setting that asked nobody."""
    counts = counts_of_all(session, settings, first, last, on)
    found = [
        _row(one, measure, counts[measure.id][one.id])
        for one in settings
        if any(of[one.id].asked for of in counts.values())
        for measure in MEASURES
    ]
    return _table(found)


def one_table(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all parts, in the order they would have had in one."""
    import pandas as pd

    return _sorted(pd.concat([*parts], ignore_index=True))


def _table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return _sorted(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS))


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    # Stable: a setting's measures stay in the order of the catalogue.
    return table.sort_values(["name", "setting"], kind="stable", ignore_index=True)


def _row(place: PlaceFacts, measure: Measure, counts: Counts) -> dict[str, Any]:
    low, high = (counts.result and counts.result.interval(CONFIDENCE)) or (None, None)
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
        "suppressed": counts.of < MINIMUM_TO_SHOW,
    }
