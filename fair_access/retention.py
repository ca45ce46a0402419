"""The papers of a panel: how long those of cases and meetings are kept its authority sets."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from sqlmodel import Session, col

from fair_access.cases import step_entries
from fair_access.meetings.book import book
from fair_access.meetings.state import Meeting
from fair_access.steps import CaseLetterRedacted, fold
from movements.entry import Entry, EntryRow
from movements.legal_hold import Holds
from movements.local_rules import local_rules
from movements.retention import Due, closed_file
from movements.schedule import Keep, years_after

RULE = "panel_papers_years"


def case_papers(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """The steps of cases that closed longer ago than their authority keeps them."""
    rules = local_rules(session)
    steps = step_entries(session, col(EntryRow.case_id).is_not(None))
    cases = (list(group) for _, group in groupby(steps, key=lambda entry: str(entry.case_id)))
    for every in (one for one in cases if any(step.details for step in one)):
        of_one = [step for step in every if step.details is not None]
        last = max(step.on for step in of_one if step.kind != CaseLetterRedacted.id)
        years = rules.of(of_one[0].authority, RULE, on).values[0]
        since = years_after(last, years)
        if since <= on and not fold(every).is_open:
            yield closed_file(keep, of_one, since, of_one[0].pupil_id, held)


def _ended(meeting: Meeting | None, minutes: Sequence[Entry]) -> date:
    """The day a meeting was over; of one that was withdrawn, of its last minute."""
    if meeting is None:
        return max(entry.on for entry in minutes)
    return max(meeting.day, meeting.closed_on or meeting.day)


def meeting_papers(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """The minutes of meetings held longer ago than their authority keeps them, and their packs.

    A hold on any child of the agenda keeps the whole meeting.
    """
    rules = local_rules(session)
    minutes = book(session, None, on)
    for name in dict.fromkeys(line.taken.meeting for line in minutes.lines if line.taken.meeting):
        of_one = [line.entry for line in minutes.of_meeting(name)]
        years = rules.of(of_one[0].authority, RULE, on).values[0]
        since = years_after(_ended(minutes.meetings.get(name), of_one), years)
        holds = (held.on_pupil(entry.pupil_id) for entry in of_one)
        hold = next((one for one in holds if one), None)
        if since <= on:
            numbers = tuple(entry.number for entry in of_one)
            yield Due(keep.id, keep.title, numbers, since, None, hold.entry if hold else 0)
