"""A feed of many schools' marks: the DfE's daily field list, parted by school.

Of each part only what is taken is kept: UPN, day, session and mark, each on the line of the feed it
stands on. Names, needs and comments are read by nobody (movements/daily_feed.py).
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from movements.intake.attendance_columns import WANTED, rows_read, school_column, wanted_columns
from movements.intake.attendance_file import readable
from movements.intake.plain_text import Unreadable, read_text, unended
from movements.intake.reading import Row, Sheet, read_rows
from movements.intake.receipts import Outcome, refused, write_receipts
from movements.places import PlaceFacts
from movements.problems import Problem


@dataclass(frozen=True)
class Feed:
    """A feed as read: its rows, what each wanted column is called in it, and the school's.

    `notes` are said of all of it, such as that its last line may have been cut off.
    """

    sheet: Sheet
    wanted: Mapping[str, str]
    school: str
    notes: tuple[str, ...] = ()

    def schools(self) -> list[str]:
        """The schools that the feed names, in its order."""
        return [school for school in self.rows_of if school]

    @cached_property
    def rows_of(self) -> Mapping[str, Sequence[Row]]:
        """The rows that can be read, by the school they name; empty for none."""
        found: dict[str, list[Row]] = {}
        for row in self.sheet.rows:
            if not row.problems:
                found.setdefault(self.school_of(row), []).append(row)
        return found

    def school_of(self, row: Row) -> str:
        """The URN of a row, which may be written as a float."""
        return row.values[self.school].removesuffix(".0")

    def part(self, school: str) -> bytes:
        """The marks of one school as a file of their own, each on the line it came on."""
        held = io.StringIO(newline="")
        out = csv.writer(held, lineterminator="\n")
        out.writerow(WANTED)
        at = 1
        for row in self.rows_of[school]:
            held.write("\n" * (row.line - at - 1))
            out.writerow([row.values[self.wanted[name]] for name in WANTED])
            at = row.line
        return held.getvalue().encode()


@dataclass(frozen=True)
class Unplaced:
    """The rows of a feed that are of no school it could be given to, each with its reason."""

    sheet: Sheet
    outcomes: Sequence[Outcome]

    def write_receipts(self, path: Path) -> None:
        """Those rows with their reasons. Raises OSError."""
        write_receipts(path, self.sheet, self.outcomes)


def _no_school(school: str) -> str:
    return f"'{school}' is the URN of no school in the register: check it, or load schools."


def read_feed(source: Path | bytes, *, name: str) -> Feed:
    """The rows of a feed. Raises Unreadable where it cannot be read or names no school."""
    data = readable(source, name=name)
    sheet = read_rows(data, name=name)
    school = school_column(sheet.columns)
    if school is None:
        raise Unreadable(
            f"{name} does not say which school each mark is of: give --school, or a column "
            "school_urn."
        )
    wanted = wanted_columns(sheet.columns, file=name)
    rows = [*rows_read(sheet.rows, [*wanted.values(), school])]
    notes = (*unended(read_text(data, name=name)), *sheet.notes)
    return Feed(replace(sheet, rows=rows), wanted, school, notes)


def unplaced(
    feed: Feed,
    place_of: Callable[[str], PlaceFacts | None],
    words: Callable[[str], str] = _no_school,
) -> Unplaced:
    """The rows that name no school, or one that `place_of` does not know, or cannot be read.

    `words` says of a school that it is not known.
    """
    known = {school: place_of(school) for school in feed.schools()}
    wrong = [row for row in feed.sheet.rows if row.problems or not known.get(feed.school_of(row))]
    outcomes = [
        refused(row, [] if row.problems else [_unplaced(feed, row, words)]) for row in wrong
    ]
    return Unplaced(replace(feed.sheet, rows=wrong), outcomes)


def _unplaced(feed: Feed, row: Row, words: Callable[[str], str]) -> Problem:
    school = feed.school_of(row)
    if not school:
        return Problem(feed.school, "missing", "The school is missing: give its URN.")
    return Problem(feed.school, "unknown_place", words(school[:40]))
