"""A run of absence that goes on, longer than the authority lets it be without asking.

Or, of a child of school age, of marks besides that tell of no absence, and by themselves never when
it ends: that no attendance was due, or that somebody else had the pupil for the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from movements.basis import Basis
from movements.counted import counted
from movements.exception import Found, LedgerException, PupilView, View
from movements.last_seen import LastContact, last_contact
from movements.mark_window import has_mark
from movements.marks import NO_MARK, Marks, Truth
from movements.runs import Run, is_absent, last_attended, runs, stretches
from movements.school_age import is_on_study_leave, of_school_age

WITHIN = "absence_run_days"
"""The local rule: school days absent on end from which somebody asks."""
NOT_DUE_WITHIN = "not_due_run_days"
"""The local rule: school days on end without attendance, where some were marked as not due."""
KNOWN = ("C2", "E", "S")
"""Absences whose reason says where the pupil is, and which other questions ask about."""
NOT_DUE = ("S", "X", "Q", "Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z", "#")
"""Marks that say that no attendance was due: study leave, not on roll, closed, kept away."""
OUT = ("P", "V", "W", "J")
"""Marks that count as attended, of days out: at sport, on a visit, at work, at an interview."""
FEWEST, LATELY = 2, 20
"""So many days with such marks, of the last told of, are in a run not of absence alone."""


def _find(view: View) -> Iterator[Found]:
    absent, away = view.marks.with_days(_asked, 1), view.marks.with_days(_away, FEWEST, LATELY)
    for one in view.pupils:
        if one.standing.main_roll and (one.pupil in absent or one.pupil in away):
            days, held = view.marks.union(one.pupil)
            every = [_Runs(WITHIN, "absent", runs(days, held, _asked), held)]
            if one.pupil in away:
                every.append(_runs_away(one, days, held, view))
            yield from _first_asked(one, every, days, view)


def _asked(held: Marks) -> Truth:
    found: Truth = is_absent(held) & ~has_mark(held, *KNOWN)
    return found


def _away(held: Marks) -> Truth:
    return has_mark(held, *NOT_DUE, *OUT)


class _Runs(NamedTuple):
    """Runs by the local rule that tells their length, and the marks by which a child was seen."""

    rule: str
    what: str
    runs: Sequence[Run]
    seen: Marks


def _runs_away(one: PupilView, days: Sequence[date], held: Marks, view: View) -> _Runs:
    """Of school days on which a child of school age was absent, not due or out throughout.

    Study leave is for the exams of Year 11 and after them. D says that another place marks.
    """
    away = _away(held)
    if is_on_study_leave(one.standing.details, view.on):
        away &= ~has_mark(held, "S")
    told = (held != NO_MARK) & ~has_mark(held, "D")
    here, found = np.any(told & ~away & ~_asked(held), axis=1), list[Run]()
    counts, marked = np.any(told, axis=1), np.flatnonzero(np.any(away, axis=1))
    goes_on = len(marked) and not here[counts][-1:].any()
    if goes_on and of_school_age(one.standing.details, view.on):
        calendar = view.days.of(one.standing.main_rolls[-1].place)
        counts &= np.array([calendar.is_school_day(day) for day in days], dtype=np.bool_)
        every = stretches(days, counts & ~here, counts)
        found = [run for run in every if run.first <= days[marked[-1]]]
    out = has_mark(held, *OUT)
    return _Runs(NOT_DUE_WITHIN, "absent, not due or out", found, held * ~out)


def _first_asked(
    one: PupilView, every: Iterable[_Runs], days: Sequence[date], view: View
) -> Iterator[Found]:
    """The first run, the last of those of a rule, that goes on for its days with nobody seen."""
    for rule, what, found, seen in every:
        (least,) = view.local.of(one.standing.answering, rule, view.on).values
        for run in found[-1:]:
            if run.goes_on and run.days >= least:
                attended = last_attended(days, seen[np.newaxis])[0]
                contact = last_contact(attended, one.standing, view.on)
                if not _seen(one, contact, least, view):
                    yield _found(one, run, what, contact, view)
                    return


def _seen(one: PupilView, contact: LastContact | None, least: int, view: View) -> bool:
    """Whether somebody has seen the child within the days that a run may last unasked."""
    return contact is not None and view.calendar(one).count(contact.on, view.on) < least


def _found(one: PupilView, run: Run, what: str, contact: LastContact | None, view: View) -> Found:
    school = one.standing.main_rolls[-1].place
    seen = f"last seen on {contact.on:%-d %B %Y}" if contact else "not seen in the time looked at"
    return Found(
        pupil=one.pupil,
        since=run.first,
        owner=school,
        places=(school,),
        facts={
            "place": school,
            "from": run.first,
            "week": run.last - timedelta(days=run.last.weekday()),
        },
        entries=(view.marks.told_by(one.pupil, run.first),),
        about=f"{counted(run.days, 'school day')} {what}; {seen}",
    )


ABSENCE_RUN = LedgerException(
    id="absence_run",
    title="Absent for days on end",
    question="The pupil has attended no session for longer than the authority has set (five school "
    "days of absence unless it says otherwise, ten where some are marked S, X, Z, #, Q, Y, P, V or "
    "W). Has somebody seen the child?",
    owner="school",
    next_step="See or visit the child and record the contact, or send the marks of sessions "
    "attended",
    basis=Basis("local", "A run of absence is asked about from the school day the authority sets"),
    find=_find,
)
