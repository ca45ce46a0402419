"""`make bench`: scoring, of an authority from its register, of a nation and England from marks.

The authority (150 settings, 3,000 placements) is `apregister scorecard --all`. The nation (2,000
settings, 300,000 placements, 114 million marks) goes by parts of pupils through bit planes, the
measures that marks alone can tell, Wilson's and funnel limits, in turn and in processes. England's
year is the attendance of nine million pupils and who of them is persistently absent, by school.
Beside them, round by round, the least that reading the marks can take, and, on a part, DuckDB and a
pandas merge over rows, which must come to the same. Fails where they do not, or where parts put
together are not the whole; says which goals are met, and where the time goes if one is missed.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pandas as pd

from apregister.db import make_engine, reading
from apregister.scored import Some, score_all, settings_to_score
from movements import marks
from movements.planes import Planes, count_each
from reports.measures.attendance import ATT_1, ATT_2
from reports.measures.reintegration import REI_2
from reports.school_years import years
from reports.spread import in_processes, in_turn
from reports.sums import COUNTS, combine, partial, told
from tests.bench import nation, scored
from tests.bench.rounds import in_rounds, line, met, say
from tests.bench.score_peers import Rows

ROUNDS, WORKERS = 3, 2
DUE = pd.Timestamp("2025-09-01").date()
MEASURES = (ATT_1, ATT_2, REI_2)
SCHOOL = 375
"""Pupils of each of England's schools."""
PERSISTENT = 0.1
"""Persistently absent: 10% or more of possible sessions missed."""


def scan(path: Path) -> int:
    """The least that reading the marks can take."""
    return int(np.load(path, mmap_mode="r").reshape(-1).view(np.int64).sum())


def score_part(path: Path) -> pd.DataFrame:
    """The sums of a part of the nation."""
    part = nation.read(path)
    return sums_of(part, nation.sessions_of(part))


def sums_of(part: nation.Drawn, counted: dict[str, Any]) -> pd.DataFrame:
    """The sums of a part whose sessions are counted."""
    return partial(MEASURES, nation.frames(part, counted), DUE, DUE, DUE)


def together(partials: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """What the sums of parts say, with limits."""
    return told(combine(partials))


def rates(path: Path) -> np.ndarray[Any, Any]:
    """Possible, attended and persistently absent by school of an authority's year."""
    held = np.load(path, mmap_mode="r")
    possible, attended = count_each(held, marks.possible, marks.attended)
    absent = (possible > 0) & (possible - attended >= PERSISTENT * possible)
    return np.stack([c.reshape(-1, SCHOOL).sum(axis=1) for c in (possible, attended, absent)])


def of_nation(rounds: int) -> list[str]:
    """The nation by parts, in turn and in processes."""
    parts = nation.parts()
    say(f"nation: {nation.PUPILS * nation.SESSIONS:,} marks, {nation.SETTINGS:,} settings")
    with in_processes(WORKERS) as spread:
        # So that starting them and loading scipy are not counted.
        together([*spread(score_part, parts[:WORKERS])])
        lines = [
            line("read and summed as int64", scan, parts),
            line("every measure with limits, in turn", score_part, parts, then=together),
            line(f"the same in {WORKERS} processes", score_part, parts, spread, then=together),
        ]
        found = in_rounds(lines, rounds)
    times = lines[1].times(lines[0])
    fast = median(lines[1].wall) / median(lines[2].wall) / WORKERS
    goals = [
        met("G8 times the scan (stretch 15)", times, at_most=25),
        met("G8 seconds by the wall, in turn", median(lines[1].wall), at_most=0.4),
        met("G8 MB", max(lines[1].memory + lines[2].memory), at_most=600),
        met(f"G13 {WORKERS} processes, of {WORKERS} times as fast", fast, at_least=0.7),
    ]
    if not all(goals):
        say_steps(steps_of_nation(parts))
    table, other = (found[one.title][-1] for one in lines[1:])
    return [] if _same(table, other) else ["nation: the parts do not come to the same in processes"]


def _same(table: pd.DataFrame, other: pd.DataFrame) -> bool:
    counts = table[[*COUNTS]].equals(other[[*COUNTS]])
    shared = table.columns.intersection(other.columns)
    return counts and np.allclose(
        table[shared], other[shared], rtol=1e-9, atol=1e-9, equal_nan=True
    )


def say_steps(steps: dict[str, Callable[[], object]]) -> None:
    """Where the processor time goes, step by step."""
    for title, step in steps.items():
        took = []
        for _ in range(9):
            began = process_time()
            step()
            took.append(process_time() - began)
        say(f"    {title:48}{1_000 * median(took):7.2f} ms")


def steps_of_nation(parts: Sequence[Path]) -> dict[str, Callable[[], object]]:
    """What is done of a part of the nation."""
    part = nation.read(parts[0])
    counted = nation.sessions_of(part)
    held = nation.frames(part, counted)
    sums = sums_of(part, counted)
    return {
        "reading a part's marks as int64": lambda: scan(parts[0]),
        "telling marks apart into planes": lambda: Planes.of(
            nation.read(parts[0]).marks, marks.possible, marks.attended
        ),
        "the planes, and the sessions of every window": lambda: nation.sessions_of(part),
        "frames": lambda: nation.frames(part, counted),
        **{
            f"{one.id} alone": lambda one=one: partial([one], held, DUE, DUE, DUE)
            for one in MEASURES
        },
        "all of them": lambda: partial(MEASURES, held, DUE, DUE, DUE),
        "all parts put together, with limits": lambda: together([sums] * len(parts)),
    }


def steps_of_england(path: Path) -> dict[str, Callable[[], object]]:
    """What is done of an authority's year."""
    return {
        "reading an authority's marks as int64": lambda: scan(path),
        "counting two classes of them by pupil": lambda: count_each(
            np.load(path, mmap_mode="r"), marks.possible, marks.attended
        ),
        "and persistent absence, by school": lambda: rates(path),
    }


def of_peers(rounds: int) -> list[str]:
    """A part of the nation, beside rows in memory; loading those is not counted."""
    path = nation.parts()[0]
    rows = Rows(path)
    together([score_part(path)])
    answers: dict[str, Callable[[Any], Any]] = {
        "bit planes": lambda _: together([score_part(path)]),
        "DuckDB, rows in memory": lambda _: rows.by_duckdb(),
        "pandas merge, rows in memory": lambda _: together([sums_of(rows.part, rows.by_merge())]),
    }
    say(f"the same of one part, {rows.part.marks.size:,} marks")
    lines = [line(title, work, [None]) for title, work in answers.items()]
    found = in_rounds(lines, rounds)
    goals = [
        met("G8 DuckDB, times ours by processors", lines[1].times(lines[0]), at_least=50),
        met("G8 pandas merge, times ours by processors", lines[2].times(lines[0]), at_least=250),
    ]
    if not all(goals):
        say_steps(steps_of_nation([path]))
    ours, *others = (found[one.title][0] for one in lines)
    return [
        f"{one.title} comes to other scores"
        for one, other in zip(lines[1:], others, strict=True)
        if not _same(ours, other)
    ]


def of_england(rounds: int) -> list[str]:
    """England's year, every authority a part."""
    parts = nation.england()
    say(f"England: {nation.ENGLAND * nation.ENROLLED * nation.YEAR:,} marks")
    with in_processes(WORKERS) as spread:
        [*spread(rates, parts[:WORKERS])]
        lines = [
            line("read and summed as int64, in turn", scan, parts),
            line(f"read and summed, in {WORKERS} processes", scan, parts, spread),
            line("rates and absence, in turn", rates, parts),
            line(f"rates and absence, in {WORKERS} processes", rates, parts, spread),
        ]
        found = in_rounds(lines, rounds)
    goals = [
        met("G9 times the scan, in turn", lines[2].times(lines[0]), at_most=8),
        met(f"G9 seconds by the wall, in {WORKERS} processes", median(lines[3].wall), at_most=3),
        met("G9 MB a worker", max(lines[3].memory), at_most=250),
    ]
    if not all(goals):
        say_steps(steps_of_england(parts[0]))
    alone, spread_out = (np.stack(found[line.title]) for line in lines[2:])
    say(f"{alone[:, 2].sum() / (nation.ENGLAND * nation.ENROLLED):.1%} persistently absent")
    return [] if (alone == spread_out).all() else ["England: not the same in processes"]


def of_authority(rounds: int) -> list[str]:
    """Every scorecard of an authority from its register, in turn and in processes."""
    address = scored.url()
    engine = make_engine(address)
    with reading(engine) as session:
        every = Some(
            address, tuple(settings_to_score(session, None)), *years(scored.YEAR), scored.ON
        )
    engine.dispose()
    say(f"authority: {scored.SETTINGS} settings, {scored.PUPILS:,} placements")
    tables = []
    with in_processes(WORKERS) as spread:
        for title, over, parts in (("in turn", in_turn, 1), ("in processes", spread, WORKERS)):
            wall = []
            for _ in range(rounds):
                began, busy = perf_counter(), process_time()
                tables.append(score_all(every, over, parts))
                wall.append(perf_counter() - began)
            here = process_time() - busy
            say(f"{title:42}{median(wall):9.3f} s by the wall{here:9.3f} s of this processor")
    same = all(table.equals(tables[0]) for table in tables)
    return [] if same else ["authority: not the same in processes"]


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    # The peers last: the memory of their rows would be counted to whatever comes after.
    over = [said for of in (of_authority, of_nation, of_england, of_peers) for said in of(times)]
    for said in over:
        say(f"WRONG  {said}")
    sys.exit(1 if over else 0)
