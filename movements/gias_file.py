"""A CSV file from Get Information About Schools (GIAS): its column names and its rows."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from movements.intake.plain_text import Unreadable, read_text


@dataclass(frozen=True)
class GiasFile:
    """An open file. `rows` are those that are not blank, each with the line it begins on."""

    name: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]

    @property
    def is_links(self) -> bool:
        """'Establishment links' (which school followed which) and not 'Establishment fields'."""
        return {"URN", "LinkURN", "LinkType"} <= {*self.header}


def open_gias(source: Path | str | bytes) -> GiasFile:
    """A file in UTF-8 or Windows-1252, with commas, semicolons or tabs.

    Raises Unreadable when it is no such file, or, while its rows are read, damaged.
    """
    name = "the file" if isinstance(source, bytes) else Path(source).name
    rows = _rows(read_text(source, name=name).text, name)
    return GiasFile(name, tuple(cell.strip() for cell in next(rows)[1]), rows)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"{name} cannot be read from line {line} on ({error}).") from None
