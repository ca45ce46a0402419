"""Panels and meetings: the list, one panel, one meeting."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.paper_words import full_name
from apregister.web.pages import page
from apregister.web.questions import placed
from apregister.web.shell import actor, engines, note_look
from fair_access.meetings import OF_MEETINGS, OF_PANELS
from fair_access.meetings.book import Book
from fair_access.meetings.concerns import concerns_of, not_invited
from fair_access.meetings.meeting_attendance import MeetingAttendance
from fair_access.meetings.meeting_called import MeetingCalled
from fair_access.meetings.minute import Minute
from fair_access.meetings.pack import pupil_of
from fair_access.meetings.sight import before_panel, book_for, seat_of
from fair_access.meetings.state import PHASES, STAGES, Item, Meeting, Panel
from fair_access.meetings.told import names_of, of_case
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.problems import Concern, Problem
from movements.record import today
from movements.register import standings

meeting_pages = Blueprint("meetings", __name__)


@dataclass(frozen=True)
class AgendaRow:
    """A case on the agenda: the child's name, who leaves for it, and what was not in order."""

    item: Item
    name: str
    left: tuple[str, ...]
    concerns: tuple[Concern, ...]


@meeting_pages.get("/meetings", endpoint="meetings")
@permission("see_meeting")
def meetings_page() -> Response:
    """Every panel in scope with its meetings, the latest first."""
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
    note_look("meetings")
    return page(
        "meetings.html",
        panels=sorted(held.panels.values(), key=lambda one: one.name),
        held=held,
        phases=PHASES,
        stages=STAGES,
        may_set_up=may(actor().role, "hold_meeting"),
    )


@meeting_pages.get("/panels/<panel_id>")
@permission("see_meeting")
def panel_page(panel_id: str) -> Response:
    """One panel: area, terms of reference, members with their agreements, meetings, minutes."""
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
        panel = panel_seen(held, panel_id)
        places = place_facts(session)
    note_look("panel")
    return page(
        "panel.html",
        panel=panel,
        held=held,
        names=names_of(panel, places),
        lines=held.of_panel(panel.id),
        phases=PHASES,
        stages=STAGES,
        today=today(),
        minutes=_offered([*OF_PANELS.values(), MeetingCalled]),
        may_mend=may(actor().role, "hold_meeting"),
        done="done" in request.args,
    )


@meeting_pages.get("/meetings/<meeting_id>")
@permission("see_meeting")
def meeting_page(meeting_id: str) -> Response:
    """One meeting: agenda, invitations, attendance, packs, minutes, and what was not in order."""
    return meeting_shown(meeting_id)


def meeting_shown(meeting_id: str, problems: tuple[Problem, ...] = ()) -> Response:
    """The page of a meeting, with why what was asked of it could not be done."""
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
        meeting = meeting_seen(held, meeting_id)
        panel = held.panel_of(meeting)
        places, rules = place_facts(session, on=meeting.day), local_rules(session)
        rows = [
            AgendaRow(
                item,
                case_name(session, item.case),
                tuple(m.person for one in meeting.left(item.case) if (m := panel.member(one))),
                tuple(of_case(meeting, rules, item.case)),
            )
            for item in meeting.items
        ]
        sight = before_panel(session, actor(), today())
    note_look("meeting")
    own = seat_of(panel, actor(), meeting.day)
    return page(
        "meeting.html",
        status=422 if problems else 200,
        problems=placed(problems, ()),
        meeting=meeting,
        panel=panel,
        names=names_of(panel, places),
        rows=rows,
        hidden=len(sight.left & {*_every_case(held, meeting)}),
        concerns=list(concerns_of(panel, meeting, places, rules, today())),
        left_out=not_invited(panel, meeting, places),
        lines=held.of_meeting(meeting.id),
        stages=STAGES,
        own=own,
        minutes=_offered(_of_meeting(meeting)),
        may_hold=may(actor().role, "hold_meeting"),
        may_mend=may(actor().role, "hold_meeting"),
        done="done" in request.args,
    )


def _every_case(held: Book, meeting: Meeting) -> tuple[str, ...]:
    return tuple(one.case for one in held.meetings[meeting.id].conflicts)


def _of_meeting(meeting: Meeting) -> list[type[Minute[Any]]]:
    """What may be noted in this stage; what has a page of its own is not among them."""
    own_pages = {MeetingAttendance.id, "meeting_agenda", "meeting_conflict"}
    if meeting.stage == "closed":
        return [OF_MEETINGS["meeting_update_given"]] if meeting.updates else []
    left_out = own_pages | ({"meeting_closed"} if meeting.stage == "called" else {"meeting_opened"})
    if not meeting.items:
        left_out |= {"meeting_update"}
    if not any(one.given is None for one in meeting.updates):
        left_out |= {"meeting_update_given"}
    every = (kind for kind in OF_MEETINGS.values() if not kind.by_itself)
    return [kind for kind in every if kind.id not in left_out]


def _offered(kinds: list[type[Minute[Any]]]) -> list[type[Minute[Any]]]:
    return [kind for kind in kinds if may(actor().role, "hold_meeting")]


def panel_seen(held: Book, panel_id: str) -> Panel:
    """The panel of this address; 404 for an unknown one and for one out of scope."""
    if panel_id not in held.panels:
        abort(404)
    return held.panels[panel_id]


def meeting_seen(held: Book, meeting_id: str) -> Meeting:
    """The meeting of this address; 404 for an unknown one and for one out of scope."""
    if meeting_id not in held.meetings:
        abort(404)
    return held.meetings[meeting_id]


def case_name(session: Session, case_id: str) -> str:
    """The name of the child whose case it is."""
    pupil = pupil_of(session, case_id)
    found = standings(session, {pupil}, today()) if pupil else {}
    return next((full_name(one.details) for one in found.values()), "")
