"""Redacting letters: what a redacted entry said goes from every letter that says it again.

The whole text goes, for it stands in sentences. The entry that made the letter keeps its SHA-256:
that there was such a letter, when and to whom, can be proved as before.
"""

from collections.abc import Iterable

from sqlmodel import Session, col

from fair_access.steps import CaseLetterMade, CaseLetterRedacted
from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kinds.on_roll import OnRoll
from movements.kinds.permanent_exclusion import PermanentExclusion
from movements.kinds.pupil_details import PupilDetails
from movements.linked import Links, links
from movements.record import append, today

_SAID_AGAIN = frozenset({PupilDetails.id, PermanentExclusion.id, OnRoll.id})
"""What letters say again besides steps of their own case: name, exclusions, the school."""


def redact_letters(session: Session, numbers: Iterable[int], by: Actor) -> list[int]:
    """Redact the letters that say again what these redacted entries said.

    The numbers of the entries that tell of it. The text is left for the sweep, which deletes what
    no entry names. The caller holds the write lock.
    """
    gone = list(read_entries(session, ENTRIES.where(col(EntryRow.number).in_([*numbers]))))
    linked = links(session)
    pupils = {record for one in gone if one.pupil_id for record in linked.records(one.pupil_id)}
    theirs = ENTRIES.where(
        col(EntryRow.kind) == CaseLetterMade.id,
        col(EntryRow.pupil_id).in_(pupils),
        col(EntryRow.details).is_not(None),
    )
    over = redacted_letters(session)
    told = []
    for letter in read_entries(session, theirs.order_by(col(EntryRow.number))):
        quoted = tuple(one.number for one in gone if _quotes(letter, one, linked))
        if quoted and letter.number not in over:
            told.append(_tell(session, letter, quoted, by))
    return told


def redacted_letters(session: Session) -> set[int]:
    """The entries of the letters whose text was redacted."""
    told = ENTRIES.where(
        col(EntryRow.kind) == CaseLetterRedacted.id, col(EntryRow.details).is_not(None)
    )
    return {int(entry.answers()["letter"]) for entry in read_entries(session, told)}


def _quotes(letter: Entry, gone: Entry, linked: Links) -> bool:
    """Whether a letter may say again what an entry said, as far as it knew of it."""
    if gone.case_id is not None:
        own = gone.case_id == letter.case_id
    else:
        same = linked.kept(str(gone.pupil_id)) == linked.kept(str(letter.pupil_id))
        own = same and gone.kind in _SAID_AGAIN
    return own and gone.number <= int(letter.answers()["upto"])


def _tell(session: Session, letter: Entry, quoted: tuple[int, ...], by: Actor) -> int:
    told = CaseLetterRedacted(on=today(), letter=letter.number, entries=quoted)
    return append(
        session,
        kind=told.id,
        on=told.on,
        by=by,
        source="register",
        details=told.details(),
        subjects={"case_id": letter.case_id, "pupil_id": letter.pupil_id},
        authority=letter.authority,
    ).number
