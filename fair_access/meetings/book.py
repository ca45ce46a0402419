"""Reading the minute book: panels and meetings as they stood on a day, as known on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col

from fair_access.meetings import MINUTES, OF_PANELS
from fair_access.meetings.minute import Minute, Taken
from fair_access.meetings.minute_withdrawn import MinuteWithdrawn
from fair_access.meetings.panel_member import PanelMember
from fair_access.meetings.state import Meeting, Panel
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.register import known_until
from movements.superseded import superseded

GIVEN = ("panel", "meeting", "member")
"""Ids in the details of a minute's entry: which panel, meeting and member it is about."""


@dataclass(frozen=True)
class Line:
    """One minute as read: its entry, its answers, and the panel, meeting and case it is about.

    `gone` is the entry that corrected or withdrew it: it is shown, and counts no more.
    """

    entry: Entry
    minute: Minute[Any]
    taken: Taken
    case: str | None = None
    gone: int | None = None


@dataclass(frozen=True)
class Book:
    """The minute book: every panel and meeting by id, and the minutes of each in order."""

    panels: Mapping[str, Panel] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def panel_of(self, meeting: Meeting) -> Panel:
        """The panel whose meeting it is."""
        return self.panels[meeting.panel]

    def meetings_of(self, panel: str) -> list[Meeting]:
        """A panel's meetings, the latest first."""
        found = (one for one in self.meetings.values() if one.panel == panel)
        return sorted(found, key=lambda one: (one.day, one.starts_at, one.id), reverse=True)

    def before(self, meeting: Meeting) -> Meeting | None:
        """The panel's meeting before this one, if there was one."""
        held = self.meetings_of(meeting.panel)
        return next((one for one in held if one.day < meeting.day), None)

    def after(self, line: Line) -> "Book":
        """The book with one more minute, which corrects none."""
        panels, meetings = dict(self.panels), dict(self.meetings)
        _apply(line, panels, meetings)
        return Book(panels, meetings, (*self.lines, line))

    def of_panel(self, panel: str) -> list[Line]:
        """The minutes of a panel itself, and of its meetings that were withdrawn."""
        own = (x for x in self.lines if x.taken.panel == panel)
        return [x for x in own if x.taken.meeting not in self.meetings]

    def of_meeting(self, meeting: str) -> list[Line]:
        """The minutes of a meeting."""
        return [line for line in self.lines if line.taken.meeting == meeting]


def book(
    session: Session,
    authority: str | None,
    today: date,
    as_known_on: date | None = None,
) -> Book:
    """The minute book of an authority (of all when None), as it stood on a day."""
    query = ENTRIES.where(col(EntryRow.kind).in_(MINUTES), col(EntryRow.details).is_not(None))
    if authority is not None:
        query = query.where(col(EntryRow.authority) == authority)
    if as_known_on is not None:
        query = query.where(col(EntryRow.recorded_at) < known_until(as_known_on))
    order = (col(EntryRow.on), col(EntryRow.number))
    return fold(read_entries(session, query.order_by(*order)), today)


def fold(entries: Iterable[Entry], today: date) -> Book:
    """What entries, in the order of effect, come to.

    Others than minutes are passed over, and those of a panel or meeting that is not known by then.
    A line that was corrected or withdrawn is kept, and changes nothing.
    """
    panels: dict[str, Panel] = {}
    meetings: dict[str, Meeting] = {}
    told = list(_lines(entries, today))
    gone = superseded([one.entry for one in told])
    told = [replace(one, gone=gone.get(one.entry.number)) for one in told]
    begun = {one.taken.meeting or one.taken.panel for one in told if one.minute.opens}
    lines = [x for x in told if {x.taken.panel, x.taken.meeting} - {""} <= begun]
    for line in lines:
        if line.gone is not None or isinstance(line.minute, MinuteWithdrawn):
            continue
        if not _is_yet_to_count(line, panels.get(line.taken.panel), today):
            _apply(line, panels, meetings)
    return Book(panels, meetings, tuple(_with_case(line, meetings) for line in lines))


def _apply(line: Line, panels: dict[str, Panel], meetings: dict[str, Meeting]) -> None:
    taken = line.taken
    if line.entry.kind in OF_PANELS:
        panels[taken.panel] = line.minute.apply(panels.get(taken.panel, Panel()), taken)
    else:
        held = meetings.get(taken.meeting, Meeting())
        meetings[taken.meeting] = line.minute.apply(held, taken)


def _is_yet_to_count(line: Line, panel: Panel | None, today: date) -> bool:
    """Whether it changes, from a day ahead, what is said of a member who serves already.

    A change is refused for a day ahead; an earlier version of the register took it.
    """
    known = panel.member(line.taken.member) if panel else None
    return line.entry.on > today and known is not None and known.since <= today


def _with_case(line: Line, meetings: Mapping[str, Meeting]) -> Line:
    """The line with its case; entries that tell of a promised update once bore none."""
    meeting = meetings.get(line.taken.meeting, Meeting())
    return replace(line, case=line.entry.case_id or line.minute.about_case(meeting))


def _lines(entries: Iterable[Entry], today: date) -> Iterator[Line]:
    for entry in entries:
        kind = MINUTES.get(entry.kind)
        # A member may be named from a day to come; nothing else is told ahead.
        ahead = entry.on > today and kind is not PanelMember
        if kind is None or entry.details is None or ahead:
            continue
        answers = entry.answers()
        given = {name: str(answers.pop(name, "")) for name in GIVEN if name not in kind.fields()}
        if kind is PanelMember:
            given["member"] = str(answers["member"])
        minute = kind.model_validate({**answers, "on": entry.on})
        yield Line(entry, minute, Taken(entry.number, entry.authority, **given))
