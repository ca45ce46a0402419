"""Registers of schools and their marks of a year as files, made once and kept: nothing is timed."""

import csv
import hashlib
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from apregister.db import make_engine, writing
from movements import expected
from tests.bench import marked
from tests.bench.made import FOLDER
from tests.bench.marked import make, school_days, upn, urn

PUPILS = 1_000
DAYS = 190
HEADER = b"upn,date,session,mark\n"
_ABSENT = ("I", "C", "L", "B", "M", "O", "E", "V", "S", "C1", "J1", "Y1", "G", "T", "U")
_AWAY = 0.08
_MADE = hashlib.sha256(Path(__file__).read_bytes() + Path(marked.__file__).read_bytes())


def register(schools: int) -> Path:
    """The register of so many schools of 1,000 pupils, its projections made, without a mark."""
    kept = FOLDER / f"schools-{schools}-{_MADE.hexdigest()[:10]}.db"
    if not kept.exists():
        half = FOLDER / f"half-{kept.name}"
        engine = make_engine(make(half, schools, PUPILS))
        with writing(engine) as session:
            expected.rebuild(session)
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        half.rename(kept)
    return kept


def fresh(kept: Path, name: str) -> Path:
    """A copy to be written to."""
    copy = FOLDER / f"{name}.db"
    for old in FOLDER.glob(f"{name}.db*"):
        old.unlink()
    shutil.copy(kept, copy)
    return copy


def year_files(schools: int, days: int = DAYS, *, changed: float = 0) -> Path:
    """A folder with a file of each school, in pupils' order, and the manifest that lists them.

    `changed`: so large a part of the marks differs from those of the files without.
    """
    folder = FOLDER / f"marks-{schools}-{days}-{changed}-{_MADE.hexdigest()[:10]}"
    if not (folder / "manifest.csv").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for school in range(schools):
            (folder / f"{urn(school)}.csv").write_bytes(HEADER + _year(school, days, changed))
        with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(("order", "command", "file", "place"))
            for school in range(schools):
                rows.writerow((school, "intake attendance", f"{urn(school)}.csv", urn(school)))
    return folder


def _year(school: int, days: int, changed: float) -> bytes:
    every = [*islice(school_days(), days)]
    codes = school_marks(school, days, changed)
    lines = (
        f"{who},{day},{half},{codes[at, on, pm]}\n"
        for at, who in enumerate(upn(school, pupil) for pupil in range(PUPILS))
        for on, day in enumerate(every)
        for pm, half in enumerate(("AM", "PM"))
    )
    return "".join(lines).encode()


def school_marks(
    school: int, days: int, changed: float = 0
) -> "np.ndarray[tuple[int, int, int], np.dtype[np.str_]]":
    """The marks of a school's pupils by days by two sessions, the same whenever asked."""
    chance = np.random.default_rng(school)
    shape = (PUPILS, days, 2)
    away = chance.random(shape) < _AWAY
    why = np.array(_ABSENT)[chance.integers(0, len(_ABSENT), shape)]
    codes = np.where(away, why, np.array(["/", "\\"]))
    return np.where(chance.random(shape) < changed, "N", codes)


def day_file(school: int, day: date, seed: int) -> bytes:
    """The marks of a school's pupils on a day: 2,000 rows."""
    codes = school_marks(school * 1_000 + seed, 1)[:, 0]
    return (
        HEADER
        + "".join(
            f"{upn(school, pupil)},{day},{half},{codes[pupil, pm]}\n"
            for pupil in range(PUPILS)
            for pm, half in enumerate(("AM", "PM"))
        ).encode()
    )


def spare_days(after: int) -> Iterator[date]:
    """School days of the year after the first so many: those no file of the year is of."""
    return islice(school_days(), after, None)
