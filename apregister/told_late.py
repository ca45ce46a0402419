"""How soon each school tells of movements, as one actor sees it: its own line first."""

from datetime import date, timedelta

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import may_see_place
from movements.actor import Actor
from movements.places import place_facts
from movements.told_after import SOON, told_after

WINDOW = 92
"""So many days back, about a term, unless another number is asked for."""
COLUMNS = ("place", "name", "told", "ahead", "soon", "late", "usually", "longest")


class LateShown(BaseModel):
    """What one place told of. `usually` (the median) and `longest` are school days after the event.

    `ahead` were told by the day itself, `soon` within five school days, `late` after that.
    """

    place: str
    name: str
    own: bool
    told: int
    ahead: int
    soon: int
    late: int
    usually: float
    longest: int

    def cells(self) -> list[object]:
        """The line as a row of a file."""
        return [getattr(self, name) for name in COLUMNS]


class ToldLate(BaseModel):
    """How soon places told of movements: `late` says what counts as told late."""

    on: date
    since: date
    synthetic: bool
    late: str
    total: int
    items: list[LateShown]


def told_late(
    session: Session, on: date, by: Actor, *, days: int = WINDOW, keeper: bool = False
) -> ToldLate:
    """The places an actor may see: its own first, then those that told most late.

    `keeper`: every place, for who keeps the register's file: the command line.
    """
    since, places = on - timedelta(days=days - 1), place_facts(session)
    mine = None if keeper else {p for p, facts in places.items() if may_see_place(facts, by)}
    items = [
        LateShown(**vars(one), name=places[one.place].name, own=one.place in by.places)
        for one in told_after(session, since, on, mine)
    ]
    items.sort(key=lambda one: (not one.own, -one.late, one.name))
    synthetic, late = holds_synthetic(session), SOON.words()
    return ToldLate(
        on=on, since=since, synthetic=synthetic, late=late, total=len(items), items=items
    )
