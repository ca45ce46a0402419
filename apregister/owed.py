"""What is owed, as every door lists it: clocks, and exceptions of the ledger."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from sqlmodel import Session

from apregister.as_left import clocks_about, questions_about, spells_about
from apregister.auth.permissions import may
from apregister.invented import holds_synthetic
from apregister.rulebook import every_clock
from apregister.sight import Shown, in_list, may_list, pupils_of, standings_seen
from apregister.told import ItemsShown
from fair_access.cases import case_clocks, cases_for
from movements.actor import Actor
from movements.clock import Owner
from movements.due import OPEN_STATES, DueItem, due
from movements.due_releases import due_of_releases
from movements.due_settings import due_of_settings
from movements.exceptions import CROSS_CHECKS, EXCEPTIONS
from movements.ledger import OutOfSight, ledger
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today
from movements.scope import may_see
from movements.spells import OutOfSightSpell, spells
from movements.standing import Standing

LONGEST = timedelta(days=3653)

Item = TypeVar("Item", DueItem, OutOfSight, OutOfSightSpell)
Question = TypeVar("Question", OutOfSight, OutOfSightSpell)
Tell = Callable[[Item, Shown], dict[str, Any]]
"""What is told of an item as JSON, given how its pupil's places may be shown."""


class Wanted(NamedTuple):
    """Which clocks are asked for; what is empty asks for any. `due_by`: due on that day or before.

    `owner_role` is a role (`school`), `place` the id of the place concerned.
    """

    state: str = ""
    owner_role: str = ""
    clock: str = ""
    place: str = ""
    due_by: date | None = None

    def fits(self, item: DueItem) -> bool:
        """Whether a clock is asked for; a place that is withheld is for the caller to mind."""
        return (
            self.state in ("", item.state)
            and self.owner_role in ("", item.owner)
            and self.clock in ("", item.clock.id)
            and self.place in ("", item.concerned)
            and (self.due_by is None or item.due <= self.due_by)
        )


@dataclass(frozen=True)
class Owed(Generic[Item]):
    """A list on a day, and the standings of its pupils that say what may be shown of each."""

    on: date
    by: Actor
    synthetic: bool
    items: list[Item]
    seen: Mapping[str, Standing]

    def shown(self, pupil: str | None, places: Mapping[str, PlaceFacts] | None = None) -> Shown:
        """How the pupil's places may be named; a protected child's, or a stranger's, not at all.

        What is about no pupil (None) withholds nothing.
        """
        if pupil is None or pupil not in self.seen:
            return Shown(self.by, places or {}, withheld=pupil is not None)
        return in_list(self.seen[pupil], self.by, places or {})

    def only(self: "Owed[Question]", question: str | None) -> "Owed[Question]":
        """The same list without the other questions; as it is where none is given."""
        return replace(self, items=[i for i in self.items if question in (None, i.cause)])

    def asked(self: "Owed[DueItem]", wanted: Wanted) -> "Owed[DueItem]":
        """The clocks asked for alone; no clock of a place that may not be named beside the pupil.

        Else asking place by place would tell where a protected child is.
        """
        found = [item for item in self.items if wanted.fits(item)]
        if wanted.place:
            found = [item for item in found if self.shown(item.pupil).place(wanted.place)]
        return replace(self, items=found)

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
    """The clocks running and missed of all that an actor may see, soonest due first.

    Of pupils, of cases and of settings. `keeper`: of every one, for who keeps the register's file:
    the command line.
    """
    if keeper:
        found = [
            *due(session, on),
            *due_of_settings(session, on),
            *due_of_releases(session, on),
            *case_clocks(session, None, today(), on=on),
        ]
        seen = _standings(session, found, on)
    else:
        seen = pupils_of(session, by, on)
        found = [i for i in clocks_about(session, on, seen, by) if i.pupil in seen]
        found = [i for i in found if may_list(seen[str(i.pupil)], by, i.concerned, i.entry)]
        found += [*settings_owed(session, on, by, seen), *_of_cases(session, on, by)]
    found.sort(key=lambda item: (item.due, item.entry))
    return Owed(on, by, holds_synthetic(session), found, seen)


def settings_owed(
    session: Session, on: date, by: Actor, seen: Mapping[str, Standing]
) -> list[DueItem]:
    """The clocks of the settings that an actor answers for, or has a child at.

    A setting its own; an authority those in its area and those with a child of its own, protected
    ones apart: a list is not to tell where such a child is. A school those where it has placed one.
    Those of a scorecard only the setting and its authority.
    """
    theirs = {
        placed.place
        for standing in seen.values()
        for placed in standing.provision
        if (placed.by in by.places if by.places else not standing.protected)
    }
    found = [i for i in due_of_settings(session, on) if i.place in theirs or _answers(by, i)]
    return found + [item for item in due_of_releases(session, on) if _answers(by, item)]


def _answers(by: Actor, item: DueItem) -> bool:
    """Whether an actor answers for the setting of a clock."""
    if by.places:
        return item.place in by.places
    return by.authority is not None and item.authority == by.authority


def exceptions_owed(
    session: Session,
    on: date,
    by: Actor,
    *,
    keeper: bool = False,
    answered: bool = False,
    as_known_on: date | None = None,
) -> Owed[OutOfSight]:
    """The exceptions of the ledger that an actor is to see, or a keeper: every one, longest first.

    With `answered`, those whose answer holds as well. Asked as the register was known on a day, but
    of whom the actor may see by what is known now.
    """
    if keeper:
        found = ledger(session, on, answered=answered, as_known_on=as_known_on)
        seen = _standings(session, found, on)
    else:
        seen = pupils_of(session, by, on)
        found = questions_about(session, on, seen, by, answered=answered, as_known_on=as_known_on)
        found = [item for item in found if is_asked(item, seen, by)]
    return Owed(on, by, holds_synthetic(session), found, seen)


def cross_checks_owed(
    session: Session, on: date, by: Actor, *, keeper: bool = False, answered: bool = False
) -> Owed[OutOfSight]:
    """What the cross-checks of marks find: one's own first, then by number, longest first.

    A place sees what it is asked, and what others are asked about its marks of a pupil of its own.
    """
    if keeper:
        found = ledger(session, on, answered=answered, among=CROSS_CHECKS)
        seen = _standings(session, found, on)
    else:
        seen = pupils_of(session, by, on)
        found = questions_about(session, on, seen, by, answered=answered, among=CROSS_CHECKS)
        found = [item for item in found if is_checked(item, seen, by)]
    found.sort(key=lambda item: (item.owner not in by.places, item.exception.number, item.since))
    return Owed(on, by, holds_synthetic(session), found, seen)


def is_checked(item: OutOfSight, seen: Mapping[str, Standing], by: Actor) -> bool:
    """Whether an actor is to see what a cross-check found: also beside the place that is asked."""
    if is_asked(item, seen, by):
        return True
    concerned = not by.places.isdisjoint(item.places)
    return concerned and item.pupil in seen and may_see(seen[item.pupil], by) == "all"


def check_question(question: str | None, among: Iterable[str] = EXCEPTIONS) -> None:
    """Raises Refused for a name that is none of these questions: "none found" would mislead."""
    problem = _unknown("question", question, among)
    if problem:
        raise Refused([problem])


def check_wanted(wanted: Wanted) -> None:
    """Raises Refused for a state, an owner or a clock that there is not, as for a question."""
    clocks = (told.clock.id for told in every_clock())
    found = (
        _unknown("state", wanted.state or None, sorted(OPEN_STATES)),
        _unknown("owner_role", wanted.owner_role or None, get_args(Owner)),
        _unknown("clock", wanted.clock or None, clocks),
    )
    problems = [problem for problem in found if problem]
    if problems:
        raise Refused(problems)


def _unknown(field: str, asked: str | None, among: Iterable[str]) -> Problem | None:
    known = list(among)
    if asked is None or asked in known:
        return None
    words = f'"{asked}" is no {field.replace("_", " ")} of this list: one of {", ".join(known)}.'
    return Problem(field, f"unknown_{field}", words)


def check_range(first: date, last: date) -> None:
    """Raises Refused for a range that ends before it begins, or is of more than ten years."""
    if not timedelta(0) <= last - first <= LONGEST:
        words = "Give a range of days that ends after it begins, of ten years at most."
        raise Refused([Problem("from", "out_of_range", words)])


def spells_owed(
    session: Session, first: date, last: date, by: Actor, *, keeper: bool = False
) -> Owed[OutOfSightSpell]:
    """The spells out of sight in a range that an actor is to see, or a keeper: every one.

    Raises Refused for a range that ends before it begins, or is of more than ten years.
    """
    check_range(first, last)
    if keeper:
        found = spells(session, first, last)
        seen = _standings(session, found, last)
    else:
        seen = pupils_of(session, by, last)
        found = spells_about(session, first, last, seen, by)
        found = [spell for spell in found if is_asked(spell, seen, by)]
    return Owed(last, by, holds_synthetic(session), found, seen)


def is_asked(item: OutOfSight | OutOfSightSpell, seen: Mapping[str, Standing], by: Actor) -> bool:
    """Whether an actor is to see a question: the authority every one, a place those it owns.

    A place that the pupil has left is asked of its own time alone: no other place is in it.
    """
    if item.pupil not in seen:
        return False
    whole = may_see(seen[item.pupil], by) == "all"
    if not by.places:
        return whole
    return item.owner in by.places and (whole or by.places.issuperset(item.places))


def _standings(session: Session, items: Iterable[Item], on: date) -> Mapping[str, Standing]:
    return standings_seen(session, {item.pupil for item in items if item.pupil is not None}, on)


def _of_cases(session: Session, on: date, by: Actor) -> list[DueItem]:
    if not may(by.role, "see_case"):
        return []
    found = cases_for(session, by, None, today(), on)
    return [clock for case in found for clock in case.clocks if clock.state in OPEN_STATES]
