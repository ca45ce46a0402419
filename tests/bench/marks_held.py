"""What `make bench` measures in a register that holds a year of marks: one file, again, reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time

from sqlalchemy import Engine
from sqlmodel import Session, select

from apregister.db import make_engine, reading, writing
from movements.actor import Actor
from movements.attendance import rates, summary
from movements.intake.attendance import check_attendance, read_attendance, write_attendance
from movements.people_and_places import Pupil
from movements.places import find_place
from tests.bench.made import FOLDER
from tests.bench.mark_files import DAYS, PUPILS, day_file, school_marks, spare_days, year_files
from tests.bench.marked import FIRST, LAST, place_id, urn
from tests.bench.peers import Rows

SENT = 15
"""Files of one day that are sent in each round."""
ASKED = 100
CHANGED = 0.005
Say = Callable[[str], None]


class _Times:
    """Milliseconds that each thing took, by the wall and of the processors."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.busy: list[float] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        began, busy = perf_counter(), process_time()
        yield
        self.taken.append(1_000 * (perf_counter() - began))
        self.busy.append(1_000 * (process_time() - busy))

    def said(self) -> str:
        last = quantiles(self.taken, n=20)[-1] if len(self.taken) > 1 else self.taken[0]
        return f"{median(self.taken):10.2f}{last:10.2f}{median(self.busy):10.2f}"

    def of_ours(self, ours: "_Times") -> str:
        """How many times as long as ours."""
        wall = median(self.taken) / median(ours.taken)
        return f"   {wall:.1f} x ours, {median(self.busy) / median(ours.busy):.1f} x by processor"


def sent(engine: Engine, school: int, data: bytes) -> None:
    """A school's file by the product's own steps: read, checked, written and kept."""
    columns = read_attendance(data, name="day.csv")
    with reading(engine) as session:
        checked = check_attendance(session, columns, find_place(session, urn(school)), LAST)
    by = Actor("bench", "school", frozenset({place_id(school)}))
    with writing(engine) as session:
        report = write_attendance(session, checked, by)
    assert not report.refused


def measured_held(held: Path, schools: int, rounds: int, say: Say) -> None:
    """G5, G6 and the two reads of G7, in the register at `held`."""
    engine = make_engine(f"sqlite:///{held}")
    rows = Rows(FOLDER / "bench-rows.db", schools, DAYS, history=True)
    say(f"\n{'':38}{'ms':>10}{'p95 ms':>10}{'cpu ms':>10}")
    _reads(engine, schools, rounds, say)
    _one_file(engine, rows, schools, rounds, say)
    _again(engine, rows, schools, rounds, say)
    engine.dispose()


def _one_file(engine: Engine, rows: Rows, schools: int, rounds: int, say: Say) -> None:
    """G5: the marks of 1,000 pupils on one day, durable."""
    ours, theirs, chance = _Times(), _Times(), Random(1)
    days = [*spare_days(DAYS)]
    for school in range(schools):
        # A place's first file finds its pupils; they are kept for the next.
        sent(engine, school, day_file(school, days[-1], schools + school))
    for number in range(rounds * SENT):
        school = chance.randrange(schools)
        on = days[number % len(days)]
        data = day_file(school, on, number)
        codes = school_marks(school * 1_000 + number, 1)
        upserted = rows.rows(school, codes, DAYS + number % len(days))
        with ours.one():
            sent(engine, school, data)
        with theirs.one():
            rows.send(upserted)
    say(f"{'a day of 1,000 pupils, durable':38}{ours.said()}")
    say(f"{'SQLite, a row a mark: upsert':38}{theirs.said()}{theirs.of_ours(ours)}")


def _again(engine: Engine, rows: Rows, schools: int, rounds: int, say: Say) -> None:
    """G6: a school's year sent again with one mark in 200 changed; what was held is kept."""
    ours, theirs = _Times(), _Times()
    for number in range(rounds):
        school = number % schools
        file = year_files(1 + school, changed=CHANGED) / f"{urn(school)}.csv"
        upserted = rows.rows(school, school_marks(school, DAYS, CHANGED))
        with ours.one():
            sent(engine, school, file.read_bytes())
        with theirs.one():
            rows.send(upserted)
    say(f"{'a year of a school again, 0.5% changed':38}{ours.said()}")
    say(f"{'SQLite, a row a mark: upsert, trigger':38}{theirs.said()}{theirs.of_ours(ours)}")


def _reads(engine: Engine, schools: int, rounds: int, say: Say) -> None:
    year, every = _Times(), _Times()
    with reading(engine) as session:
        pupils = list(session.exec(select(Pupil.id)))
        asked = Random(2).sample(pupils, ASKED)
        for _ in range(rounds):
            for pupil in asked:
                with year.one():
                    _year_of(session, pupil)
            with every.one():
                counts = rates(session, pupils, FIRST, LAST)
                assert len(counts.possible) == schools * PUPILS
    say(f"{'one pupil’s year':38}{year.said()}")
    say(f"{f'rates of {len(pupils):,} pupils, a year':38}{every.said()}")


def _year_of(session: Session, pupil: str) -> None:
    assert summary(session, pupil, FIRST, LAST).possible
