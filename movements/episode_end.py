"""When an episode was to end, by its opening entry or by the milestone that last said so."""

from collections.abc import Callable
from datetime import date, timedelta

from movements.school_days import SchoolDays
from movements.standing import Episode

NO_END = "no_end_days"
"""The local rule: school days after which what has no end stated is asked about."""


def stated_end(episode: Episode | None, first: date) -> date:
    """The last day stated: that of the latest milestone which states one, else the first."""
    return _said(episode, first) or first


def back_by(last: date, days: SchoolDays) -> date:
    """The first school day after the last day stated: a pupil back on it is back in time."""
    return days.add(last, 1)


def asked_from(last: date, days: SchoolDays) -> date:
    """The day from which it is asked whether what was to end goes on: who is back in time is."""
    return back_by(last, days) + timedelta(days=1)


def end_to_ask_after(
    episode: Episode, first: date | None, most: Callable[[date], date]
) -> tuple[date, bool]:
    """The day after which it is asked whether an episode goes on, and whether it was stated.

    `first` is the end that the opening entry states, if it does. Where none is stated, or somebody
    has looked on the last day stated or since and has set no other, it is the last of the `most`
    days that may pass since the beginning, or since somebody looked.
    """
    end, looked = _said(episode, first), last_looked(episode)
    if end is not None and (looked is None or looked < end):
        return end, True
    return most(looked or episode.on), False


def no_end_said(episode: Episode, stated: bool) -> str:
    """Why it is asked about, where no end was stated that has passed; else nothing."""
    if stated:
        return ""
    looked = last_looked(episode)
    since = f"looked at on {looked:%-d %B %Y}" if looked else f"begun on {episode.on:%-d %B %Y}"
    return f"no last day is stated; {since}"


def last_looked(episode: Episode) -> date | None:
    """The day of the latest milestone: somebody has looked."""
    return max((step.movement.on for step in episode.steps), default=None)


def _said(episode: Episode | None, first: date | None) -> date | None:
    steps = episode.steps if episode else ()
    said = [day for step in steps if (day := getattr(step.movement, "until", None))]
    return said[-1] if said else first
