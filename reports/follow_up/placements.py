"""What became of each stay at the setting."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from movements.standing import Standing
from reports.follow_up.exits import exit_of
from reports.follow_up.setting import (
    DAY,
    HALF_YEAR,
    SETTLING_IN,
    TERM,
    THREE_TERMS,
    Setting,
    Window,
    has_died,
    last_ground,
)
from reports.school_weeks import SchoolWeeks
from reports.timeline import Stay, Timeline, is_settled

LONG_ENOUGH = 12
"""School weeks after which a second score says something."""
KNOWN_TO_BE_OUT = frozenset({"f", "j", "l"})
"""Grounds of removal after which a pupil is known to be in no school: home, custody, left."""


@dataclass(frozen=True)
class PlacementRow:
    """One stay at the setting."""

    pupil: str
    entries: tuple[int, ...]
    score_entries: tuple[int, ...]
    kind: str
    reason: str | None
    nc_year: int | None
    excluded_before: bool
    has_plan: bool
    tier: str | None
    since: date
    ended_on: date | None
    half_year_on: date
    settled_due_on: date
    late_in_year_11: bool
    died: bool
    in_mainstream: bool | None
    in_special: bool
    days_in_window: int
    stayed_12_weeks: bool
    first_score: int | None
    later_score: int | None
    weeks_followed: int
    ended_as: int
    lost: bool


def placement_row(line: Timeline, stay: Stay, setting: Setting, on: date) -> PlacementRow:
    """What became of one stay by the data day `on`."""
    weeks = setting.weeks
    half_year_on = weeks.after(stay.since, HALF_YEAR)
    leaves = line.leaves_school(stay.since)
    three_terms_on = weeks.after(stay.since, THREE_TERMS)
    due = min(three_terms_on, leaves or three_terms_on)
    window = during(line, stay, setting)
    scores = _scores(line, stay, weeks)
    ended = exit_of(line, stay, setting, on)
    return PlacementRow(
        pupil=line.pupil,
        entries=(stay.entry, *line.moves(stay.since, due)),
        score_entries=scores.entries,
        kind=stay.kind,
        reason=stay.reason,
        nc_year=line.nc_year(stay.since),
        excluded_before=any(s.on <= stay.since for s in line.of_kind("permanent_exclusion")),
        has_plan=line.at(stay.since).details.get("sen_provision") == "E",
        tier=_tier(line, stay),
        since=stay.since,
        ended_on=stay.until,
        half_year_on=half_year_on,
        settled_due_on=due,
        late_in_year_11=bool(leaves and stay.since >= date(leaves.year, 1, 1)),
        died=has_died(line.at(due)),
        in_mainstream=_in_mainstream(line.at(due), setting),
        in_special=_in_special(line.at(due), setting),
        days_in_window=weeks.school_days(window.first, window.last + DAY),
        stayed_12_weeks=stay.until is None or stay.until >= weeks.after(stay.since, LONG_ENOUGH),
        first_score=scores.first,
        later_score=scores.later,
        weeks_followed=ended.weeks,
        ended_as=ended.ended_as,
        lost=ended.lost,
    )


def before(line: Timeline, stay: Stay, setting: Setting) -> Window:
    """The 26 school weeks before a stay."""
    return Window(line.pupil, setting.weeks.after(stay.since, -HALF_YEAR), stay.since - DAY)


def early(line: Timeline, stay: Stay, setting: Setting) -> Window:
    """The earlier half of the 26 school weeks before a stay."""
    first, after = (setting.weeks.after(stay.since, -n) for n in (HALF_YEAR, TERM))
    return Window(line.pupil, first, after - DAY)


def during(line: Timeline, stay: Stay, setting: Setting) -> Window:
    """The stay itself, up to its first 26 school weeks."""
    end = stay.until_or(setting.weeks.after(stay.since, HALF_YEAR))
    return Window(line.pupil, stay.since, end - DAY)


def _in_mainstream(standing: Standing, setting: Setting) -> bool | None:
    """Whether the pupil is settled in mainstream; None where the register cannot see them."""
    if is_settled(standing, setting.places):
        return True
    if standing.main_roll or standing.provision:
        return False
    return False if last_ground(standing) in KNOWN_TO_BE_OUT else None


def _tier(line: Timeline, stay: Stay) -> str | None:
    """The tier of alternative provision that the placement's entry tells."""
    placed = (s for s in line.of_kind("ap_placement") if s.entry.number == stay.entry)
    return next((s.movement.value("tier") for s in placed), None)


def _in_special(standing: Standing, setting: Setting) -> bool:
    return setting.is_special(standing.main_roll.place if standing.main_roll else None)


class Scores(NamedTuple):
    """The two SWEMWBS totals of a stay, and the entries that told them."""

    first: int | None
    later: int | None
    entries: tuple[int, ...]


def _scores(line: Timeline, stay: Stay, weeks: SchoolWeeks) -> Scores:
    """The first SWEMWBS total of the stay's first weeks, and the last of weeks 12 to 26."""
    told = [one for one in line.of_kind("wellbeing") if one.movement.value("scale") == "SWEMWBS"]
    settled_in = weeks.after(stay.since, SETTLING_IN)
    later, last = weeks.after(stay.since, LONG_ENOUGH), weeks.after(stay.since, HALF_YEAR)
    first_one = next((one for one in told if stay.since <= one.on < settled_in), None)
    later_one = next((one for one in reversed(told) if later <= one.on <= last), None)
    first, second = (int(one.movement.value("score")) if one else None
                     for one in (first_one, later_one))  # fmt: skip
    return Scores(first, second, tuple(o.entry.number for o in (first_one, later_one) if o))
