"""Two authorities, each written once: a whole year to measure, and one cut short in November."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from fixtures.synth.write import Summary, write_authority

WHOLE_YEARS_END = date(2026, 8, 31)
CUT_SHORT = date(2026, 11, 20)

Row = dict[str, str]


@dataclass(frozen=True)
class Written:
    """An authority's folder, read back as the register's doors would read it."""

    out: Path
    until: date
    summary: Summary

    def rows(self, name: str) -> list[Row]:
        with (self.out / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def manifest(self, command: str = "") -> list[Row]:
        return [row for row in self.rows("manifest.csv") if row["command"].startswith(command)]

    def sent(self, command: str) -> Iterator[tuple[str, Row]]:
        """The rows of every file of a command, in order, with the place that sent them."""
        for line in self.manifest(command):
            for row in self.rows(line["file"]):
                yield line["place"], row

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Permanent UPNs by the temporary ones that they took the place of."""
        changes = (r for _, r in self.sent("intake movements") if r["kind"] == "upn_changed")
        return {row["upn"]: row["new_upn"] for row in changes}

    def pupil(self, upn: str) -> str:
        """The UPN that the pupil bears in the end."""
        return self.renamed.get(upn, upn)

    @property
    def settings(self) -> set[str]:
        return {row["URN"] for row in self.rows("schools.csv") if row["IsAP"] == "1"}


def write(out: Path, pupils: int, years: int, until: date) -> Written:
    return Written(out, until, write_authority(out, pupils, years, seed=11, until=until))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("whole"), 1500, 2, WHOLE_YEARS_END)


@pytest.fixture(scope="session")
def cut_short(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("cut"), 600, 2, CUT_SHORT)
