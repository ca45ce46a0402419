"""What of the register need be kept no longer on a day: by rule, with what holds it back.

Reads only. A pupil's file goes whole or not at all: half a history would read as another one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from sqlalchemy import func
from sqlmodel import Session, col, select

from movements.append_only import REDACTION
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.legal_hold import HOLD, RELEASED, Holds
from movements.linked import links
from movements.marks import MarkRoll, roll_of
from movements.not_in_file import ROLL_RECEIVED
from movements.people_and_places import Pupil
from movements.received import sent_before
from movements.register import by_pupil, entries, movement_of, standing_of
from movements.schedule import Keep, years_after
from movements.sealed_marks import SUBMISSION
from movements.session_totals import TOTALS
from movements.standing import Standing

ATTACHMENT = "attachment"
FILES_AS_SENT = "files_as_sent"
"""The rule by which no entry goes, only what is kept beside it."""
NO_DATE_OF_BIRTH = "no date of birth is held, so nothing says when the file may go"
STILL_HERE = "still on a roll or in a placement"


@dataclass(frozen=True)
class Due:
    """Entries that may go under one rule: those of a pupil's file, a case, a file or a paper.

    `since` is the day from which they might have gone; `hold` the entry of the legal hold that
    keeps them, 0 where none does.
    """

    keep: str
    title: str
    entries: tuple[int, ...]
    since: date
    pupil: str | None = None
    hold: int = 0
    place: str | None = None


@dataclass(frozen=True)
class Kept:
    """A pupil's file that the years alone would let go, and why it does not."""

    pupil: str
    why: str


Schedule = dict[str, Keep]


def years_ago(on: date, years: int) -> date:
    """The day that many years earlier; 28 February for 29 February where that year has none."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def files(session: Session, on: date, schedule: Schedule, held: Holds) -> Iterator[Due | Kept]:
    """The files of pupils of whom nothing was recorded for as long as a register is kept."""
    least = schedule["admission_register"]
    old = _silent_since(session, years_ago(on, least.years))
    for pupil, of_one in by_pupil(entries(session, old)):
        now = standing_of(of_one, on)
        if now.rolls or now.provision:
            yield Kept(pupil, STILL_HERE)
            continue
        if not now.details.get("dob"):
            yield Kept(pupil, NO_DATE_OF_BIRTH)
            continue
        keep = schedule[_file_rule(of_one, now)]
        since = years_after(date.fromisoformat(str(now.details["dob"])), keep.years)
        if since <= on:
            yield _file(pupil, of_one, keep, since, on, held)


def _silent_since(session: Session, day: date) -> list[str]:
    """The pupils of whom the last thing was recorded before a day; redacted ones no more.

    Where a child has several records, the last thing of any of them.
    """
    last = func.max(EntryRow.recorded_at)
    query = (
        select(EntryRow.pupil_id)
        .where(
            col(EntryRow.pupil_id).is_not(None),
            col(EntryRow.details).is_not(None),
            col(EntryRow.kind).not_in([REDACTION, HOLD, RELEASED]),
        )
        .group_by(col(EntryRow.pupil_id))
    )
    silent = {str(p) for p in session.exec(query.having(last < day.isoformat()))}
    linked = links(session)
    several = col(EntryRow.pupil_id).in_(linked.every_record(linked.kept_for))
    heard = query.having(last >= day.isoformat()).where(several)
    spoken_of = linked.each_once(map(str, session.exec(heard)))
    return [pupil for pupil in silent if linked.kept(pupil) not in spoken_of]


def _file_rule(of_one: Iterable[Entry], now: Standing) -> str:
    """The longest of the rules: a plan or SEN support at any time; protected at any time."""
    told = [one for entry in of_one if (one := movement_of(entry)) and one.id == "pupil_details"]
    if any(one.value("sen_provision") in {"K", "E"} for one in told):
        return "sen_file"
    protected = now.protected or any(one.value("protected") == "Y" for one in told)
    return "child_protection" if protected else "pupil_file"


def _file(
    pupil: str, of_one: Iterable[Entry], keep: Keep, since: date, on: date, held: Holds
) -> Due:
    goes = [e.number for e in of_one if _is_of_the_file(e, on)]
    hold = held.on_pupil(pupil)
    return Due(keep.id, keep.title, tuple(goes), since, pupil, hold.entry if hold else 0)


def _is_of_the_file(entry: Entry, on: date) -> bool:
    """A paper with a day of its own goes on that day, before its pupil's file or after."""
    if entry.details is None or entry.kind == REDACTION:
        return False
    until = entry.answers().get("keep_until") if entry.kind == ATTACHMENT else None
    return until is None or until < on.isoformat()


def papers(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """Papers whose day has passed, corrected or withdrawn ones too."""
    query = ENTRIES.where(col(EntryRow.kind) == ATTACHMENT, col(EntryRow.details).is_not(None))
    for entry in read_entries(session, query.order_by(col(EntryRow.number))):
        until = entry.answers().get("keep_until")
        if until is not None and until < on.isoformat():
            hold = held.on_pupil(entry.pupil_id)
            yield Due(
                keep.id,
                keep.title,
                (entry.number,),
                date.fromisoformat(until),
                entry.pupil_id,
                hold.entry if hold else 0,
            )


def marks(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """Attendance files, with the marks they brought in.

    The marks of a day stand together for all its pupils: while a pupil is under a hold, those of
    every place that ever marked the pupil stay.
    """
    holding = _hold_on_places(session, held)
    for entry in _received(session, SUBMISSION, on, keep):
        yield _of_a_file(entry, keep, holding(str(entry.place_id)))


def files_as_sent(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """Attendance files themselves, by place, held back as the marks of their places are."""
    holding = _hold_on_places(session, held)
    before = sent_before(session, years_ago(on, keep.years).isoformat())
    for place, sent in groupby(before, key=lambda one: one[1]):
        rows = list(sent)
        since = years_after(date.fromisoformat(rows[0][2][:10]), keep.years)
        numbers = tuple(number for number, *_ in rows)
        yield Due(keep.id, keep.title, numbers, since, None, holding(place), place)


def _hold_on_places(session: Session, held: Holds) -> Callable[[str], int]:
    """The entry of the hold that keeps the marks of a place; 0 where none does."""
    places = _places_that_marked(session, held) if held.pupils else {}
    return lambda place: held.on_all.entry if held.on_all else places.get(place, 0)


def totals(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """Files of termly totals, with what they say of each pupil."""
    yield from _naming(session, TOTALS, on, keep, held)


def rolls(session: Session, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """What came of roll files: it names the pupils who were missing from them."""
    yield from _naming(session, ROLL_RECEIVED, on, keep, held)


def _naming(session: Session, kind: str, on: date, keep: Keep, held: Holds) -> Iterator[Due]:
    """Files whose entries name pupils: a hold on any of those keeps them."""
    for entry in _received(session, kind, on, keep):
        named = [held.pupils[p] for p in held.pupils if p in (entry.details or "")]
        hold = held.on_all or next(iter(named), None)
        yield _of_a_file(entry, keep, hold.entry if hold else 0)


def _received(session: Session, kind: str, on: date, keep: Keep) -> list[Entry]:
    before = years_ago(on, keep.years).isoformat()
    query = ENTRIES.where(
        col(EntryRow.kind) == kind,
        col(EntryRow.details).is_not(None),
        col(EntryRow.recorded_at) < before,
    )
    return list(read_entries(session, query.order_by(col(EntryRow.number))))


def _of_a_file(entry: Entry, keep: Keep, hold: int) -> Due:
    since = years_after(date.fromisoformat(entry.recorded_at[:10]), keep.years)
    return Due(keep.id, keep.title, (entry.number,), since, None, hold)


def _places_that_marked(session: Session, held: Holds) -> dict[str, int]:
    """The places that hold marks of a pupil under a hold, each with the hold's entry."""
    query = select(Pupil.seq, Pupil.id).where(col(Pupil.id).in_(held.pupils))
    seqs = {int(seq or 0): held.pupils[pupil].entry for seq, pupil in session.exec(query)}
    wanted = np.array(sorted(seqs), dtype=np.uint32)
    found: dict[str, int] = {}
    for place, pupils in session.exec(select(MarkRoll.place_id, MarkRoll.pupils)):
        here = np.intersect1d(roll_of(pupils), wanted)
        if len(here):
            found.setdefault(place, seqs[int(here[0])])
    return found


def closed_file(
    keep: Keep, steps: Iterable[Entry], since: date, pupil: str | None, held: Holds
) -> Due:
    """The papers of a case that has closed, for the floor that knows cases."""
    hold = held.on_pupil(pupil)
    numbers = tuple(step.number for step in steps if step.details is not None)
    return Due(keep.id, keep.title, numbers, since, pupil, hold.entry if hold else 0)


def named_papers(session: Session) -> set[str]:
    """The SHA-256 of every paper that an entry still names; withdrawn ones are kept to be read."""
    query = ENTRIES.where(col(EntryRow.kind) == ATTACHMENT, col(EntryRow.details).is_not(None))
    return {str(entry.answers()["sha256"]) for entry in read_entries(session, query)}
