"""A school's file as rows: each with the line it stands on, its values, and what is amiss with it.

Nothing here knows what the columns mean. A row that cannot be read does not stop the others, and
nothing in it is lost: it goes back, as it came, in the receipts.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from movements.cells import plain_cell
from movements.intake.plain_text import PlainText, Unreadable, read_text
from movements.problems import Problem

__all__ = [
    "RECEIPT_COLUMNS",
    "LongSheet",
    "Row",
    "Sheet",
    "Unreadable",
    "long_sheet",
    "read_rows",
    "tidy_name",
]

RECEIPT_COLUMNS = ("result", "entry", "problems", "concerns")
SEPARATORS = (",", ";", "\t", "|")
MOST_ROWS = 1_000_000
MOST_COLUMNS = 10_000
MOST_LINES_IN_A_CELL = 100
MOST_LETTERS_IN_A_CELL = 10_000

_WHITE = " \t\r\n\v\f\xa0\u200b\u2007\u202f\u2060\ufeff"
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"[=@]|[+-].*[|(!]", re.DOTALL)
_SUSPECT = re.compile(rf'["\0=@]|^[{_WHITE}]*[+-]', re.MULTILINE)
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_NOT_A_NAME = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file, its values by column, its cells as they came.

    `problems` are those of its shape (too long, too short, quotation marks, a formula); a row with
    any must be refused, whatever its values look like.
    """

    line: int
    values: dict[str, str]
    raw: list[str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A file's rows. `columns` are tidy names ("Legal Surname": legal_surname).

    A receipts file sent again has lost its four columns here: it is the file it was made of.
    `sha256` is of the bytes as they came.
    """

    columns: list[str]
    rows: list[Row]
    notes: list[str]
    header: list[str]
    separator: str = ","
    sha256: str = ""


@dataclass(frozen=True)
class LongSheet:
    """A file like a Sheet, of which no row is held: they are read anew whenever they are asked for.

    So a file of a million rows takes the memory of its text and no more.
    """

    columns: list[str]
    notes: list[str]
    header: list[str]
    separator: str
    text: str
    name: str

    def rows(self) -> Iterator[Row]:
        """Every row, one at a time. Raises Unreadable past a million."""
        records = _records(_lines(self.text), self.separator)
        layout = _Layout(_header(records, self.name), self.name)
        return _rows(records, layout, self.name)


def read_rows(source: Path | str | bytes, *, name: str) -> Sheet:
    """Every row of a CSV file; `name` is what people know the file by.

    Raises Unreadable when there is no reading it: not text, empty, no line of column names, a
    column name given twice, over a million rows.
    """
    long = long_sheet(read_text(source, name=name), name=name)
    return Sheet(
        columns=long.columns,
        rows=list(long.rows()),
        notes=long.notes,
        header=long.header,
        separator=long.separator,
        sha256=_digest(source),
    )


def long_sheet(said: PlainText, *, name: str) -> LongSheet:
    """A CSV file whose rows are read one at a time. Raises Unreadable as `read_rows` does."""
    separator = _separator(said.text)
    records = _records(_lines(said.text), separator)
    layout = _Layout(_header(records, name), name)
    first = [*islice(_rows(records, layout, name), 3)]
    layout.refuse_a_title(first)
    return LongSheet(
        columns=layout.columns,
        notes=[*said.notes, *layout.notes(), *_nothing_in(first)],
        header=layout.header,
        separator=separator,
        text=said.text,
        name=name,
    )


def _digest(source: Path | str | bytes) -> str:
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    return hashlib.sha256(data).hexdigest()


def tidy_name(text: str) -> str:
    """A column's name as the register writes it: small letters, digits and underscores."""
    return _NOT_A_NAME.sub("_", text.strip(_WHITE).lower()).strip("_")


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; one that only tells a spreadsheet the separator says nothing."""
    told = False
    for found in _LINE.finditer(text):
        line = found.group()
        first, told = not told, told or bool(line.strip())
        yield "\n" if first and _told_separator(line) else line


def _separator(text: str) -> str:
    """The separator; a spreadsheet's `sep=;` line is heeded."""
    first = next(line for found in _LINE.finditer(text) if (line := found.group()).strip())
    bare = re.sub(r'"[^"]*"', "", first)
    return _told_separator(first) or max(SEPARATORS, key=bare.count)


def _told_separator(line: str) -> str | None:
    told = re.fullmatch(r'"?sep=(.)"?', line.strip("\r\n ").lower())
    return told[1] if told and told[1] in SEPARATORS else None


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: list[str]


class _Lines:
    """Hands lines to csv, which may not run on for ever after a quotation mark left open.

    `before` counts the lines before those of the record that is read.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._more, self._ahead = lines, list[str]()
        self._taken: list[str] = []
        self.before = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= MOST_LINES_IN_A_CELL:
            raise StopIteration
        self._taken.append(self._ahead.pop() if self._ahead else next(self._more))
        return self._taken[-1]

    def left(self) -> bool:
        """Whether another record begins."""
        self.before += len(self._taken)
        self._taken = []
        self._ahead = self._ahead or [*islice(self._more, 1)]
        return bool(self._ahead)

    def first_alone(self) -> str:
        """The first line of the record, which is then all of it: the others are read again."""
        first, *rest = self._taken
        self._taken = [first]
        self._ahead += reversed(rest)
        return first


def _records(text: Iterator[str], separator: str) -> Iterator[_Record]:
    """Rows of cells, blank lines left out. Quotation marks that do not pair spoil one line only."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while lines.left():
        try:
            cells = next(reader)
        except csv.Error:
            cells = lines.first_alone().rstrip("\r\n").split(separator)
        if any(cell.strip(_WHITE) for cell in cells):
            yield _Record(lines.before + 1, cells)


def _header(records: Iterator[_Record], name: str) -> list[str]:
    cells = next(records, _Record(1, [])).cells
    while cells and not cells[-1].strip(_WHITE):
        cells.pop()
    if not cells:
        raise Unreadable(f"{name} has no line of column names. Put them in the first line.")
    refuse_wide(len(cells), name)
    return cells


def refuse_wide(columns: int, name: str) -> None:
    """Raises Unreadable where a file has more columns than are read."""
    if columns > MOST_COLUMNS:
        raise Unreadable(
            f"{name} has {columns:,} columns, and {MOST_COLUMNS:,} is the most that is read: leave "
            "out those that nobody needs, or send a term at a time."
        )


class _Layout:
    """Which cell belongs to which column."""

    def __init__(self, header: list[str], name: str) -> None:
        self.name = name
        tidy = [tidy_name(plain_cell(cell)) for cell in header]
        self.is_receipts = len({*tidy} & {*RECEIPT_COLUMNS}) > 1
        self.width = len(header)
        self.kept = [i for i, column in enumerate(tidy) if not self._is_a_receipt(column)]
        self.header = [self.plain(header[i]) for i in self.kept]
        self.names = [tidy[i] for i in self.kept]
        self.columns = [column for column in self.names if column]
        self._refuse_rows_of_data()
        self._refuse_a_name_twice()

    def _is_a_receipt(self, column: str) -> bool:
        return self.is_receipts and column in RECEIPT_COLUMNS

    def plain(self, cell: str) -> str:
        """The cell as its sender wrote it: receipts hold it escaped."""
        return plain_cell(cell) if self.is_receipts else cell

    def _refuse_rows_of_data(self) -> None:
        found = next((c for c in self.header if _UPN.fullmatch(c.strip(_WHITE))), None)
        found = found or next((c for c in self.header if _DAY.fullmatch(c.strip(_WHITE))), None)
        if found or not self.columns:
            seen = f" ('{found}')" if found else ""
            raise Unreadable(
                f"{self.name} has no line of column names: its first line is already a row{seen}. "
                "Put the column names in the first line."
            )

    def _refuse_a_name_twice(self) -> None:
        twice = next((c for c, times in Counter(self.columns).items() if times > 1), None)
        if twice is None:
            return
        where = [str(i + 1) for i, column in enumerate(self.names) if column == twice]
        raise Unreadable(
            f"{self.name} has the column {twice} more than once (columns {', '.join(where)}): "
            "rename or remove one, so that it is clear which counts."
        )

    def refuse_a_title(self, rows: Sequence[Row]) -> None:
        """Reports often put a title above the column names."""
        if len(self.columns) == 1 and rows and all(len(row.raw) > 1 for row in rows[:3]):
            raise Unreadable(
                f"{self.name} begins with a title ('{self.header[0].strip(_WHITE)}') and not with "
                "the column names: delete the lines above them."
            )

    def notes(self) -> Iterator[str]:
        if self.is_receipts:
            yield "This is a receipts file: its result, entry, problems and concerns are left out."
        for place, column in enumerate(self.names, 1):
            if not column:
                yield f"Column {place} has no name, so what is in it was not read."

    def cells(self, cells: list[str]) -> list[str]:
        """The sender's own cells, those beyond the last column too."""
        if len(cells) == self.width and not self.is_receipts:
            return cells
        beyond = cells[self.width :]
        while beyond and not beyond[-1].strip(_WHITE):
            beyond.pop()
        own = [cells[i] for i in self.kept if i < len(cells)]
        return [self.plain(cell) for cell in own + beyond]


def _rows(records: Iterator[_Record], layout: _Layout, name: str) -> Iterator[Row]:
    # A cell that stands in many rows is held once: large files say the same few things.
    seen: dict[str, str] = {}
    for number, record in enumerate(records, 1):
        if number > MOST_ROWS:
            raise Unreadable(f"{name} has over a million rows: split it, for example by term.")
        cells = [seen.setdefault(cell, cell) for cell in layout.cells(record.cells)]
        yield _row(record.line, cells, layout)


def _row(line: int, raw: list[str], layout: _Layout) -> Row:
    full = raw + [""] * (len(layout.names) - len(raw))
    values = {c: _value(cell) for c, cell in zip(layout.names, full, strict=False) if c}
    problems = (*_shape_problems(line, raw, layout), *_cell_problems(line, raw, layout.names))
    return Row(line, values, raw, problems)


def _value(cell: str) -> str:
    """What a cell says. `="0123"`, written to keep a spreadsheet from changing it, says 0123."""
    plain = cell.strip(_WHITE)
    told = _TEXT_FORMULA.fullmatch(plain) if plain[:1] == "=" else None
    return told[1].strip(_WHITE) if told else plain


def _shape_problems(line: int, raw: list[str], layout: _Layout) -> Iterator[Problem]:
    cells, columns = len(raw), len(layout.names)
    if cells > columns:
        yield Problem(
            "",
            "row_too_long",
            f"Line {line} has {cells} cells and there are {columns} columns: if a text has the "
            "separator in it, put that text in double quotation marks.",
        )
    elif cells < columns:
        yield Problem(
            "",
            "row_too_short",
            f"Line {line} has {cells} cells and there are {columns} columns: put in the separator "
            "that is missing, or, if its last cells are meant to be empty, send the receipts file.",
        )


def _cell_problems(line: int, raw: list[str], names: list[str]) -> Iterator[Problem]:
    together = "\n".join(raw)
    if len(together) < MOST_LETTERS_IN_A_CELL and not _SUSPECT.search(together):
        return
    for place, cell in enumerate(raw):
        wrong = _cell_problem(cell.strip(_WHITE))
        if wrong:
            column = names[place] if place < len(names) else ""
            where = f"Line {line}, column {column or place + 1}"
            yield Problem(column, wrong[0], f"{where} {wrong[1]}")


def _cell_problem(cell: str) -> tuple[str, str] | None:
    if '"' in cell and '"' in (cell[0], cell[-1]) and cell.count('"') % 2:
        return "quotes", (
            "has a quotation mark without its pair: put one at each end of the text, write a mark "
            "within it twice, or take it out."
        )
    if _FORMULA.match(cell) and not _TEXT_FORMULA.fullmatch(cell):
        return "formula", (
            f"begins with {cell[0]}, which a spreadsheet runs as a formula: put the plain text or "
            "number there. Nothing was run."
        )
    if "\0" in cell:
        return "not_text", "has a character that is no text (NUL): export the file again."
    if len(cell) > MOST_LETTERS_IN_A_CELL:
        return "too_long", (
            f"has {len(cell):,} characters and {MOST_LETTERS_IN_A_CELL:,} is the most: shorten it."
        )
    return None


def _nothing_in(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "The file has column names and no rows, so there was nothing to take in."
