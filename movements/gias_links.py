"""GIAS's 'Establishment links': which school followed which, read into links.

A pair is usually told twice, by the closed school as its successor and by the new one as its
predecessor; either is enough.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from movements.dates import NotADate, read_date
from movements.gias import Extract, extract_in
from movements.gias_file import GiasFile, open_gias
from movements.identifiers import urn_problem
from movements.intake.plain_text import Unreadable
from movements.problems import Problem

_BEFORE_1900 = re.compile(r"[-/]1[0-8][0-9]{2}$")
_FOLLOWS = re.compile(r"(successor|predecessor)\b(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """`after` followed `before`. `plain` where no row of the pair tells of a merger or a split."""

    before: str
    after: str
    plain: bool
    since: date | None = None


@dataclass(frozen=True)
class LinksFile:
    """What a file holds: each pair once, its rows counted by type, and what was wrong by line."""

    name: str
    links: tuple[Link, ...]
    successors: int
    predecessors: int
    others: Counter[str]
    problems: tuple[tuple[int, Problem], ...]


def read_gias(source: Path | str | bytes) -> Extract | LinksFile:
    """A file of either sort, told apart by its columns. Raises Unreadable when it is neither."""
    file = open_gias(source)
    return _links_in(file) if file.is_links else extract_in(file)


def read_links(source: Path | str | bytes) -> LinksFile:
    """The links of a file; a row that cannot be read is a problem and does not stop the others.

    Raises Unreadable when the file is not 'Establishment links'.
    """
    file = open_gias(source)
    if not file.is_links:
        raise Unreadable(
            f"{file.name} is not a GIAS links file: it lacks one of the columns URN, LinkURN, "
            "LinkType. Download 'Establishment links' as CSV from Get Information About Schools "
            "and send that file."
        )
    return _links_in(file)


def _links_in(file: GiasFile) -> LinksFile:
    found: dict[tuple[str, str], Link] = {}
    counts: Counter[str] = Counter()
    others: Counter[str] = Counter()
    problems: list[tuple[int, Problem]] = []
    for line, cells in file.rows:
        row = _Row(file.header, cells)
        wrong = [*row.problems(), *_reversed(row, found)]
        problems += [(line, problem) for problem in wrong]
        if wrong:
            continue
        if not row.side:
            others[row.cell("LinkType")] += 1
            continue
        counts[row.side] += 1
        link = row.link()
        held = found.get(row.pair)
        found[row.pair] = _both(held, link) if held else link
    return LinksFile(
        file.name,
        tuple(found.values()),
        counts["successor"],
        counts["predecessor"],
        others,
        tuple(problems),
    )


def _both(held: Link, link: Link) -> Link:
    """What the two rows of a pair come to; the schools often date it a day apart."""
    days = [day for day in (held.since, link.since) if day]
    return replace(held, plain=held.plain and link.plain, since=max(days, default=None))


def _reversed(row: "_Row", found: Mapping[tuple[str, str], Link]) -> Iterator[Problem]:
    before, after = row.pair
    if row.side and before != after and (after, before) in found:
        yield Problem(
            "LinkType",
            "other_way_round",
            f"An earlier row has {after} before {before}, and this one has it after: "
            "remove the one that is wrong.",
        )


class _Row:
    """One row being read."""

    def __init__(self, header: Sequence[str], cells: Sequence[str]) -> None:
        self.cells = dict(zip(header, cells, strict=False))
        self.too_long = any(cells[len(header) :])
        follows = _FOLLOWS.fullmatch(self.cell("LinkType"))
        self.side = follows[1].lower() if follows else ""
        self.plain = bool(follows and not follows[2].strip())

    def cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    @property
    def pair(self) -> tuple[str, str]:
        """The school before and the school after."""
        own, other = self.cell("URN"), self.cell("LinkURN")
        return (own, other) if self.side == "successor" else (other, own)

    def problems(self) -> Iterator[Problem]:
        if self.too_long:
            words = "This row has more cells than there are columns: put a name that has a comma"
            yield Problem("", "row_too_long", f"{words} in quotation marks.")
        for column in ("URN", "LinkURN"):
            wrong = urn_problem(self.cell(column))
            if wrong:
                yield Problem(column, "urn", wrong)
        if self.cell("URN") == self.cell("LinkURN"):
            yield Problem("LinkURN", "itself", "This row links a school to itself.")
        if not self.cell("LinkType"):
            yield Problem("LinkType", "missing", "LinkType is empty: Successor or Predecessor.")
        try:
            self.since()
        except NotADate as wrong_day:
            yield Problem("LinkEstablishedDate", wrong_day.code, wrong_day.sentence)

    def since(self) -> date | None:
        """The day of the link; none for one before 1900, by which GIAS means that nobody knows."""
        text = self.cell("LinkEstablishedDate")
        return read_date(text) if text and not _BEFORE_1900.search(text) else None

    def link(self) -> Link:
        return Link(*self.pair, self.plain, self.since())
