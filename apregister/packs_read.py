"""Reading a sealed pack: the bytes as they were kept, for one reader, with what came since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from apregister.db import Engines, reading_at
from apregister.version import this_version
from fair_access.meetings.book import Book
from fair_access.meetings.pack import (
    Pack,
    Since,
    differences,
    for_reader,
    holds_risk,
    made_again,
    protected_since,
    read_pack,
    recorded_since,
)
from fair_access.meetings.pack_redaction import numbers_in
from fair_access.meetings.sight import before_panel, book_for, is_of
from fair_access.meetings.state import Meeting, Sealed
from movements.actor import Actor
from movements.append_only import REDACTION
from movements.attachments import Store
from movements.entry import ENTRIES, EntryRow, read_entries


class NoPack(Exception):
    """Raised for a meeting nobody knows, one out of scope, and one without such a pack, alike."""


@dataclass(frozen=True)
class PackRead:
    """A pack as one reader may see it. `version` counts from 1; `risk` says that risk is in it.

    `left_out` are the cases whose children became protected after the sealing: their kept files
    name places, and are told to nobody. `redacted` are those whose files were redacted since.
    """

    meeting: Meeting
    sealed: Sealed
    version: int
    pack: Pack
    since: Since
    risk: bool
    risk_held: bool
    left_out: tuple[str, ...] = ()
    redacted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """A pack that was kept beside the same made anew: `where` they differ, nowhere where sound.

    `because` are the lawful reasons why they may: another version of the register made it, or
    entries of it were redacted. A pack that differs for none of them was made of other entries.
    """

    sealed: Sealed
    where: tuple[str, ...]
    because: tuple[str, ...]
    since: Since

    @property
    def same(self) -> bool:
        """Whether it is the same, byte for byte."""
        return not self.where

    @property
    def sound(self) -> bool:
        """Whether it is the same, or differs for a reason that is known."""
        return self.same or bool(self.because)


def read_for(
    session: Session,
    store: Store,
    meeting_id: str,
    by: Actor,
    today: date,
    *,
    version: int | None = None,
    reason: str | None = None,
) -> PackRead:
    """A meeting's pack, the last version unless one is named, for a reader.

    A member does not get the cases the member leaves for, and nobody the file of a child who
    became protected since. Risk information goes to officers, to
    the chair of the day, and to who gives a reason. Raises NoPack, and PaperLost where the file is
    gone or was changed.
    """
    held = book_for(session, by, today)
    meeting = held.meetings.get(meeting_id)
    versions = meeting.sealed if meeting else ()
    number = len(versions) if version is None else version
    if meeting is None or not 1 <= number <= len(versions):
        raise NoPack(meeting_id)
    sealed = versions[number - 1]
    pack = read_pack(store.read(sealed.file))
    seen = frozenset(sealed.cases)
    if by.role == "panel_member":
        seen &= before_panel(session, by, today).cases
    redacted = tuple(sorted(seen & {*pack.get("redacted", ())}))
    seen -= frozenset(redacted)
    left_out = protected_since(session, for_reader(pack, seen, risk=True), today)
    seen -= frozenset(left_out)
    own = for_reader(pack, seen, risk=True)
    risk = by.role == "la_officer" or bool(reason) or _is_chair(held, meeting, by)
    return PackRead(
        meeting,
        sealed,
        number,
        own if risk else for_reader(own, seen, risk=False),
        recorded_since(session, sealed),
        risk,
        holds_risk(own),
        left_out,
        redacted,
    )


def _is_chair(held: Book, meeting: Meeting, by: Actor) -> bool:
    return is_of(held.panel_of(meeting).member(meeting.chair), by)


def compare(
    engines: Engines, session: Session, store: Store, meeting: str, one: Sealed
) -> Compared:
    """A kept pack beside the same made anew of what was known then. Raises PaperLost."""
    kept = store.read(one.file)
    pack = read_pack(kept)
    version = pack.get("made_by")
    with reading_at(engines.register, one.upto) as then:
        made = made_again(then, meeting, one, version)
    where = () if made == kept else tuple(differences(pack, read_pack(made)))
    because = (*_other_version(version), *_redactions(session, one, pack))
    return Compared(one, where, because, recorded_since(session, one))


def _other_version(version: str | None) -> Iterator[str]:
    if version != this_version():
        made = f"version {version}" if version else "a version that did not yet say which it was"
        yield f"it was made by {made} of the register, and this is {this_version()}"


def _redactions(session: Session, one: Sealed, pack: Pack) -> Iterator[str]:
    """Which entries that the pack knows were redacted, and when."""
    known = {*numbers_in(pack), *one.redacted}
    query = ENTRIES.where(col(EntryRow.kind) == REDACTION).order_by(col(EntryRow.number))
    for entry in read_entries(session, query):
        if entry.corrects in known:
            yield f"entry {entry.corrects} was redacted on {entry.on:%-d %B %Y}"
