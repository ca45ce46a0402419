"""Was anything changed behind the register's back? Fence, leaves, tree, head and marks."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from movements.append_only import (
    APPEND_ONLY,
    DIGEST,
    REDACTION,
    Tree,
    fence_missing,
    leaf_hash,
    leaf_of_digest,
)
from movements.entry import HEADER, header_of
from movements.expected import differing as expected_differing
from movements.pupil_terms import differing
from movements.received_checked import broken_files
from movements.sealed_marks import broken_seals
from movements.sealed_rows import broken_row_seals
from movements.swept import differing as swept_differing


@dataclass(frozen=True)
class Head:
    """How many entries there were and what they hashed to: keep one elsewhere."""

    size: int
    root: str

    def as_text(self) -> str:
        """The head as a line of JSON, for a file kept away from the database."""
        return json.dumps({"size": self.size, "root": self.root})

    @classmethod
    def from_text(cls, line: str) -> "Head":
        """The head in a file. Raises ValueError where it is not one."""
        try:
            data = json.loads(line)
            return cls(int(data["size"]), str(data["root"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("This is not a head file: it needs size and root.") from error


def head(session: Session) -> Head:
    """The head the database holds now."""
    row = session.execute(text("SELECT size, root FROM tree_head")).first()
    return Head(row[0], row[1].hex()) if row else Head(0, Tree().root().hex())


def findings(session: Session, kept: Head | None = None) -> Iterator[str]:
    """Every sign of tampering, each naming what and which entry; nothing when all is whole.

    Every row of the register is covered. The shell's own tables are not (accounts, keys, answers
    kept for a sender's key): they are mutable, and no part of the register.
    """
    yield from _fence(session)
    gone = list(_tables_missing(session))
    yield from gone
    if gone:
        return
    tree, kept_root = Tree(), Tree().root() if kept and kept.size == 0 else None
    redacted = _redacted(session)
    expected = 1
    for row in _rows(session):
        if row["number"] != expected:
            yield f"entry {expected}: missing (the next one held is {row['number']})"
            expected = row["number"]
        yield from _leaf(row, redacted)
        tree.add(row["leaf"] if isinstance(row["leaf"], bytes) else b"")
        expected += 1
        if kept and tree.size == kept.size:
            kept_root = tree.root()
    yield from _heads(session, tree, kept, kept_root)
    yield from broken_seals(session)
    yield from broken_files(session)
    yield from differing(session)
    yield from expected_differing(session)
    yield from swept_differing(session)
    yield from broken_row_seals(session)


def _tables_missing(session: Session) -> Iterator[str]:
    query = text("SELECT name FROM sqlite_master WHERE type = 'table'")
    held = set(session.execute(query).scalars())
    for table in (*APPEND_ONLY, "pupil", "place", "received", "tree_head"):
        if table not in held:
            yield f"table {table}: missing; it was dropped or renamed"


def _fence(session: Session) -> Iterator[str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    held = [(name, sql) for name, sql in session.execute(text(query))]
    for name in fence_missing(held):
        yield f"trigger {name}: missing or altered; the fence is open"


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    names = ", ".join(f'"{name}"' for name in (*HEADER, "details", "salt", "leaf"))
    query = text(f"SELECT {names} FROM entry ORDER BY number")
    for row in session.execute(query).mappings():
        yield dict(row)


def _redacted(session: Session) -> dict[int, bytes]:
    """Entry number -> the digest that its redaction keeps; empty where that keeps none."""
    query = text("SELECT corrects, details FROM entry WHERE kind = :kind AND corrects IS NOT NULL")
    found = session.execute(query, {"kind": REDACTION})
    return {number: _digest(details) for number, details in found}


def _digest(details: str | None) -> bytes:
    try:
        return bytes.fromhex(json.loads(details or "{}")[DIGEST])
    except (KeyError, TypeError, ValueError):
        return b""


def _leaf(row: dict[str, Any], redacted: Mapping[int, bytes]) -> Iterator[str]:
    number, details, salt = row["number"], row["details"], row["salt"]
    if details is not None and salt is not None:
        leaf = _leaf_of(row, salt, details)
    elif number in redacted and details is None and salt is None:
        leaf = leaf_of_digest(header_of(row), redacted[number])
    else:
        yield f"entry {number}: its details or salt are gone and no redaction names it"
        return
    if leaf != row["leaf"]:
        yield f"entry {number}: changed since it was recorded"


def _leaf_of(row: dict[str, Any], salt: object, details: object) -> bytes | None:
    """The leaf; none where salt or details are of another type than any that was recorded."""
    if isinstance(salt, bytes) and isinstance(details, str):
        return leaf_hash(header_of(row), salt, details)
    return None


def _heads(
    session: Session, tree: Tree, kept: Head | None, kept_root: bytes | None
) -> Iterator[str]:
    rows = session.execute(text("SELECT size, root, frontier, id FROM tree_head")).all()
    whole = (tree.size, tree.root(), tree.packed(), 1)
    if (rows or tree.size) and [tuple(row) for row in rows] != [whole]:
        yield from _other_heads([row[0] for row in rows], tree.size)
    if kept is None:
        return
    if kept_root is None:
        yield f"entry {tree.size + 1}: missing; the head kept elsewhere counts {kept.size}"
    elif kept_root.hex() != kept.root:
        yield f"entries 1 to {kept.size}: differ from those under the head kept elsewhere"


def _other_heads(sizes: list[int], held: int) -> Iterator[str]:
    """The head does not fit the entries: the first entry gone is named where one is."""
    if len(sizes) != 1:
        yield f"head: there are {len(sizes)} and must be one, for {held} entries"
    elif isinstance(sizes[0], int) and sizes[0] > held:
        yield f"entry {held + 1}: missing; the head counts {sizes[0]} entries and {held} are held"
    else:
        yield (
            f"head: says {sizes[0]} entries, but {held} are held and they hash otherwise: "
            "entries were added, removed or replaced, or the head was"
        )
