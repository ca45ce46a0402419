"""Who is on which roll on a day, of some schools: read without folding what is plain.

Most children were entered on a roll, given details and perhaps removed, and nothing of it was ever
corrected: their rolls and details are read straight off. Every other child is folded.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import String, Table, bindparam, select, type_coerce
from sqlmodel import Session, SQLModel

from movements.linked import Links, links
from movements.register import known_until, standings
from movements.standing import MAIN_STATUSES, Standing

_PLAIN = ("on_roll", "removal_from_roll", "pupil_details")
_ENTERED = ("on_roll", "roll_claim")
_READ = (*_PLAIN, "roll_claim", "withdrawn")
"""The kinds that change a roll or a detail that is counted, and what takes one back."""


class _Told(NamedTuple):
    """As much of an entry as a plain child is read from."""

    pupil_id: str
    kind: str
    on: str
    place_id: str | None
    corrects: int | None
    recorded_at: str
    details: str | None


_ENTRY: Table = SQLModel.metadata.tables["entry"]
# Days as they are stored: to make dates of them takes longer than to read them.
_FIELDS = (
    type_coerce(_ENTRY.c[name], String) if name == "on" else _ENTRY.c[name]
    for name in _Told._fields
)
_TURN = ("pupil_id", "on", "session", "number")
_EVER_THERE = (
    select(_ENTRY.c.pupil_id)
    .where(
        _ENTRY.c.place_id.in_(bindparam("places", expanding=True)),
        _ENTRY.c.kind.in_(_ENTERED),
    )
    .distinct()
)
_TOLD = (
    select(*_FIELDS)
    .where(_ENTRY.c.kind.in_(_READ), _ENTRY.c.pupil_id.in_(_EVER_THERE))
    .order_by(*(_ENTRY.c[name] for name in _TURN))
)


class OnRoll(NamedTuple):
    """A child on a day: the places of its main rolls, and what is counted of it."""

    places: tuple[str, ...]
    year: str
    looked_after: bool
    plan: bool


@dataclass(frozen=True)
class Asked:
    """The day that is asked for, the day as known on which (None: as known now), and today."""

    on: date
    known_on: date | None
    today: date

    @property
    def known_at(self) -> str | None:
        """The first moment that is not known any more, as `recorded_at` is stored."""
        return known_until(self.known_on) if self.known_on else None


@dataclass(frozen=True)
class Rolls:
    """The children who were ever entered on the rolls of some schools.

    `hidden` are those who are protected, on the day or today: they are counted nowhere.
    """

    children: Mapping[str, OnRoll]
    hidden: frozenset[str]


def rolls_of(session: Session, places: Collection[str], asked: Asked) -> Rolls:
    """Who is on the main roll of which of these schools, and who was ever on one."""
    children, hidden, folded = dict[str, OnRoll](), set[str](), list[str]()
    several = _linked(links(session)) | _linked(links(session, asked.known_at))
    rows = session.connection().execute(_TOLD, {"places": sorted(places)}).all()
    on, today = asked.on.isoformat(), asked.today.isoformat()
    for pupil, group in groupby(map(_Told._make, rows), key=lambda row: row.pupil_id):
        of_one = list(group)
        if pupil in several or not _is_plain(of_one):
            folded.append(pupil)
            continue
        held = [row for row in of_one if row.on <= on and _is_known(row, asked.known_at)]
        details = _details(held)
        now = [row for row in of_one if row.on <= today]
        later = details if now == held else _details(now)
        if "Y" in (details.get("protected"), later.get("protected")):
            hidden.add(pupil)
        else:
            children[pupil] = _on_roll(_main_rolls(held), details)
    _fold(session, folded, asked, children, hidden)
    return Rolls(children, frozenset(hidden))


def _linked(linked: Links) -> set[str]:
    """The records that are not the only one of their child."""
    return {*linked.kept_for, *linked.kept_for.values()}


def _is_plain(of_one: Iterable[_Told]) -> bool:
    return all(row.kind in _PLAIN and row.corrects is None for row in of_one)


def _main_rolls(held: Iterable[_Told]) -> Iterator[str]:
    rolls: dict[str, str] = {}
    for row in held:
        if row.details is None or row.place_id is None or row.kind == "pupil_details":
            continue
        # Put last where it is entered again: the order is that of the standing.
        rolls.pop(row.place_id, None)
        if row.kind == "on_roll":
            rolls[row.place_id] = str(_read(row.details).get("enrol_status", "C"))
    yield from (place for place, status in rolls.items() if status in MAIN_STATUSES)


def _is_known(row: _Told, known_at: str | None) -> bool:
    return known_at is None or row.recorded_at < known_at


def _details(held: Iterable[_Told]) -> dict[str, Any]:
    """The details that entries come to: later ones add to earlier ones."""
    found: dict[str, Any] = {}
    for row in held:
        if row.kind == "pupil_details" and row.details:
            found |= _read(row.details)
    return found


_SAID: dict[str, dict[str, Any]] = {}
_MOST_SAID = 1_000


def _read(details: str) -> dict[str, Any]:
    """Details as data. The same few are told of thousands of children: read once."""
    found = _SAID.get(details)
    if found is None:
        found = json.loads(details)
        if len(details) < 80 and len(_SAID) < _MOST_SAID:
            _SAID[details] = found
    return found


def _on_roll(places: Iterable[str], details: Mapping[str, Any]) -> OnRoll:
    return OnRoll(
        tuple(places),
        str(details.get("nc_year") or ""),
        details.get("looked_after") == "Y",
        details.get("sen_provision") == "E",
    )


def _fold(
    session: Session,
    pupils: Sequence[str],
    asked: Asked,
    children: dict[str, OnRoll],
    hidden: set[str],
) -> None:
    """The children who are not plain, as they stood on the day and, of protection, as today."""
    if not pupils:
        return
    then = standings(session, pupils, asked.on, asked.known_on)
    kept = links(session, asked.known_at).each_once(pupils) & then.keys()
    now = standings(session, [*pupils, *kept], asked.today)
    hidden |= {pupil for pupil, one in now.items() if one.protected}
    hidden |= {pupil for pupil in kept if then[pupil].protected}
    children |= {pupil: of_standing(then[pupil]) for pupil in kept - hidden}


def of_standing(standing: Standing) -> OnRoll:
    """What is counted of a child, by a standing."""
    places = (roll.place for roll in standing.main_rolls)
    return _on_roll(places, standing.details)


def on_roll_at(rolls: Rolls, places: Collection[str]) -> Iterator[tuple[str, OnRoll]]:
    """Each school with each child on its main roll."""
    for one in rolls.children.values():
        yield from ((place, one) for place in one.places if place in places)
