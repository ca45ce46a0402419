"""What became of the setting's leavers of Year 11."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from movements.codes import ATTAINMENT_STEPS
from reports.follow_up.setting import DAY, SETTLING_IN, TERM, Setting, has_died
from reports.timeline import OPENING, Stay, Timeline, is_attending

TAKING_PART = frozenset({"education", "apprenticeship", "employment", "training"})
"""Destinations that count as taking part."""
NO_OFFER = "none"
SESSIONS_A_WEEK = 10


@dataclass(frozen=True)
class LeaverRow:
    """A pupil who was at the setting in January of Year 11, or 13 school weeks of Years 10 to 11.

    Levels are steps on the ladder of attainment, empty where none is recorded. `share_there` is the
    share of the possible sessions of Years 10 and 11 that were the setting's, from 0 to 1.
    """

    pupil: str
    entries: tuple[int, ...]
    level_entries: tuple[int, ...]
    offer_entries: tuple[int, ...]
    destination_entries: tuple[int, ...]
    results_due_on: date
    offered_due_on: date
    december_due_on: date
    sustained_due_on: date
    died: bool
    weeks_there: int
    share_there: float
    single_registered: bool
    english: int | None
    maths: int | None
    english_start: int | None
    maths_start: int | None
    offered: bool | None
    in_december: bool | None
    sustained: bool | None


def leaver_rows(line: Timeline, stays: list[Stay], setting: Setting) -> Iterator[LeaverRow]:
    """The pupil as a leaver of Year 11, where the setting counts them as one of its own."""
    leaves = next((day for stay in stays if (day := line.leaves_school(stay.since))), None)
    if leaves is None or not _is_its_own(line, stays, leaves, setting):
        return
    results_due, offered_due = date(leaves.year, 8, 31), date(leaves.year, 9, 30)
    december, sustained_due = date(leaves.year, 12, 1), date(leaves.year + 1, 3, 31)
    yield LeaverRow(
        pupil=line.pupil,
        entries=tuple(stay.entry for stay in stays),
        level_entries=line.told("attainment", results_due),
        offer_entries=line.told("post_16_offer", offered_due),
        destination_entries=line.told("destination", date.max),
        results_due_on=results_due,
        offered_due_on=offered_due,
        december_due_on=december,
        sustained_due_on=sustained_due,
        died=has_died(line.at(sustained_due)),
        weeks_there=_weeks_there(stays, leaves, setting),
        share_there=_share_there(line, stays, leaves, setting),
        single_registered=_on_its_roll_alone(line, leaves, setting),
        english=_best_level(line, "english", results_due),
        maths=_best_level(line, "maths", results_due),
        english_start=_start(line, "english", stays, setting),
        maths_start=_start(line, "maths", stays, setting),
        offered=_offered(line, leaves.year),
        in_december=_in_step_on(line, december),
        sustained=_in_step_each_month(line, leaves.year),
    )


def _is_its_own(line: Timeline, stays: list[Stay], leaves: date, setting: Setting) -> bool:
    census = _census_day(leaves.year)
    if is_attending(line.at(census), setting.id):
        return True
    return _weeks_there(stays, leaves, setting) >= TERM


def _on_its_roll_alone(line: Timeline, leaves: date, setting: Setting) -> bool:
    """Whether no other school had the pupil on its roll on the last day of Year 11."""
    return {roll.place for roll in line.at(leaves).rolls} == {setting.id}


def _weeks_there(stays: list[Stay], leaves: date, setting: Setting) -> int:
    """School weeks of Years 10 and 11 at the setting."""
    return sum(_weeks_of(stay, leaves, setting) for stay in stays)


def _weeks_of(stay: Stay, leaves: date, setting: Setting) -> int:
    first, last = max(stay.since, _opening(leaves)), stay.until_or(leaves) - DAY
    return setting.weeks.between(first, last) if first <= last else 0


def _opening(leaves: date) -> date:
    """The first day of Year 10."""
    return date(leaves.year - 2, 9, 1)


def _share_there(line: Timeline, stays: list[Stay], leaves: date, setting: Setting) -> float:
    """By the setting's school weeks; of a placement for a part of the week, by its sessions."""
    week = {
        step.entry.number: step.movement.value("week")
        for step in line.steps
        if step.movement.id in OPENING
    }
    possible = SESSIONS_A_WEEK * setting.weeks.between(_opening(leaves), leaves - DAY)
    there = sum(
        _weeks_of(stay, leaves, setting) * _sessions(week.get(stay.entry)) for stay in stays
    )
    return min(1.0, there / possible) if possible else 0.0


def _sessions(week: str | None) -> int:
    return week.count("1") if week else SESSIONS_A_WEEK


def _census_day(year: int) -> date:
    """The third Thursday of January, the day of the school census."""
    first = date(year, 1, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 14)


def _best_level(line: Timeline, subject: str, until: date) -> int | None:
    steps = [
        ATTAINMENT_STEPS[step.movement.value("level")]
        for step in line.of_kind("attainment")
        if step.movement.value("subject") == subject and step.on <= until
    ]
    return max(steps, default=None)


def _start(line: Timeline, subject: str, stays: list[Stay], setting: Setting) -> int | None:
    """The level a pupil came with: as told, or as assessed in the first six school weeks there."""
    of_subject = [s for s in line.of_kind("attainment") if s.movement.value("subject") == subject]
    told = (level for s in of_subject if (level := s.movement.value("baseline")))
    since = stays[0].since
    until = setting.weeks.after(since, SETTLING_IN)
    assessed = (s.movement.value("level") for s in of_subject if since <= s.on < until)
    level = next(told, None) or next(assessed, None)
    return ATTAINMENT_STEPS[level] if level else None


def _offered(line: Timeline, year: int) -> bool | None:
    """Whether there was an offer by the end of September; None where nobody says."""
    first, last = date(year - 1, 9, 1), date(year, 9, 30)
    told = {
        s.movement.value("offer") for s in line.of_kind("post_16_offer") if first <= s.on <= last
    }
    return bool(told - {NO_OFFER}) if told else None


def _in_step_on(line: Timeline, day: date) -> bool | None:
    """In education, training or work on a day; None where not known."""
    found = {what for what, a, b in _destinations(line) if a <= day <= b}
    if found & TAKING_PART:
        return True
    return False if "neet" in found else None


def _in_step_each_month(line: Timeline, year: int) -> bool | None:
    """In education, training or work in each month from October to March; None where not known."""
    months = [date(year, m, 1) for m in (10, 11, 12)] + [date(year + 1, m, 1) for m in (1, 2, 3)]
    spans = list(_destinations(line))
    found = [{what for what, a, b in spans if a < _month_after(m) and b >= m} for m in months]
    if all(month & TAKING_PART for month in found):
        return True
    return False if any("neet" in m and not m & TAKING_PART for m in found) else None


def _destinations(line: Timeline) -> Iterator[tuple[str, date, date]]:
    """What a leaver did, from when until when; one that goes on is known up to its telling."""
    for step in line.of_kind("destination"):
        since = step.movement.value("from")
        yield step.movement.value("destination"), since, step.movement.value("to") or step.on


def _month_after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
