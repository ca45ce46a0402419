"""Who is expected in alternative provision in one session: many children at once."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Table, and_, func, or_, select, text, true
from sqlmodel import Session, SQLModel, col

from movements.expectations import ExpectedSpell
from movements.expected import Expected, folded_since
from movements.marks import Seqs
from movements.people_and_places import AP_TYPES, PlaceVersion
from movements.pupil_seqs import pupils_of

AWAY = ("placement", "direction")
ON_A_ROLL = ("main_roll", "subsidiary", "phased_return")
"""Expected in alternative provision only where the place is an AP setting."""
_TABLE: Table = SQLModel.metadata.tables["expected"]
_COLUMNS = ", ".join(f"e.{name}" for name in ExpectedSpell._fields)
_SPELLS = text(
    f"SELECT e.seq, p.id, {_COLUMNS} FROM json_each(:seqs) AS asked "
    "JOIN expected AS e ON e.seq = asked.value JOIN pupil AS p ON p.seq = e.seq "
    "WHERE e.since <= :at AND e.until > :at"
)
"""One statement whose text is the same for however many children."""


class Whose(NamedTuple):
    """Whose children; every child where neither is given.

    Those of some places (placed by them, on their roll or expected there), or of an authority.
    """

    places: frozenset[str] | None = None
    authority: str | None = None

    def takes(self, spell: ExpectedSpell) -> bool:
        """Whether the child of a spell is among them."""
        if self.places is not None:
            return bool(self.places & {spell.place, spell.school, spell.arranged_by})
        return self.authority is None or self.authority in spell.authorities.split(",")

    def rows(self) -> ColumnElement[bool]:
        """The same of the projection's rows."""
        if self.places is not None:
            named = (Expected.place, Expected.school, Expected.arranged_by)
            return or_(*(col(one).in_(sorted(self.places)) for one in named))
        if self.authority is None:
            return true()
        codes: ColumnElement[str] = "," + col(Expected.authorities) + ","
        return codes.contains(f",{self.authority},")


EVERYONE = Whose()


class Asked(NamedTuple):
    """A session: its half-day (`presence.half_day`), its place in the week, and whose children."""

    at: int
    slot: int
    whose: Whose = EVERYONE

    def takes(self, spell: ExpectedSpell) -> bool:
        """Whether a spell is of the session and of one of the children."""
        now = spell.since <= self.at < spell.until and spell.takes(self.slot)
        return now and self.whose.takes(spell)

    def rows(self) -> ColumnElement[bool]:
        """The same of the projection's rows."""
        week = col(Expected.week)
        taken = func.substr(week, self.slot + 1, 1) == "1"
        now = (col(Expected.since) <= self.at, col(Expected.until) > self.at)
        return and_(*now, or_(week.is_(None), taken), self.whose.rows())


@dataclass(frozen=True)
class ExpectedNow:
    """The children expected in alternative provision in a session.

    `places`: by place, `Pupil.seq` in order, each once; `protected` are those of protected
    children. Of the records in `stale` the spells are those in `fresh`: entries were told of them
    since the projection was made.
    """

    session: Session
    asked: Asked
    ap: frozenset[str]
    stale: frozenset[int]
    fresh: Mapping[int, Collection[ExpectedSpell]]
    places: Mapping[str, Seqs]
    protected: Seqs

    def spells(self, seqs: Collection[int]) -> Iterator[tuple[str, int, ExpectedSpell]]:
        """The spells of some children that hold in the session, one of each child at a place.

        Each with the child's id and `Pupil.seq`.
        """
        wanted = {*seqs}
        held: dict[tuple[int, str], tuple[str, ExpectedSpell]] = {}
        asked = {"seqs": json.dumps(sorted(wanted - self.stale)), "at": self.asked.at}
        for seq, pupil, *rest, protected in self.session.connection().execute(_SPELLS, asked).all():
            spell = ExpectedSpell._make((*rest, bool(protected)))
            if spell.takes(self.asked.slot):
                held[seq, spell.place] = (pupil, spell)
        told = self.fresh.keys() & wanted
        names = pupils_of(self.session, told)
        for seq in told:
            now = (one for one in self.fresh[seq] if self.asked.takes(one))
            held |= {(seq, one.place): (names[seq], one) for one in now}
        for (seq, _), (pupil, spell) in held.items():
            if _is_ap(spell, self.ap):
                yield pupil, seq, spell


def expected_now(session: Session, asked: Asked) -> ExpectedNow:
    """Who is expected in a session: placed or directed anywhere, or on an AP setting's roll."""
    stale, fresh = folded_since(session)
    ap = _ap_places(session)
    found: dict[str, list[Seqs]] = {}
    protected = [np.zeros(0, dtype=np.uint32)]
    for place, withheld, seqs in _groups(session, asked, ap):
        told = seqs[~np.isin(seqs, [*stale])] if stale else seqs
        found.setdefault(place, []).append(told)
        protected += [told] if withheld else []
    for seq, spells in fresh.items():
        for spell in spells:
            if asked.takes(spell) and _is_ap(spell, ap):
                alone = np.array([seq], dtype=np.uint32)
                found.setdefault(spell.place, []).append(alone)
                protected += [alone] if spell.protected else []
    every = {place: np.unique(np.concatenate(some)) for place, some in found.items()}
    there = {place: seqs for place, seqs in every.items() if len(seqs)}
    return ExpectedNow(session, asked, ap, stale, fresh, there, np.concatenate(protected))


def _is_ap(spell: ExpectedSpell, ap: frozenset[str]) -> bool:
    return spell.why in AWAY or spell.place in ap


def _groups(session: Session, asked: Asked, ap: frozenset[str]) -> Iterator[tuple[str, bool, Seqs]]:
    why, place, protected = _TABLE.c.why, _TABLE.c.place, _TABLE.c.protected
    query = select(place, protected, func.group_concat(_TABLE.c.seq)).where(asked.rows())
    on_a_roll = and_(why.in_(ON_A_ROLL), place.in_(sorted(ap)))
    for where in (why.in_(AWAY), on_a_roll):
        for row in session.execute(query.where(where).group_by(why, place, protected)):
            yield row[0], row[1], np.fromstring(row[2], dtype=np.uint32, sep=",")


def _ap_places(session: Session) -> frozenset[str]:
    """The AP settings: by type, no school, or told to be used as such."""
    no_school = col(PlaceVersion.urn).is_(None)
    told = col(PlaceVersion.setting_type).is_not(None)
    query = select(col(PlaceVersion.place_id)).where(
        or_(no_school, told, col(PlaceVersion.type_code).in_(sorted(AP_TYPES)))
    )
    return frozenset(session.execute(query.distinct()).scalars())
