"""Records found to be one child's: read as one history, never joined in what is stored.

An entry `records_linked` about the record that is kept names the other. Withdrawing that entry
parts them again, each with what was recorded for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, bindparam
from sqlmodel import Session, col

from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.superseded import superseded

LINKED = "records_linked"
OTHER = "same_as"
"""The answer that names the other record."""
OF_TWO = "records_of_two"
NAMING = {LINKED: OTHER, OF_TWO: "not_same_as"}
"""The kinds that name another record, and the answer in which each does."""

_LINKS = ENTRIES.where(col(EntryRow.kind) == LINKED)
_TAKEN_BACK = ENTRIES.where(
    col(EntryRow.kind) == "withdrawn",
    col(EntryRow.corrects).in_(bindparam("numbers", expanding=True)),
)


@dataclass(frozen=True)
class Links:
    """By record, the record that is kept for the child; nothing for records that are alone."""

    kept_for: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.kept_for)

    def kept(self, pupil: str) -> str:
        """The record under which a child is shown."""
        return self.kept_for.get(pupil, pupil)

    def records(self, pupil: str) -> set[str]:
        """Every record of the child that a record is of."""
        kept = self.kept(pupil)
        return {kept, *(record for record, root in self.kept_for.items() if root == kept)}

    def every_record(self, pupils: Iterable[str]) -> list[str]:
        """Every record of some children, each once."""
        if not self.kept_for:
            return list(dict.fromkeys(pupils))
        return list(dict.fromkeys(r for pupil in pupils for r in sorted(self.records(pupil))))

    def each_once(self, pupils: Iterable[str]) -> set[str]:
        """Some children, each by the record that is kept."""
        if not self.kept_for:
            return {*pupils}
        return {self.kept(pupil) for pupil in pupils}

    def in_order(self, found: Iterable[Entry]) -> list[Entry]:
        """Entries by child, then in the order of effect."""
        return sorted(found, key=lambda e: (self.kept(str(e.pupil_id)), e.on, e.session, e.number))


_ALONE = Links()


def links(session: Session, known_at: str | None = None) -> Links:
    """The links that hold, as told before a moment."""
    found = list(read_entries(session, _until(_LINKS, known_at)))
    if not found:
        return _ALONE
    asked = [entry.number for entry in found]
    while asked:
        # A withdrawal may itself be withdrawn: the link holds again.
        more = list(read_entries(session, _until(_TAKEN_BACK, known_at), numbers=asked))
        found += more
        asked = [entry.number for entry in more]
    return _of(found)


def ever_linked(session: Session, pupils: Iterable[str]) -> set[str]:
    """Some records, and every record that a link joined to them, whether or not it still holds."""
    found = {*pupils}
    held = read_entries(session, _LINKS)
    told = [(str(e.pupil_id), str(e.answers().get(OTHER, ""))) for e in held]
    while more := {record for pair in told if found & {*pair} for record in pair} - found - {""}:
        found |= more
    return found


def linked_among(found: Sequence[Entry]) -> Links:
    """The links that hold among entries already read."""
    if not any(entry.kind == LINKED for entry in found):
        return _ALONE
    return _of([entry for entry in found if entry.kind in {LINKED, "withdrawn"}])


def _until(query: Select[Any], known_at: str | None) -> Select[Any]:
    return query if known_at is None else query.where(col(EntryRow.recorded_at) < known_at)


def _of(told: Sequence[Entry]) -> Links:
    gone = superseded(told)
    kept_for: dict[str, str] = {}
    held = (e for e in told if e.kind == LINKED and e.number not in gone and e.details)
    for entry in sorted(held, key=lambda e: e.number):
        kept, other = (_root(kept_for, str(p)) for p in (entry.pupil_id, entry.answers()[OTHER]))
        if kept != other:
            kept_for[other] = kept
    return Links({record: _root(kept_for, record) for record in kept_for})


def _root(kept_for: Mapping[str, str], record: str) -> str:
    while record in kept_for:
        record = kept_for[record]
    return record
