"""A part-time timetable that goes on after its stated end, with nothing recorded."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.episode_end import asked_from, end_to_ask_after, last_looked, no_end_said
from movements.exception import Found, LedgerException, PupilView, View
from movements.standing import Episode

REVIEWED = "part_time_review_days"
"""The local rule: school days within which a part-time timetable is looked at again."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for episode in one.standing.open_episodes("part_time_timetable"):
            yield _found(one, episode, view)


def _found(one: PupilView, episode: Episode, view: View) -> Found:
    days = view.days.of(episode.place or one.authority)

    def most(since: date) -> date:
        allowed = view.local.of(episode.authority, REVIEWED, since).values[-1]
        return days.add(since, allowed)

    end, stated = end_to_ask_after(episode, episode.movement.planned_end, most)
    facts = {"place": episode.place, "since": episode.on, "planned_end": end}
    return Found(
        pupil=one.pupil,
        since=end + timedelta(days=1),
        owner=episode.place or one.authority,
        places=(episode.place,) if episode.place else (),
        facts=facts if stated else facts | {"planned_end": None, "looked": last_looked(episode)},
        entries=(episode.entry,),
        about=no_end_said(episode, stated),
        begins=asked_from(end, days),
    )


PART_TIME_PAST_LIMIT = LedgerException(
    id="part_time_past_limit",
    title="Part-time timetable past its limit",
    question="The stated end has passed and nothing was recorded since; or somebody looked then "
    "and set no last day, and has not looked again in the days set for it. Is the pupil in full "
    "time?",
    owner="school",
    next_step="The school records the end, or a review with the parent that sets another day",
    basis=Basis(
        "guidance",
        "Working together to improve school attendance: a part-time timetable has a time limit",
    ),
    find=_find,
    lapses=True,
)
