"""What every child's entries come to today, kept in a process between readings.

A list of many children would fold them all each time. This is never shown stale: it says up to
which entry it was made, and what else it rests on; children told of since are folded on reading,
and where anything else has changed, or the day, all is made anew.
"""

from bisect import insort
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from sqlmodel import Session, col, func, select

from movements.append_only import REDACTION
from movements.batches import batches
from movements.due import OPEN_STATES, DueItem, Watch, soonest, watch_on
from movements.due_marks import due_of_marks
from movements.entry import EntryRow
from movements.held_marks import rolls
from movements.ledger import OutOfSight, Together, asked_apart
from movements.linked import ever_linked, links
from movements.local_rules import KIND as LOCAL_RULE
from movements.marks import SchoolDay
from movements.not_in_file import NotInFile, not_in_file
from movements.people_and_places import PlaceVersion, Pupil, TermDate
from movements.recent_marks import recent_marks
from movements.record import today
from movements.register import READY
from movements.standing import Standing
from movements.sweep import History, Views, folded_parts

Found = TypeVar("Found")

FEW = 5_000
"""Clocks that are sooner put in their places one by one than sorted with all the others."""

LeftOut = Mapping[str, Sequence[NotInFile]]


class Child(NamedTuple):
    """What one child's entries come to: the standing, the open clocks, the questions asked.

    `counted`: whether some question counts the child together with others.
    """

    standing: Standing
    clocks: tuple[DueItem, ...]
    questions: tuple[OutOfSight, ...]
    counted: bool


class RestsOn(NamedTuple):
    """What all of it rests on besides entries of pupils, rolls received and marks."""

    on: date
    places: int
    term_dates: int
    local_rules: int
    redactions: int


class Known(NamedTuple):
    """Every child, as told up to an entry, which its leaf identifies, and a stored day of marks."""

    rests_on: RestsOn
    upto: int
    leaf: bytes
    days: int
    left_out: LeftOut
    children: Mapping[str, Child]
    together: Sequence[OutOfSight]


class Ready:
    """What one process keeps of one register; put under `READY` into a session that only reads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: Known | None = None
        self._in_turn: tuple[Known, list[DueItem]] | None = None
        self._worked_out: tuple[Known, dict[Hashable, Any]] | None = None

    @property
    def upto(self) -> int:
        """The entry as far as which it is made; 0 where it is not."""
        return self._known.upto if self._known else 0

    def standings(
        self, session: Session, pupil_ids: Iterable[str] | None, on: date
    ) -> Mapping[str, Standing] | None:
        """Standings at the end of a day, by the record kept; None where they are not kept."""
        known = self.known(session, on, anew=pupil_ids is None)
        if known is None:
            return None
        return {pupil: one.standing for pupil, one in _asked_for(session, known, pupil_ids)}

    def clocks(
        self, session: Session, pupil_ids: Iterable[str] | None, on: date
    ) -> Iterator[DueItem] | None:
        """The clocks running and missed on a day; None where they are not kept.

        Every pupil's come soonest due first, in an order that is kept: it takes longer than the
        rest of a list does.
        """
        known = self.known(session, on, anew=pupil_ids is None)
        if known is None:
            return None
        if pupil_ids is None:
            kept = self._in_turn
            if kept is None or kept[0] is not known:
                kept = self._in_turn = known, _in_turn(known, kept)
            return iter(kept[1])
        return (i for _, one in _asked_for(session, known, pupil_ids) for i in one.clocks)

    def questions(
        self, session: Session, pupil_ids: Iterable[str] | None, on: date
    ) -> list[OutOfSight] | None:
        """The exceptions of the ledger on a day, answered or not; None where they are not kept."""
        known = self.known(session, on, anew=pupil_ids is None)
        if known is None:
            return None
        asked = _asked_for(session, known, pupil_ids)
        together = known.together if pupil_ids is None else ()
        return [*(item for _, one in asked for item in one.questions), *together]

    def once(
        self, session: Session, on: date, what: Hashable, work_out: Callable[[], Found]
    ) -> Found:
        """What is worked out of every child, under a name: once for as long as they stand so."""
        known = self.known(session, on, anew=True)
        if known is None:
            return work_out()
        kept = self._worked_out
        if kept is None or kept[0] is not known:
            kept = self._worked_out = known, {}
        found = kept[1]
        if what not in found:
            found[what] = work_out()
        return cast(Found, found[what])

    def known(self, session: Session, on: date, *, anew: bool) -> Known | None:
        """Every child as they stand in a session's view of the register.

        None for another day than today, or where it cannot be brought up to that view. With `anew`
        it is made where it was not yet, which takes as long as folding every child does.
        """
        # One who asks of a few does not wait for another who makes it, nor for itself.
        if on != today() or not self._lock.acquire(blocking=anew):
            return None
        try:
            known = self._brought_up(session, on, anew=anew)
        finally:
            self._lock.release()
        return known

    def _brought_up(self, session: Session, on: date, *, anew: bool) -> Known | None:
        rests_on, upto = _rests_on(session, on), _newest(session)
        known = self._known
        if known is not None and upto < known.upto:
            return None
        if known is None or known.rests_on != rests_on or known.leaf != _leaf(session, known.upto):
            self._known = None
            known = _made(session, rests_on, upto) if anew else None
        elif upto > known.upto:
            known = _with_what_is_new(session, known, upto)
        self._known = known or self._known
        return known


def once(session: Session, on: date, what: Hashable, work_out: Callable[[], Found]) -> Found:
    """What is worked out of every child, and of nothing but the register: kept where they are."""
    kept: Ready | None = session.info.get(READY)
    return kept.once(session, on, what, work_out) if kept else work_out()


def _made(session: Session, rests_on: RestsOn, upto: int) -> Known:
    left_out, together = not_in_file(session, rests_on.on), Together()
    children = _swept(session, rests_on.on, None, left_out, together)
    asked, days = tuple(together.asked()), _newest_day(session)
    return Known(rests_on, upto, _leaf(session, upto), days, left_out, children, asked)


def _with_what_is_new(session: Session, known: Known, upto: int) -> Known:
    """As known, with the children of whom something was told since, or whom rolls leave out now."""
    on, leaf, days = known.rests_on.on, _leaf(session, upto), _newest_day(session)
    since = select(EntryRow.pupil_id).where(col(EntryRow.number) > known.upto).distinct()
    told = {pupil for pupil in session.exec(since) if pupil is not None}
    told |= _marked(session, known)
    left_out = not_in_file(session, on)
    told |= {p for p, missing in left_out.items() if known.left_out.get(p) != missing}
    told |= known.left_out.keys() - left_out.keys()
    records = ever_linked(session, told)
    fresh = _swept(session, on, records, left_out, Together())
    before = [one for record in records if (one := known.children.get(record))]
    rest = {pupil: one for pupil, one in known.children.items() if pupil not in records}
    children = {**rest, **fresh}
    together = known.together
    if any(one.counted for one in (*before, *fresh.values())):
        together = _together(session, on, children, left_out)
    return Known(known.rests_on, upto, leaf, days, left_out, children, together)


def _marked(session: Session, known: Known) -> set[str]:
    """Those marked on the days stored since, and those who are or were at the places they are of.

    A child may be asked about because such a place has no mark of the child.
    """
    stored = select(SchoolDay.place_id, SchoolDay.roll_id).where(col(SchoolDay.number) > known.days)
    pairs = set(session.exec(stored))
    if not pairs:
        return set()
    places = {place for place, _ in pairs}
    found = {p for p, one in known.children.items() if places & _places(one.standing)}
    on_rolls = rolls(session, (roll for _, roll in pairs)).values()
    for some in batches(seq for roll in on_rolls for seq in roll.tolist()):
        found |= {*session.exec(select(Pupil.id).where(col(Pupil.seq).in_(some)))}
    return found


def _in_turn(known: Known, before: tuple[Known, list[DueItem]] | None) -> list[DueItem]:
    """Every clock, soonest due first: those of children told of since put among those in order."""
    then, in_order = before if before else (None, [])
    held = then.children if then else {}
    told = {p for p, one in known.children.items() if held.get(p) is not one}
    fresh = [i for pupil in told for i in known.children[pupil].clocks]
    told |= held.keys() - known.children.keys()
    kept = [item for item in in_order if item.pupil not in told]
    if len(fresh) > FEW:
        return sorted([*kept, *fresh], key=soonest)
    for item in fresh:
        insort(kept, item, key=soonest)
    return kept


def _places(standing: Standing) -> set[str | None]:
    """The places where a child is or was on roll or placed."""
    rolls_on = {roll.place for roll in standing.rolls}
    away = {placed.place for placed in standing.provision}
    return rolls_on | away | {spell.place for spell in standing.former}


def _together(
    session: Session, on: date, children: Mapping[str, Child], left_out: LeftOut
) -> tuple[OutOfSight, ...]:
    counted = [pupil for pupil, one in children.items() if one.counted]
    views, together = Views(session, on, left_out=left_out), Together()
    for part in folded_parts(session, counted):
        together.take(views.of(part))
    return tuple(together.asked())


def _swept(
    session: Session,
    on: date,
    pupils: Collection[str] | None,
    left_out: LeftOut,
    together: Together,
) -> dict[str, Child]:
    """The children asked for (every one when None), each read and folded once."""
    marks = recent_marks(session, on, pupil_ids=pupils)
    views = Views(session, on, left_out=left_out, marks=marks)
    watch = watch_on(session, on, states=OPEN_STATES)
    of_marks: dict[str, list[DueItem]] = {}
    for marked in due_of_marks(session, on, watch.days, watch.local, pupil_ids=pupils):
        of_marks.setdefault(str(marked.pupil), []).append(marked)
    children: dict[str, Child] = {}
    for part in folded_parts(session, pupils):
        view = views.of(part)
        counted = together.take(view)
        questions: dict[str, list[OutOfSight]] = {}
        for item in asked_apart(view):
            questions.setdefault(item.pupil, []).append(item)
        standing = {one.pupil: one.standing for one in view.pupils}
        for one in part:
            children[one.pupil] = Child(
                standing.get(one.pupil, Standing()),
                tuple(i for i in _clocks(one, watch, of_marks) if i.state in OPEN_STATES),
                tuple(questions.get(one.pupil, ())),
                one.pupil in counted,
            )
    return children


def _clocks(
    one: History, watch: Watch, of_marks: Mapping[str, Iterable[DueItem]]
) -> Iterator[DueItem]:
    yield from watch.clocks_of(one)
    yield from of_marks.get(one.pupil, ())


def _asked_for(
    session: Session, known: Known, pupil_ids: Iterable[str] | None
) -> Iterator[tuple[str, Child]]:
    if pupil_ids is None:
        return iter(sorted(known.children.items()))
    asked = sorted(links(session).each_once(pupil_ids))
    return ((pupil, known.children[pupil]) for pupil in asked if pupil in known.children)


def _rests_on(session: Session, on: date) -> RestsOn:
    places = session.exec(select(func.max(PlaceVersion.number))).one() or 0
    term_dates = session.exec(select(func.max(TermDate.number))).one() or 0
    told = (_newest(session, kind) for kind in (LOCAL_RULE, REDACTION))
    return RestsOn(on, places, term_dates, *told)


def _newest(session: Session, kind: str | None = None) -> int:
    query = select(func.max(EntryRow.number))
    return session.exec(query if kind is None else query.where(EntryRow.kind == kind)).one() or 0


def _newest_day(session: Session) -> int:
    return session.exec(select(func.max(SchoolDay.number))).one() or 0


def _leaf(session: Session, number: int) -> bytes:
    return session.exec(select(EntryRow.leaf).where(EntryRow.number == number)).first() or b""
