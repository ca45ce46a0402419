"""More than five school days on end of E: education from the sixth day is owed, and not marked."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from movements.counted import counted
from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import DAY_SIX
from movements.mark_window import HalfDay, Row, has_mark
from movements.marks import Truth, possible
from movements.runs import stretches

FIVE = 5


def _find(view: View) -> Iterator[Found]:
    long = view.marks.with_days(lambda held: has_mark(held, "E"), FIVE + 1)
    for one in view.pupils:
        if one.pupil in long:
            for row in view.marks.rows(one.pupil):
                yield from _of_row(one, row, view)


def _of_row(one: PupilView, row: Row, view: View) -> Iterator[Found]:
    counts = possible(row.marks)
    there = view.marks.elsewhere(one.pupil, row, "D", "E")
    told: Truth = np.any(counts | there, axis=1)
    whole: Truth = np.all(has_mark(row.marks, "E") | ~counts, axis=1) & ~np.any(there, axis=1)
    for run in stretches(row.days, whole & told, told):
        if run.days > FIVE:
            yield _found(one, row, run.first, run.last, run.days)


def _found(one: PupilView, row: Row, first: date, last: date, days: int) -> Found:
    then = one.standing_at(HalfDay(last, "PM"))
    out = any(exclusion.on <= last for exclusion in then.exclusions)
    return Found(
        pupil=one.pupil,
        since=first,
        owner=(one.authority if out else None) or row.place,
        places=(row.place,),
        facts={
            "places": [row.place],
            "from": first,
            "week": last - timedelta(days=last.weekday()),
        },
        entries=(row.told_by(first),),
        about=f"{counted(days, 'school day')} of E, {first:%-d %B %Y} to {last:%-d %B %Y}",
    )


E_OVER_FIVE_DAYS = LedgerException(
    id="e_over_five_days",
    number=6,
    title="Marked E for more than five school days on end",
    question="E says that no education was arranged for an excluded pupil. From the sixth school "
    "day it is owed: by the school for a suspension, by the authority after a permanent exclusion. "
    "What was arranged, and from which day?",
    owner="school",
    next_step="Record the education or the placement, and send the sessions again as B, D or K",
    basis=DAY_SIX,
    find=_find,
)
