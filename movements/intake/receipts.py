"""What became of each row, and the file back with it: to be mended and sent again."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from movements.basis import Basis
from movements.cells import escape_cell, plain_cell
from movements.intake.reading import RECEIPT_COLUMNS, LongSheet, Row, Sheet
from movements.problems import Concern, Problem

__all__ = [
    "IntakeReport",
    "Outcome",
    "escape_cell",
    "plain_cell",
    "receipts_text",
    "write_receipts",
]

Result = Literal["accepted", "already_held", "refused"]
BETWEEN = " | "
_ONE_ROW = Basis("ours", "a row given twice counts once")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the row that begins on `line`; `entry` is its number in the register."""

    line: int
    result: Result
    entry: int | None = None
    problems: tuple[Problem, ...] = ()
    concerns: tuple[Concern, ...] = ()


@dataclass(frozen=True)
class IntakeReport:
    """What became of a file: how many rows of each result, and what the sender should know.

    `outcomes` may be empty where a file has millions of rows; the counts never are.
    """

    accepted: int
    already_held: int
    refused: int
    notes: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], notes: Iterable[str] = ()) -> "IntakeReport":
        """The report on these outcomes, counted."""
        kept = tuple(outcomes)
        counts = Counter(outcome.result for outcome in kept)
        return cls(
            accepted=counts["accepted"],
            already_held=counts["already_held"],
            refused=counts["refused"],
            notes=tuple(notes),
            outcomes=kept,
        )

    @property
    def all_taken_in(self) -> bool:
        """Whether no row was refused."""
        return self.refused == 0


def refused(row: Row, problems: Iterable[Problem] = ()) -> Outcome:
    """The outcome of a row that was not taken in: what its shape and its answers have wrong."""
    return Outcome(row.line, "refused", problems=(*row.problems, *problems))


def repeat(other: str) -> Concern:
    """A row that says again what another, such as `line 3`, said before it."""
    return Concern(
        "repeat", f"The same as {other.rstrip(',')}, and counted once.", _ONE_ROW, "note"
    )


def write_receipts(path: Path | str, sheet: Sheet, outcomes: Iterable[Outcome]) -> None:
    """Write the file that was sent with four more columns: result, entry, problems, concerns.

    Formula cells are escaped; `read_rows` takes that off again, so that the receipts of a file
    read back are the rows of that file (a row that was too short has its empty cells filled in).
    Raises OSError when the path cannot be written.
    """
    Path(path).write_bytes(receipts_bytes(receipts_text(sheet, outcomes)))


def receipts_bytes(text: str) -> bytes:
    """UTF-8, with the mark that spreadsheets need where there is more than plain ASCII."""
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")


def receipts_text(sheet: Sheet, outcomes: Iterable[Outcome]) -> str:
    """The receipts as text, for a page that offers them."""
    by_line = {outcome.line: outcome for outcome in outcomes}
    return _text(sheet, ((row, by_line.get(row.line)) for row in sheet.rows))


def long_receipts_text(sheet: LongSheet, outcomes: Iterable[Outcome]) -> str:
    """The same of a sheet that holds no rows; an outcome of each, in their order."""
    return _text(sheet, zip(sheet.rows(), outcomes, strict=True))


def _text(sheet: Sheet | LongSheet, told: Iterable[tuple[Row, Outcome | None]]) -> str:
    held = io.StringIO(newline="")
    out = csv.writer(held, delimiter=sheet.separator)
    out.writerow([*map(escape_cell, sheet.header), *RECEIPT_COLUMNS])
    out.writerows(_cells(row, len(sheet.header), outcome) for row, outcome in told)
    return held.getvalue()


def _cells(row: Row, width: int, outcome: Outcome | None) -> list[str]:
    own = [escape_cell(cell) for cell in row.raw]
    own += [""] * (width - len(own))
    receipt = [escape_cell(cell) for cell in receipt_of(outcome)]
    return [*own[:width], *receipt, *own[width:]]


def receipt_of(outcome: Outcome | None) -> tuple[str, str, str, str]:
    """The four cells that say what became of a row; empty where nobody said."""
    if outcome is None:
        return ("", "", "", "")
    number = "" if outcome.entry is None else str(outcome.entry)
    concerns = BETWEEN.join(concern.words() for concern in outcome.concerns)
    return (outcome.result, number, BETWEEN.join(map(said_of, outcome.problems)), concerns)


def said_of(problem: Problem) -> str:
    """A problem in one line, its column first unless the sentence names it."""
    named = not problem.field or f"column {problem.field} " in problem.message
    return problem.message if named else f"{problem.field}: {problem.message}"
