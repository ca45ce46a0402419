"""The pack of a meeting: its agenda and the case files, as canonical bytes.

The bytes are made of the register alone, as it was known at an entry and on a day: made again from
what was known then, they are the same. So a kept pack can be told from one that was changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_access.case_file import HELD_BACK, case_file
from fair_access.case_file_told import file_told
from fair_access.meetings.book import Book, book
from fair_access.meetings.convene import Minuted, enter, not_your_meeting
from fair_access.meetings.meeting_sealed import MeetingSealed
from fair_access.meetings.minute import OFFICER, Before
from fair_access.meetings.state import PHASES, Meeting, Sealed
from fair_access.meetings.veiled import veiled
from movements.actor import Actor
from movements.attachments import Store
from movements.entry import EntryRow, canonical
from movements.places import place_facts
from movements.problems import Problem, Refused
from movements.register import last_entry, standings

FORMAT = 4
"""Raised when the pack says something in another way: an older one is read as it was written.

Since 2 it says which version of the register made it, since 3 what the referral copied from the
register and which of the papers A to G are attached, since 4 which cases were put on the agenda
after papers were due and which entry a step corrects.
"""

Pack = dict[str, Any]


def seal(
    session: Session, store: Store, meeting_id: str, by: Actor, today: date, version: str
) -> Minuted:
    """Seal a meeting's pack: keep its bytes, and append the entry that names them.

    `version` is that of the register, which the pack says it was made by.
    Sealed already and nothing recorded since, it is held. The file is kept while the write lock is
    held. Raises Refused; a meeting out of scope is refused as an unknown one is.
    """
    held = book(session, by.authority, today)
    meeting = held.meetings.get(meeting_id)
    if meeting is None:
        raise Refused([not_your_meeting()])
    if by.role not in OFFICER:
        raise Refused([Problem("minute", "not_allowed", "Your role may not record this.")])
    upto = last_entry(session)
    last = meeting.sealed[-1] if meeting.sealed else None
    if last is not None and last.entry == upto:
        return Minuted(last.entry, "already_held", meeting.panel, meeting.id)
    data = pack_of(session, held, meeting, today, upto, version)
    told = MeetingSealed(
        on=today, sha256=store.name_of(data), upto=max(upto, 1), cases=meeting.cases
    )
    done = enter(session, told, Before(held.panel_of(meeting), meeting), by, today)
    store.keep(data)
    return done


def made_again(
    session: Session, meeting_id: str, sealed: Sealed, version: str | None = None
) -> bytes:
    """The pack made anew, by a session that sees the register as at the entry it was sealed at.

    `version` is what the kept pack says of itself.
    """
    held = book(session, None, sealed.on)
    return pack_of(session, held, held.meetings[meeting_id], sealed.on, sealed.upto, version)


def pack_of(
    session: Session,
    held: Book,
    meeting: Meeting,
    today: date,
    upto: int,
    version: str | None = None,
) -> bytes:
    """A meeting's pack as bytes. A protected child's places are withheld from everybody.

    Without a version it is of the first format.
    """
    held = veiled(session, held, today)
    meeting = held.meetings[meeting.id]
    reader = Actor("pack", "auditor", authority=meeting.authority)
    files = {
        case: case_file(session, case, today, reader, show_risk=True) for case in meeting.cases
    }
    pack = {
        "format": FORMAT if version else 1,
        "as_known_at_entry": upto,
        "on": today.isoformat(),
        "meeting": _meeting_told(session, held, meeting),
        "agenda": [
            {"case": item.case, "why": item.why, "late": meeting.is_late(item)}
            for item in meeting.items
        ],
        "updates": list(_updates_told(held, meeting)),
        "files": {case: file_told(file) for case, file in files.items() if file is not None},
    }
    return pack_bytes(pack | ({"made_by": version} if version else {}))


def pack_bytes(pack: Pack) -> bytes:
    """A pack as its file holds it."""
    return (canonical(pack) + "\n").encode()


def read_pack(data: bytes) -> Pack:
    """A pack as data."""
    found: Pack = json.loads(data)
    return found


def _meeting_told(session: Session, held: Book, meeting: Meeting) -> dict[str, Any]:
    panel = held.panel_of(meeting)
    serving = panel.serving(meeting.day)
    places = place_facts(session, {*panel.schools, *(one.organisation for one in serving)})
    names = {place: facts.name for place, facts in places.items()}
    return {
        "id": meeting.id,
        "panel": panel.name,
        "phase": PHASES[panel.phase],
        "area": panel.area,
        "day": meeting.day.isoformat(),
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "papers_by": meeting.papers_by.isoformat() if meeting.papers_by else None,
        "members": [
            {"person": one.person, "of": names.get(one.organisation, one.organisation)}
            for one in sorted(serving, key=lambda one: (one.person, one.id))
        ],
    }


def promised_before(held: Book, meeting: Meeting) -> Iterator[tuple[Meeting, Any]]:
    """The updates promised at earlier meetings of the panel that have not been given, in order."""
    for earlier in reversed(held.meetings_of(meeting.panel)):
        if earlier.day < meeting.day:
            yield from ((earlier, one) for one in earlier.updates if one.given is None)


def _updates_told(held: Book, meeting: Meeting) -> Iterator[dict[str, Any]]:
    """Those on cases of this agenda: the pack tells of no other child."""
    for earlier, one in promised_before(held, meeting):
        if one.case in meeting.cases:
            yield {
                "case": one.case,
                "promised_on": earlier.day.isoformat(),
                "by": one.by,
                "due": one.due.isoformat(),
                "what": one.what,
            }


@dataclass(frozen=True)
class Since:
    """What was recorded after a pack was sealed, and is not in it."""

    entries: int
    on_its_children: int


def recorded_since(session: Session, sealed: Sealed) -> Since:
    """How many entries came after the sealing, and how many of them on children of the pack."""
    later = col(EntryRow.number) > sealed.entry
    count = select(func.count()).select_from(EntryRow).where(later)
    pupils = select(EntryRow.pupil_id).where(col(EntryRow.case_id).in_(sealed.cases))
    theirs = count.where(col(EntryRow.pupil_id).in_(pupils))
    return Since(session.exec(count).one(), session.exec(theirs).one())


def pupil_of(session: Session, case_id: str) -> str | None:
    """The pupil whose case it is, for the note that somebody looked."""
    found = select(EntryRow.pupil_id).where(EntryRow.case_id == case_id)
    return session.exec(found.limit(1)).first()


def protected_since(session: Session, pack: Pack, today: date) -> tuple[str, ...]:
    """The cases of a pack with places in their files whose children are protected by today."""
    told = [case for case, file in pack["files"].items() if not file["protected"]]
    pupils = {case: pupil for case in told if (pupil := pupil_of(session, case))}
    now = standings(session, pupils.values(), today) if pupils else {}
    hidden = {pupil for pupil, one in now.items() if one.protected}
    return tuple(case for case, pupil in pupils.items() if pupil in hidden)


def differences(kept: Any, made: Any, at: str = "") -> Iterator[str]:
    """Where two packs differ, as paths such as files.c_1.lines.3.sentence."""
    if isinstance(kept, Mapping) and isinstance(made, Mapping):
        for name in sorted({*kept, *made}):
            yield from differences(kept.get(name), made.get(name), f"{at}.{name}".lstrip("."))
    elif isinstance(kept, list) and isinstance(made, list) and len(kept) == len(made):
        for number, (one, other) in enumerate(zip(kept, made, strict=True)):
            yield from differences(one, other, f"{at}.{number}")
    elif kept != made:
        yield at


def for_reader(pack: Pack, cases: frozenset[str], *, risk: bool) -> Pack:
    """A pack with some of its cases only, and risk information only where it is needed."""
    files = {name: file for name, file in pack["files"].items() if name in cases}
    return pack | {
        "agenda": [item for item in pack["agenda"] if item["case"] in cases],
        "updates": [one for one in pack["updates"] if one["case"] in cases],
        "files": {name: file if risk else _without_risk(file) for name, file in files.items()},
    }


def _without_risk(file: dict[str, Any]) -> dict[str, Any]:
    lines = [
        line | {"sentence": HELD_BACK, "concerns": []} if line["risk"] else line
        for line in file["lines"]
    ]
    return file | {
        "lines": lines,
        "answers": [one for one in file["answers"] if not one["risk"]],
    }


def holds_risk(pack: Pack) -> bool:
    """Whether there is risk information in a pack."""
    told = (one for file in pack["files"].values() for one in (*file["lines"], *file["answers"]))
    return any(one["risk"] for one in told)
