"""What the lists of pupils share: whose they are, the words of each, and pages of a few."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from flask import g, request
from sqlmodel import Session

from apregister.as_left import few
from apregister.paper_words import full_name
from apregister.sight import Shown, in_list, is_handed, may_list, pupils_of
from apregister.web.shell import actor
from apregister.web.sighted import FORMER
from movements.actor import Actor
from movements.places import PlaceFacts, place_facts
from movements.ready import once
from movements.record import today
from movements.scope import may_see
from movements.standing import Standing

PAGE = 25
HANDED = "A child handed over to you"
Row = TypeVar("Row")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Listed:
    """The pupils an actor may see today, some of them wholly; the places to name them with."""

    by: Actor
    seen: Mapping[str, Standing]
    wholly: frozenset[str]
    places: Mapping[str, PlaceFacts]

    @property
    def asked(self) -> list[str] | None:
        """The pupils to ask for; None (every pupil) where they are too many to name."""
        return few(self.seen, self.by)

    def whole(self, pupil: str) -> bool:
        """Whether the actor may see all of a pupil, and not a former place's part only."""
        return pupil in self.wholly

    def shows(self, pupil: str, place: str | None, entry: int = 0) -> bool:
        """Whether what a place owes for a pupil, since an entry, is for this actor to see."""
        if pupil in self.wholly:
            return True
        return pupil in self.seen and may_list(self.seen[pupil], self.by, place, entry)

    def name(self, pupil: str) -> str:
        """The pupil's name; only that there is one, to a former place or before a hand-over."""
        if self.whole(pupil):
            return full_name(self.seen[pupil].details)
        return HANDED if is_handed(self.seen[pupil], self.by) else FORMER

    def place(self, pupil: str, place: str | None) -> str:
        """A place's name as it may stand beside this pupil."""
        return self.shown(pupil).name(place) if place else ""

    def shown(self, pupil: str) -> Shown:
        """How the pupil's places may be named in a list."""
        return in_list(self.seen[pupil], self.by, self.places)


def listed_of(session: Session) -> Listed:
    """What the lists of whoever is signed in need; read once a request, for it takes a while."""
    if "listed" not in g:
        by = actor()
        g.listed = Listed(by, *for_all_like(session, by, "listed", lambda: _listed(session, by)))
    return cast(Listed, g.listed)


def _listed(
    session: Session, by: Actor
) -> tuple[Mapping[str, Standing], frozenset[str], Mapping[str, PlaceFacts]]:
    seen = pupils_of(session, by, today())
    wholly = frozenset(pupil for pupil, one in seen.items() if may_see(one, by) == "all")
    return seen, wholly, place_facts(session)


def for_all_like(session: Session, by: Actor, what: str, work_out: Callable[[], Found]) -> Found:
    """What is worked out for an actor: for everyone of a role in an authority once.

    It must be made of the register alone. A place's is of few pupils, and made anew.
    """
    if by.places:
        return work_out()
    return once(session, today(), (what, by.role, by.authority), work_out)


@dataclass(frozen=True)
class Part(Generic[Row]):
    """One page of a list: its rows, how many there are in all, and the pages beside it."""

    rows: Sequence[Row]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.last else None


def part_of(rows: Sequence[Row]) -> Part[Row]:
    """The page of a list that the address asks for."""
    last = max(1, -(-len(rows) // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return Part(rows[(number - 1) * PAGE : number * PAGE], len(rows), number)


def asked_of(*names: str) -> dict[str, str]:
    """The filters of the address that are given."""
    return {name: value for name in names if (value := request.args.get(name, ""))}


def chosen(name: str, allowed: Sequence[str]) -> str:
    """A filter of the address; empty for none, or for one that is not offered."""
    asked = request.args.get(name, "")
    return asked if asked in allowed else ""
