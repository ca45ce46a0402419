"""The minute book without what was written of protected children: it may say where a child is."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from fair_access.meetings.book import Book, Line
from fair_access.meetings.state import Meeting
from movements.register import standings
from movements.written import WORDS_WITHHELD

_WRITTEN = ("why", "what", "because", "promised_by")


def veiled(session: Session, held: Book, today: date) -> Book:
    """The book with the free text of minutes about protected children withheld."""
    pupils = {str(x.entry.pupil_id): x.case for x in held.lines if x.case and x.entry.pupil_id}
    now = standings(session, pupils, today) if pupils else {}
    of_pupil = {pupil for pupil, one in now.items() if one.protected}
    hidden = frozenset(x.case for x in held.lines if x.case and x.entry.pupil_id in of_pupil)
    if not hidden:
        return held
    meetings = {name: _meeting(one, hidden) for name, one in held.meetings.items()}
    lines = tuple(_line(one) if one.case in hidden else one for one in held.lines)
    return Book(held.panels, meetings, lines)


def _meeting(meeting: Meeting, hidden: frozenset[str | None]) -> Meeting:
    return replace(
        meeting,
        items=tuple(
            replace(one, why=WORDS_WITHHELD) if one.case in hidden else one for one in meeting.items
        ),
        updates=tuple(
            replace(one, what=WORDS_WITHHELD, by=WORDS_WITHHELD) if one.case in hidden else one
            for one in meeting.updates
        ),
    )


def _line(line: Line) -> Line:
    given = line.minute.details()
    told = {name: WORDS_WITHHELD for name in _WRITTEN if name in given}
    return replace(line, minute=line.minute.model_copy(update=told))
