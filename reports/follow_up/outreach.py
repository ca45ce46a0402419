"""What became of each episode of outreach by the setting."""

from dataclasses import dataclass
from datetime import date

from movements.suspended import sessions_suspended
from reports.follow_up.setting import DAY, HALF_YEAR, SESSIONS_A_DAY, TERM, Setting, has_died
from reports.timeline import Step, Timeline, is_settled


@dataclass(frozen=True)
class OutreachRow:
    """One episode of outreach by the setting."""

    pupil: str
    entries: tuple[int, ...]
    on: date
    contacts: int
    half_year_on: date
    began_in_mainstream: bool
    finishes_school: bool
    died: bool
    kept: bool
    term_on: date
    known_before: bool
    finishes_in_term: bool
    suspended_before: float
    suspended_after: float | None
    school: str | None
    staff: int | None
    days_to_contact: int | None


def outreach_row(line: Timeline, step: Step, setting: Setting) -> OutreachRow:
    """What became of one episode of outreach."""
    due = setting.weeks.after(step.on, HALF_YEAR)
    before, term_on = (setting.weeks.after(step.on, weeks) for weeks in (-TERM, TERM))
    year, due_year = line.nc_year(step.on), line.nc_year(due)
    return OutreachRow(
        pupil=line.pupil,
        entries=(step.entry.number, *line.moves(step.on, due)),
        on=step.on,
        contacts=int(step.movement.value("contacts")),
        half_year_on=due,
        began_in_mainstream=is_settled(step.before, setting.places),
        finishes_school=year in {6, 11} and year != due_year,
        died=has_died(line.at(due)),
        kept=_kept(line, step, due, setting),
        term_on=term_on,
        known_before=bool(line.steps and line.steps[0].on <= before),
        finishes_in_term=year in {6, 11} and year != line.nc_year(term_on),
        suspended_before=_suspended(line, before, step.on - DAY, setting) or 0.0,
        suspended_after=_suspended(line, step.on, term_on - DAY, setting),
        school=roll.place if (roll := step.before.main_roll) else None,
        staff=step.movement.value("staff"),
        days_to_contact=_days_to_contact(step, setting),
    )


def _kept(line: Timeline, step: Step, due: date, setting: Setting) -> bool:
    """On the same main roll, with no exclusion, managed move or long stay away since."""
    began, ended = step.before.main_roll, line.at(due).main_roll
    between = {s.movement.id for s in line.between(step.on, due)}
    if between & {"permanent_exclusion", "managed_move"} or not began or not ended:
        return False
    return began.place == ended.place and not any(line.long_stays(step.on, due, setting.weeks))


def _suspended(line: Timeline, first: date, last: date, setting: Setting) -> float | None:
    """Sessions suspended in a hundred of the calendar's; None where the pupil is out of sight."""
    then = line.at(last)
    if not then.main_roll and not then.provision:
        return None
    days = setting.weeks.days
    sessions = SESSIONS_A_DAY * setting.weeks.school_days(first, last + DAY)
    lost = sessions_suspended(then.suspensions, first, last, days)
    return 100 * lost / sessions if sessions else None


def _days_to_contact(step: Step, setting: Setting) -> int | None:
    """School days from the day it was asked for to the first contact."""
    asked, met = (step.movement.value(name) for name in ("referred_on", "first_contact_on"))
    return setting.weeks.school_days(asked, met) if asked and met else None
