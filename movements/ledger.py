"""No lost child: every exception on a day, each with its question, its owner and what is owed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from movements.answers import Answer, answer_that_holds
from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View, owner_role
from movements.exceptions import EXCEPTIONS
from movements.places import PlaceFacts
from movements.sweep import views_of

TOGETHER = {one.id: one.together for one in EXCEPTIONS.values() if one.together is not None}
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
    among: Collection[LedgerException] = tuple(EXCEPTIONS.values()),
) -> list[OutOfSight]:
    """The exceptions at the end of a day, longest first; with `answered`, those answered too.

    Of some pupils only, what several organisations' entries come to together is not asked. `among`
    which questions, where not all are wanted.
    """
    views = views_of(session, on, pupil_ids=pupil_ids, as_known_on=as_known_on)
    asked = _exceptions(views, among, every_pupil=pupil_ids is None)
    found = (item for item in asked if answered or item.answer is None)
    return sorted(found, key=lambda item: (item.since, item.entry))


def _exceptions(
    views: Iterable[View], among: Iterable[LedgerException], *, every_pupil: bool
) -> Iterator[OutOfSight]:
    """What the exceptions find, answered or not; last what counts several pupils together."""
    wanted = [one for one in among if one.together is None]
    counted = [one.id for one in among if one.together is not None]
    together = {id_: list[PupilView]() for id_ in counted} if every_pupil else {}
    view = None
    for view in views:
        for exception in wanted:
            yield from _found(exception, view)
        for id_, kept in together.items():
            kept += (one for one in view.pupils if TOGETHER[id_](one, view))
    if view is not None:
        for id_, kept in together.items():
            yield from _found(EXCEPTIONS[id_], replace(view, pupils=kept))


def _found(exception: LedgerException, view: View) -> Iterator[OutOfSight]:
    pupils = {one.pupil: one for one in view.pupils}
    for found in exception.find(view):
        yield _item(exception, found, pupils[found.pupil], view)


def _item(exception: LedgerException, found: Found, one: PupilView, view: View) -> OutOfSight:
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
        basis=found.basis or exception.basis,
        answer=answer_that_holds(one, exception.id, facts, found.owner, view.on),
        about=found.about,
    )


def owner_name(owner: str | None, places: Mapping[str, PlaceFacts]) -> str:
    """The owner in words: an authority's code or a place's name."""
    if owner is None:
        return "nobody yet"
    if owner.startswith("la:"):
        return f"authority {owner[3:]}"
    return places[owner].name if owner in places else owner
