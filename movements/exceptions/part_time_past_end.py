"""A part-time timetable that goes on after its planned end."""

from collections.abc import Iterator
from datetime import timedelta

from movements.basis import Basis
from movements.episode_end import is_carried_on, stated_end
from movements.exception import Found, LedgerException, View

PART_TIME = "part_time_timetable"


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for episode in one.standing.open_episodes(PART_TIME):
            end = stated_end(episode, episode.movement.planned_end)
            if end >= view.on or is_carried_on(episode, end):
                continue
            yield Found(
                pupil=one.pupil,
                since=end + timedelta(days=1),
                owner=episode.place or one.authority,
                places=(episode.place,) if episode.place else (),
                facts={"place": episode.place, "since": episode.on, "end": end},
                entries=(episode.entry,),
            )


PART_TIME_PAST_END = LedgerException(
    id="part_time_past_end",
    title="Part-time timetable past its end",
    question="The part-time timetable was to have ended. Is the pupil back full time?",
    owner="school",
    next_step="The school records the end, or a review with the parent that sets another day",
    basis=Basis(
        "guidance",
        "Working together to improve school attendance: a part-time timetable is for a limited "
        "time, and reviewed",
    ),
    find=_find,
)
