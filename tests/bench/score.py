"""`make bench`: scoring, of an authority from its register, of a nation and England from marks.

The authority (150 settings, 3,000 placements) is `apregister scorecard --all`. The nation (2,000
settings, 300,000 placements, 114 million marks) goes by parts of pupils through bit planes, the
measures of attendance as they are declared, Wilson's and funnel limits, in turn and in processes.
England's year is the attendance of nine million pupils and who of them is persistently absent, by
school. Beside them, round by round, the least that reading the marks can take, and, on a twentieth
of a part, DuckDB and a pandas merge over rows, which must count the same. Fails where they do not,
or where parts put together are not the whole.
"""

import resource
import sys
from collections.abc import Callable, Iterable
from functools import partial as given_to
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from apregister.db import make_engine, reading
from apregister.scored import Some, score_all, settings_to_score
from movements import marks
from movements.planes import Planes, count_each
from reports.measures.attendance import ATT_1, ATT_2
from reports.school_years import years
from reports.spread import Spread, in_processes, in_turn
from reports.sums import COUNTS, combine, partial, told
from tests.bench import nation, scored

ROUNDS, WORKERS, FEW = 3, 2, 375
DUE = pd.Timestamp("2025-09-01").date()
SCHOOL = 375
"""Pupils of each of England's schools."""
PERSISTENT = 0.1
"""Persistently absent: 10% or more of possible sessions missed."""


class Done(NamedTuple):
    """What some work came to, the processor seconds it took and the most memory, in MB."""

    found: Any
    busy: float
    memory: float


def timed(work: Callable[[Any], Any], part: Any) -> Done:
    """Some work on a part, timed where it is done."""
    began = process_time()
    found = work(part)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return Done(found, process_time() - began, most)


def scan(path: Path) -> int:
    """The least that reading the marks can take."""
    return int(np.load(path, mmap_mode="r").reshape(-1).view(np.int64).sum())


def count_sessions(path: Path) -> int:
    """The sessions of every window, and nothing made of them."""
    return int(sum(column.sum() for column in nation.sessions_of(nation.read(path))))


def score_part(path: Path) -> pd.DataFrame:
    """The sums of a part of the nation."""
    return partial((ATT_1, ATT_2), nation.frames(nation.read(path)), DUE, DUE, DUE)


def rates(path: Path) -> np.ndarray[Any, Any]:
    """Possible, attended and persistently absent by school of an authority's year."""
    held = np.load(path, mmap_mode="r")
    possible, attended = count_each(held, marks.possible, marks.attended)
    absent = (possible > 0) & (possible - attended >= PERSISTENT * possible)
    return np.stack([c.reshape(-1, SCHOOL).sum(axis=1) for c in (possible, attended, absent)])


class Line(NamedTuple):
    """A way to do it, and what it took in each round."""

    title: str
    run: Callable[[], list[Done]]
    wall: list[float]
    busy: list[float]
    memory: list[float]


def _line(title: str, work: Any, parts: Iterable[Any], spread: Spread = in_turn) -> Line:
    return Line(title, lambda: [*spread(given_to(timed, work), parts)], [], [], [])


def _rounds(lines: list[Line], rounds: int) -> dict[str, list[Any]]:
    """Every line in turn, round by round; what each found last."""
    found = {}
    for _ in range(rounds):
        for line in lines:
            began = perf_counter()
            done = line.run()
            line.wall.append(perf_counter() - began)
            line.busy.append(sum(one.busy for one in done))
            line.memory.append(max(one.memory for one in done))
            found[line.title] = [one.found for one in done]
    least = median(lines[0].busy)
    for line in lines:
        busy, memory = median(line.busy), max(line.memory)
        _say(
            f"{line.title:42}{median(line.wall):9.3f} s by the wall{busy:9.3f} s of the processors"
            f"{busy / least:8.1f} x the first{memory:7.0f} MB"
        )
    return found


def of_nation(rounds: int) -> list[str]:
    """The nation by parts, in turn and in processes."""
    parts = nation.parts()
    _say(f"nation: {nation.PUPILS * nation.SESSIONS:,} marks, {nation.SETTINGS:,} settings")
    with in_processes(WORKERS) as spread:
        [*spread(score_part, parts[:WORKERS])]  # so that starting them is not counted
        titles = ("in turn", f"in {WORKERS} processes")
        lines = [
            _line("read and summed as int64", scan, parts),
            _line("sessions of every window", count_sessions, parts),
            _line(titles[0], score_part, parts),
            _line(titles[1], score_part, parts, spread),
        ]
        found = _rounds(lines, rounds)
    began = process_time()
    table = told(combine(found[titles[0]]))
    _say(f"{'put together, with limits':42}{process_time() - began:33.3f} s of the processors")
    other = told(combine(reversed(found[titles[1]])))
    efficiency = median(lines[2].wall) / median(lines[3].wall) / WORKERS
    _say(f"{WORKERS} processes: {efficiency:.0%} of {WORKERS} times as fast")
    same = table[[*COUNTS]].equals(other[[*COUNTS]]) and np.allclose(
        table, other, rtol=1e-9, atol=1e-9, equal_nan=True
    )
    return [] if same else ["nation: the parts do not come to the same in processes"]


_SQL = """
    SELECT w.n, count(*) FILTER (possible), count(*) FILTER (attended)
    FROM windows w JOIN marks m ON m.pupil = w.pupil AND m.at >= w.first AND m.at < w."end"
    GROUP BY w.n ORDER BY w.n
"""


def of_peers(rounds: int) -> list[str]:
    """The windows of a twentieth of a part, beside rows in memory; loading them is not counted."""
    part = nation.read(nation.parts()[0])
    held = np.array(part.marks[:FEW])
    windows = part.before[:, part.before[0] < FEW]
    at = np.indices(held.shape).reshape(2, -1)
    rows = pd.DataFrame(
        {
            "pupil": at[0].astype("int32"),
            "at": at[1].astype("int16"),
            "possible": marks.possible(held).ravel(),
            "attended": marks.attended(held).ravel(),
        }
    )
    asked = pd.DataFrame(windows.T, columns=["pupil", "first", "end"]).rename_axis("n")
    base = duckdb.connect()
    base.register("rows_", rows)
    base.execute("CREATE TABLE marks AS SELECT * FROM rows_")
    base.register("asked_", asked.reset_index())
    base.execute("CREATE TABLE windows AS SELECT * FROM asked_")

    def of_pandas(_: Any) -> np.ndarray[Any, Any]:
        both = asked.reset_index().merge(rows, on="pupil")
        within = both[(both["at"] >= both["first"]) & (both["at"] < both["end"])]
        return within.groupby("n")[["possible", "attended"]].sum().to_numpy().T

    answers: dict[str, Callable[[Any], Any]] = {
        "bit planes": lambda _: np.stack(
            Planes.of(held, marks.possible, marks.attended).within(*windows)
        ),
        "DuckDB, rows in memory": lambda _: np.array(base.execute(_SQL).fetchall()).T[1:],
        "pandas merge, rows in memory": of_pandas,
    }
    _say(f"the same windows of {held.size:,} marks")
    found = _rounds([_line(title, work, [None]) for title, work in answers.items()], rounds)
    truth = found["bit planes"][0]
    return [f"{title} counts others" for title in answers if not (found[title][0] == truth).all()]


def of_england(rounds: int) -> list[str]:
    """England's year, every authority a part."""
    parts = nation.england()
    _say(f"England: {nation.ENGLAND * nation.ENROLLED * nation.YEAR:,} marks")
    with in_processes(WORKERS) as spread:
        [*spread(rates, parts[:WORKERS])]
        lines = [
            _line("read and summed as int64, in turn", scan, parts),
            _line(f"read and summed, in {WORKERS} processes", scan, parts, spread),
            _line("rates and absence, in turn", rates, parts),
            _line(f"rates and absence, in {WORKERS} processes", rates, parts, spread),
        ]
        found = _rounds(lines, rounds)
    alone, spread_out = (np.stack(found[line.title]) for line in lines[2:])
    _say(f"{alone[:, 2].sum() / (nation.ENGLAND * nation.ENROLLED):.1%} persistently absent")
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
    _say(f"authority: {scored.SETTINGS} settings, {scored.PUPILS:,} placements")
    tables = []
    with in_processes(WORKERS) as spread:
        for title, over, parts in (("in turn", in_turn, 1), ("in processes", spread, WORKERS)):
            wall = []
            for _ in range(rounds):
                began, busy = perf_counter(), process_time()
                tables.append(score_all(every, over, parts))
                wall.append(perf_counter() - began)
            here = process_time() - busy
            _say(f"{title:42}{median(wall):9.3f} s by the wall{here:9.3f} s of this processor")
    same = all(table.equals(tables[0]) for table in tables)
    return [] if same else ["authority: not the same in processes"]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    over = [line for of in (of_authority, of_nation, of_peers, of_england) for line in of(times)]
    for line in over:
        _say(f"WRONG  {line}")
    sys.exit(1 if over else 0)
