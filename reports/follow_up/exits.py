"""How and when each stay at the setting first came to an end, in school weeks.

One end rules out the others: a pupil whose Year 11 ended in AP can no longer return. So each has a
number of its own, and whoever is no longer seen is censored: followed for as long as they were.
"""

from dataclasses import dataclass
from datetime import date

from reports.follow_up.returns import ELSEWHERE, returned_on
from reports.follow_up.setting import THREE_TERMS, Setting, has_died, last_ground
from reports.timeline import SHORT_STAY, Stay, Timeline

NOT_SEEN, RETURNED, SPECIAL, YEAR_11, OTHER = range(5)
"""How a stay ended: not by then (or not seen to), in mainstream, in a special school, with the end
of Year 11, or otherwise (another setting, home education, custody, missing)."""


@dataclass(frozen=True)
class Exit:
    """A stay followed for so many school weeks, up to three terms, and what then ended it.

    `lost` marks a pupil who left for where this register cannot see them.
    """

    weeks: int
    ended_as: int
    lost: bool = False


def exit_of(line: Timeline, stay: Stay, setting: Setting, on: date) -> Exit:
    """The first end of a stay by the data day `on` and within three terms of its beginning."""
    weeks = setting.weeks
    horizon = weeks.after(stay.since, THREE_TERMS)
    day, ended_as, lost = _first_end(line, stay, setting)
    leaves = line.leaves_school(stay.since)
    if leaves and leaves <= min(day, on):
        day, ended_as, lost = leaves, YEAR_11, False
    if day > min(horizon, on):
        day, ended_as, lost = min(horizon, on), NOT_SEEN, False
    return Exit(min(weeks.elapsed(stay.since, day), THREE_TERMS), ended_as, lost)


def _first_end(line: Timeline, stay: Stay, setting: Setting) -> tuple[date, int, bool]:
    """The day a stay ended, how, and whether the pupil was lost from sight."""
    if back := returned_on(line, stay, setting):
        return back, RETURNED, False
    if stay.until is None:
        return date.max, NOT_SEEN, False
    soon = setting.weeks.days.add(stay.until, SHORT_STAY)
    there = [line.at(day) for day in (stay.until, soon)]
    if any(has_died(standing) for standing in there):
        return stay.until, NOT_SEEN, False
    if any(one.main_roll and setting.is_special(one.main_roll.place) for one in there):
        return stay.until, SPECIAL, False
    last = there[-1]
    if not last.main_roll and not last.provision and last_ground(last) in ELSEWHERE:
        return stay.until, NOT_SEEN, True
    return stay.until, OTHER, False
