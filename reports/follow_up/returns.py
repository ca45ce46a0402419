"""What became of each return from the setting to mainstream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reports.follow_up.setting import (
    DAY,
    HALF_YEAR,
    TERM,
    THREE_TERMS,
    Setting,
    Window,
    has_died,
    last_ground,
)
from reports.timeline import SHORT_STAY, Stay, Step, Timeline, is_settled

ELSEWHERE = frozenset({"a", "d", "g"})
"""Grounds of removal after which a pupil may be in a school that this register cannot see."""


@dataclass(frozen=True)
class ReturnRow:
    """One return from the setting to mainstream."""

    pupil: str
    entries: tuple[int, ...]
    reason: str | None
    returned_on: date
    half_year_on: date
    year_11_ends_first: bool
    died: bool
    sustained: bool | None
    sustained_term: bool | None
    sustained_year: bool | None


def returned_on(line: Timeline, stay: Stay, setting: Setting) -> date | None:
    """The day on which a pupil was back in mainstream after a stay, if they were and it held.

    The day that somebody says they returned; else the day the stay ended, however that was worded:
    a child whose placement ended early is back all the same.
    """
    for step in line.steps:
        if step.on > stay.since and _says_returned(step) and _ends(step, stay, setting):
            return step.on if is_back(line, step.on, setting) else None
    if stay.until is None or not is_back(line, stay.until, setting):
        return None
    soon = setting.weeks.days.add(stay.until, SHORT_STAY)
    return stay.until if is_settled(line.at(soon), setting.places) else None


def is_back(line: Timeline, on: date, setting: Setting) -> bool:
    """Whether a pupil was in mainstream from a day or within two weeks, and not soon away again."""
    soon = setting.weeks.days.add(on, SHORT_STAY)
    seen = setting.weeks.after(on, HALF_YEAR)
    moved_on = any(line.long_stays(on - DAY, soon, setting.weeks, seen))
    return not moved_on and any(is_settled(line.at(day), setting.places) for day in (on, soon))


def _says_returned(step: Step) -> bool:
    if step.movement.id == "placement_end":
        return bool(step.movement.value("outcome") == "returned")
    return step.movement.id == "reintegration"


def _ends(step: Step, stay: Stay, setting: Setting) -> bool:
    """Whether the step ends the stay, or follows its end within two school weeks."""
    if stay.until is None or step.on < stay.until:
        # A main roll at the setting may end some days after the return is recorded.
        last = setting.weeks.days.add(step.on, SHORT_STAY)
        return stay.until is not None and stay.until <= last
    return setting.weeks.school_days(stay.until, step.on) <= SHORT_STAY


def return_row(
    line: Timeline, stay: Stay, back: date, setting: Setting, poor: Sequence[bool], on: date
) -> ReturnRow:
    """What became of one return by the data day `on`.

    `poor`: whether attendance was below half, in each of its first three spans of 13 school weeks.
    Three terms on is not known of whom has not been followed so far, or has finished Year 11.
    """
    term, due, year = (setting.weeks.after(back, n) for n in (TERM, HALF_YEAR, THREE_TERMS))
    leaves = line.leaves_school(back)
    return ReturnRow(
        pupil=line.pupil,
        entries=(stay.entry, *line.moves(stay.since, due)),
        reason=stay.reason,
        returned_on=back,
        half_year_on=due,
        year_11_ends_first=bool(leaves and leaves < due),
        died=has_died(line.at(due)),
        sustained=_sustained(line, back, due, setting, any(poor[:2])),
        sustained_term=_sustained(line, back, term, setting, poor[0]),
        sustained_year=(
            _sustained(line, back, year, setting, any(poor))
            if year <= min(on, leaves or on)
            else None
        ),
    )


def terms_after(line: Timeline, back: date, setting: Setting) -> tuple[Window, ...]:
    """The first, the second and the third 13 school weeks after a return."""
    ends = [back, *(setting.weeks.after(back, n) for n in (TERM, HALF_YEAR, THREE_TERMS))]
    return tuple(Window(line.pupil, first, after - DAY) for first, after in pairwise(ends))


def _sustained(
    line: Timeline, back: date, due: date, setting: Setting, poor_attendance: bool
) -> bool | None:
    standing = line.at(due)
    steps = {step.movement.id for step in line.between(back, due)}
    if poor_attendance or steps & {"permanent_exclusion", "managed_move"}:
        return False
    if any(line.long_stays(back, due, setting.weeks)):
        return False
    if standing.main_roll is None:
        return None if last_ground(standing) in ELSEWHERE else False
    at = setting.places.get(standing.main_roll.place)
    return at is None or not at.is_ap_setting
