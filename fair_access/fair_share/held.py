"""Reading what was told of a fair-share scheme: what holds on a day, as known then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlmodel import Session, col

from fair_access.fair_share.agreed import (
    FairShareExemption,
    FairShareJourney,
    FairShareMatter,
    FairShareWithdrawn,
)
from fair_access.fair_share.kind import ShareKind
from fair_access.fair_share.scheme import FairShareScheme
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.superseded import superseded

SHARE_KINDS: dict[str, type[ShareKind]] = {
    kind.id: kind
    for kind in (
        FairShareScheme,
        FairShareExemption,
        FairShareMatter,
        FairShareJourney,
        FairShareWithdrawn,
    )
}
"""Every kind of entry of a fair-share scheme, by its id, in the order people meet them."""

SHARE_WORDS = {
    kind.id: (kind.title, kind.history_words) for kind in SHARE_KINDS.values() if kind.history_words
}
"""How a pupil's history puts them into words: no school is named, and nothing of a matter."""

OneKind = TypeVar("OneKind", bound=ShareKind)


@dataclass(frozen=True)
class Held(Generic[OneKind]):
    """What an entry says, with the entry's number and who recorded it when."""

    entry: Entry
    says: OneKind

    @property
    def number(self) -> int:
        """The entry's number."""
        return self.entry.number


class ShareHeld:
    """Everything an authority's entries of fair share say, those taken back left out."""

    def __init__(self, told: Sequence[Entry] = ()) -> None:
        gone = superseded(told)
        self.held = [
            Held(entry, said)
            for entry in told
            if entry.number not in gone and (said := said_by(entry)) is not None
        ]

    def scheme_on(self, on: date) -> Held[FairShareScheme] | None:
        """The version in force on a day: the latest told of those that took effect last."""
        begun = [one for one in self._of(FairShareScheme) if one.entry.on <= on]
        return max(begun, key=_turn, default=None)

    def schemes(self) -> list[Held[FairShareScheme]]:
        """Every version that counts, by the day it takes effect."""
        return sorted(self._of(FairShareScheme), key=_turn)

    def exemptions_on(self, on: date) -> list[Held[FairShareExemption]]:
        """The exemptions in force on a day, in the order they began."""
        found = (o for o in self._of(FairShareExemption) if o.entry.on <= on <= o.says.until)
        return sorted(found, key=_turn)

    def matters_on(self, on: date, records: Iterable[str]) -> list[Held[FairShareMatter]]:
        """The serious matters of a child, by any of its records, that hold on a day."""
        of = {*records}
        return [
            one
            for one in self._of(FairShareMatter)
            if one.entry.pupil_id in of
            and one.entry.on <= on
            and (one.says.until is None or on <= one.says.until)
        ]

    def journeys_on(self, on: date, records: Iterable[str]) -> dict[str, Held[FairShareJourney]]:
        """A child's journey to each school, as last told by a day."""
        of = {*records}
        told = (o for o in self._of(FairShareJourney) if o.entry.pupil_id in of)
        return {one.says.to_place: one for one in sorted(told, key=_turn) if one.entry.on <= on}

    def _of(self, kind: type[OneKind]) -> Iterator[Held[OneKind]]:
        for one in self.held:
            if isinstance(one.says, kind):
                yield Held(one.entry, one.says)


def _turn(one: Held[OneKind]) -> tuple[date, int]:
    return one.entry.on, one.number


def said_by(entry: Entry) -> ShareKind | None:
    """What an entry of fair share says; None for any other, and for one that was redacted."""
    kind = SHARE_KINDS.get(entry.kind)
    if kind is None or entry.details is None:
        return None
    return kind.model_validate({**entry.answers(), "on": entry.on})


def share_entries(session: Session, authority: str, known_at: str | None = None) -> list[Entry]:
    """An authority's entries of fair share, as told before a moment, in the order told."""
    query = ENTRIES.where(
        col(EntryRow.kind).in_(SHARE_KINDS), col(EntryRow.authority) == authority
    ).order_by(col(EntryRow.number))
    if known_at is not None:
        query = query.where(col(EntryRow.recorded_at) < known_at)
    return list(read_entries(session, query))


def share_held(session: Session, authority: str, known_at: str | None = None) -> ShareHeld:
    """What an authority's entries of fair share say, as told before a moment."""
    return ShareHeld(share_entries(session, authority, known_at))
