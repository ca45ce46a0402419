"""Cases with all that their steps come to: read once, for every report of the panel's work."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sqlmodel import Session, col

from fair_access.case_reader import Case, CaseReader
from fair_access.cases import step_entries
from fair_access.fair_share.events import ADMITS
from fair_access.steps import TakenStep, steps_of
from movements.entry import Entry, EntryRow
from movements.standing import Standing

TO_SCHOOL = ADMITS | {"reintegration_planned"}
"""The movements of an allocation by which a child is to be on a school's roll."""


@dataclass(frozen=True)
class Story:
    """A case as it may be shown, with its steps in full and the child's standing today.

    `steps` and `now` name the places of a protected child: they are for counting and telling apart,
    never to be shown.
    """

    case: Case
    steps: tuple[TakenStep, ...] = field(repr=False)
    now: Standing = field(repr=False)

    def last(self, kind: str) -> TakenStep | None:
        """The last step of a kind."""
        return next((one for one in reversed(self.steps) if one.entry.kind == kind), None)


def stories(session: Session, authority: str | None, today: date) -> list[Story]:
    """Every case of an authority (of all when None) as it stands on a day, in one reading."""
    of = EntryRow.authority
    within = col(of) == authority if authority else col(EntryRow.case_id).is_not(None)
    steps = step_entries(session, within)
    pupils = {str(entry.pupil_id) for entry in steps}
    reader = CaseReader(session, pupils, today, today, show_protected=False)
    return list(_told(reader, steps, today))


def _told(reader: CaseReader, steps: list[Entry], today: date) -> Iterator[Story]:
    for case_id, group in groupby(steps, key=lambda entry: str(entry.case_id)):
        own = list(group)
        found = reader.case(case_id, own)
        taken = tuple(one for one in steps_of(own) if one.entry.on <= today)
        if taken:
            yield Story(found, taken, reader.folded[found.pupil].on(today))
