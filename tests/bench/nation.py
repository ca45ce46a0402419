"""A nation's packed marks and placements, and England's marks of a year, drawn by chance as files.

The nation: 60,000 pupils of alternative provision, five years of 380 sessions, 2,000 settings and
300,000 placements, in parts of pupils. England: an authority a file, of 60,000 pupils.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from movements import marks
from movements.planes import Planes
from reports.frames import ATTENDANCE_COLUMNS, SCHEMAS, Frames
from tests.bench.made import FOLDER

SETTINGS, PUPILS, SESSIONS, PARTS = 2_000, 60_000, 1_900, 8
TIMES = 5
"""Placements of each pupil."""
WINDOW = 120
"""Sessions before a placement and during it, at most."""
ENGLAND, ENROLLED, YEAR = 150, 60_000, 380
_CODES = marks.pack(["/", "\\", "L", "B", "I", "O", "U", "X"])
_OFTEN = np.array([0.42, 0.42, 0.02, 0.03, 0.05, 0.03, 0.01, 0.02])
_DUE = np.datetime64("2025-09-01", "s")


@dataclass(frozen=True)
class Drawn:
    """A part: marks, pupils by sessions; and the windows of placements, (pupil, first, end)."""

    marks: marks.Marks
    setting: np.ndarray[Any, Any]
    before: np.ndarray[Any, Any]
    during: np.ndarray[Any, Any]


def parts() -> list[Path]:
    """The nation's parts, a file of marks and one of placements each, made first where none are."""
    folder = FOLDER / "nation"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{part}.npy" for part in range(PARTS)]
    for part, path in enumerate(paths):
        if not path.exists():
            _draw(part, path)
    return paths


def _draw(part: int, path: Path) -> None:
    draw, pupils = np.random.default_rng(part), PUPILS // PARTS
    placements = pupils * TIMES
    pupil = np.repeat(np.arange(pupils), TIMES)
    begins = draw.integers(WINDOW, SESSIONS - 2 * WINDOW, placements)
    ends = begins + draw.integers(30, WINDOW, placements)
    np.savez(
        path.with_suffix(".npz"),
        setting=draw.integers(0, SETTINGS, placements),
        before=np.stack([pupil, begins - WINDOW, begins]),
        during=np.stack([pupil, begins, ends]),
    )
    np.save(path, _marks(draw, pupils, SESSIONS))


def _marks(draw: np.random.Generator, pupils: int, sessions: int) -> marks.Marks:
    # A table of 256 chances, so that a byte drawn is a mark.
    table = np.repeat(_CODES, np.diff(np.round(256 * np.cumsum([0, *_OFTEN])).astype(int)))
    return table[draw.integers(0, 256, (pupils, sessions), dtype=np.uint8)]


def read(path: Path) -> Drawn:
    """A part as it lies in its files."""
    with np.load(path.with_suffix(".npz")) as found:
        return Drawn(np.load(path, mmap_mode="r"), **found)


def sessions_of(part: Drawn) -> list[np.ndarray[Any, Any]]:
    """Possible and attended before, possible and attended during, of each placement."""
    planes = Planes.of(part.marks, marks.possible, marks.attended)
    return [*planes.within(*part.before), *planes.within(*part.during)]


def frames(part: Drawn) -> Frames:
    """The part as the measures read it."""
    counted = dict(
        zip(
            ATTENDANCE_COLUMNS,
            [*sessions_of(part), np.zeros(len(part.setting)), np.zeros(len(part.setting))],
            strict=True,
        )
    )
    size = len(part.setting)
    columns = {
        "setting": part.setting,
        "pupil": part.before[0],
        "half_year_on": np.full(size, _DUE),
        "days_in_window": (part.during[2] - part.during[1]) // 2,
        "nc_year": 7 + part.before[0] % 5,
        "excluded_before": part.before[0] % 3 == 0,
        "reason": np.where(part.before[0] % 10 == 0, "MHN", "BHS"),
        **counted,
    }
    empty: dict[str, Any] = {name: pd.DataFrame() for name in SCHEMAS}
    return Frames(**empty | {"placements": pd.DataFrame(columns)}, synthetic=True, weeks=None)


def england() -> list[Path]:
    """A year of marks of each authority, made first where there are none: 3.4 GB in all."""
    folder = FOLDER / "england"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}.npy" for number in range(ENGLAND)]
    whole = None
    for number, path in enumerate(paths):
        if not path.exists():
            whole = _marks(np.random.default_rng(7), ENROLLED, YEAR) if whole is None else whole
            # No two alike, and quicker than to draw each.
            np.save(path, np.roll(whole, 11 * number, axis=0))
    return paths
