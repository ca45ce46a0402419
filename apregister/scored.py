"""Every setting of an authority scored, part by part: here, in processes, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session

from apregister.db import make_engine, reading
from movements.cells import escape_cell
from movements.places import PlaceFacts, place_facts
from reports.all_settings import COLUMNS, put_together, rows_of_all
from reports.peers import peers_words
from reports.spread import Spread, in_processes, in_turn
from reports.together import CountsOfAll, counts_of_all

if TYPE_CHECKING:
    import pandas as pd


class Some(NamedTuple):
    """Some settings of a register to be scored, wherever that is done."""

    url: str
    settings: tuple[PlaceFacts, ...]
    first: date
    last: date
    on: date


def settings_to_score(session: Session, authority: str | None) -> list[PlaceFacts]:
    """The AP settings of an authority, or of all that the register knows."""
    return [
        one
        for one in place_facts(session).values()
        if one.is_ap_setting and authority in (None, one.la_code)
    ]


def with_similar(session: Session, settings: Sequence[PlaceFacts]) -> list[PlaceFacts]:
    """These settings and every other of the register that is similar to one of them."""
    alike = {peers_words(one) for one in settings}
    return [one for one in settings_to_score(session, None) if peers_words(one) in alike]


def score_some(some: Some) -> CountsOfAll:
    """What is counted at some settings, from the register itself."""
    engine = make_engine(some.url)
    try:
        with reading(engine) as session:
            return counts_of_all(session, some.settings, some.first, some.last, some.on)
    finally:
        engine.dispose()


def score_all(
    every: Some, spread: Spread, parts: int, shown: Collection[str] | None = None
) -> pd.DataFrame:
    """The rows of all settings, in so many parts: the same whatever the number.

    Counted part by part, put together, and then each banded beside all that are similar; of those
    `shown` alone, where they are named.
    """
    cut = [every._replace(settings=every.settings[n::parts]) for n in range(parts)]
    counts = put_together(spread(score_some, [one for one in cut if one.settings] or cut[:1]))
    told = {one.id for one in every.settings} if shown is None else shown
    return rows_of_all(counts, every.settings, told)


def write(table: pd.DataFrame, path: Path) -> int:
    """Writes the rows as CSV, no cell of which a spreadsheet would run; how many settings."""
    texts = [name for name, kind in COLUMNS.items() if kind == "string"]
    made = table.assign(**{name: table[name].map(escape_cell, "ignore") for name in texts})
    made.to_csv(path, index=False)
    return int(table["setting"].nunique())


def spread_over(workers: int, scheduler: str | None) -> AbstractContextManager[Spread]:
    """Where parts are worked out: on a Dask scheduler if one is named, else in processes, or here.

    Raises ImportError where Dask is asked for and not installed.
    """
    if scheduler:
        found: AbstractContextManager[Spread] = import_module("apregister.on_dask").on_dask(
            scheduler
        )
        return found
    return in_processes(workers) if workers > 1 else nullcontext(in_turn)
