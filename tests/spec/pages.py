"""Reading specs: a Markdown page as headings, each with its tables."""

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]


@dataclass
class Table:
    """A table: its columns, and its rows by column."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


@dataclass
class Spec:
    """One rule: its heading, and the tables under it by their first column."""

    page: str
    title: str
    tables: list[Table] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.page}: {self.title}"

    def rows(self, first_column: str) -> list[Row]:
        """The rows of every table that begins with this column."""
        found = (table for table in self.tables if table.columns[0] == first_column)
        return [row for table in found for row in table.rows]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _rule(line: str) -> bool:
    return not set(line) - set("|-: ")


def read_page(path: Path) -> list[Spec]:
    """Every spec of a page, in order."""
    specs = [Spec(path.stem, "")]
    table: Table | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            specs.append(Spec(path.stem, line[3:].strip()))
        if not line.startswith("|"):
            table = None
        elif table is None:
            table = Table(_cells(line))
            specs[-1].tables.append(table)
        elif not _rule(line):
            table.rows.append(dict(zip(table.columns, _cells(line), strict=True)))
    return [spec for spec in specs if spec.title]


def readme() -> list[Table]:
    """The tables of the README: the columns of a spec, the places, the terms."""
    return [table for spec in read_page(HERE / "README.md") for table in spec.tables]


SPECS = [
    spec for path in sorted(HERE.glob("*.md")) if path.stem != "README" for spec in read_page(path)
]
