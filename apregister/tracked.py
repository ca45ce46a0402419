"""The submission tracker as one actor sees it: its own line first, then where its children are."""

from datetime import date, timedelta

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import may_see_place, protected_today, pupils_of
from movements.actor import Actor
from movements.counted import counted
from movements.places import place_facts
from movements.signed_off import SignOff, State, sign_offs
from movements.tracker import LATE, PlaceSent, tracker, tracker_of_children

COLUMNS = (
    *("place", "name", "own", "your_children", "last_day", "school_days", "missing_days"),
    *("missing", "expected", "held", "complete", "submissions", "hours", "sent_late"),
    *("changed", "changed_late", "totals", "totals_signed_at"),
)
HAS_CHILDREN = frozenset({"school", "setting"})
WINDOW = 28
"""So many days back, weekends included, unless another number is asked for."""


class LineShown(BaseModel):
    """What one place has sent. `complete` is of the marks expected, from 0 to 1.

    `your_children`: the line is of another place, and every figure of it is of one's own children
    there alone, as though it had no others.

    `totals`: whether what its termly totals and marks come to is signed off: unsigned, stale or
    signed; null where it has returned none.

    `hours`: from the beginning of a day to its first marks, usually; 10.5 is half past ten.
    """

    place: str
    name: str
    own: bool
    your_children: bool
    last_day: date | None
    school_days: int
    missing: list[date]
    expected: int
    held: int
    complete: float | None
    submissions: int
    hours: float | None
    sent_late: int
    changed: int
    changed_late: int
    totals: State | None
    totals_signed_at: str | None

    def cells(self) -> tuple[object, ...]:
        """The line as a row of COLUMNS."""
        missing = " ".join(day.isoformat() for day in self.missing)
        told = self.model_dump(mode="json") | {"missing_days": len(self.missing)}
        return tuple((told | {"missing": missing})[name] for name in COLUMNS)

    @property
    def usually(self) -> str:
        """When the first marks of a day usually come, in words; empty where none have come."""
        if self.hours is None:
            return ""
        days, minutes = divmod(round(self.hours * 60), 24 * 60)
        if days:
            return f"first marks usually {counted(days, 'day')} after"
        return f"first marks usually by {minutes // 60:02}:{minutes % 60:02}"


class TrackerShown(BaseModel):
    """Which places have sent which days: `late` says what a late change is."""

    on: date
    since: date
    synthetic: bool
    late: str
    items: list[LineShown]


def tracked(
    session: Session, on: date, by: Actor, *, days: int = WINDOW, keeper: bool = False
) -> TrackerShown:
    """The places an actor may see, its own first, those with most missing next.

    A school's are its own, and those where its children are placed, as far as they are concerned.
    `keeper`: every place, for who keeps the register's file: the command line.
    """
    since, places = on - timedelta(days=days - 1), place_facts(session)
    mine = None if keeper else {p for p, facts in places.items() if may_see_place(facts, by)}
    signed = sign_offs(session, mine)
    lines = [
        _line(one, places[one.place].name, one.place in by.places, signed.get(one.place))
        for one in tracker(session, since, on, mine)
    ]
    lines += [
        _line(one, places[one.place].name, None)
        for one in _elsewhere(session, since, on, by)
        if one.place not in (mine or ())
    ]
    lines.sort(key=lambda one: (not one.own, -len(one.missing), one.name))
    return TrackerShown(
        on=on,
        since=since,
        synthetic=holds_synthetic(session),
        late=LATE.words(),
        items=lines,
    )


def _elsewhere(session: Session, since: date, on: date, by: Actor) -> list[PlaceSent]:
    """The other places that have the children of a school: of those children, none protected."""
    if by.role not in HAS_CHILDREN or not by.places:
        return []
    seen = pupils_of(session, by, on)
    shown = seen.keys() - protected_today(session, seen)
    return tracker_of_children(session, since, on, by.places, shown)


def _line(one: PlaceSent, name: str, own: bool | None, signed: SignOff | None = None) -> LineShown:
    """A line; `own` None: of another place, by one's own children there."""
    told = {key: value for key, value in vars(one).items() if key != "missing"}
    complete = None if one.complete is None else round(one.complete, 4)
    return LineShown(
        **told,
        name=name,
        own=bool(own),
        your_children=own is None,
        missing=list(one.missing),
        complete=complete,
        totals=signed.state if signed else None,
        totals_signed_at=signed.entry.recorded_at if signed and signed.entry else None,
    )
