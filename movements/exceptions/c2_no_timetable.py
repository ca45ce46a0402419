"""Marked C2, a part-time timetable, where none is recorded."""

from collections.abc import Iterator

from movements.exception import Found, LedgerException, View
from movements.mark_law import PART_TIME
from movements.mark_questions import asked_of_runs
from movements.mark_window import has_mark
from movements.standing import Standing


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("C2"):
        wrong = [
            at
            for at in row.where(has_mark(row.marks, "C2"))
            if not _is_part_time(one.standing_at(at), row.place, at.slot)
        ]
        yield from asked_of_runs(one, row, wrong, "marked C2")


def _is_part_time(standing: Standing, place: str, slot: int) -> bool:
    """Whether the pupil is let off a session of the week.

    By a part-time timetable of the school, or one of the authority's; or by a phased return.
    """
    agreed = standing.open_episodes("part_time_timetable")
    weeks = [str(e.movement.week) for e in agreed if e.place in (place, None)]
    weeks += [week for _, week in filter(None, [standing.phased_return])]
    return any(week[slot] == "0" for week in weeks)


C2_NO_TIMETABLE = LedgerException(
    id="c2_no_timetable",
    number=7,
    title="Marked C2, and no part-time timetable lets the pupil off",
    question="C2 says that the pupil is on a part-time timetable that the parent agreed to, for a "
    "time. None was open on those days, or it has the pupil in school in those sessions. What was "
    "agreed, with whom, and until when?",
    owner="school",
    next_step="Record the part-time timetable with its end and the parent's agreement, or send the "
    "right mark",
    basis=PART_TIME,
    find=_find,
)
