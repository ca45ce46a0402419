"""`make bench`: marks taken in, held and read, beside bare engines on the same files.

Every round does each measure in turn, each whole one in a process of its own, so that a busy
minute of the machine is not all one measure's. Medians of the rounds; a ratio is of one run.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from sqlalchemy import text

from apregister.db import make_engine, open_engines, reading, writing
from apregister.garbage import look_rarely
from apregister.manifest import take_in_all
from movements import pupil_terms
from tests.bench import peers
from tests.bench.made import FOLDER
from tests.bench.mark_files import DAYS, PUPILS, fresh, register, year_files
from tests.bench.marks_held import measured_held
from tests.bench.peak import peak

SCHOOLS = 13
"""5 million marks; 150 schools are 57 million, the pupils of a large authority in one year."""
ROUNDS = 3


class Run(NamedTuple):
    """Seconds by the wall and of the processors, and most megabytes."""

    wall: float
    busy: float
    megabytes: int


def say(line: str) -> None:
    """A line of the tables."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _timed(work: Callable[..., object], *given: object) -> Run:
    began, busy = perf_counter(), process_time()
    work(*given)
    took = perf_counter() - began, process_time() - busy
    return Run(*took, peak())


def _alone(work: Callable[..., object], *given: object) -> Run:
    """A run in a process that did nothing before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(_timed, work, *given).result()


def taken_in(register_file: Path, folder: Path) -> None:
    """The product: every file of a folder in one call, and the log of writes brought in."""
    look_rarely()
    engines = open_engines(f"sqlite:///{register_file}")
    refused = take_in_all(engines, folder, told=lambda done: None)
    assert not refused, f"{refused:,} rows were refused"
    with engines.register.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engines.dispose()


PARSES: dict[str, Callable[..., None]] = {
    "duckdb": peers.duckdb_parse,
    "pyarrow": peers.pyarrow_parse,
    "polars": peers.polars_parse,
}
OURS, INSERTED = "taken in: checked, kept, receipted", "duckdb: read_csv, INSERT, checkpoint"
ADDED, MERGED = "SQLModel: add_all", "SQLModel: session.merge"


def _round(schools: int, files: list[Path]) -> dict[str, Run]:
    kept = register(schools)
    copy = fresh(kept, "bench-marks")
    told = {OURS: _alone(taken_in, copy, files[0].parent)}
    told[INSERTED] = _alone(peers.duckdb_insert, files, FOLDER / "bench-peer.duckdb")
    for name, parse in PARSES.items():
        if find_spec(name):
            told[f"{name}: parse"] = _alone(parse, files)
    into = FOLDER / "bench-mapper.db"
    told[ADDED] = _timed(peers.mapper_added, peers.mapper_rows(files[0], peers.ADDED), into)
    rows = peers.mapper_rows(files[0], peers.MERGED)
    told[MERGED] = _timed(peers.mapper_merged, rows, into)
    return told


def _middle(runs: list[Run]) -> Run:
    wall, busy, megabytes = zip(*runs, strict=True)
    return Run(median(wall), median(busy), max(megabytes))


def measured_intake(schools: int, rounds: int) -> None:
    """G1 to G3: a year of many schools' files in one call."""
    files = sorted(year_files(schools).glob("9*.csv"))
    many = {ADDED: peers.ADDED, MERGED: peers.MERGED}
    whole = schools * PUPILS * DAYS * 2
    turns = [_round(schools, files) for _ in range(rounds)]
    done = {name: _middle([turn[name] for turn in turns]) for name in turns[0]}
    rate = {name: many.get(name, whole) / run.wall for name, run in done.items()}
    say(f"\n{whole:,} marks in {schools} files, {rounds} rounds (median)")
    say(f"{'':38}{'wall s':>8}{'cpu s':>8}{'M marks/s':>11}{'MB':>7}{'our rate is':>13}")
    for name, run in done.items():
        say(
            f"{name:38}{run.wall:8.2f}{run.busy:8.2f}{rate[name] / 1e6:11.4f}{run.megabytes:7,}"
            f"{rate[OURS] / rate[name]:11.2f} x"
        )


def measured_bytes(schools: int) -> Path:
    """G4: what a mark takes, in the register that was filled last; its projection is made."""
    held = FOLDER / "bench-marks.db"
    engine = make_engine(f"sqlite:///{held}")
    with writing(engine) as session:
        pupil_terms.rebuild(session)
    marks = schools * PUPILS * DAYS * 2
    with reading(engine) as session:
        pages = {name: int(size) for name, size in session.execute(_PAGES)}
        full = {name: session.execute(text(query)).scalar() for name, query in _FULL.items()}
    engine.dispose()
    say(f"\n{'bytes a mark':38}{'of content':>13}{'of pages':>10}")
    for title, names in _HELD.items():
        size = sum(pages.get(name, 0) for name in names)
        say(f"{title:38}{(full[names[0]] or 0) / marks:13.3f}{size / marks:10.3f}")
    return held


# A page of 16 KiB holds seven days of 1,000 pupils; one of 4 KiB held one day, and half was empty.
_PAGES = text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")
_FULL = {
    "school_day": "SELECT sum(length(marks)) FROM school_day",
    "pupil_term": "SELECT sum(length(marks)) FROM pupil_term",
    "received": "SELECT sum(length(body)) FROM received",
}
_HELD = {
    "days, their index and rolls": (
        "school_day",
        "ix_school_day_place_id",
        "mark_roll",
        "ix_mark_roll_place_id",
    ),
    "pupil_term": ("pupil_term",),
    "files kept as received": ("received", "ix_received_place_id"),
}


def main(schools: int, rounds: int) -> None:
    """Every measure of marks, garbage looked for as the commands do."""
    look_rarely()
    say(f"The register of {schools * PUPILS:,} pupils and its files are made first, and kept.")
    register(schools)
    measured_intake(schools, rounds)
    measured_held(measured_bytes(schools), schools, rounds, say)


if __name__ == "__main__":
    main(*(int(n) for n in (*sys.argv[1:], *(SCHOOLS, ROUNDS)[len(sys.argv) - 1 :])))
