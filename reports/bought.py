"""Sessions bought and attended: what each AP placement of a period was to cost and came to.

What nobody told, or no mark shows, is None throughout and never nought.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from movements import marks
from movements.attendance import sessions
from movements.basis import Basis
from movements.entry import Entry
from movements.register import by_pupil, entries, fold
from movements.school_days import SchoolDays, calendars

RULE = Basis(
    "ours",
    "A week of a placement is five school days of its setting, and costs what was told of a week; "
    "a session attended is one that the setting marked so",
)
_KIND = "ap_placement"
_FULL_TIME = 10
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Placed:
    """A placement in force: `until` is the day it ended, None while it lasts.

    `commissioner` is the school that arranged it or the authority (`la:330`).
    """

    entry: int
    pupil: str
    place: str | None
    setting_type: str | None
    recorded_for: str | None
    commissioner: str
    since: date
    until: date | None
    movement: Any

    def within(self, first: date, last: date) -> tuple[date, date]:
        """Its first and last day within a period; the last before the first where it has none."""
        end = last if self.until is None else min(last, self.until - _DAY)
        return max(first, self.since), end


@dataclass(frozen=True)
class Bought:
    """What a placement comes to within a period. Money is in pence.

    `sessions` were bought; `marked` the possible ones that the setting marked, `attended` those of
    them that were attended. `cost` and `transport` are of the school days within the period.
    """

    placed: Placed
    first: date
    last: date
    school_days: int
    sessions: int
    marked: int | None
    attended: int | None
    cost: int | None
    transport: int | None

    @property
    def cost_per_attended(self) -> int | None:
        """Pence, transport apart; None where the cost, or any session attended, is not known."""
        return _each(self.cost, self.attended)


@dataclass(frozen=True)
class Sums:
    """Placements together: each sum of those that tell it, and how many do not.

    The cost of a session attended is of those alone that tell both. Money is in pence.
    """

    placements: int
    sessions: int
    attended: int | None
    not_marked: int
    cost: int | None
    cost_not_told: int
    transport: int | None
    transport_not_told: int
    cost_per_attended: int | None


def bought(session: Session, pupils: Iterable[str], first: date, last: date) -> list[Bought]:
    """The placements of some pupils with a school day from first to last, as known now."""
    days = calendars(session)
    found = [
        _within(placed, days.of(placed.place or placed.commissioner), first, last)
        for pupil, of_one in by_pupil(entries(session, pupils))
        for placed in placements(pupil, of_one, last)
    ]
    return _with_marks(session, [one for one in found if one.school_days])


def placements(pupil: str, of_one: Sequence[Entry], last: date) -> Iterable[Placed]:
    """One pupil's placements that had begun by a day, from the entries that count."""
    found: dict[int, Placed] = {}
    for entry, movement, before, after in fold(of_one):
        if entry.on > last:
            break
        held = {one.entry for one in after.provision}
        for gone in before.provision:
            if gone.entry in found and gone.entry not in held:
                found[gone.entry] = replace(found[gone.entry], until=movement.on)
        if movement.id == _KIND and entry.number in held:
            home = after.home_authority or entry.authority
            found[entry.number] = _placed(pupil, entry, movement, home)
    return found.values()


def _placed(pupil: str, entry: Entry, movement: Any, home: str | None) -> Placed:
    by = movement.arranged_by or ("school" if entry.place_id else "authority")
    school = entry.place_id if by == "school" else None
    return Placed(
        entry=entry.number,
        pupil=pupil,
        place=movement.place,
        setting_type=movement.setting_type,
        recorded_for=entry.place_id,
        commissioner=school or f"la:{entry.authority or home}",
        since=movement.on,
        until=None,
        movement=movement,
    )


def _within(placed: Placed, calendar: SchoolDays, first: date, last: date) -> Bought:
    """A placement's part in a period, before any mark is read."""
    start, end = placed.within(first, last)
    days = calendar.days(start, end) if start <= end else []
    told = placed.movement
    return Bought(
        placed=placed,
        first=start,
        last=end,
        school_days=len(days),
        sessions=_sessions(told, days),
        marked=None,
        attended=None,
        cost=_for_days(told.cost_per_week, len(days)),
        transport=_for_days(told.transport_per_week, len(days)),
    )


def _sessions(told: Any, days: Sequence[date]) -> int:
    """The half-days of the placement's week; without one, so many in each five school days."""
    if told.week:
        return sum(told.week[2 * day.weekday() :][:2].count("1") for day in days)
    return round((told.sessions_per_week or _FULL_TIME) * len(days) / 5)


def _for_days(per_week: int | None, school_days: int) -> int | None:
    return None if per_week is None else round(per_week * school_days / 5)


def _with_marks(session: Session, found: Sequence[Bought]) -> list[Bought]:
    """The same with what their settings marked: one reading of each setting's marks."""
    by_place: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        if one.placed.place:
            by_place[one.placed.place].append(at)
    told = [*found]
    for place, which in by_place.items():
        for at, (marked, attended) in zip(which, _marked(session, place, told, which), strict=True):
            if marked:
                told[at] = replace(found[at], marked=marked, attended=attended)
    return told


def _marked(
    session: Session, place: str, found: Sequence[Bought], which: Sequence[int]
) -> list[tuple[int, int]]:
    """Of some placements at one setting, the sessions it marked as possible, and as attended."""
    some = [found[at] for at in which]
    first, last = min(one.first for one in some), max(one.last for one in some)
    pupils = [*dict.fromkeys(one.placed.pupil for one in some)]
    held = sessions(session, pupils, first, last, places={place})
    row = {pupil: at for at, pupil in enumerate(pupils)}
    counts = []
    for one in some:
        within = [one.first <= day <= one.last for day in held.days]
        own = held.marks[row[one.placed.pupil]][within]
        counts.append((int(marks.possible(own).sum()), int(marks.attended(own).sum())))
    return counts


def summed(found: Iterable[Bought], by: Callable[[Bought], str]) -> Mapping[str, Sums]:
    """Placements together by what `by` says of each, such as its setting."""
    groups: dict[str, list[Bought]] = defaultdict(list)
    for one in found:
        groups[by(one)].append(one)
    return {key: _sums(of_one) for key, of_one in sorted(groups.items())}


def _sums(found: Sequence[Bought]) -> Sums:
    attended, cost = (_known(one.attended for one in found), _known(one.cost for one in found))
    transport = _known(one.transport for one in found)
    both = [one for one in found if one.cost is not None and one.attended is not None]
    return Sums(
        placements=len(found),
        sessions=sum(one.sessions for one in found),
        attended=_sum(attended),
        not_marked=len(found) - len(attended),
        cost=_sum(cost),
        cost_not_told=len(found) - len(cost),
        transport=_sum(transport),
        transport_not_told=len(found) - len(transport),
        cost_per_attended=_each(
            _sum(_known(one.cost for one in both)), _sum(_known(one.attended for one in both))
        ),
    )


def _known(values: Iterator[int | None]) -> list[int]:
    return [value for value in values if value is not None]


def _sum(values: Sequence[int]) -> int | None:
    return sum(values) if values else None


def _each(cost: int | None, sessions: int | None) -> int | None:
    return round(cost / sessions) if cost is not None and sessions else None
