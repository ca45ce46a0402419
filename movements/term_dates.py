"""The term dates, INSET days and closures that stand for each place and authority.

Dates are never overwritten: a term sent later stands in place of the terms of the same owner that
it overlaps, and what stood on an earlier day can still be told from `recorded_at`.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from movements.built_in_terms import Span
from movements.people_and_places import TermDate

KINDS = ("term", "inset", "closure")


@dataclass
class Held:
    """The dates that stand for one owner."""

    terms: list[Span] = field(default_factory=list)
    insets: list[Span] = field(default_factory=list)
    closures: list[Span] = field(default_factory=list)

    def spans(self, kind: str) -> list[Span]:
        """The spans of a kind."""
        return {"term": self.terms, "inset": self.insets, "closure": self.closures}[kind]

    def take(self, kind: str, span: Span) -> list[Span]:
        """Let a span stand; returns the terms it takes the place of."""
        spans = self.spans(kind)
        replaced = [old for old in spans if kind == "term" and old.meets(span)]
        spans[:] = [old for old in spans if old not in replaced and old != span] + [span]
        return [old for old in replaced if old != span]


def held_dates(
    session: Session, known_at: str | None = None, owners: Collection[str] | None = None
) -> dict[str, Held]:
    """The dates that stand for each owner or for some; with `known_at`, those known then (UTC)."""
    query = select(TermDate).order_by(col(TermDate.number))
    if owners is not None:
        query = query.where(col(TermDate.place_or_la).in_(owners))
    if known_at is not None:
        query = query.where(col(TermDate.recorded_at) <= known_at)
    held: dict[str, Held] = {}
    for row in session.exec(query):
        owner = held.setdefault(row.place_or_la, Held())
        owner.take(row.kind, Span(row.from_date, row.to_date))
    return held
