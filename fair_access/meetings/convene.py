"""The one way into the minute book: one line of it, for a panel or a meeting."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from sqlmodel import Session

from fair_access.allocation import place_id
from fair_access.cases import case, cases
from fair_access.meetings import MINUTES, OF_PANELS
from fair_access.meetings.book import Book, Line, book
from fair_access.meetings.mend import Mended, Mending, asked_to_mend, before_line, line_to_mend
from fair_access.meetings.minute import Before, Minute, Taken
from fair_access.meetings.minute_withdrawn import MinuteWithdrawn
from fair_access.meetings.panel_member import PanelMember
from fair_access.meetings.sight import before_panel
from fair_access.meetings.state import Meeting, Panel
from movements.actor import Actor
from movements.entry import Entry, canonical
from movements.kind import Placed, SeveralPlaced, typed
from movements.people_and_places import new_id
from movements.problems import Problem, Refused
from movements.record import append
from movements.record import today as today_in_england

AnyMinute = TypeVar("AnyMinute", bound=Minute[Any])


@dataclass(frozen=True)
class Minuted:
    """What became of a minute: its entry, and the panel, meeting and member it is about."""

    entry: int
    result: Literal["accepted", "already_held"]
    panel: str
    meeting: str = ""
    member: str = ""

    def as_dict(self) -> dict[str, object]:
        """The answer as every door gives it."""
        ids = {"panel": self.panel, "meeting": self.meeting, "member": self.member}
        given = {name: value for name, value in ids.items() if value}
        return {"entry": self.entry, "result": self.result, **given}


def minute(
    session: Session,
    kind: str,
    about: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date | None = None,
) -> Minuted:
    """Note one thing in the minute book, or find that it was the last of its kind noted already.

    `about` is the panel or the meeting: for a new meeting its panel, for a new panel nothing.
    With `corrects`, the number of a line, it stands in the place of that line, or withdraws it.
    Raises Refused with every problem found; what is out of scope as what nobody knows.
    """
    today = today or today_in_england()
    held = book(session, by.authority, today) if by.authority else Book()
    return note(session, held, kind, about, answers, by, today)[0]


def note(
    session: Session,
    held: Book,
    kind: str,
    about: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
    *,
    said_before: bool = False,
) -> tuple[Minuted, Book]:
    """The same in a book that has been read already, and the book with the minute in it.

    With `said_before` a minute that the book holds anywhere is held already, as when the file of a
    minute book is sent again. Raises Refused likewise.
    """
    model = _minute_named(kind, by)
    own, asked = asked_to_mend(answers)
    told = _with_places(session, typed(model, own))
    if asked is not None or isinstance(told, MinuteWithdrawn):
        done = _mend(session, held, told, asked or Mending("", None), by, today)
        return done, book(session, by.authority, today)
    panel, meeting = _about(held, model, about)
    if by.role == "panel_member" and meeting.id not in before_panel(session, by, today).meetings:
        raise Refused([not_your_meeting()])
    same = _held(held, told, panel, meeting, said_before=said_before)
    if same is not None:
        ids = same.taken
        done = Minuted(same.entry.number, "already_held", ids.panel, ids.meeting, ids.member)
        return done, held
    known = frozenset(_open_case(session, told, by, today))
    done, line = _entered(session, told, Before(panel, meeting, known), by, today)
    return done, held.after(line)


def _open_case(session: Session, told: Minute[Any], by: Actor, today: date) -> Iterator[str]:
    """The case it names, where that is an open case of the authority."""
    named = case(session, str(told.value("case")), today) if "case" in told.fields() else None
    if named and named.authority == by.authority and named.state.is_open:
        yield named.id


def _mend(
    session: Session, held: Book, told: Minute[Any], asked: Mending, by: Actor, today: date
) -> Minuted:
    """Correct or withdraw a line, or find that it was done with the same words."""
    done = (x for x in held.lines if str(x.entry.corrects) == asked.number)
    same = next((x for x in done if x.entry.kind == told.id and _same(x, told)), None)
    if same is not None:
        ids = same.taken
        return Minuted(same.entry.number, "already_held", ids.panel, ids.meeting, ids.member)
    mended = line_to_mend(held, asked, told, by)
    known = frozenset(one.id for one in cases(session, by.authority, None, today))
    before = before_line(held, mended.line, today, known)
    return enter(session, told, before, by, today, mended)


def enter(
    session: Session,
    told: Minute[Any],
    before: Before,
    by: Actor,
    today: date,
    mended: Mended | None = None,
) -> Minuted:
    """Judge a minute and append it. Raises Refused with every problem found."""
    return _entered(session, told, before, by, today, mended)[0]


def _entered(
    session: Session,
    told: Minute[Any],
    before: Before,
    by: Actor,
    today: date,
    mended: Mended | None = None,
) -> tuple[Minuted, Line]:
    problems = list(told.problems(before, by, today))
    if problems:
        raise Refused(problems)
    ids = _ids_of(mended.line) if mended else _new_ids(told, before)
    of_case = told.about_case(before.meeting)
    entry = _append(session, told, ids, of_case, by, mended)
    line = Line(entry, told, Taken(entry.number, by.authority, **ids), of_case)
    return Minuted(entry.number, "accepted", **ids), line


def _new_ids(told: Minute[Any], before: Before) -> dict[str, str]:
    ids = {"panel": before.panel.id or new_id("f")}
    if told.id not in OF_PANELS:
        ids["meeting"] = before.meeting.id or new_id("m")
    if isinstance(told, PanelMember):
        ids["member"] = told.member or new_id("n")
    return ids


def _ids_of(line: Line) -> dict[str, str]:
    """What a line that is mended was about stays what it is about."""
    taken = line.taken
    ids = {"panel": taken.panel, "meeting": taken.meeting, "member": taken.member}
    return {name: value for name, value in ids.items() if value}


def _append(
    session: Session,
    told: Minute[Any],
    ids: dict[str, str],
    of_case: str | None,
    by: Actor,
    mended: Mended | None,
) -> Entry:
    """A minute about a case bears the case and its pupil: it is of the pupil's record too."""
    if mended and isinstance(told, MinuteWithdrawn):
        of_case = mended.line.case
    about = case(session, of_case, today_in_england()) if of_case else None
    return append(
        session,
        kind=told.id,
        on=told.on,
        by=by,
        source="panel",
        details=told.details() | ids,
        subjects={"case_id": about.id, "pupil_id": about.record} if about else {},
        authority=by.authority,
        corrects=mended.line.entry.number if mended else None,
        reason=mended.reason if mended else None,
    )


def not_your_meeting() -> Problem:
    """One answer for an unknown panel or meeting and for one outside the actor's scope."""
    return Problem("meeting", "not_yours", "This is no panel or meeting of yours. Check its id.")


def _minute_named(kind: str, by: Actor) -> type[Minute[Any]]:
    model = MINUTES.get(kind)
    if model is None or model.by_itself:
        known = ", ".join(name for name, kind in MINUTES.items() if not kind.by_itself)
        words = f'"{kind}" is nothing that a minute says: use one of {known}.'
        raise Refused([Problem("minute", "unknown_minute", words)])
    if by.role not in model.recorded_by or by.authority is None:
        raise Refused([Problem("minute", "not_allowed", "Your role may not record this.")])
    return model


def _about(held: Book, model: type[Minute[Any]], about: str) -> tuple[Panel, Meeting]:
    """The panel and the meeting meant; empty ones where the minute begins one."""
    if model.id in OF_PANELS:
        if model.opens and not about:
            return Panel(), Meeting()
        panel = held.panels.get(about)
        if panel is None:
            raise Refused([not_your_meeting()])
        return panel, Meeting()
    if model.opens and about in held.panels:
        return held.panels[about], Meeting()
    meeting = held.meetings.get(about)
    if meeting is None:
        raise Refused([not_your_meeting()])
    return held.panel_of(meeting), meeting


def _held(
    held: Book, told: Minute[Any], panel: Panel, meeting: Meeting, *, said_before: bool
) -> Line | None:
    """The last minute of the kind there, where it says the same; one begun with the same words.

    With `said_before` any minute there that says the same.
    """
    found = [x for x in held.lines if x.entry.kind == told.id and x.gone is None]
    if told.opens and not (meeting.id or (panel.id and told.id in OF_PANELS)):
        begun = (x for x in found if panel.id in ("", x.taken.panel))
        return next((line for line in begun if _same(line, told)), None)
    here = [x for x in found if (x.taken.panel, x.taken.meeting) == (panel.id, meeting.id)]
    among = here if said_before else here[-1:]
    return next((line for line in among if _same(line, told)), None)


def _same(line: Line, told: Minute[Any]) -> bool:
    said, tells = line.minute.details(), told.details()
    if isinstance(told, PanelMember) and told.member is None:
        said.pop("member", None)
    return line.entry.on == told.on and canonical(said) == canonical(tells)


def _with_places(session: Session, told: AnyMinute) -> AnyMinute:
    """The minute with the places it names as ids. Raises Refused where one is not known."""
    problems: list[Problem] = []
    ids: dict[str, Any] = {}
    for name, refs in _named(told):
        found = []
        for ref in refs:
            try:
                found.append(place_id(session, name, ref))
            except Refused as refused:
                problems += refused.problems
        several = name in told.marked(SeveralPlaced)
        ids[name] = tuple(dict.fromkeys(found)) if several else next(iter(found), None)
    if problems:
        raise Refused(problems)
    return told.model_copy(update=ids)


def _named(told: Minute[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in told.marked(SeveralPlaced):
        yield name, told.value(name)
    for name in told.marked(Placed):
        if told.value(name) is not None:
            yield name, (told.value(name),)
