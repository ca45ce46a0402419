"""An attendance file of any sort taken in: marks, or totals by the term; by command or by page.

It is read and checked without the write lock, which is held for the last step only.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from apregister.db import Engines, reading, writing
from movements.actor import Actor
from movements.intake.attendance import (
    AttendanceReport,
    check_attendance,
    read_attendance,
    settle_attendance,
    write_attendance,
)
from movements.intake.attendance_check import Checked
from movements.intake.attendance_receipts import receipt_parts
from movements.intake.receipts import Outcome, receipts_bytes, receipts_text
from movements.intake.totals import TotalsReport, settle_totals, write_totals
from movements.intake.totals_check import CheckedTotals, check_totals
from movements.intake.totals_file import holds_totals, read_totals
from movements.places import PlaceFacts
from movements.record import Source, today

STEPS = 3
Told = Callable[[int], object]
"""Told how many of a file's steps are done: read, checked, written."""


@dataclass(frozen=True)
class TakenFile:
    """What became of a file, and the bytes of its receipts, some rows at a time."""

    report: AttendanceReport | TotalsReport
    receipts: Callable[[], Iterable[bytes]]

    def worth_showing(self, most: int) -> Sequence[Outcome]:
        """Every row of a file that is not large; of another the first that were refused."""
        return self.report.row_by_row().outcomes or self.report.refusals(most)

    def write_receipts(self, path: Path) -> None:
        """The file as sent with what became of each row. Raises OSError."""
        with path.open("wb") as out:
            out.writelines(self.receipts())


@dataclass(frozen=True)
class Sending:
    """Whose file is sent, by whom and by which door; with `dry_run` nothing is written."""

    engines: Engines
    place: PlaceFacts
    by: Actor
    source: Source
    dry_run: bool = False

    def take_in(
        self, file: Path | bytes, *, name: str, told: Told = lambda step: None
    ) -> TakenFile:
        """Take a file in, or see what would become of it. Raises Unreadable."""
        return self.judged(file, name=name, told=told)()

    def judged(
        self, file: Path | bytes, *, name: str, told: Told = lambda step: None
    ) -> Callable[[], TakenFile]:
        """The file read and checked; what then takes it in. Raises Unreadable."""
        if holds_totals(file, name=name):
            return self._totals(file, name, told)
        return self._marks(file, name, told)

    def _marks(self, file: Path | bytes, name: str, told: Told) -> Callable[[], TakenFile]:
        columns = read_attendance(file, name=name)
        told(1)
        with reading(self.engines.register) as session:
            checked = check_attendance(session, columns, self.place, today())
        told(2)
        return partial(self._take_marks, checked)

    def _take_marks(self, checked: Checked) -> TakenFile:
        if self.dry_run:
            with reading(self.engines.register) as session:
                report = _unnumbered(settle_attendance(session, checked))
        else:
            with writing(self.engines.register) as session:
                report = write_attendance(session, checked, self.by, self.source)
        return TakenFile(report, partial(receipt_parts, report))

    def _totals(self, file: Path | bytes, name: str, told: Told) -> Callable[[], TakenFile]:
        read = read_totals(file, name=name)
        told(1)
        with reading(self.engines.register) as session:
            checked = check_totals(session, read, self.place, today())
        told(2)
        return partial(self._take_totals, checked)

    def _take_totals(self, checked: CheckedTotals) -> TakenFile:
        if self.dry_run:
            with reading(self.engines.register) as session:
                report = _without_entries(settle_totals(session, checked))
        else:
            with writing(self.engines.register) as session:
                report = write_totals(session, checked, self.by, self.source)
        told = partial(receipts_text, checked.file.sheet, report.outcomes)
        return TakenFile(report, lambda: [receipts_bytes(told())])


def _unnumbered(report: AttendanceReport) -> AttendanceReport:
    """A dry run makes no entry, and names none."""
    return replace(report, entries=np.zeros_like(report.entries))


def _without_entries(report: TotalsReport) -> TotalsReport:
    return replace(report, outcomes=tuple(replace(one, entry=None) for one in report.outcomes))
