"""What became of each episode of outreach by the setting."""

from dataclasses import dataclass
from datetime import date

from reports.follow_up.setting import HALF_YEAR, Setting, has_died
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


def outreach_row(line: Timeline, step: Step, setting: Setting) -> OutreachRow:
    """What became of one episode of outreach."""
    due = setting.weeks.after(step.on, HALF_YEAR)
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
    )


def _kept(line: Timeline, step: Step, due: date, setting: Setting) -> bool:
    """On the same main roll, with no exclusion, managed move or long stay away since."""
    began, ended = step.before.main_roll, line.at(due).main_roll
    between = {s.movement.id for s in line.between(step.on, due)}
    if between & {"permanent_exclusion", "managed_move"} or not began or not ended:
        return False
    return began.place == ended.place and not any(line.long_stays(step.on, due, setting.weeks))
