"""A nation's packed marks and placements, and England's marks of a year, drawn by chance as files.

The nation: 60,000 pupils of alternative provision, five years of 380 sessions, 2,000 settings and
300,000 placements, in parts of pupils. A pupil attends one year more than another, so that every
measure has pupils to ask. England: an authority a file, of 60,000 pupils.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from movements import marks
from movements.planes import Planes
from reports.frames import ENOUGH_SESSIONS, SCHEMAS, Frames
from tests.bench.made import FOLDER

SETTINGS, PUPILS, SESSIONS, PARTS = 2_000, 60_000, 1_900, 4
TIMES = 5
"""Placements of each pupil."""
BEFORE, STAYED, TERM = 120, 120, 130
"""Sessions counted before a placement, during it at most, and in each of two terms after it."""
ENGLAND, ENROLLED, YEAR = 150, 60_000, 380
COLUMNS = ("setting", "pupil", "begins", "ends", "nc_year", "excluded_before", "health")
"""What is held of each placement, as whole numbers; when it begins and ends in sessions."""
WINDOWS = {
    "before": ("since", "begins"),
    "early": ("since", "half"),
    "during": ("begins", "ends"),
    "first": ("ends", "term"),
    "second": ("term", "terms"),
}
"""The windows in which sessions are counted, from one edge up to another."""
POOR = 0.5
"""A term of less attendance is a return that broke down."""
_CODES = marks.pack(["/", "\\", "L", "B", "I", "O", "U", "X"])
_HERE, _AWAY = np.array([0.47, 0.47, 0.02, 0.04]), np.array([0.55, 0.33, 0.12])
_LEVELS = np.linspace(0.15, 0.95, 16)
_ENROLLED = 0.93
"""The share of sessions that pupils attend: of alternative provision by year, and of England."""
_NOT_POSSIBLE = 0.02
_DUE = np.datetime64("2025-09-01", "s")

Ints = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Drawn:
    """A part as it lies in its files: marks, pupils by sessions, and a row of each of COLUMNS."""

    marks: marks.Marks
    placed: Ints

    def __getitem__(self, column: str) -> Ints:
        found: Ints = self.placed[COLUMNS.index(column)]
        return found

    def edges(self) -> dict[str, Ints]:
        """The sessions from which, and up to which, those of each placement are counted."""
        begins, ends = self["begins"], self["ends"]
        return {
            "since": begins - BEFORE,
            "half": begins - BEFORE // 2,
            "begins": begins,
            "ends": ends,
            "term": ends + TERM,
            "terms": ends + 2 * TERM,
        }


def parts() -> list[Path]:
    """The nation's parts, a file of marks and one of placements each, made first where none are."""
    folder = FOLDER / "nation"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{part}.npy" for part in range(PARTS)]
    for part, path in enumerate(paths):
        if not _placed(path).exists():
            _draw(part, path)
    return paths


def _placed(path: Path) -> Path:
    return path.with_suffix(".placed.npy")


def _draw(part: int, path: Path) -> None:
    draw, pupils = np.random.default_rng(part), PUPILS // PARTS
    placements = pupils * TIMES
    pupil = np.repeat(np.arange(pupils), TIMES)
    begins = draw.integers(BEFORE, SESSIONS - STAYED - 2 * TERM, placements)
    columns = {
        "setting": draw.integers(0, SETTINGS, placements),
        "pupil": pupil,
        "begins": begins,
        "ends": begins + draw.integers(30, STAYED, placements),
        "nc_year": 7 + pupil % 5,
        "excluded_before": pupil % 3 == 0,
        "health": pupil % 10 == 0,
    }
    years = draw.integers(0, len(_LEVELS), (pupils, SESSIONS // YEAR))
    np.save(path, _marks(draw, _LEVELS, np.repeat(years, YEAR, axis=1)))
    np.save(_placed(path), np.stack([columns[name] for name in COLUMNS]).astype(np.int32))


def _marks(draw: np.random.Generator, levels: Any, level: Any) -> marks.Marks:
    # A table of 256 chances for each level, so that a byte drawn is a mark.
    tables = np.stack([_chances(share) for share in levels])
    return tables[level, draw.integers(0, 256, level.shape, dtype=np.uint8)]


def _chances(share: float) -> marks.Marks:
    often = (1 - _NOT_POSSIBLE) * np.array([*share * _HERE, *(1 - share) * _AWAY])
    ends = np.round(256 * np.cumsum([0, *often])).astype(int)
    return np.repeat(_CODES, np.diff([*ends, 256]))


def read(path: Path) -> Drawn:
    """A part as it lies in its files."""
    return Drawn(np.load(path, mmap_mode="r"), np.load(_placed(path), mmap_mode="r"))


def sessions_of(part: Drawn) -> dict[str, Ints]:
    """The possible and the attended sessions of each window of each placement."""
    planes = Planes.of(part.marks, marks.possible, marks.attended)
    # Windows meet, so that the six edges of five of them are looked up once each.
    upto = {name: planes.upto(part["pupil"], at) for name, at in part.edges().items()}
    return {
        f"{what}_{when}": (upto[end][n] - upto[first][n]).view(np.int32)
        for when, (first, end) in WINDOWS.items()
        for n, what in enumerate(("possible", "attended"))
    }


def frames(part: Drawn, counted: dict[str, Ints]) -> Frames:
    """The part as the measures read it, from the sessions counted."""
    size = part.placed.shape[1]
    no = np.zeros(size, dtype=np.bool_)
    shared = {
        "setting": part["setting"],
        "pupil": part["pupil"],
        "half_year_on": np.full(size, _DUE),
        "reason": pd.Categorical.from_codes(part["health"].astype(np.int8), ["BHS", "MHN"]),
    }
    placements = shared | {
        "days_in_window": (part["ends"] - part["begins"]) // 2,
        "nc_year": part["nc_year"],
        "excluded_before": part["excluded_before"] > 0,
        **{name: n for name, n in counted.items() if not name.endswith(("first", "second"))},
    }
    poor = [_poor(counted[f"possible_{t}"], counted[f"attended_{t}"]) for t in ("first", "second")]
    returns = shared | {"sustained": ~(poor[0] | poor[1]), "year_11_ends_first": no, "died": no}
    made: dict[str, Any] = {name: pd.DataFrame() for name in SCHEMAS}
    made |= {"placements": pd.DataFrame(placements), "returns": pd.DataFrame(returns)}
    return Frames(**made, synthetic=True, weeks=None)  # type: ignore[arg-type]


def _poor(possible: Ints, attended: Ints) -> Ints:
    found: Ints = (possible >= ENOUGH_SESSIONS) & (attended < possible * POOR)
    return found


def england() -> list[Path]:
    """A year of marks of each authority, made first where there are none: 3.4 GB in all."""
    folder = FOLDER / "england"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}.npy" for number in range(ENGLAND)]
    whole = None
    for number, path in enumerate(paths):
        if not path.exists():
            if whole is None:
                level = np.zeros((ENROLLED, YEAR), dtype=np.intp)
                whole = _marks(np.random.default_rng(7), [_ENROLLED], level)
            # No two alike, and quicker than to draw each.
            np.save(path, np.roll(whole, 11 * number, axis=0))
    return paths
