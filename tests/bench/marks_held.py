"""What `make bench` measures in a register that holds a year of marks: one file, and again."""

from pathlib import Path
from random import Random

from sqlalchemy import Engine

from apregister.db import make_engine, reading, writing
from movements.actor import Actor
from movements.intake.attendance import check_attendance, read_attendance, write_attendance
from movements.places import find_place
from tests.bench.made import FOLDER
from tests.bench.mark_files import DAYS, day_file, school_marks, spare_days, year_files
from tests.bench.marked import LAST, place_id, urn
from tests.bench.marks_read import measured_reads
from tests.bench.marks_times import Say, Times
from tests.bench.peers import Rows

SENT = 15
"""Files of one day that are sent in each round."""
CHANGED = 0.005


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
    """The reads, G5 and G6, in the register at `held`."""
    engine = make_engine(f"sqlite:///{held}")
    rows = Rows(FOLDER / "bench-rows.db", schools, DAYS, history=True)
    say(f"\n{'':38}{'ms':>10}{'p95 ms':>10}{'cpu ms':>10}")
    measured_reads(engine, rows, rounds, say)
    _one_file(engine, rows, schools, rounds, say)
    _again(engine, rows, schools, rounds, say)
    engine.dispose()


def _one_file(engine: Engine, rows: Rows, schools: int, rounds: int, say: Say) -> None:
    """G5: the marks of 1,000 pupils on one day, durable."""
    ours, theirs, chance = Times(), Times(), Random(1)
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
    ours, theirs = Times(), Times()
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
