"""Lines of a pupil's history as a page shows them, and what may be done with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from apregister.auth.permissions import may
from apregister.papers import takes_papers
from apregister.sight import Seen, is_own
from apregister.web.told_again import Change
from movements.actor import Actor
from movements.authority_claims import CLAIM, has_claimed
from movements.codes import CODE_SETS
from movements.correction_requests import ACTS, REQUEST
from movements.kinds import DOOR_KINDS
from movements.register import Line
from movements.school_days import school_year_start

FEW = 12
"""A history of so many lines is short enough to be shown whole."""


@dataclass(frozen=True)
class LineShown:
    """A line of the history with what whoever looks may do with it.

    `changes` are the answers it changed or asks to be changed; `reason` says why it was corrected.
    """

    line: Line
    place: str
    recorded_by: str
    may_correct: bool
    may_ask: bool = False
    has_papers: bool = False
    changes: tuple[Change, ...] = ()
    reason: str = ""

    @property
    def is_request(self) -> bool:
        """Whether it asks for a correction: that is withdrawn and asked anew, not corrected."""
        return self.line.entry.kind == REQUEST

    @property
    def anchor(self) -> str:
        """Where the line stands on the page."""
        return f"entry-{self.line.number}"


@dataclass(frozen=True)
class YearShown:
    """What happened in one school year, the latest first; folded away unless `open`."""

    title: str
    lines: tuple[LineShown, ...]
    open: bool


def years_shown(lines: Iterable[LineShown], asked: int | None, every: bool) -> list[YearShown]:
    """The lines by school year, the latest first: that year open, and whichever holds `asked`.

    Every year is open where there are few lines, or where `every` one was asked for.
    """
    latest = sorted(lines, key=lambda item: _in_order(item.line), reverse=True)
    every = every or len(latest) <= FEW
    years = [(begins, tuple(of)) for begins, of in groupby(latest, key=_year)]
    return [
        YearShown(
            title=f"{begins.year} to {begins.year + 1}",
            lines=of,
            open=every or n == 0 or any(item.line.number == asked for item in of),
        )
        for n, (begins, of) in enumerate(years)
    ]


def _in_order(line: Line) -> tuple[date, str, int]:
    return line.entry.on, line.entry.session, line.number


def _year(item: LineShown) -> date:
    return school_year_start(item.line.entry.on, "1 September")


def line_shown(
    line: Line, seen: Seen, by: Actor, changed: Mapping[int, tuple[Change, ...]]
) -> LineShown:
    """The line as whoever looks may see it, with what they may do with it."""
    entry, shown = line.entry, seen.shown
    hidden = shown.hides(entry.organisation if entry.kind == CLAIM else entry.place_id)
    own = is_own(entry, by) or entry.organisation in seen.left
    own |= by.role == "la_officer" and seen.sight == "all"
    open_to = line.in_force and entry.kind in DOOR_KINDS and entry.kind != "withdrawn"
    may_change = open_to and not hidden and may(by.role, "record_movement")
    return LineShown(
        line=line,
        place=shown.name(entry.place_id) if entry.place_id else "",
        recorded_by="" if hidden else entry.recorded_by,
        may_correct=own and may_change,
        may_ask=may_change and not own and entry.kind not in ACTS,
        has_papers=takes_papers(line) and not has_claimed(seen.standing, by),
        changes=changed.get(line.number, ()),
        reason=_reason(entry.reason),
    )


def _reason(code: str | None) -> str:
    return CODE_SETS["CORRECTION_REASONS"].label(code).lower() if code else ""
