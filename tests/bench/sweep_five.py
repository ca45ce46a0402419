"""`make bench`: the sweep by five rules, of an authority and of England, beside DuckDB and pandas.

Ours is `movements.swept.sweep` on a register's file whose projection is filled as `rebuild` fills
it, of pupils drawn by chance; the others work the same out of tables in memory: enrolments with
the day left, placements with their ends, reviews and first days without a mark (loading them is not
counted). Taken in turn, round by round. Fails where they do not agree, or over budget.
"""

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

import duckdb
import numpy as np
import pandas as pd
from sqlalchemy import text

from apregister.db import make_engine, reading, writing
from apregister.garbage import look_rarely
from apregister.migrate import migrate
from movements.mark_window import AHEAD
from movements.projection import say_made
from movements.swept import sweep
from tests.bench.made import FOLDER, TODAY

ROUNDS = 5
ON = TODAY.toordinal()
ALLOWED = 14
"""Days after a removal within which the next place is to be known: two weeks of school."""
SCALES = {"authority": (60_000, 6_000, 0.050), "England": (3_000_000, 300_000, 1.0)}
"""Enrolments, open placements, and the most processor seconds that ours may take."""
Found = list[tuple[str, int, int, int]]
"""Rule, since when, entry, `Pupil.seq`: in order."""
_SQL = f"""
    SELECT 'no_destination', gone, entry, seq FROM enrolment WHERE gone + {ALLOWED} < {ON}
    UNION ALL SELECT 'no_roll', gone, entry, seq FROM enrolment WHERE gone <= {ON}
    UNION ALL SELECT 'placement_past_end', planned + 1, entry, seq FROM placement
        WHERE planned < {ON}
    UNION ALL SELECT 'review_late', review + 1, entry, seq FROM placement WHERE review < {ON}
    UNION ALL SELECT 'no_mark', unmarked, entry, seq FROM placement WHERE unmarked < {ON}
    ORDER BY ALL
"""


def drawn(enrolments: int, placements: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row for each enrolment (`gone`: the day left) and open placement; days as ordinals."""
    draw = np.random.default_rng(5)
    seq = np.arange(1, enrolments + 1)
    gone = pd.array(ON - draw.integers(0, 60, enrolments), dtype="Int64")
    gone[draw.random(enrolments) > 0.01] = pd.NA
    away = draw.choice(seq, placements, replace=False)
    unmarked = pd.array(ON - draw.integers(1, 20, placements), dtype="Int64")
    unmarked[draw.random(placements) > 0.05] = pd.NA
    planned, review = (ON + draw.integers(low, 200, placements) for low in (-30, -15))
    placed = {"seq": away, "entry": enrolments + np.arange(placements), "planned": planned}
    return (
        pd.DataFrame({"seq": seq, "entry": seq, "gone": gone}),
        pd.DataFrame({**placed, "review": review, "unmarked": unmarked}),
    )


def fill(address: str, enrolment: pd.DataFrame, placement: pd.DataFrame) -> None:
    """The projection of them for the week from today, as far as the entries go: none."""
    left, alone = enrolment.dropna(), placement.dropna()
    parts = (
        ("no_destination", left, left.gone, left.gone + ALLOWED + 1),
        ("no_roll", left, left.gone, left.gone),
        ("placement_past_end", placement, placement.planned + 1, placement.planned + 1),
        ("review_late", placement, placement.review + 1, placement.review + 1),
        ("no_mark", alone, alone.unmarked, alone.unmarked + 1),
    )
    end, engine = ON + AHEAD.days, make_engine(address)
    add = "INSERT INTO swept VALUES (?, ?, ?, ?, ?, 'la:330', ?, 0)"
    with writing(engine) as session:
        session.execute(text("DELETE FROM swept"))
        for rule, of, since, begins in parts:
            columns = (since, of.entry, of.seq, np.maximum(begins, ON))
            rows = zip(*(column.tolist() for column in columns), strict=True)
            told = [(rule, *row, end) for row in rows if row[-1] < end]
            session.connection().exec_driver_sql(add, told)
        for part, upto in {"first": ON, "end": end}.items():
            say_made(session, f"swept_{part}", upto)
    engine.dispose()


def _ours(address: str) -> Callable[[], Found]:
    engine = make_engine(address)

    def swept() -> Found:
        with reading(engine) as session:
            return [(r.rule, r.since.toordinal(), r.entry, r.seq) for r in sweep(session, TODAY)]

    return swept


def _pandas(enrolment: pd.DataFrame, placement: pd.DataFrame) -> Found:
    found = (
        ("no_destination", enrolment[enrolment.gone + ALLOWED < ON], "gone", 0),
        ("no_roll", enrolment[enrolment.gone <= ON], "gone", 0),
        ("placement_past_end", placement[placement.planned < ON], "planned", 1),
        ("review_late", placement[placement.review < ON], "review", 1),
        ("no_mark", placement[placement.unmarked < ON], "unmarked", 0),
    )
    every = pd.concat(
        pd.DataFrame({"rule": rule, "since": of[day] + later, "entry": of.entry, "seq": of.seq})
        for rule, of, day, later in found
    ).sort_values(["rule", "since", "entry", "seq"])
    return [*zip(*(every[name].tolist() for name in every), strict=True)]


def measured(scale: str) -> list[str]:
    """Prints the table of a scale; what is wrong."""
    look_rarely()
    enrolments, placements, budget = SCALES[scale]
    FOLDER.mkdir(parents=True, exist_ok=True)
    address = f"sqlite:///{FOLDER}/swept-{scale}.db"
    migrate(address)
    enrolment, placement = drawn(enrolments, placements)
    fill(address, enrolment, placement)
    base = duckdb.connect()
    for name, table in (("enrolment", enrolment), ("placement", placement)):
        base.register("table_", table)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM table_")
    peers: dict[str, Callable[[], Found]] = {
        "register": _ours(address),
        "DuckDB, rows in memory": lambda: base.execute(_SQL).fetchall(),
        "pandas, rows in memory": lambda: _pandas(enrolment, placement),
    }
    wall: dict[str, list[float]] = {title: [] for title in peers}
    busy: dict[str, list[float]] = {title: [] for title in peers}
    wrong, truth = set[str](), peers["register"]()
    for _ in range(ROUNDS):
        for title, answer in peers.items():
            began, worked = perf_counter(), process_time()
            found = answer()
            wall[title].append(perf_counter() - began)
            busy[title].append(process_time() - worked)
            wrong |= set() if found == truth else {f"{scale}: {title} finds others"}
    _say(f"{scale}: {enrolments:,} enrolments, {placements:,} placements, {len(truth):,} found")
    for title in peers:
        took, worked = 1_000 * median(wall[title]), 1_000 * median(busy[title])
        _say(f"{title:26}{took:9.1f} ms by the wall{worked:9.1f} ms of the processor")
    if median(busy["register"]) > budget:
        wrong.add(f"{scale}: the sweep took over {budget} s")
    return sorted(wrong)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    over = [line for scale in SCALES for line in measured(scale)]
    for line in over:
        _say(f"WRONG  {line}")
    sys.exit(1 if over else 0)
