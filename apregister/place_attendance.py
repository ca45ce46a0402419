"""The attendance of a place's pupils, one by one and pooled, as one actor may see it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import numpy as np
from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.owed import check_range
from apregister.told_attendance import BASIS
from movements.absence import is_persistent, is_severe, is_short, pooled
from movements.actor import Actor
from movements.attendance import Counts, sessions
from movements.may_mark import to_mark_within
from movements.places import PlaceFacts
from movements.record import today
from movements.register import standings
from movements.scope import Sight, may_see
from movements.standing import Standing


class RateShown(BaseModel):
    """Sessions with the share attended, from 0 to 1; no rate where none was possible."""

    possible: int
    attended: int
    authorised: int
    unauthorised: int
    rate: float | None


class PupilRate(RateShown):
    """A pupil's sessions over every place; with sight \"own\", those at one's own places alone."""

    pupil: str
    sight: Literal["all", "own"]
    persistent: bool
    severe: bool
    short: bool


class PlaceAttendance(RateShown):
    """The pupils of a place between two days, the lowest rate first, and all of them together.

    `rate` is of all their sessions; `persistent` and `severe` count pupils. `withheld`: how many
    more there were whom this actor is not told of: protected children, but to the place itself, and
    those who have left the actor's scope.
    """

    on: date
    synthetic: bool
    place: str
    place_name: str
    first: date
    last: date
    persistent: int
    severe: int
    withheld: int
    basis: list[str]
    total: int
    items: list[PupilRate]

    def page(self, limit: int, after: int) -> "PlaceAttendance":
        """The same with so many of the pupils after so many."""
        return self.model_copy(update={"items": self.items[after : after + limit]})


def place_attendance(
    session: Session,
    place: PlaceFacts,
    by: Actor,
    between: tuple[date, date],
    *,
    keeper: bool = False,
) -> PlaceAttendance:
    """What the marks of those on a place's roll or placed there between two days come to.

    Each pupil's as the view of that pupil alone has it; no line says where else a child is.
    `keeper`: of every one, for who keeps the register's file, but for protected children. Raises
    Refused for a range that ends before it begins, or is of more than ten years.
    """
    check_range(*between)
    whose = to_mark_within(session, place.id, *between)
    now = standings(session, whose, today())
    sight = {pupil: _sight(now[pupil], place, by, keeper=keeper) for pupil in sorted(whose)}
    whole = [pupil for pupil, one in sight.items() if one == "all"]
    part = [pupil for pupil, one in sight.items() if one == "own"]
    counts = _beside(
        sessions(session, whole, *between).counts(),
        sessions(session, part, *between, places=by.places).counts(),
    )
    items = list(_rates([*whole, *part], sight, counts))
    together = pooled(counts)
    return PlaceAttendance(
        on=today(),
        synthetic=holds_synthetic(session),
        place=place.id,
        place_name=place.name,
        first=between[0],
        last=between[1],
        possible=together.possible,
        attended=together.attended,
        authorised=together.authorised,
        unauthorised=together.unauthorised,
        rate=None if together.rate is None else round(together.rate, 4),
        persistent=int(is_persistent(counts).sum()),
        severe=int(is_severe(counts).sum()),
        withheld=len(whose) - len(items),
        basis=[one.words() for one in BASIS],
        total=len(items),
        items=sorted(items, key=_lowest_first),
    )


def _sight(standing: Standing, place: PlaceFacts, by: Actor, *, keeper: bool) -> Sight:
    """Of protected children only the place itself is told: the list says that they are there."""
    if standing.protected and place.id not in by.places:
        return "none"
    return "all" if keeper else may_see(standing, by)


def _beside(some: Counts, others: Counts) -> Counts:
    """The sessions of some pupils, then those of others."""
    names = ("possible", "attended", "authorised", "unauthorised")
    pairs = ((getattr(some, name), getattr(others, name)) for name in names)
    return Counts(*(np.concatenate(pair) for pair in pairs))


def _rates(
    pupils: Sequence[str], sight: Mapping[str, Sight], counts: Counts
) -> Iterator[PupilRate]:
    tests = (is_persistent(counts), is_severe(counts), is_short(counts), counts.rate)
    columns = (counts.possible, counts.attended, counts.authorised, counts.unauthorised, *tests)
    for pupil, *told in zip(pupils, *(column.tolist() for column in columns), strict=True):
        possible, attended, authorised, unauthorised, persistent, severe, short, rate = told
        yield PupilRate(
            pupil=pupil,
            sight="own" if sight[pupil] == "own" else "all",
            possible=possible,
            attended=attended,
            authorised=authorised,
            unauthorised=unauthorised,
            rate=round(rate, 4) if possible else None,
            persistent=persistent,
            severe=severe,
            short=short,
        )


def _lowest_first(one: PupilRate) -> tuple[float, str]:
    """Those without a rate last."""
    return (2.0 if one.rate is None else one.rate, one.pupil)
