"""A pupil's attendance this school year, in the words of a page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from movements.absence import is_persistent, is_severe, is_short
from movements.attendance import AttendanceSummary, summary
from movements.codes import CODE_SETS
from movements.school_days import school_year_start


@dataclass(frozen=True)
class CodeCount:
    """How often one mark counted."""

    mark: str
    meaning: str
    count: int


@dataclass(frozen=True)
class AttendanceShown:
    """A school year's sessions so far, over all places that marked the pupil."""

    since: date
    summary: AttendanceSummary
    codes: tuple[CodeCount, ...]

    @property
    def persistent(self) -> bool:
        """Absent for a tenth or more of the possible sessions."""
        return bool(is_persistent(self.summary))

    @property
    def severe(self) -> bool:
        """Absent for half or more of them."""
        return bool(is_severe(self.summary))

    @property
    def short(self) -> bool:
        """Whether the sessions are too few for a rate to say much."""
        return bool(is_short(self.summary))

    @property
    def rate_words(self) -> str:
        """The share attended; said only where there is anything to divide."""
        rate = self.summary.rate
        return f"{100 * rate:.1f}%" if rate is not None else "no sessions yet"


def attendance_shown(
    session: Session, pupil: str, day: date, places: Collection[str] | None = None
) -> AttendanceShown:
    """What the marks of the school year come to so far; the year turns on 1 September.

    Those of some places alone, where they are given.
    """
    since = school_year_start(day, "1 September")
    found = summary(session, pupil, since, day, places=places)
    marks = CODE_SETS["MARKS"]
    codes = (CodeCount(code, marks.label(code), n) for code, n in found.by_code.items())
    return AttendanceShown(since, found, tuple(codes))
