"""A part-time timetable that goes on after its stated end, with nothing recorded.

Or for long, whatever was stated: by review upon review, or one timetable after another.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from movements.basis import Basis
from movements.episode_end import NO_END, asked_from, end_to_ask_after, last_looked, no_end_said
from movements.exception import Found, LedgerException, PupilView, View
from movements.school_days import SchoolDays
from movements.standing import Episode

KIND = "part_time_timetable"
BETWEEN = 10
"""School days in full time between two timetables that are still one spell."""
REVIEWED = "part_time_review_days"
"""The local rule: school days within which a part-time timetable is looked at again."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for episode in one.standing.open_episodes(KIND):
            yield _found(one, episode, view)
            yield _long(one, episode, view)


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


def _long(one: PupilView, episode: Episode, view: View) -> Found:
    """Asked of the authority, which nobody else has to tell of what is reviewed each time."""
    days = view.days.of(episode.place or one.authority)
    first = _begun(one.standing.episodes, episode, days)
    (allowed,) = view.local.of(episode.authority, NO_END, first.on).values
    last = days.add(first.on, allowed)
    return Found(
        pupil=one.pupil,
        since=last + timedelta(days=1),
        owner=one.authority or episode.place,
        places=(episode.place,) if episode.place else (),
        facts={"place": episode.place, "part_time_since": first.on, "since": episode.on},
        entries=(episode.entry,),
        about=f"part time since {first.on:%-d %B %Y}",
        begins=asked_from(last, days),
    )


def _begun(episodes: Sequence[Episode], episode: Episode, days: SchoolDays) -> Episode:
    """The first of the timetables that came one after another up to this one."""
    first = episode
    for earlier in reversed(episodes):
        ended = earlier.ended
        if earlier.kind != KIND or ended is None or earlier.on >= first.on:
            continue
        if days.add(ended, BETWEEN) < first.on:
            break
        first = earlier
    return first


PART_TIME_PAST_LIMIT = LedgerException(
    id="part_time_past_limit",
    title="Part-time timetable past its limit",
    question="The stated end has passed and nothing was recorded since; or somebody looked then "
    "and set no last day, and has not looked again in the days set for it; or, of the authority, "
    "it has gone on for long, one timetable after another (sixty school days unless set locally). "
    "Is the pupil in full time?",
    owner="school",
    next_step="The school records the end, or a review with the parent that sets another day",
    basis=Basis(
        "guidance",
        "Working together to improve school attendance: a part-time timetable has a time limit",
    ),
    find=_find,
    lapses=True,
)
