"""Rows beside the entries under an entry's seal: pupils, their identifiers, places, calendars.

Whoever writes seals what is new before it is kept, in one entry. So a UPN moved to another child
or a school's name changed behind the register's back shows in the tree like any entry. Only what
the writing itself added is sealed: a row put in by other means stays unsealed, and is found.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from movements.actor import Actor
from movements.record import append, today

KIND = "rows_sealed"
REGISTER = Actor("register", "administrator")
MOST_NAMED = 10
"""So many rows are named one by one in a finding; of the others it says how many there are."""

_LETTERS = 8
_ENDS_OF_NUMBERS = (-(2**63), 2**63 - 1)
_ALL = text("SELECT number, details FROM entry WHERE kind = 'rows_sealed' ORDER BY number")


class Sealed(NamedTuple):
    """A table under seal: `table` and `key` are whose numbers its rows are counted by.

    `rows` selects that number, what people know the row by, and then the row as it is sealed.
    """

    table: str
    key: str
    rows: str


def _counted(table: str, key: str) -> Sealed:
    return Sealed(table, key, f"SELECT t.{key}, '{key} ' || t.{key}, t.* FROM {table} AS t")


_PLACE_VERSION = (
    "number, place_id, urn, ukprn, name, type_code, type_name, group_code, la_code, la_name, "
    "estab, phase, low_age, high_age, status, opened, closed, postcode, town, setting_type, "
    'successor_urn, "on", recorded_at, source'
)
SEALED = {
    "pupil": _counted("pupil", "seq"),
    "pupil_identifier": _counted("pupil_identifier", "number"),
    # Its columns as they were when the first seals were made; the trust came later.
    "place_version": Sealed(
        "place_version",
        "number",
        f"SELECT t.number, 'number ' || t.number, {_PLACE_VERSION} FROM place_version AS t",
    ),
    "place_trust": Sealed(
        "place_version",
        "number",
        "SELECT t.number, 'number ' || t.number, t.trust_code FROM place_version AS t",
    ),
    "term_date": _counted("term_date", "number"),
    # A place has no number, and SQLite may give its rowid to another: it is sealed with each of
    # its versions, which have.
    "place": Sealed(
        "place_version",
        "number",
        "SELECT t.number, t.place_id, place.* FROM place_version AS t "
        "LEFT JOIN place ON place.id = t.place_id",
    ),
}
"""Each table under seal. To change how a row is selected breaks the seals there are."""


# Asked of the driver itself, twice for every writing.
_NEWEST = "SELECT " + ", ".join(
    f"(SELECT max({one.key}) FROM {one.table})" for one in SEALED.values()
)


@dataclass(frozen=True)
class Seal:
    """What an entry holds of a table: the digest of its rows after one number, up to another.

    `rows` are the first letters of each row's own digest, to name one that was changed; seals of
    an earlier version of the register have none.
    """

    after: int
    upto: int
    sha256: str
    rows: str = ""

    @classmethod
    def held(cls, told: Any) -> "Seal":
        """The seal in an entry's details. Raises KeyError, TypeError or ValueError for no seal."""
        after, upto = told["after"], told["upto"]
        first, last = _ENDS_OF_NUMBERS
        if not first <= after <= upto <= last:
            raise ValueError("These are no numbers of rows.")
        return cls(after, upto, str(told["sha256"]), str(told.get("rows", "")))

    def of_row(self, number: int) -> str:
        """The letters of one row's digest."""
        start = (number - self.after - 1) * _LETTERS
        return self.rows[start : start + _LETTERS]


def newest_rows(session: Session) -> dict[str, int]:
    """By table under seal, the number of its newest row: to be asked before a writing begins."""
    held: Any = session.connection().connection.driver_connection
    newest = held.execute(_NEWEST).fetchone()
    return {name: last or 0 for name, last in zip(SEALED, newest, strict=True)}


def seal_new_rows(session: Session, since: Mapping[str, int]) -> None:
    """Append an entry that seals the rows added since then; nothing when there are none."""
    newest = newest_rows(session)
    if any(last > since[table] for table, last in newest.items()):
        _append(session, {table: (since[table], last) for table, last in newest.items()})


def seal_what_never_was(session: Session) -> None:
    """Seal every row of the tables that no entry seals: for a register of an earlier version."""
    told = {table for _, seals in _seals(session) for table in seals}
    newest = newest_rows(session)
    if any(last for table, last in newest.items() if table not in told):
        ends = {table: (last if table in told else 0, last) for table, last in newest.items()}
        _append(session, ends)


def broken_row_seals(session: Session) -> Iterator[str]:
    """Rows changed, added or removed behind the register's back, a sentence for each seal."""
    spans: dict[str, list[tuple[int, int]]] = {table: [] for table in SEALED}
    for number, seals in _seals(session):
        for table, seal in seals.items():
            spans[table].append((seal.after, seal.upto))
            yield from _broken(session, number, table, seal)
    for table, sealed in SEALED.items():
        yield from _unsealed(session, table, sealed, spans[table])
    yield from _places_of_no_version(session)


def _append(session: Session, ends: Mapping[str, tuple[int, int]]) -> None:
    append(
        session,
        kind=KIND,
        on=today(),
        by=REGISTER,
        source="register",
        details={table: vars(_seal(session, table, *between)) for table, between in ends.items()},
        subjects={},
    )


def _seals(session: Session) -> Iterator[tuple[int, dict[str, Seal]]]:
    """By entry, its seals by table. Details that hold none seal nothing: their leaf tells why."""
    for number, details in session.execute(_ALL).all():
        try:
            told = json.loads(details or "{}").items()
            seals = {table: Seal.held(seal) for table, seal in told if table in SEALED}
        except (AttributeError, KeyError, TypeError, ValueError):
            seals = {}
        yield number, seals


def _seal(session: Session, table: str, after: int, upto: int) -> Seal:
    """The seal of a table's rows after one number, up to another."""
    whole, rows = hashlib.sha256(), []
    for _, _, line in _lines(session, table, after, upto):
        whole.update(line)
        rows.append(_letters(line))
    return Seal(after, upto, whole.hexdigest(), "".join(rows))


def _lines(session: Session, table: str, after: int, upto: int) -> Iterator[tuple[int, str, bytes]]:
    """Each row's number, what it is known by, and the line that is sealed of it."""
    sealed = SEALED[table]
    between = f"t.{sealed.key} > :after AND t.{sealed.key} <= :upto"
    query = text(f"{sealed.rows} WHERE {between} ORDER BY t.{sealed.key}")
    for number, name, *row in session.execute(query, {"after": after, "upto": upto}):
        yield number, str(name), json.dumps(row, default=str).encode() + b"\n"


def _letters(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:_LETTERS]


def _broken(session: Session, number: int, table: str, seal: Seal) -> Iterator[str]:
    if _seal(session, table, seal.after, seal.upto).sha256 == seal.sha256:
        return
    said = _named(_changed(session, table, seal))
    if not seal.rows:
        said = f"one or more of {SEALED[table].key} {seal.after + 1} to {seal.upto}"
    which = f": {said}" if said else ""
    yield f"entry {number}: rows it sealed in {table} were changed or removed since{which}"


def _changed(session: Session, table: str, seal: Seal) -> list[str]:
    """What the rows are known by that are not as they were sealed, or are there no longer."""
    key = SEALED[table].key
    held = {
        number: (name, _letters(line))
        for number, name, line in _lines(session, table, seal.after, seal.upto)
    }
    sealed = range(seal.after + 1, seal.after + 1 + len(seal.rows) // _LETTERS)
    missing = [f"{key} {number}" for number in sealed if number not in held]
    other = [name for number, (name, said) in held.items() if said != seal.of_row(number)]
    return [*dict.fromkeys(other), *missing]


def _named(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _unsealed(
    session: Session, table: str, sealed: Sealed, spans: Iterable[tuple[int, int]]
) -> Iterator[str]:
    """Rows under no entry's seal. Those of a place are those of its versions."""
    if table != sealed.table:
        return
    query = text(
        f"SELECT {sealed.key} FROM {table} WHERE {sealed.key} BETWEEN :first AND :last "
        f"ORDER BY {sealed.key}"
    )
    found = [
        f"{sealed.key} {number}"
        for first, last in _gaps(spans)
        for number in session.execute(query, {"first": first, "last": last}).scalars()
    ]
    if found:
        yield (
            f"table {table}: has rows that no entry seals, added behind the register's back: "
            f"{_named(found)}"
        )


def _gaps(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The numbers outside every span (after one, up to another), as first and last."""
    first, end = _ENDS_OF_NUMBERS
    for after, upto in sorted(span for span in spans if span[0] < span[1]):
        if first <= after:
            yield first, after
        first = max(first, upto + 1)
    yield first, end


def _places_of_no_version(session: Session) -> Iterator[str]:
    query = "SELECT id FROM place WHERE id NOT IN (SELECT place_id FROM place_version) ORDER BY id"
    found = [str(place) for place in session.execute(text(query)).scalars()]
    if found:
        yield (
            "table place: has rows that no version names, added behind the register's back: "
            f"{_named(found)}"
        )
