"""The fence round what may never change, and the hash tree that shows when it was climbed.

What a redaction names may go, once it is no longer to be kept: an entry's details and salt, and
the marks that a submission brought in.

The tree is that of RFC 9162 section 2.1. A leaf is SHA-256(0x00 + header + SHA-256(salt +
details)), so details and salt can be redacted and the leaf still proves the header.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

APPEND_ONLY = (
    "entry",
    "place_version",
    "pupil_identifier",
    "term_date",
    "school_day",
    "mark_roll",
)
REDACTION = "redaction"
"""The kind of the entry that redacts the one it names in `corrects`."""
DIGEST = "digest"
"""The answer of a redaction that keeps SHA-256(salt + details) of the row, in hex: with it the leaf
still proves the header, and without salt it tells nothing of the details."""
_KEYS = {"mark_roll": "id"}
_ONCE_LET_GO = {
    "school_day": (
        f"WHEN NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.kind = '{REDACTION}' "
        "AND r.corrects = OLD.submission) "
    ),
    "mark_roll": "WHEN EXISTS (SELECT 1 FROM school_day AS d WHERE d.roll_id = OLD.id) ",
}
"""When a row may be deleted after all: marks whose submission was redacted, and their rolls."""


def _triggers() -> Iterator[tuple[str, str]]:
    for table in APPEND_ONLY:
        key = _KEYS.get(table, "number")
        message = f"{table} is append-only"
        if table == "entry":
            yield f"fence_{table}_update", _redaction_only(message)
        else:
            yield (
                f"fence_{table}_update",
                f"CREATE TRIGGER fence_{table}_update BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            )
        yield (
            f"fence_{table}_delete",
            f"CREATE TRIGGER fence_{table}_delete BEFORE DELETE ON {table} "
            f"{_ONCE_LET_GO.get(table, '')}BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )
        yield (
            f"fence_{table}_replace",
            f"CREATE TRIGGER fence_{table}_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )


_ENTRY_FIXED = (
    *("number", "pupil_id", "place_id", "case_id", "submission_id", "kind", "on", "session"),
    *("recorded_at", "recorded_by", "organisation", "authority", "source", "corrects"),
    *("reason", "leaf"),
)


def _redaction_only(message: str) -> str:
    """The one change let through: details and salt set to NULL on a row a redaction entry names."""
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in _ENTRY_FIXED)
    return (
        "CREATE TRIGGER fence_entry_update BEFORE UPDATE ON entry "
        f"WHEN {changed} OR NEW.details IS NOT NULL OR NEW.salt IS NOT NULL "
        f"OR NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.kind = '{REDACTION}' "
        "AND r.corrects = OLD.number) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


TRIGGERS: dict[str, str] = dict(_triggers())
"""Name -> statement (SQLite) of every trigger the fence is made of."""


def fence_missing(present: Iterable[tuple[str, str]]) -> list[str]:
    """Triggers missing or altered, given the (name, sql) pairs the database holds."""
    held = dict(present)
    return sorted(name for name, sql in TRIGGERS.items() if held.get(name) != sql)


def leaf_hash(header: str, salt: bytes, details: str) -> bytes:
    """The leaf of an entry: `header` is canonical JSON, `details` the text as stored."""
    return leaf_of_digest(header, hashlib.sha256(salt + details.encode()).digest())


def leaf_of_digest(header: str, digest: bytes) -> bytes:
    """The leaf from the header and the digest of salt and details."""
    return hashlib.sha256(b"\x00" + header.encode() + digest).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Tree:
    """An RFC 9162 tree kept as its frontier: the roots of its complete subtrees, largest first."""

    size: int = 0
    frontier: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Append one leaf."""
        node, size = leaf, self.size
        while size & 1:
            node = _node(self.frontier.pop(), node)
            size >>= 1
        self.frontier.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The tree head; SHA-256 of nothing when the tree is empty."""
        if not self.frontier:
            return hashlib.sha256(b"").digest()
        node = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            node = _node(left, node)
        return node

    def packed(self) -> bytes:
        """The frontier as stored in the head row."""
        return b"".join(self.frontier)

    @classmethod
    def unpacked(cls, size: int, frontier: bytes) -> "Tree":
        """The tree a head row describes."""
        return cls(size, [frontier[i : i + 32] for i in range(0, len(frontier), 32)])
