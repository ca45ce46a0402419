"""A separation or an absence for health that goes on after the end that was expected."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.episode_end import NO_END, asked_from, end_to_ask_after, last_looked, no_end_said
from movements.exception import Found, LedgerException, PupilView, View
from movements.school_age import first_day_past
from movements.school_days import SchoolDays
from movements.standing import Episode

SEPARATION, HEALTH = "safeguarding_separation", "health_absence"
_SAID = {SEPARATION: "kept apart for safeguarding", HEALTH: "absent for health"}


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for episode in one.standing.open_episodes(SEPARATION, HEALTH):
            yield _found(one, episode, view)


def _found(one: PupilView, episode: Episode, view: View) -> Found:
    days = view.days.of(episode.place or one.authority)

    def most(since: date) -> date:
        (allowed,) = view.local.of(episode.authority, NO_END, since).values
        return days.add(since, allowed)

    end, stated = end_to_ask_after(episode, _expected(episode, days), most)
    facts = {"what": episode.kind, "place": episode.place, "since": episode.on}
    why = no_end_said(episode, stated)
    return Found(
        pupil=one.pupil,
        since=end + timedelta(days=1),
        owner=episode.place or one.authority,
        places=(episode.place,) if episode.place else (),
        facts=facts | ({"end": end} if stated else {"looked": last_looked(episode)}),
        entries=(episode.entry,),
        about=f"{_SAID[episode.kind]}; {why}" if why else _SAID[episode.kind],
        begins=asked_from(end, days),
        ends=date.max if one.standing.rolls else first_day_past(one.standing.details),
    )


def _expected(episode: Episode, days: SchoolDays) -> date | None:
    """The last day planned, or the last of the days expected: never before these were known."""
    told = episode.movement
    if episode.kind == SEPARATION:
        end: date | None = told.planned_end
        return end
    known: date = told.on
    return max(known, days.nth(told.absent_from or known, told.expected_days))


ABSENCE_PAST_END = LedgerException(
    id="absence_past_end",
    title="Kept apart, or absent for health, past the expected end",
    question="The last day planned, or the days expected, have passed and nothing was recorded "
    "since; or none is planned and it has gone on for long (sixty school days unless set locally). "
    "Is the pupil back at school?",
    owner="school",
    next_step="Whoever recorded it records the end; or a review of the separation that sets "
    "another day, or the absence anew as it is expected now",
    basis=Basis("ours", "What is for a time is asked about once the time has passed"),
    find=_find,
    lapses=True,
)
