"""A correction asked for: the form of the entry's own kind, and what it says beside the asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import request
from sqlmodel import Session

from apregister.sight import Seen, Shown
from apregister.web.questions import shown_answers, shown_day
from apregister.web.shell import actor
from apregister.web.told_again import Change, asked_changes
from movements.correction_requests import awaiting
from movements.entry import Entry
from movements.forms import FormField, form_fields
from movements.kinds import DOOR_KINDS
from movements.kinds.correction_answered import CorrectionAnswered
from movements.kinds.correction_requested import CorrectionRequested
from movements.proposed import PROPOSED, proposed_name
from movements.record import today
from movements.register import Line

ANSWER = CorrectionAnswered.id
WITHDRAWAL = "withdrawal"
"""In the address of the form where the whole entry is said to be wrong."""


@dataclass(frozen=True)
class Asked:
    """What whoever decides reads: each answer as it is and as it is asked to be, and why.

    `by` is who asks, where that may be told; `withdrawal` is so where the whole entry is said to be
    wrong, `hidden` where some of what is asked is withheld.
    """

    line: Line
    by: str
    on: date
    because: str
    changes: tuple[Change, ...]
    withdrawal: bool
    hidden: bool


def fields_asked(target: Entry, shown: Shown) -> Iterator[FormField]:
    """The questions of a request: its own, and those of the entry as far as they may be seen."""
    own = {field.name: field for field in form_fields(CorrectionRequested, today())}
    yield replace(own["on"], title="Date you ask", hint="")
    if WITHDRAWAL not in request.values:
        hidden = {*target.answers()} - {*shown.details(target)}
        for field in form_fields(DOOR_KINDS[target.kind], target.on):
            if field.name not in hidden:
                title = "Date of the entry" if field.name == "on" else field.title
                yield replace(field, name=proposed_name(field.name), title=title)
    yield own["because"]


def fields_answering() -> Iterator[FormField]:
    """The questions of an answer to the one request that is shown: nothing of which it is."""
    for field in form_fields(CorrectionAnswered, today()):
        if field.name == "on":
            yield replace(field, title="Date you answer", hint="")
        elif field.name not in {"session", "episode", "started_on"}:
            yield field


def answers_asked(target: Entry, shown: Shown) -> dict[str, str]:
    """The form as it begins: today, and the answers of the entry as they are."""
    fields = form_fields(DOOR_KINDS[target.kind], target.on)
    held = {
        **shown.details(target),
        "on": target.on.isoformat(),
        "session": target.session,
    }
    said = {proposed_name(name): value for name, value in shown_answers(held, fields).items()}
    return {"on": shown_day(today().isoformat()), "entry": str(target.number)} | said


def asked_of(session: Session, seen: Seen, episode: str) -> Asked | None:
    """What is asked in the request of an entry's number, where whoever is signed in answers it."""
    waiting = awaiting(session, [seen.pupil], actor())
    one = next((one for one in waiting if str(one.episode.entry) == episode), None)
    line = next((line for line in seen.lines if one and line.number == one.entry.number), None)
    if one is None or line is None:
        return None
    asked = one.episode.movement.details()
    told = seen.shown.may_tell(one.request, asked) if seen.shown.withheld else asked
    wanted, shown = asked.get(PROPOSED) or {}, told.get(PROPOSED) or {}
    own = next((each for each in seen.lines if each.number == one.request.number), None)
    place = own.entry.place_id if own else None
    return Asked(
        line=line,
        by="" if place is None or seen.shown.hides(place) else seen.shown.name(place),
        on=one.request.on,
        because=told.get("because", ""),
        changes=tuple(asked_changes(line.entry, shown, seen.shown)),
        withdrawal=not wanted,
        hidden=told.keys() < asked.keys() or len(shown) < len(wanted),
    )
