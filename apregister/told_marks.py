"""A pupil's marks with the submission that set each, as the API, --json and the page tell them."""

from datetime import date

from pydantic import BaseModel
from sqlmodel import Session, col

from apregister.sight import Shown, marks_seen, sight_of
from apregister.told import PlaceShown
from movements.actor import Actor
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.mark_versions import MarkVersion, TracedMark, traced_marks
from movements.places import place_facts
from movements.record import today
from movements.register import standing


class ToldMark(BaseModel):
    """What one submission said of a session: its mark, and who sent it when."""

    mark: str
    submission: int
    recorded_at: str
    recorded_by: str | None


class MarkShown(ToldMark):
    """The mark held of a session at one place, and those it replaced, the first first."""

    day: date
    session: str
    place: PlaceShown
    earlier: list[ToldMark]


class MarksShown(BaseModel):
    """A pupil's marks from one day to another, in order; one line for each place that marked."""

    pupil: str
    first: date
    last: date
    withheld: bool
    on: date
    synthetic: bool
    total: int
    items: list[MarkShown]


def marks_for(
    session: Session, pupil: str, by: Actor, between: tuple[date, date], *, synthetic: bool
) -> MarksShown:
    """The marks an actor may see: all, or to a former place its own. Raises NotSeen.

    The places of a protected child are withheld, but for one's own.
    """
    places, _ = marks_seen(session, pupil, by, today())
    _, now = sight_of(session, pupil, by, today())
    shown = Shown(by, place_facts(session), withheld=now.protected)
    found = traced_marks(session, pupil, *between, places)
    return _shown(session, pupil, between, found, shown, synthetic)


def marks_for_keeper(
    session: Session, pupil: str, by: Actor, between: tuple[date, date], *, why: str | None
) -> MarksShown:
    """The marks for who keeps the register's file; a protected child's places need a reason."""
    protected = standing(session, pupil, today()).protected
    shown = Shown(by, place_facts(session), withheld=protected and not why)
    found = traced_marks(session, pupil, *between)
    return _shown(session, pupil, between, found, shown, synthetic=False)


def _shown(
    session: Session,
    pupil: str,
    between: tuple[date, date],
    found: list[TracedMark],
    shown: Shown,
    synthetic: bool,
) -> MarksShown:
    senders = _Senders(session, found, shown)
    return MarksShown(
        pupil=pupil,
        first=between[0],
        last=between[1],
        withheld=shown.withheld,
        on=today(),
        synthetic=synthetic,
        total=len(found),
        items=[senders.shown_mark(one) for one in found],
    )


class _Senders:
    """Who sent each submission, and when, as far as it may be told."""

    def __init__(self, session: Session, found: list[TracedMark], shown: Shown) -> None:
        numbers = {one.submission for one in found}
        numbers |= {before.submission for one in found for before in one.earlier}
        query = ENTRIES.where(col(EntryRow.number).in_(numbers))
        self.entries = {entry.number: entry for entry in read_entries(session, query)}
        self.shown = shown

    def told(self, one: TracedMark | MarkVersion) -> ToldMark:
        """One mark by one submission."""
        entry = self.entries[one.submission]
        return ToldMark(
            mark=one.mark,
            submission=one.submission,
            recorded_at=entry.recorded_at,
            recorded_by=None if self.shown.hides(one.place) else entry.recorded_by,
        )

    def shown_mark(self, one: TracedMark) -> MarkShown:
        """A mark with those it replaced."""
        return MarkShown(
            **self.told(one).model_dump(),
            day=one.day,
            session=one.session,
            place=PlaceShown.of(one.place, self.shown),
            earlier=[self.told(before) for before in one.earlier],
        )
