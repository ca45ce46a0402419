"""Panels and meetings as data: one shape for the API and for --json at the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from fair_access.meetings.book import Book, Line
from fair_access.meetings.concerns import Places, concerns_of, late, not_invited, quorum
from fair_access.meetings.state import Meeting, Panel
from movements.kind import Names
from movements.local_rules import LocalRules
from movements.problems import Concern


def names_of(panel: Panel, places: Places) -> Names:
    """Turns the id of a place or of a member of a panel into its name."""

    def name(one: str) -> str:
        member = panel.member(one)
        if member is not None:
            return member.person
        return places[one].name if one in places else one

    return name


def panel_told(panel: Panel, held: Book, places: Places, on: date) -> dict[str, Any]:
    """A panel with its schools, its members and its meetings."""
    names = names_of(panel, places)
    return {
        "panel": panel.id,
        "authority": panel.authority,
        "name": panel.name,
        "phase": panel.phase,
        "area": panel.area,
        "schools": [{"id": school, "name": names(school)} for school in panel.schools],
        "terms": panel.terms,
        "chair": panel.chair,
        "members": [
            {
                "member": one.id,
                "person": one.person,
                "of": names(one.organisation),
                "delegated": one.delegated,
                "since": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "serves": one.serves(on),
                "agreement_signed": panel.signed(one.organisation, on),
            }
            for one in panel.members
        ],
        "meetings": [meeting.id for meeting in held.meetings_of(panel.id)],
    }


def meeting_in_short(meeting: Meeting, held: Book) -> dict[str, Any]:
    """A meeting as a list shows it."""
    return {
        "meeting": meeting.id,
        "panel": meeting.panel,
        "panel_name": held.panel_of(meeting).name,
        "day": meeting.day.isoformat(),
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "papers_by": meeting.papers_by.isoformat() if meeting.papers_by else None,
        "stage": meeting.stage,
        "cases": list(meeting.cases),
        "sealed": len(meeting.sealed),
    }


def meeting_told(
    meeting: Meeting, held: Book, places: Places, rules: LocalRules, today: date
) -> dict[str, Any]:
    """A meeting with all that was minuted, and what was not in order."""
    panel = held.panel_of(meeting)
    names = names_of(panel, places)
    concerns = concerns_of(panel, meeting, places, rules, today)
    return meeting_in_short(meeting, held) | {
        "agenda": [
            {
                "case": item.case,
                "why": item.why,
                "put_on": item.on.isoformat(),
                "late": meeting.is_late(item),
                "left": sorted(meeting.left(item.case)),
                "concerns": _words(of_case(meeting, rules, item.case)),
            }
            for item in meeting.items
        ],
        "invitations": [asdict(one) | {"on": one.on.isoformat()} for one in meeting.invitations],
        "not_invited": [
            {"id": place.id, "name": place.name} for place in not_invited(panel, meeting, places)
        ],
        "attendance": [asdict(one) | {"person": names(one.member)} for one in meeting.attended],
        "chair": meeting.chair or None,
        "updates": [_days(asdict(one)) for one in meeting.updates],
        "opened_on": meeting.opened_on.isoformat() if meeting.opened_on else None,
        "closed_on": meeting.closed_on.isoformat() if meeting.closed_on else None,
        "packs": [_days(asdict(one)) for one in meeting.sealed],
        "concerns": _words(concerns),
        "minutes": [line_told(line, names) for line in held.of_meeting(meeting.id)],
    }


def of_case(meeting: Meeting, rules: LocalRules, case: str) -> list[Concern]:
    """What was not in order of a case: put on late, or too few members left to decide it."""
    voices = quorum(meeting, rules, case) if meeting.stage != "called" else ()
    return [*late(meeting, case), *voices]


def line_told(line: Line, names: Names) -> dict[str, Any]:
    """One minute."""
    return {
        "entry": line.entry.number,
        "kind": line.entry.kind,
        "title": line.minute.title,
        "on": line.entry.on.isoformat(),
        "sentence": line.minute.sentence(names),
        "case": line.case,
        "corrects": line.entry.corrects,
        "corrected_by": line.gone,
        "recorded_at": line.entry.recorded_at,
        "recorded_by": line.entry.recorded_by,
    }


def _words(concerns: Iterable[Concern]) -> list[str]:
    return [concern.words() for concern in concerns]


def _days(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
    }
