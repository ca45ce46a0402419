"""An attendance file as columns: each distinct value once, and which row has which."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from movements.daily_feed import SCHOOL
from movements.intake.plain_text import Unreadable
from movements.intake.reading import LongSheet, Row, Sheet, tidy_name
from movements.problems import Problem
from movements.received import SentFile

Ids = NDArray[np.int32]

WANTED = ("upn", "date", "session", "mark")

# As the usual school systems head their exports, tidied.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "upn": ("unique_pupil_number", "pupil_upn", "upn_number", "student_upn"),
    "date": ("mark_date", "session_date", "attendance_date", "day", "event_date"),
    "session": ("am_pm", "ampm", "session_name", "attendance_session", "session_type"),
    "mark": ("code", "attendance_code", "attendance_mark", "mark_code", "session_code"),
}


@dataclass(frozen=True)
class Column:
    """A column: its distinct values as text, and for each row the place of its value among them."""

    values: tuple[str, ...]
    ids: Ids

    @classmethod
    def of(cls, cells: Iterable[str]) -> "Column":
        """The column that holds these cells."""
        every = cells if isinstance(cells, list) else [*cells]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(every))}
        ids = np.fromiter(map(numbers.__getitem__, every), np.int32, len(every))
        return cls(tuple(numbers), ids)

    def stripped(self) -> "Column":
        """The column without white space round its values; those that become the same are one."""
        return self.mapped(str.strip)

    def mapped(self, read: Callable[[str], str]) -> "Column":
        """The column with each value read as another; those that become the same are one."""
        bare = tuple(map(read, self.values))
        if bare == self.values:
            return self
        seen: dict[str, int] = {}
        new = [seen.setdefault(value, len(seen)) for value in bare]
        return Column(tuple(seen), np.array(new, dtype=np.int32)[self.ids])

    def cell(self, row: int) -> str:
        """The value of one row."""
        return self.values[int(self.ids[row])]


class Cells:
    """A column while its cells come in, one row after another: none is held twice."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ids = array("i")

    def add(self, cell: str) -> None:
        """The cell of the next row."""
        self._ids.append(self._numbers.setdefault(cell, len(self._numbers)))

    def column(self) -> Column:
        """The column of all of them."""
        return Column(tuple(self._numbers), np.array(self._ids, dtype=np.int32))


@dataclass(frozen=True)
class PlainLines:
    """Rows kept as the lines they were: a file with nothing in it to mend or to escape.

    `texts` gives the line of each row; only receipts need them.
    """

    header: str
    separator: str
    texts: Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Columns:
    """An attendance file as read, nothing judged yet but the shape of its rows.

    `lines` is the line each row stands on; `misshapen` holds, by row, what makes a row unreadable;
    `sent` is what is kept of the bytes as they came; `source` is what the receipts
    are written from. Where a line holds many marks `where` says which of them a row is: the column
    it stands in, as it is headed. `schools` is, by row, the school (LA/number) that the file itself
    says a mark is of. With `titled` the dates are as columns are headed: they may have a weekday,
    and no year.
    """

    upn: Column
    date: Column
    session: Column
    mark: Column
    lines: Ids
    source: Sheet | LongSheet | PlainLines
    sent: SentFile
    notes: tuple[str, ...] = ()
    misshapen: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)
    where: Column | None = None
    schools: Column | None = None
    titled: bool = False

    def named(self, row: int) -> str:
        """How people find a row in the file: its line, and its column where a line has many."""
        line = f"line {self.lines[row]}"
        return line if self.where is None else f"{line}, {self.where.cell(row)},"

    def __len__(self) -> int:
        return len(self.lines)


def wanted_columns(names: list[str], *, file: str) -> dict[str, str]:
    """For each wanted column the name it bears in this file; `names` are the file's own.

    Raises Unreadable when one is missing or two could be meant.
    """
    tidy = {name: tidy_name(name) for name in names if name}
    found = {wanted: _bearing(wanted, tidy, file) for wanted in WANTED}
    missing = [wanted for wanted, name in found.items() if name is None]
    if missing:
        raise Unreadable(
            f"{file} has no column {' and no column '.join(missing)}; its columns are "
            f"{', '.join(names)}. An attendance file has upn, date, session and mark: one row for "
            "each pupil and session; or upn and a column for each session, such as Mon 01 Sep AM. "
            "Rename the columns or choose them in the export."
        )
    return {wanted: str(name) for wanted, name in found.items()}


def school_column(names: Iterable[str]) -> str | None:
    """The column that says which school made each mark, by its tidied name; None where none is."""
    known = (SCHOOL.name, *SCHOOL.also)
    return next((name for name in names if name in known), None)


def column_for(wanted: str, names: list[str], *, file: str) -> str | None:
    """The column that holds one of WANTED; None where there is none. Raises Unreadable where two
    could.
    """
    return _bearing(wanted, {name: tidy_name(name) for name in names if name}, file)


def _bearing(wanted: str, tidy: Mapping[str, str], file: str) -> str | None:
    exact = [name for name, plain in tidy.items() if plain == wanted]
    bearing = exact or [name for name, plain in tidy.items() if plain in _SPELLINGS[wanted]]
    if len(bearing) > 1:
        raise Unreadable(
            f"{file} has more than one column that could be {wanted} ({', '.join(bearing)}): "
            f"name the right one {wanted}."
        )
    return bearing[0] if bearing else None


def unread_note(names: list[str], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """A note of the columns nothing was read from; empty when there are none."""
    extra = [name for name in names if name and name not in wanted.values()]
    if not extra:
        return ()
    return (f"Nothing was read from {', '.join(extra)}: an attendance file has no use for it.",)


def rows_read(rows: Iterable[Row], read: Collection[str]) -> Iterator[Row]:
    """The rows as far as these columns go: a formula in a column of no use spoils none."""
    return (_as_read(row, read) if row.problems else row for row in rows)


def _as_read(row: Row, read: Collection[str]) -> Row:
    problems = (p for p in row.problems if p.code != "formula" or p.field in read)
    return replace(row, problems=tuple(problems))
