"""`make bench`: the nightly sweep of a register, timed against a budget.

Each run is a process of its own, as a nightly one is: nothing is remembered from the run before.
The figures are medians of the runs. A budget is of processor seconds: those of the wall on a
machine that does nothing else, and nearly the same on a busy one. Fails where one is overdrawn.
"""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, time
from multiprocessing import get_context
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from apregister.db import make_engine, reading
from apregister.garbage import look_rarely
from movements.due import due
from movements.entry import EntryRow
from movements.ledger import ledger
from movements.people_and_places import Pupil
from movements.ready import Ready
from movements.record import stop_clock_at
from movements.register import history, standings
from tests.bench.made import PUPILS, TODAY, url
from tests.bench.peak import peak

RUNS = 3
LOOKED_AT = 200
NOON = datetime.combine(TODAY, time(12), UTC)


class Measure(NamedTuple):
    """What is timed: how many come of it; the most processor seconds and megabytes it may take."""

    title: str
    of: Callable[[Session], int]
    seconds: float
    megabytes: int


class Run(NamedTuple):
    """One run: what came of it, seconds by the wall and of the processor, most megabytes."""

    found: int
    seconds: float
    busy: float
    megabytes: int


def _histories(session: Session) -> int:
    pupils = Random(1).sample(session.exec(select(Pupil.id)).all(), LOOKED_AT)
    return sum(len(history(session, pupil, today=TODAY)) for pupil in pupils)


def _every_child(session: Session) -> int:
    """Ledger, clocks and standings in one pass, and kept: what a server makes every night."""
    known = Ready().known(session, TODAY, anew=True)
    return len(known.children) if known else 0


MEASURES = {
    "nightly": Measure("all of every child, kept", _every_child, 60, 1200),
    "ledger": Measure("ledger: every exception", lambda s: len(ledger(s, TODAY)), 30, 600),
    "due": Measure("due: every clock", lambda s: len(due(s, TODAY)), 30, 800),
    "standings": Measure("standings of all", lambda s: len(standings(s, None, TODAY)), 30, 3000),
    "history": Measure(f"histories of {LOOKED_AT} pupils", _histories, LOOKED_AT / 20, 400),
}


def _run(name: str, address: str) -> Run:
    look_rarely()
    engine = make_engine(address)
    stop_clock_at(NOON)
    with reading(engine) as session:
        began, busy = perf_counter(), process_time()
        found = MEASURES[name].of(session)
        took = perf_counter() - began, process_time() - busy
    megabytes = peak()
    engine.dispose()
    return Run(found, *took, megabytes)


def _alone(name: str, address: str) -> Run:
    """A run in a process that did nothing before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(_run, name, address).result()


def _middle(runs: Iterable[Run]) -> Run:
    found, seconds, busy, megabytes = zip(*runs, strict=True)
    return Run(found[0], median(seconds), median(busy), max(megabytes))


def _over(name: str, run: Run) -> list[str]:
    measure = MEASURES[name]
    over = []
    if run.busy > measure.seconds:
        over.append(f"{measure.title}: {run.busy:.1f} s, over {measure.seconds:.0f} s")
    if run.megabytes > measure.megabytes:
        over.append(f"{measure.title}: {run.megabytes} MB, over {measure.megabytes} MB")
    return over


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(pupils: int, runs: int) -> list[str]:
    """Prints the table; what is over its budget."""
    _say(f"The register of {pupils:,} open placements and directions is made first, and kept.")
    address = url(pupils)
    with reading(make_engine(address)) as session:
        entries = session.exec(select(func.count(col(EntryRow.number)))).one()
    _say(f"{pupils:,} pupils, {entries:,} entries, {runs} runs each (median)")
    _say(f"{'':32}{'found':>9}{'wall s':>8}{'cpu s':>8}{'entries/s':>11}{'MB':>7}{'budget':>10}")
    # Taken in turn, so that a busy minute of the machine is not all one measure's.
    taken = [{name: _alone(name, address) for name in MEASURES} for _ in range(runs)]
    done = {name: _middle(turn[name] for turn in taken) for name in MEASURES}
    for name, run in done.items():
        measure = MEASURES[name]
        read = run.found if name == "history" else entries
        _say(
            f"{measure.title:32}{run.found:9,}{run.seconds:8.2f}{run.busy:8.2f}"
            f"{read / run.busy:11,.0f}{run.megabytes:7,}{measure.seconds:10.0f}"
        )
    return [line for name, run in done.items() for line in _over(name, run)]


if __name__ == "__main__":
    pupils, runs = (int(n) for n in (*sys.argv[1:], *(PUPILS, RUNS)[len(sys.argv) - 1 :]))
    over = measured(pupils, runs)
    for line in over:
        _say(f"OVER BUDGET  {line}")
    sys.exit(1 if over else 0)
