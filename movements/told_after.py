"""How soon after each event its school told the register: the day it took effect, and that told."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlmodel import Session, col, select

from movements.basis import Basis
from movements.entry import EntryRow
from movements.kinds import DOOR_KINDS
from movements.register import LONDON, known_until
from movements.school_days import calendars

SOON_DAYS = 5
SOON = Basis("ours", f"An event told more than {SOON_DAYS} school days after its day was told late")
NO_EVENTS = frozenset(
    {"pupil_details", "withdrawn", "question_answered", "correction_requested"}
    | {"correction_answered", "attainment", "wellbeing"}
)
"""Kinds that tell how a child is, or say something of an entry: on no day of their own."""


@dataclass(frozen=True)
class ToldAfter:
    """What one place told of in some days. `usually` and `longest` are school days after the event.

    `ahead`: told by the day itself; `soon`: within SOON_DAYS after it; `late`: after that.
    """

    place: str
    told: int
    ahead: int
    soon: int
    late: int
    usually: float
    longest: int


def told_after(
    session: Session, first: date, last: date, places: Collection[str] | None = None
) -> list[ToldAfter]:
    """Each place that told of a movement from first to last; of some places or of all.

    The first telling alone: a correction mends what was told, and a first roll is of its own day.
    """
    days = calendars(session)
    held: dict[str, list[int]] = defaultdict(list)
    for place, on, told in _told(session, first, last):
        if places is None or place in places:
            held[place].append(max(0, days.of(place).count(on, told)))
    return [_line(place, gaps) for place, gaps in sorted(held.items())]


def _told(session: Session, first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Place, day of the event and day it was told, in England."""
    wanted = sorted(DOOR_KINDS.keys() - NO_EVENTS)
    query = select(col(EntryRow.place_id), col(EntryRow.on), col(EntryRow.recorded_at)).where(
        col(EntryRow.recorded_at) >= known_until(first - timedelta(days=1)),
        col(EntryRow.recorded_at) < known_until(last),
        col(EntryRow.place_id).is_not(None),
        col(EntryRow.corrects).is_(None),
        col(EntryRow.source) != "roll",
        col(EntryRow.kind).in_(wanted),
    )
    for place, on, at in session.exec(query):
        yield str(place), on, datetime.fromisoformat(at).astimezone(LONDON).date()


def _line(place: str, gaps: list[int]) -> ToldAfter:
    ahead = sum(gap == 0 for gap in gaps)
    late = sum(gap > SOON_DAYS for gap in gaps)
    soon = len(gaps) - ahead - late
    return ToldAfter(place, len(gaps), ahead, soon, late, median(gaps), max(gaps))
