"""Was anything changed behind the register's back? Fence, leaves, tree, head and marks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from movements.append_only import Tree, fence_missing, leaf_hash
from movements.entry import HEADER, header_of
from movements.sealed_marks import broken_seals


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
    row = session.execute(text("SELECT size, root FROM tree_head")).one_or_none()
    return Head(row[0], row[1].hex()) if row else Head(0, Tree().root().hex())


def findings(session: Session, kept: Head | None = None) -> Iterator[str]:
    """Every sign of tampering, each naming what and which entry; nothing when all is whole."""
    yield from _fence(session)
    tree, kept_root = Tree(), Tree().root() if kept and kept.size == 0 else None
    expected = 1
    for row in _rows(session):
        if row["number"] != expected:
            yield f"entry {expected}: missing (the next one held is {row['number']})"
            expected = row["number"]
        yield from _leaf(row)
        tree.add(row["leaf"])
        expected += 1
        if kept and tree.size == kept.size:
            kept_root = tree.root()
    yield from _heads(session, tree, kept, kept_root)
    yield from broken_seals(session)


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


def _leaf(row: dict[str, Any]) -> Iterator[str]:
    number = row["number"]
    if row["details"] is None or row["salt"] is None:
        return
    if leaf_hash(header_of(row), row["salt"], row["details"]) != row["leaf"]:
        yield f"entry {number}: changed since it was recorded"


def _heads(
    session: Session, tree: Tree, kept: Head | None, kept_root: bytes | None
) -> Iterator[str]:
    held = head(session)
    if (held.size, held.root) != (tree.size, tree.root().hex()):
        yield (
            f"head: says {held.size} entries, but {tree.size} are held and they hash "
            "otherwise: entries were added, removed or replaced"
        )
    if kept is None:
        return
    if kept_root is None:
        yield f"entry {tree.size + 1}: missing; the head kept elsewhere counts {kept.size}"
    elif kept_root.hex() != kept.root:
        yield f"entries 1 to {kept.size}: differ from those under the head kept elsewhere"
