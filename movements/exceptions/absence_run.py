"""A run of absence that goes on, longer than the authority lets it be without asking.

Or, of a child of school age, of marks besides that tell of no absence: that no attendance was due,
and by themselves never when one will be.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

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


def _find(view: View) -> Iterator[Found]:
    some, not_due = view.marks.with_days(_asked, 1), view.marks.with_mark(*NOT_DUE)
    for one in view.pupils:
        if one.standing.main_roll and (one.pupil in some or one.pupil in not_due):
            days, held = view.marks.union(one.pupil)
            every = [(WITHIN, "absent", runs(days, held, _asked))]
            if one.pupil in not_due:
                found = _runs_not_due(one, days, held, view)
                every.append((NOT_DUE_WITHIN, "absent or not due", found))
            yield from _first_asked(one, every, last_attended(days, held[np.newaxis])[0], view)


def _asked(held: Marks) -> Truth:
    found: Truth = is_absent(held) & ~has_mark(held, *KNOWN)
    return found


def _runs_not_due(one: PupilView, days: Sequence[date], held: Marks, view: View) -> list[Run]:
    """The runs of school days on which a child of school age was absent, or marked as not due.

    Study leave is for the exams of Year 11 and after them. D says that another place marks.
    """
    details = one.standing.details
    away = NOT_DUE[1:] if is_on_study_leave(details, view.on) else NOT_DUE
    not_due, told = has_mark(held, *away), (held != NO_MARK) & ~has_mark(held, "D")
    counts, here = np.any(told, axis=1), np.any(told & ~not_due & ~_asked(held), axis=1)
    marked = np.flatnonzero(np.any(not_due, axis=1))
    ends = here[counts][-1:].any()
    if ends or not len(marked) or not of_school_age(details, view.on):
        return []
    calendar = view.days.of(one.standing.main_rolls[-1].place)
    counts &= np.array([calendar.is_school_day(day) for day in days], dtype=np.bool_)
    last = days[marked[-1]]
    return [run for run in stretches(days, counts & ~here, counts) if run.first <= last]


def _first_asked(
    one: PupilView,
    every: Iterable[tuple[str, str, Sequence[Run]]],
    attended: date | None,
    view: View,
) -> Iterator[Found]:
    """The first run, the last of those of a rule, that goes on for its days with nobody seen."""
    for rule, what, found in every:
        for run in found[-1:]:
            (least,) = view.local.of(one.standing.answering, rule, view.on).values
            contact = last_contact(attended, one.standing, view.on)
            if run.goes_on and run.days >= least and not _seen(one, contact, least, view):
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
    "days of absence unless it says otherwise, ten where some are marked as not due: S, X, Z, # or "
    "that the pupil was unable to attend). Has somebody seen the child?",
    owner="school",
    next_step="See or visit the child and record the contact, or send the marks of sessions "
    "attended",
    basis=Basis("local", "A run of absence is asked about from the school day the authority sets"),
    find=_find,
)
