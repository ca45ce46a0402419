"""Session marks as stored: one byte a mark, two a pupil (AM, PM), one column of bytes a school day.

The bytes are ordered by what a mark counts as, so that a class of marks is a range, and the mark
that counts where two registers both marked a session is, but for B and K, the lowest byte.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

Marks = NDArray[np.uint8]
Truth = NDArray[np.bool_]
Seqs = NDArray[np.uint32]

NO_MARK = 0
SESSIONS = ("AM", "PM")

# The bytes are on disk: never renumber one. A new code takes a free number in its class's block.
# D comes last of its block: what the other place says of the session tells more.
_BLOCKS: dict[str, tuple[int, tuple[str, ...]]] = {
    "present": (0x10, ("/", "\\", "L")),
    "activity": (0x20, ("B", "K", "P", "V", "W", "J")),
    "authorised": (0x30, ("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H")),
    "unauthorised": (0x50, ("G", "N", "O", "U")),
    "not_possible": (0x60, ("X", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Y", "D")),
    "administrative": (0x70, ("Z", "#")),
}
_ENDS = {"present": 0x20, "activity": 0x30, "authorised": 0x50, "unauthorised": 0x60}

BYTE_OF: dict[str, int] = {
    code: first + step for first, codes in _BLOCKS.values() for step, code in enumerate(codes)
}
"""Each attendance code and its byte, withdrawn codes included."""

CODE_OF: dict[int, str] = {byte: code for code, byte in BYTE_OF.items()} | {NO_MARK: ""}
"""Each byte and its attendance code; 0 is no mark and reads as empty text."""

CLASS_OF: dict[str, str] = {code: name for name, (_, codes) in _BLOCKS.items() for code in codes}
"""Each attendance code and what it counts as."""

_B, _K, _D = (np.uint8(BYTE_OF[code] - 1) for code in ("B", "K", "D"))
_TEXT_OF = np.array([CODE_OF.get(byte, "") for byte in range(256)], dtype="<U2")


class MarkRoll(SQLModel, table=True):
    """The pupils of a column of marks, in ascending order of `Pupil.seq`. Append-only.

    `digest` is the SHA-256 of `pupils`, so that a place's days share a roll while it is the same.
    """

    __tablename__ = "mark_roll"
    __table_args__ = (Index("ix_mark_roll_place_id", "place_id", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    place_id: str = Field(foreign_key="place.id")
    digest: str
    pupils: bytes


class SchoolDay(SQLModel, table=True):
    """The marks of one place on one day, as one submission left them. Append-only.

    The highest `version` of a place and day is what is held; the earlier ones are what was held
    before. `submission` is the number of the entry that brought the file in.
    """

    __tablename__ = "school_day"
    __table_args__ = (
        Index("ix_school_day_place_id", "place_id", "day", "version"),
        CheckConstraint("version > 0", name="version"),
    )

    number: int | None = Field(default=None, primary_key=True)
    place_id: str = Field(foreign_key="place.id")
    day: date
    version: int
    submission: int = Field(foreign_key="entry.number")
    roll_id: int = Field(foreign_key="mark_roll.id")
    marks: bytes


def pack(codes: Iterable[str]) -> Marks:
    """Attendance codes as bytes; empty text is no mark. KeyError for what is no code."""
    return np.fromiter((BYTE_OF[code] if code else NO_MARK for code in codes), dtype=np.uint8)


def unpack(marks: Marks) -> list[str]:
    """Bytes as attendance codes; no mark is empty text."""
    codes: list[str] = _TEXT_OF[marks].tolist()
    return codes


@dataclass(frozen=True)
class Class:
    """A class of marks, which is a range of bytes; called with marks, where they are of it."""

    low: np.uint8
    size: np.uint8

    def __call__(self, marks: Marks) -> Truth:
        """Where marks are of the class."""
        # Bytes below the range wrap round to high ones, so that one comparison is enough.
        found: Truth = (marks - self.low) < self.size
        return found


def _class(first: str, last: str) -> Class:
    low = _BLOCKS[first][0]
    return Class(np.uint8(low), np.uint8(_ENDS[last] - low))


attended = _class("present", "activity")
"""Where a mark counts as attended: present, or at an approved educational activity."""

authorised = _class("authorised", "authorised")
"""Where a mark is an authorised absence."""

unauthorised = _class("unauthorised", "unauthorised")
"""Where a mark is an unauthorised absence."""

possible = _class("present", "unauthorised")
"""Where a mark is of a possible session: not D, X, Q, Y1 to Y7, Z or #, and not unmarked."""


def union(one: Marks, other: Marks) -> Marks:
    """What a session comes to where two places marked it: attended if either has it attended.

    Else possible if either has it possible (an authorised absence before an unauthorised one),
    else not possible; a mark always before no mark. B, K and D say that the pupil was due
    elsewhere: what the other place says of the session tells more.
    """
    # No mark wraps round to the highest byte, so that the lowest byte is the mark that counts.
    first, second = one - np.uint8(1), other - np.uint8(1)
    lowest, highest = np.minimum(first, second), np.maximum(first, second)
    # B and K count, in truth, last before D: each gives way to every other mark below it.
    gives_way = (lowest >= _B) & (lowest <= _K) & (highest < _D)
    found: Marks = np.where(gives_way, highest, lowest) + np.uint8(1)
    return found


def roll_bytes(seqs: Sequence[int] | Seqs) -> bytes:
    """A roll as stored: `Pupil.seq` as little-endian 32-bit numbers."""
    return np.asarray(seqs, dtype="<u4").tobytes()


def roll_of(stored: bytes) -> Seqs:
    """A stored roll as numbers."""
    return np.frombuffer(stored, dtype="<u4")


def digest_of(stored: bytes) -> str:
    """The name of a roll by its content."""
    return hashlib.sha256(stored).hexdigest()


def column_bytes(marks: Marks) -> bytes:
    """The marks of a day, pupils by two sessions, as stored: AM, PM of each pupil in roll order."""
    return np.ascontiguousarray(marks, dtype=np.uint8).tobytes()


def pairs_of(marks: Marks) -> NDArray[np.uint16]:
    """The marks of pupils by days by two sessions as pupils by days: of each day both as one."""
    found: NDArray[np.uint16] = np.ascontiguousarray(marks).view("<u2")[..., 0]
    return found


def columns_bytes(marks: Marks, days: Sequence[int]) -> list[bytes]:
    """The marks of pupils by days by two sessions: those of some days, by place, as stored."""
    by_day = np.ascontiguousarray(pairs_of(marks).T)
    return [by_day[day].tobytes() for day in days]


def column_of(stored: bytes) -> Marks:
    """A stored column as pupils by two sessions."""
    return np.frombuffer(stored, dtype=np.uint8).reshape(-1, 2)
