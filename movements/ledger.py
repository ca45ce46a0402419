"""No lost child: every exception on a day, each with its question, its owner and what is owed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from sqlmodel import Session

from movements.answers import Answer, answer_that_holds
from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View, owner_role
from movements.exceptions import EXCEPTIONS
from movements.left import Places
from movements.places import PlaceFacts
from movements.register import READY
from movements.sweep import view_as_left, views_of

EVERY = tuple(EXCEPTIONS.values())
_TURN = {id_: turn for turn, id_ in enumerate(EXCEPTIONS)}
TITLES: dict[str, str] = {id_: exception.title for id_, exception in EXCEPTIONS.items()}


@dataclass(frozen=True)
class OutOfSight:
    """An exception of the ledger: a pupil, a question and the facts it is asked on.

    `school_days` is its age on the day, by the calendar of the pupil's authority. `basis` is that
    of the school concerned, where the law is not that of every school. `answer` is the answer that
    holds on the day, where there is one.
    """

    pupil: str
    exception: LedgerException
    since: date
    school_days: int
    owner: str | None
    places: tuple[str, ...]
    facts: str
    entries: tuple[int, ...]
    assumed: bool
    basis: Basis
    answer: Answer | None = None
    about: str = ""

    @property
    def cause(self) -> str:
        """The id of the exception."""
        return self.exception.id

    @property
    def entry(self) -> int:
        """The entry that brought it about."""
        return self.entries[0]

    def as_dict(self) -> dict[str, object]:
        """The exception as the API and --json show it.

        `question` and `facts` are what an answer names.
        """
        return {
            "pupil": self.pupil,
            "cause": self.cause,
            "title": self.exception.title,
            "number": self.exception.number,
            "about": self.about or None,
            "since": self.since.isoformat(),
            "school_days": self.school_days,
            "owner": self.owner,
            "owner_role": owner_role(self.owner),
            "places": list(self.places),
            "next_step": self.exception.next_step,
            "entry": self.entry,
            "built_in_calendar": self.assumed,
            "question": self.cause,
            "facts": self.facts,
            "asks": self.exception.question,
            **self.basis.told(),
            "entries": list(self.entries),
            "answer": self.answer.as_dict() if self.answer else None,
        }


def ledger(
    session: Session,
    on: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    as_known_on: date | None = None,
    answered: bool = False,
    among: Collection[LedgerException] = EVERY,
) -> list[OutOfSight]:
    """The exceptions at the end of a day, longest first; with `answered`, those answered too.

    Of some pupils only, what several organisations' entries come to together is not asked. `among`
    which questions, where not all are wanted.
    """
    asked = None
    if as_known_on is None and READY in session.info:
        kept: ReadyQuestions = session.info[READY]
        asked = kept.questions(session, pupil_ids, on)
    if asked is None:
        views = views_of(session, on, pupil_ids=pupil_ids, as_known_on=as_known_on)
        asked = _exceptions(views, among, every_pupil=pupil_ids is None)
    return _sorted(asked, among, answered=answered)


def ledger_as_left(
    session: Session,
    pupil: str,
    on: date,
    left: Places,
    *,
    as_known_on: date | None = None,
    answered: bool = False,
    among: Collection[LedgerException] = EVERY,
) -> list[OutOfSight]:
    """The exceptions about one pupil, as places that the pupil has left know the pupil."""
    view = view_as_left(session, pupil, on, left, as_known_on)
    return _sorted(asked_apart(view, among), among, answered=answered)


def longest(item: OutOfSight) -> tuple[date, int, int, str]:
    """The order of every list of exceptions: longest first."""
    return item.since, item.entry, _TURN[item.cause], item.pupil


def _sorted(
    asked: Iterable[OutOfSight], among: Iterable[LedgerException], *, answered: bool
) -> list[OutOfSight]:
    wanted = {one.id for one in among}
    found = (i for i in asked if i.cause in wanted and (answered or i.answer is None))
    return sorted(found, key=longest)


class ReadyQuestions(Protocol):
    """What a process keeps of the ledger between readings."""

    def questions(
        self, session: Session, pupil_ids: Iterable[str] | None, on: date
    ) -> Iterable[OutOfSight] | None:
        """The exceptions on a day, answered or not; None where they are not kept."""


def _exceptions(
    views: Iterable[View], among: Iterable[LedgerException], *, every_pupil: bool
) -> Iterator[OutOfSight]:
    """What the exceptions find, answered or not; last what counts several pupils together."""
    together = Together(among)
    for view in views:
        yield from asked_apart(view, among)
        if every_pupil:
            together.take(view)
    yield from together.asked()


def asked_apart(view: View, among: Iterable[LedgerException] = EVERY) -> Iterator[OutOfSight]:
    """What the exceptions find that ask of one pupil at a time, answered or not."""
    for exception in among:
        if exception.together is None:
            yield from _found(exception, view)


class Together:
    """The pupils whom some exceptions count together, out of every view."""

    def __init__(self, among: Iterable[LedgerException] = EVERY) -> None:
        self._asked = [(one, one.together, list[PupilView]()) for one in among if one.together]
        self._last: View | None = None

    def take(self, view: View) -> set[str]:
        """Keep those of a view, if any; says which they are."""
        self._last, taken = view, set[str]()
        for _, counts, kept in self._asked:
            here = [one for one in view.pupils if counts(one, view)]
            taken |= {one.pupil for one in here}
            kept += here
        return taken

    def asked(self) -> Iterator[OutOfSight]:
        """What those exceptions find, now that every view was taken."""
        for exception, _, kept in self._asked:
            if self._last is not None and kept:
                yield from _found(exception, replace(self._last, pupils=kept))


def _found(exception: LedgerException, view: View) -> Iterator[OutOfSight]:
    pupils = {one.pupil: one for one in view.pupils}
    for found in exception.find(view):
        basis = exception.basis_of(found)
        if basis is not None and found.is_asked(view.on):
            yield _item(exception, basis, found, pupils[found.pupil], view)


def _item(
    exception: LedgerException, basis: Basis, found: Found, one: PupilView, view: View
) -> OutOfSight:
    calendar, facts = view.calendar(one), exception.digest(found, one)
    return OutOfSight(
        pupil=found.pupil,
        exception=exception,
        since=found.since,
        school_days=calendar.count(found.since, view.on),
        owner=found.owner,
        places=found.places,
        facts=facts,
        entries=found.entries,
        assumed=calendar.assumed_between(found.since, view.on),
        basis=basis,
        answer=answer_that_holds(view, one, exception, found, facts),
        about=found.about,
    )


def owner_name(owner: str | None, places: Mapping[str, PlaceFacts]) -> str:
    """The owner in words: an authority's code or a place's name."""
    if owner is None:
        return "nobody yet"
    if owner.startswith("la:"):
        return f"authority {owner[3:]}"
    return places[owner].name if owner in places else owner
