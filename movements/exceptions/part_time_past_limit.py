"""A part-time timetable that goes on after its stated end, with nothing recorded."""

from collections.abc import Iterator
from datetime import timedelta

from movements.basis import Basis
from movements.episode_end import is_carried_on, stated_end
from movements.exception import Found, LedgerException, View


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for episode in one.standing.open_episodes("part_time_timetable"):
            end = stated_end(episode, episode.movement.planned_end)
            if end >= view.on or is_carried_on(episode, end):
                continue
            yield Found(
                pupil=one.pupil,
                since=end + timedelta(days=1),
                owner=episode.place or one.authority,
                places=(episode.place,) if episode.place else (),
                facts={"place": episode.place, "since": episode.on, "planned_end": end},
                entries=(episode.entry,),
            )


PART_TIME_PAST_LIMIT = LedgerException(
    id="part_time_past_limit",
    title="Part-time timetable past its limit",
    question="The stated end has passed and nothing was recorded since. Is the pupil in full time?",
    owner="school",
    next_step="The school records the end, or a review with the parent that sets another day",
    basis=Basis(
        "guidance",
        "Working together to improve school attendance: a part-time timetable has a time limit",
    ),
    find=_find,
)
