"""`make bench`: the list of the morning for 60,000 children expected, beside DuckDB and pandas.

All three answer from what is at rest: the register from its projection and the day's packed marks,
the others from tables in memory, a row for each expectation and each mark (loading them is not
counted). Taken in turn, round by round. Fails where they do not agree, or over budget.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
from sqlalchemy import Engine
from sqlmodel import Session

from apregister.db import make_engine, reading, writing
from apregister.garbage import look_rarely
from apregister.migrate import migrate
from movements import expected, marks
from movements.actor import Actor
from movements.expected_now import Asked, expected_now
from movements.held_marks import add_versions
from movements.morning import morning
from movements.people_and_places import AP_TYPES
from movements.presence import half_day
from movements.pupil_seqs import seqs_of
from movements.record import append
from movements.sealed_marks import STORED, SUBMISSION, Stored, seal
from tests.bench.made import PUPILS, TODAY, url

ROUNDS = 9
BUDGET = 0.150
"""Processor seconds for the list, the median of the rounds: as by the wall of a quiet machine."""
CODES, SHARES = ("", "/", "L", "N", "I"), (0.03, 0.62, 0.02, 0.02, 0.31)
ASKED = Asked(half_day(TODAY, "AM"), 2 * TODAY.weekday())

Found = set[tuple[int, str]]
"""`Pupil.seq` of each child listed, and what is amiss."""


class Peer(NamedTuple):
    """One who answers, and what each round took: seconds by the wall and of the processor."""

    title: str
    answer: Callable[[], Found]
    seconds: list[float]
    busy: list[float]


def prepared(pupils: int) -> str:
    """A register of its own with the projection made and the day's marks sent; kept."""
    made = Path(url(pupils).removeprefix("sqlite:///"))
    kept = made.with_name(f"morning-{made.name}")
    address = f"sqlite:///{kept}"
    if not kept.exists():
        half = kept.with_name(f"half-{kept.name}")
        shutil.copy(made, half)
        migrate(f"sqlite:///{half}")
        engine = make_engine(f"sqlite:///{half}")
        with writing(engine) as session:
            expected.rebuild(session)
            _send_marks(session)
            expected.refresh(session)
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        half.rename(kept)
    migrate(address)
    return address


def _send_marks(session: Session) -> None:
    """Each setting's morning: four in ten away as in state AP, seven in a hundred to ask about."""
    draw = np.random.default_rng(1)
    codes = marks.pack(CODES)
    for place, seqs in expected_now(session, ASKED).places.items():
        morning_marks = codes[draw.choice(len(CODES), size=len(seqs), p=SHARES)]
        column = np.stack([morning_marks, np.zeros_like(morning_marks)], axis=1)
        stored = Stored(place, TODAY, 1, marks.roll_bytes(seqs), marks.column_bytes(column))
        entry = append(
            session,
            kind=SUBMISSION,
            on=TODAY,
            by=Actor("bench", "setting", frozenset({place})),
            source="csv",
            details={STORED: seal([stored]), "rows": len(seqs)},
            subjects={"place_id": place},
            authority="330",
        )
        add_versions(session, [stored], entry.number)


def _register(engine: Engine, seqs: dict[str, int]) -> Found:
    with reading(engine) as session:
        found = morning(session, TODAY)
    return {(seqs[line.pupil], line.state) for line in found.lines}


_AMISS = f"""
    SELECT e.seq, CASE WHEN m.code IS NULL THEN 'no_mark'
                       WHEN m.code IN ('N', 'O') THEN 'no_reason' ELSE 'late' END
    FROM expected e
    LEFT JOIN place p ON p.place = e.place
    LEFT JOIN mark m ON m.seq = e.seq AND m.place = e.place
    WHERE e.since <= {ASKED.at} AND e.until > {ASKED.at}
      AND (e.week IS NULL OR substr(e.week, {ASKED.slot + 1}, 1) = '1')
      AND (e.why IN ('placement', 'direction') OR p.ap)
      AND (m.code IS NULL OR m.code IN ('N', 'O', 'L', 'U'))
"""


def _duckdb(base: duckdb.DuckDBPyConnection) -> Found:
    return {(seq, state) for seq, state in base.execute(_AMISS).fetchall()}


def _pandas(spells: pd.DataFrame, places: pd.DataFrame, day: pd.DataFrame) -> Found:
    now = spells[(spells.since <= ASKED.at) & (spells.until > ASKED.at)]
    now = now[now.week.isna() | (now.week.str.get(ASKED.slot) == "1")]
    now = now.merge(places, how="left", on="place")
    now = now[now.why.isin(["placement", "direction"]) | now.ap.fillna(False).astype(bool)]
    now = now.merge(day, how="left", on=["seq", "place"])
    amiss = now[now.code.isna() | now.code.isin(["N", "O", "L", "U"])]
    state = amiss.code.map({"N": "no_reason", "O": "no_reason", "L": "late", "U": "late"})
    return {*zip(amiss.seq.tolist(), state.fillna("no_mark").tolist(), strict=True)}


def _tables(engine: Engine) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What is expected, the places, and the day's marks: a row each."""
    with engine.connect() as connection:
        spells = pd.read_sql("SELECT * FROM expected", connection)
        places = pd.read_sql(
            "SELECT place_id AS place, urn, type_code FROM place_version", connection
        )
        query = "SELECT d.place_id, pupils, marks FROM school_day d JOIN mark_roll ON id = roll_id"
        held = connection.exec_driver_sql(query).all()
    places["ap"] = places.urn.isna() | places.type_code.isin(sorted(AP_TYPES))
    rows = [
        (seq, place, code)
        for place, roll, column in held
        for seq, code in zip(
            marks.roll_of(roll).tolist(),
            marks.unpack(marks.column_of(column)[:, 0]),
            strict=True,
        )
        if code
    ]
    return spells, places[["place", "ap"]], pd.DataFrame(rows, columns=["seq", "place", "code"])


def measured(pupils: int) -> list[str]:
    """Prints the table; what is wrong: a peer that does not agree, a budget overdrawn."""
    look_rarely()
    engine = make_engine(prepared(pupils))
    spells, places, day = _tables(engine)
    base = duckdb.connect()
    for name, table in (("expected", spells), ("place", places), ("mark", day)):
        base.register("table_", table)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM table_")
    with reading(engine) as session:
        seqs = seqs_of(session)
        expects = morning(session, TODAY).expected
    peers = [
        Peer("register", lambda: _register(engine, seqs), [], []),
        Peer("DuckDB, rows in memory", lambda: _duckdb(base), [], []),
        Peer("pandas, rows in memory", lambda: _pandas(spells, places, day), [], []),
    ]
    wrong = _rounds(peers)
    _say(
        f"the list of the morning: {expects:,} children expected, {len(peers[0].answer()):,} listed"
    )
    for peer in peers:
        wall, busy = median(peer.seconds) * 1000, median(peer.busy) * 1000
        _say(f"{peer.title:26}{wall:8.1f} ms by the wall{busy:8.1f} ms of the processor")
    if median(peers[0].busy) > BUDGET:
        wrong.append(f"the list took {median(peers[0].busy):.3f} s, over {BUDGET} s")
    engine.dispose()
    return wrong


def _rounds(peers: list[Peer]) -> list[str]:
    wrong = []
    for _ in range(ROUNDS):
        answers = []
        for peer in peers:
            began, busy = perf_counter(), process_time()
            answers.append(peer.answer())
            peer.seconds.append(perf_counter() - began)
            peer.busy.append(process_time() - busy)
        wrong += [p.title for p, one in zip(peers, answers, strict=True) if one != answers[0]]
    return [f"{title} lists other children" for title in dict.fromkeys(wrong)]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    wrong = measured(int(sys.argv[1]) if len(sys.argv) > 1 else PUPILS)
    for line in wrong:
        _say(f"WRONG  {line}")
    sys.exit(1 if wrong else 0)
