"""School weeks: weeks in which a place is in session on at least one day. Holidays do not count."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from movements.school_days import SchoolDays

_WEEK, _DAY = timedelta(days=7), timedelta(days=1)
_YEARS_EITHER_SIDE = 4


class SchoolWeeks:
    """The school weeks of one calendar, some years either side of a day."""

    def __init__(self, days: SchoolDays, around: date) -> None:
        self.days = days
        span = timedelta(days=366 * _YEARS_EITHER_SIDE)
        self._held = around - span, around + span
        found = days.days(*self._held)
        self._mondays = sorted({monday_of(day) for day in found})

    def after(self, day: date, weeks: int) -> date:
        """The same day of the week so many school weeks later (earlier when negative).

        From a day in a holiday it counts from the next school week. A day beyond the years held
        goes on week by week.
        """
        at = bisect_left(self._mondays, monday_of(day)) + weeks
        weekday = timedelta(days=day.weekday())
        beyond = at - (len(self._mondays) - 1)
        if at < 0:
            return self._mondays[0] + at * _WEEK + weekday
        if beyond > 0:
            return self._mondays[-1] + beyond * _WEEK + weekday
        return self._mondays[at] + weekday

    def elapsed(self, first: date, last: date) -> int:
        """School weeks from one day's to another's: the 39 of `after(first, 39)`.

        A week of holiday counts as the school week after it.
        """
        at, until = (bisect_left(self._mondays, monday_of(day)) for day in (first, last))
        return until - at

    def between(self, first: date, last: date) -> int:
        """School weeks that have a day from the first to the last, both included."""
        begins, ends = self._held
        if not begins <= first <= last <= ends:
            return len({monday_of(day) for day in self.days.days(first, last)})
        weeks = self._mondays
        edges = {monday_of(first), monday_of(last)}
        inner = bisect_left(weeks, max(edges)) - bisect_right(weeks, min(edges))
        return max(0, inner) + sum(self._has_a_day(week, first, last) for week in edges)

    def _has_a_day(self, week: date, first: date, last: date) -> bool:
        return bool(self.days.days(max(first, week), min(last, week + _WEEK - _DAY)))

    def school_days(self, first: date, until: date) -> int:
        """School days from the first day up to, not including, the last."""
        return len(self.days.days(first, until - timedelta(days=1))) if first < until else 0


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
