"""Cases that someone else published: what was given, what came out, to how many places."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).resolve().parents[2] / "fixtures" / "published"


@dataclass(frozen=True)
class Case:
    """One published case."""

    name: str
    ask: str
    given: dict[str, list[float]]
    published: dict[str, Any]
    places: int

    @property
    def near(self) -> float:
        """How far off the printed number may be: half a unit in its last place, and a hair."""
        return 0.500001 * 10**-self.places


def case(name: str) -> Case:
    """The case of that name."""
    return Case(name, **json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8")))


def cases(ask: str) -> list[Case]:
    """Every case of one estimator."""
    found = [case(path.stem) for path in sorted(PUBLISHED.glob("*.json"))]
    return [one for one in found if one.ask == ask]


def wilson_table(name: str) -> Iterator[tuple[int, int, float, float, float]]:
    """Numerator, denominator, level and limits of a published table."""
    with (PUBLISHED / name).open(newline="") as file:
        for row in csv.DictReader(file):
            yield (
                int(row["numerator"]),
                int(row["denominator"]),
                float(row["confidence"]),
                float(row["low"]),
                float(row["high"]),
            )
