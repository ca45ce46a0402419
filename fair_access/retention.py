"""The papers of closed cases: how long a panel keeps them is for its authority to set."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlmodel import Session, col

from fair_access.cases import step_entries
from fair_access.steps import fold
from movements.entry import EntryRow
from movements.legal_hold import Holds
from movements.local_rules import local_rules
from movements.retention import Due, closed_file
from movements.schedule import Keep, years_after

RULE = "panel_papers_years"


def case_papers(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """The steps of cases that closed longer ago than their authority keeps them."""
    rules = local_rules(session)
    steps = step_entries(
        session, col(EntryRow.case_id).is_not(None) & col(EntryRow.details).is_not(None)
    )
    for _case, group in groupby(steps, key=lambda entry: str(entry.case_id)):
        of_one = list(group)
        last = max(step.on for step in of_one)
        years = rules.of(of_one[0].authority, RULE, on).values[0]
        since = years_after(last, years)
        if since <= on and not fold(of_one).is_open:
            yield closed_file(keep, of_one, since, of_one[0].pupil_id, held)
