"""Papers attached to entries: sent by a page or the API, seen by whoever sees the entry."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import gettempdir

from sqlmodel import Session, col

from apregister.db import Engines
from apregister.settings import Settings
from apregister.sight import NotSeen, Seen, is_own, look_at
from apregister.speaking import place_spoken_for
from fair_access.letters.make import kept_letters
from fair_access.letters.redaction import redacted_letters
from fair_access.meetings.pack_redaction import PACKS, file_named, kept_packs
from fair_access.steps import CaseLetterMade, CaseReferred
from movements.actor import Actor
from movements.attachments import PaperLost, Store, checked, ending_of
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kind import typed
from movements.kinds import DOOR_KINDS
from movements.kinds.attachment import Attachment
from movements.problems import Problem, Refused
from movements.record import Recorded, Source, Told, record, today
from movements.register import Line, movement_of
from movements.retention import named_papers
from movements.scorecard_release import FROZEN, kept_releases

ASKED = ("about", "title", "letter", "keep_until", "school")
"""What is said of a paper besides the file itself; `school` by those who speak for several."""
_WITH_PAPERS = frozenset({*DOOR_KINDS, CaseReferred.id})


@dataclass(frozen=True)
class Paper:
    """A paper that an entry names, as it may be handed out."""

    entry: int
    about: int
    title: str
    on: date
    size: int
    media_type: str
    sha256: str
    keep_until: date | None
    letter: str | None = None
    """Which of the papers A to G of a referral it is."""

    @property
    def file_name(self) -> str:
        """What a download is called: it names no pupil and is never the sender's own name."""
        return f"attachment-{self.entry}.{ending_of(self.media_type)}"

    def headers(self, *, synthetic: bool) -> dict[str, str]:
        """The headers it is handed out with: to be saved, never shown or guessed at."""
        name = f"SYNTHETIC-{self.file_name}" if synthetic else self.file_name
        charset = "; charset=utf-8" if self.media_type == "text/plain" else ""
        return {
            "Content-Type": f"{self.media_type}{charset}",
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }


def store_of(engines: Engines, settings: Settings) -> Store:
    """The register's papers: in the folder that the settings name, else beside the database."""
    database = engines.register.url.database
    in_memory = database in (None, "", ":memory:")
    beside = f"{gettempdir()}/apregister.attachments" if in_memory else f"{database}.attachments"
    return Store(Path(settings.attachments or beside), settings.largest_attachment)


def files_named(session: Session) -> set[str]:
    """The SHA-256 of every file kept with the papers that an entry still names."""
    return named_papers(session) | {
        *kept_packs(session).values(),
        *kept_letters(session),
        *kept_releases(session),
    }


def takes_papers(line: Line) -> bool:
    """Whether a paper can be attached to an entry: to a movement or referral, no withdrawal."""
    held = line.entry.details is not None
    return line.entry.kind in _WITH_PAPERS and line.entry.kind != "withdrawn" and held


def attach(
    session: Session,
    store: Store,
    pupil: str,
    said: Mapping[str, str],
    sent: tuple[bytes, str],
    *,
    by: Actor,
    source: Source,
) -> Recorded:
    """Record a paper for an entry that the actor sees, and keep the file. `sent`: bytes and name.

    The file is kept while the write lock is held, so that no file an entry is about to name can be
    swept away. Raises NotSeen for a pupil out of sight, and Refused with every problem found.
    """
    seen = look_at(session, pupil, by, today=today())
    movement = _answers(said, *sent, store.largest)
    line = _line(seen, movement.about)
    if line is None or seen.shown.hides(line.entry.place_id):
        raise Refused([_no_such_entry()])
    named = said.get("school", "").strip() or _own_place(seen, line.entry)
    place = place_spoken_for(session, by, named)
    recorded = record(session, movement, Told(pupil, place, by, source))
    store.keep(sent[0])
    return recorded


def _answers(said: Mapping[str, str], data: bytes, name: str, largest: int) -> Attachment:
    """The typed answers; every problem of the file and of what is said about it, at once."""
    problems: list[Problem] = []
    media_type = "text/plain"
    try:
        media_type = checked(data, name, largest)
    except Refused as refused:
        problems += refused.problems
    found = None
    try:
        found = typed(Attachment, _told(said, data, media_type))
    except Refused as refused:
        problems += refused.problems
    if found is None or problems:
        raise Refused(problems)
    return found


def _told(said: Mapping[str, str], data: bytes, media_type: str) -> dict[str, object]:
    own = {name: value for name, value in said.items() if name in ASKED and name != "school"}
    return own | {
        "on": today().isoformat(),
        "sha256": Store.name_of(data),
        "bytes": max(1, len(data)),
        "media_type": media_type,
    }


def _no_such_entry() -> Problem:
    words = "This pupil has no entry of that number that you can attach a paper to."
    return Problem("about", "no_such_entry", words)


def _line(seen: Seen, number: int) -> Line | None:
    return next((one for one in seen.lines if one.number == number and takes_papers(one)), None)


def _own_place(seen: Seen, entry: Entry) -> str | None:
    """For whom it is recorded unless one is named: the entry's place, else the pupil's, if own."""
    now = seen.standing
    here = [p for p in sorted(seen.shown.by.places) if now.roll_at(p) or now.provision_at(p)]
    own = entry.place_id in seen.shown.by.places
    return entry.place_id if own else next(iter(here), None)


def paper_seen(session: Session, pupil: str, number: int, by: Actor, reason: str | None) -> Paper:
    """A paper that the actor may have. Raises NotSeen: as for a paper there is not.

    Of a protected child a paper may say where the child is: it is withheld like a place is.
    """
    seen = look_at(session, pupil, by, today=today(), reason=reason)
    for paper in papers_in(seen):
        if paper.entry == number and not withholds(seen, number):
            return paper
    raise NotSeen(pupil)


def withholds(seen: Seen, number: int) -> bool:
    """Whether a paper is kept back, since the child is protected and it is not one's own."""
    own = any(line.number == number and is_own(line.entry, seen.shown.by) for line in seen.lines)
    return seen.shown.withheld and not own


def papers_in(seen: Seen, about: int | None = None) -> Iterator[Paper]:
    """The papers of entries that the actor sees (of one entry, if it is named), in order.

    Those that were withdrawn or redacted are none any more.
    """
    numbers = {line.number for line in seen.lines}
    for line in seen.lines:
        paper = paper_of(line.entry) if line.in_force else None
        if paper and paper.about in numbers and about in (None, paper.about):
            yield paper


def lost_papers(session: Session, store: Store) -> Iterator[str]:
    """Papers that an entry names and that are gone or changed, a sentence for each entry."""
    kinds = (Attachment.id, *PACKS, CaseLetterMade.id, FROZEN)
    query = ENTRIES.where(col(EntryRow.kind).in_(kinds), col(EntryRow.details).is_not(None))
    named = {}
    redacted = redacted_letters(session)
    for entry in read_entries(session, query.order_by(col(EntryRow.number))):
        if entry.number in redacted:
            continue
        # Details that are no longer what was recorded are the tree's to name.
        with suppress(KeyError, ValueError):
            number, sha256 = file_named(entry)
            named[number] = sha256
    for number, sha256 in named.items():
        try:
            store.read(sha256)
        except PaperLost as lost:
            yield f"entry {number}: {lost}"


def paper_of(entry: Entry) -> Paper | None:
    """The paper that an entry names; None for other entries and for one that was redacted."""
    movement = movement_of(entry)
    if not isinstance(movement, Attachment):
        return None
    return Paper(
        entry=entry.number,
        about=movement.about,
        title=movement.paper,
        on=movement.on,
        size=movement.bytes,
        media_type=movement.media_type,
        sha256=movement.sha256,
        keep_until=movement.keep_until,
        letter=movement.letter,
    )
