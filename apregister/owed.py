"""What is owed, as the API and the command line list it: clocks, and exceptions of the ledger."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from apregister.auth.permissions import may
from apregister.invented import holds_synthetic
from apregister.sight import Shown, few, may_list, pupils_of
from apregister.told import ItemsShown
from fair_access.cases import case_clocks, cases_for
from movements.actor import Actor
from movements.due import OPEN_STATES, DueItem, due
from movements.ledger import OutOfSight, ledger
from movements.places import PlaceFacts
from movements.register import standings
from movements.standing import Standing

Item = TypeVar("Item", DueItem, OutOfSight)
Tell = Callable[[Item, Shown], dict[str, Any]]
"""What is told of an item as JSON, given how its pupil's places may be shown."""


@dataclass(frozen=True)
class Owed(Generic[Item]):
    """A list on a day, and the standings of its pupils that say what may be shown of each."""

    on: date
    by: Actor
    synthetic: bool
    items: list[Item]
    seen: Mapping[str, Standing]

    def shown(self, pupil: str, places: Mapping[str, PlaceFacts] | None = None) -> Shown:
        """How the pupil's places may be named; a protected child's, or a stranger's, not at all."""
        withheld = pupil not in self.seen or self.seen[pupil].protected
        return Shown(self.by, places or {}, withheld)

    def told(self, tell: Tell[Item], limit: int | None = None, after: int = 0) -> ItemsShown:
        """The list as JSON, or so many of it after so many."""
        items = self.items[after : None if limit is None else after + limit]
        return ItemsShown.of(
            self.on,
            [tell(item, self.shown(item.pupil)) for item in items],
            len(self.items),
            synthetic=self.synthetic,
        )


def clocks_owed(session: Session, on: date, by: Actor, *, keeper: bool = False) -> Owed[DueItem]:
    """The clocks running and missed of the pupils and cases an actor may see, soonest due first.

    `keeper`: of every pupil and case, for who keeps the register's file: the command line.
    """
    if keeper:
        found = [*due(session, on), *case_clocks(session, None, on)]
        seen = _standings(session, found, on)
    else:
        seen = pupils_of(session, by, on)
        of_pupils = due(session, on, pupil_ids=few(seen, by))
        found = [i for i in of_pupils if i.pupil in seen and may_list(seen[i.pupil], by, i.place)]
        found += _of_cases(session, on, by)
    found.sort(key=lambda item: (item.due, item.entry))
    return Owed(on, by, holds_synthetic(session), found, seen)


def exceptions_owed(
    session: Session, on: date, by: Actor, *, keeper: bool = False
) -> Owed[OutOfSight]:
    """The exceptions of the ledger that an actor may see, or a keeper: every one, longest first."""
    if keeper:
        found = ledger(session, on)
        seen = _standings(session, found, on)
    else:
        seen = pupils_of(session, by, on)
        found = [i for i in ledger(session, on, pupil_ids=few(seen, by)) if i.pupil in seen]
    return Owed(on, by, holds_synthetic(session), found, seen)


def _standings(session: Session, items: Iterable[Item], on: date) -> Mapping[str, Standing]:
    return standings(session, {item.pupil for item in items}, on)


def _of_cases(session: Session, on: date, by: Actor) -> list[DueItem]:
    if not may(by.role, "see_case"):
        return []
    clocks = (case.clock for case in cases_for(session, by, None, on))
    return [clock for clock in clocks if clock and clock.state in OPEN_STATES]
