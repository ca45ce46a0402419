"""What is counted for the tables: each setting's pupils, without those who are protected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlmodel import Session

from movements.cells import escape_cell
from movements.la_codes import LA_NAMES
from movements.places import PlaceFacts, numbers_of, place_facts
from movements.register import standings
from reports.frames import SCHEMAS, Frames, frames_of_all
from reports.given import Ints
from reports.measure import Cohort, Measure, cohort_of
from reports.measures import MEASURES
from reports.publishing.tables import NOT_APPLICABLE, NOT_AVAILABLE, OTHER, TYPES, PublishedSetting

if TYPE_CHECKING:
    import pandas as pd

_NO_MORE = "Not available"


@dataclass(frozen=True)
class Counted:
    """Settings by authority and name, and of each measure whom each of them asked."""

    settings: tuple[PublishedSetting, ...]
    cohorts: Mapping[str, Sequence[Cohort]]
    synthetic: bool

    def counts(self, measure: Measure) -> Ints:
        """A line for each setting: pupils yes, no and not known."""
        return np.array([counts_of(one) for one in self.cohorts[measure.id]]).reshape(-1, 3)


def counted(session: Session, first: date, last: date) -> Counted:
    """Every setting that asked anybody whose follow-up fell due from first to last.

    As known now. Of protected children nothing is counted, so that no table tells anything of one;
    nor of those who died, whom some measures leave out and others do not: that would tell of it.
    """
    places = {id_: one for id_, one in place_facts(session, on=last).items() if one.is_ap_setting}
    told = frames_of_all(session, list(places.values()), first, last, last)
    found = _without_protected(session, told)
    asked = {
        place: {one.id: cohort_of(one, frames, first, last, last) for one in MEASURES}
        for place, frames in found.items()
    }
    some = [place for place, of in asked.items() if any(len(one.rows) for one in of.values())]
    named = _apart(sorted((_published(session, places[one]) for one in some), key=by_name))
    return Counted(
        tuple(named),
        {m.id: [asked[one.id][m.id] for one in named] for m in MEASURES},
        any(found[one].synthetic for one in some),
    )


def _without_protected(session: Session, told: Mapping[str, Frames]) -> dict[str, Frames]:
    of_all = {pupil for one in told.values() for name in SCHEMAS for pupil in _of(one, name).pupil}
    now = standings(session, sorted(of_all), date.max)
    gone = {pupil for pupil in of_all if now[pupil].protected}
    return {place: _without(one, gone) for place, one in told.items()}


def _without(frames: Frames, gone: set[str]) -> Frames:
    kept: dict[str, Any] = {
        name: rows[~(rows["pupil"].isin(gone) | _died(rows))]
        for name in SCHEMAS
        for rows in [_of(frames, name)]
    }
    return replace(frames, **kept)


def _died(rows: pd.DataFrame) -> Any:
    return rows["died"].fillna(False).astype(bool) if "died" in rows else False


def _of(frames: Frames, name: str) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(frames, name)
    return rows


def counts_of(cohort: Cohort) -> tuple[int, int, int]:
    """Pupils yes, no and not known; all no of a measure that asks no question."""
    if cohort.measure.method == "volume":
        return 0, len(cohort.rows), 0
    unknown, yes = int(cohort.answers.isna().sum()), int(cohort.answers.sum())
    return yes, len(cohort.rows) - yes - unknown, unknown


def _published(session: Session, place: PlaceFacts) -> PublishedSetting:
    code = place.la_code or NOT_AVAILABLE
    numbers = sorted(numbers_of(session, place.id))
    establishments = [one.replace("/", "") for one in numbers if one.startswith(f"{code}/")]
    return PublishedSetting(
        id=place.id,
        name=escape_cell(place.name),
        la_code=code,
        la_name=LA_NAMES.get(code) or place.la_name or _NO_MORE,
        type=TYPES.get(place.type_code or "", OTHER),
        urn=place.urn or NOT_APPLICABLE,
        laestab=establishments[-1] if establishments else NOT_APPLICABLE,
    )


def _apart(settings: Iterable[PublishedSetting]) -> list[PublishedSetting]:
    """Settings of one authority without a URN and of one name are told apart by a number."""
    seen = Counter[str]()
    found = []
    for one in settings:
        seen[one.called] += 1
        again = seen[one.called] > 1
        found.append(replace(one, name=f"{one.name} ({seen[one.called]})") if again else one)
    return found


def by_name(setting: PublishedSetting) -> tuple[str, ...]:
    """The order in which settings are told: by authority and name."""
    return setting.la_code, setting.name, setting.urn, setting.id
