"""Redacting kept packs: what an entry said goes from every pack that says it again.

The hash of the pack as it was sealed stays in the entry of its sealing, and the redaction names the
bytes that are kept from then on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from fair_access.meetings import MINUTES
from fair_access.meetings.meeting_pack_redacted import MeetingPackRedacted
from fair_access.meetings.meeting_sealed import MeetingSealed
from fair_access.meetings.pack import Pack, pack_bytes, read_pack
from movements.actor import Actor
from movements.attachments import PaperLost, Store
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kinds.attachment import Attachment
from movements.record import append, today

PACKS = (MeetingSealed.id, MeetingPackRedacted.id)
"""Kinds of entries that name the file of a pack."""
REDACTED = "Redacted"
_ALONE = frozenset({Attachment.id, *MINUTES})
"""Kinds of entries of which a file says no more than their own line."""


@dataclass(frozen=True)
class Gone:
    """What was redacted: numbers of entries, those that go alone, and cases with a lost promise."""

    entries: frozenset[int]
    alone: frozenset[int]
    promised: frozenset[str]


def redact_packs(session: Session, store: Store, numbers: Iterable[int], by: Actor) -> list[int]:
    """Redact the kept packs that say again what these redacted entries said.

    The numbers of the entries that tell of it. The bytes kept before are left for the sweep, which
    deletes what no entry names. The caller holds the write lock. A pack that is lost stays lost.
    """
    of = ENTRIES.where(col(EntryRow.number).in_([*numbers]), col(EntryRow.pupil_id).is_not(None))
    gone = list(read_entries(session, of))
    done = []
    for sealed in _packs_of(session, {str(entry.pupil_id) for entry in gone}):
        name = kept_packs(session)[sealed.number]
        try:
            pack = read_pack(store.read(name))
        except PaperLost:
            continue
        own = sorted(numbers_in(pack) & {entry.number for entry in gone})
        if own:
            kept = store.keep(pack_bytes(redacted(pack, _gone(gone))))
            done.append(_tell(session, sealed, kept, own, by))
    return done


def kept_packs(session: Session) -> dict[int, str]:
    """The SHA-256 of the file that is kept of each sealed pack, by the entry of its sealing."""
    query = ENTRIES.where(col(EntryRow.kind).in_(PACKS), col(EntryRow.details).is_not(None))
    return dict(map(file_named, read_entries(session, query.order_by(col(EntryRow.number)))))


def file_named(entry: Entry) -> tuple[int, str]:
    """The file that an entry names, under the entry of the sealing where it is of a pack."""
    answers = entry.answers()
    return int(answers.get("sealed", entry.number)), str(answers["sha256"])


def _packs_of(session: Session, pupils: set[str]) -> list[Entry]:
    """The sealings of packs with a case of these pupils."""
    query = select(EntryRow.case_id).where(col(EntryRow.pupil_id).in_(pupils)).distinct()
    cases = [case for case in session.exec(query) if case]
    if not cases:
        return []
    named = or_(*(col(EntryRow.details).contains(case) for case in cases))
    packs = ENTRIES.where(col(EntryRow.kind) == MeetingSealed.id, named)
    return list(read_entries(session, packs.order_by(col(EntryRow.number))))


def _gone(entries: Iterable[Entry]) -> Gone:
    told = list(entries)
    return Gone(
        frozenset(entry.number for entry in told),
        frozenset(entry.number for entry in told if entry.kind in _ALONE),
        frozenset(str(entry.case_id) for entry in told if entry.kind == "meeting_update"),
    )


def numbers_in(pack: Pack) -> set[int]:
    """The entries whose words a pack says again."""
    return {one["entry"] for file in pack["files"].values() for one in _said(file)}


def _said(file: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from file["lines"]
    for case in (file["case"], *file["earlier"]):
        yield from case["steps"]


def redacted(pack: Pack, gone: Gone) -> Pack:
    """A pack without what some entries said. The original is left as it is.

    A paper or a minute goes by its own line, an earlier case by itself. Anything else is said again
    elsewhere in the child's file, which goes whole, with why the case was on the agenda.
    """
    files = {case: _file(file, gone) for case, file in pack["files"].items()}
    left = {case: file for case, file in files.items() if file is not None}
    lost = {*pack.get("redacted", ()), *(files.keys() - left.keys())}
    return pack | {
        "agenda": [
            item | {"why": REDACTED} if item["case"] in lost else item for item in pack["agenda"]
        ],
        "updates": [one for one in pack["updates"] if one["case"] not in lost | gone.promised],
        "files": left,
        "redacted": sorted(lost),
    }


def _file(file: dict[str, Any], gone: Gone) -> dict[str, Any] | None:
    """A file without the lines that are gone; None where it goes whole."""
    earlier = [c for c in file["earlier"] if not _of_case(c) & gone.entries]
    alone = gone.alone.union(*(_of_case(c) for c in file["earlier"] if c not in earlier))
    if {one["entry"] for one in _said(file)} & gone.entries - alone:
        return None
    lines = [
        line | {"sentence": REDACTED, "concerns": []} if line["entry"] in gone.entries else line
        for line in file["lines"]
    ]
    return file | {"lines": lines, "earlier": earlier}


def _of_case(case: dict[str, Any]) -> set[int]:
    return {step["entry"] for step in case["steps"]}


def _tell(session: Session, sealed: Entry, kept: str, own: list[int], by: Actor) -> int:
    about = {name: sealed.answers()[name] for name in ("panel", "meeting")}
    told = MeetingPackRedacted(on=today(), sealed=sealed.number, sha256=kept, entries=tuple(own))
    return append(
        session,
        kind=told.id,
        on=told.on,
        by=by,
        source="register",
        details=told.details() | about,
        subjects={},
        authority=sealed.authority,
    ).number
