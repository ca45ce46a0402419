"""A run of absence that goes on, longer than the authority lets it be without asking."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from movements.basis import Basis
from movements.counted import counted
from movements.exception import Found, LedgerException, PupilView, View
from movements.last_seen import LastContact, last_contact
from movements.mark_window import has_mark
from movements.marks import Marks, Truth
from movements.runs import Run, is_absent, last_attended, runs

WITHIN = "absence_run_days"
"""The local rule: school days absent on end from which somebody asks."""
KNOWN = ("C2", "E", "S")
"""Absences whose reason says where the pupil is, and which other questions ask about."""


def _find(view: View) -> Iterator[Found]:
    some = view.marks.with_days(_asked, 1)
    for one in view.pupils:
        if one.pupil not in some or not one.standing.main_roll:
            continue
        days, held = view.marks.union(one.pupil)
        (least,) = view.local.of(one.standing.answering, WITHIN, view.on).values
        for run in runs(days, held, _asked)[-1:]:
            contact = last_contact(last_attended(days, held[np.newaxis])[0], one.standing, view.on)
            if run.goes_on and run.days >= least and not _seen(one, contact, least, view):
                yield _found(one, run, contact, view)


def _asked(held: Marks) -> Truth:
    found: Truth = is_absent(held) & ~has_mark(held, *KNOWN)
    return found


def _seen(one: PupilView, contact: LastContact | None, least: int, view: View) -> bool:
    """Whether somebody has seen the child within the days that a run may last unasked."""
    return contact is not None and view.calendar(one).count(contact.on, view.on) < least


def _found(one: PupilView, run: Run, contact: LastContact | None, view: View) -> Found:
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
        about=f"{counted(run.days, 'school day')} absent; {seen}",
    )


ABSENCE_RUN = LedgerException(
    id="absence_run",
    title="Absent for days on end",
    question="The pupil has attended no session for longer than the authority has set (five school "
    "days unless it says otherwise). Has somebody seen the child?",
    owner="school",
    next_step="See or visit the child and record the contact, or send the marks of sessions "
    "attended",
    basis=Basis("local", "A run of absence is asked about from the school day the authority sets"),
    find=_find,
)
