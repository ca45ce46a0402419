"""Attendance files as they were sent, kept beside the entries of their submissions.

The entry holds the file's hash and how the marks came out; the body here is checked against that
hash, and may be let go by the retention schedule while the hash stays.
"""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Index, Row, bindparam, func, insert, text
from sqlmodel import Field, Session, SQLModel, col, select

from movements.entry import ENTRIES, Entry, EntryRow
from movements.intake.findings import Findings, Ids
from movements.packing import packed, unpacked
from movements.problems import Problem
from movements.sealed_marks import SUBMISSION
from movements.session_totals import TOTALS

SIZE, BESIDE, AS_SENT = "size", "beside", "as_sent"
"""Answers of a submission's entry: how many bytes were sent, and the hash of what is kept beside
them. Entries made before files were kept have neither. Of a gzip also the hash of its own bytes:
its `sha256` is of what it holds, which is the same file however, and whenever, it was packed."""

KEPT_BESIDE = (SUBMISSION, TOTALS)
"""The kinds of entries beside which a file is kept: of marks, of termly totals."""

_SMALL = 1 << 20
_PACKING = ThreadPoolExecutor(1, thread_name_prefix="packing")


class Received(SQLModel, table=True):
    """One file as sent: packed, with the problems of its refused rows.

    `body` and `problems` are None, and `name` is empty, once the schedule has let them go.
    """

    __table_args__ = (Index("ix_received_place_id", "place_id", "sha256"),)

    submission: int = Field(
        primary_key=True,
        foreign_key="entry.number",
        sa_column_kwargs={"autoincrement": False},
    )
    place_id: str = Field(foreign_key="place.id")
    name: str
    sha256: str
    size: int
    body: bytes | None
    problems: bytes | None


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent: what people know it by, how many bytes, packed, and their hash.

    Of a gzip `sha256` is of what it holds, and `as_sent` of its bytes.
    """

    name: str
    size: int
    packed: Callable[[], bytes]
    sha256: str
    as_sent: str | None = None

    def told(self, problems: bytes) -> dict[str, Any]:
        """What its entry says of it, so that a change to what is kept shows."""
        told = {SIZE: self.size, BESIDE: beside(self.name, problems)}
        return told | ({AS_SENT: self.as_sent} if self.as_sent else {})

    @classmethod
    def of(cls, name: str, data: bytes, holds: bytes | None = None) -> "SentFile":
        """A file to be kept; `holds` is what a gzip unpacks to.

        A large one is packed meanwhile, as the caller reads it.
        """
        digest = hashlib.sha256(data).hexdigest()
        if holds is None or holds is data:
            return cls(name, len(data), _packing(data), digest)
        return cls(name, len(data), _packing(data), hashlib.sha256(holds).hexdigest(), digest)


def _packing(data: bytes) -> Callable[[], bytes]:
    if len(data) < _SMALL:
        small = packed(data)
        return lambda: small
    return _PACKING.submit(packed, data).result


@dataclass(frozen=True)
class Submission:
    """A file that was taken in: who sent it, when, and what became of its rows.

    Counts are 0 and the days None where the entry was redacted. `kept`: whether the file itself
    is still held.
    """

    number: int
    place_id: str
    name: str
    sha256: str
    size: int
    kept: bool
    recorded_at: str
    recorded_by: str
    organisation: str
    source: str
    rows: int = 0
    accepted: int = 0
    already_held: int = 0
    changed: int = 0
    refused: int = 0
    first_day: str | None = None
    last_day: str | None = None

    @classmethod
    def of(cls, entry: Entry, name: str | None, kept: bool | None) -> "Submission":
        """A submission from its entry and what is kept beside it."""
        told = entry.answers()
        return cls(
            number=entry.number,
            place_id=str(entry.place_id),
            name=name or "",
            sha256=str(told.get(AS_SENT) or told.get("sha256", "")),
            size=int(told.get(SIZE, 0)),
            kept=bool(kept),
            recorded_at=entry.recorded_at,
            recorded_by=entry.recorded_by,
            organisation=entry.organisation,
            source=entry.source,
            first_day=told.get("first_day"),
            last_day=told.get("last_day"),
            **{name: int(told.get(name, 0)) for name in _COUNTS},
        )


_COUNTS = ("rows", "accepted", "already_held", "changed", "refused")


@dataclass(frozen=True)
class ProblemRow:
    """A row that was refused, by the line of the file as sent it stands on.

    `column` is the one it stands in where a line holds many marks, else empty.
    """

    line: int
    column: str
    problems: tuple[Problem, ...]


# Not the body itself, which may be large.
_SUBMISSIONS = (
    ENTRIES.add_columns(col(Received.name), col(Received.body).is_not(None))
    .outerjoin(Received, col(Received.submission) == col(EntryRow.number))
    .where(col(EntryRow.kind).in_(KEPT_BESIDE))
)


def beside(name: str, problems: bytes) -> str:
    """The hash of what is kept beside the bytes of a file: its name, its problems as packed."""
    return hashlib.sha256(name.encode() + b"\0" + problems).hexdigest()


def keep_received(
    session: Session, number: int, place_id: str, sent: SentFile, problems: bytes
) -> None:
    """Keep a file beside the entry of its submission, in the same transaction."""
    row = {
        "submission": number,
        "place_id": place_id,
        "name": sent.name,
        "sha256": sent.sha256,
        "size": sent.size,
        "body": sent.packed(),
        "problems": problems,
    }
    session.connection().execute(_KEEP, row)


# Made once, on the table itself: asked for every file that is taken in.
_KEEP = insert(SQLModel.metadata.tables["received"])
_FIRST = (
    select(Received.submission)
    .where(
        col(Received.place_id) == bindparam("place"), col(Received.sha256) == bindparam("sha256")
    )
    .order_by(col(Received.submission))
    .limit(1)
)


def first_submission(session: Session, place_id: str, sha256: str) -> int:
    """The entry of the first submission of a file's content by a place; 0 where there is none."""
    asked = {"place": place_id, "sha256": sha256}
    return session.connection().execute(_FIRST, asked).scalar() or 0


def submissions(
    session: Session, place_id: str | None = None, *, limit: int = 100, before: int | None = None
) -> list[Submission]:
    """The submissions of a place, or of all: the latest first, on from before a number."""
    query = _SUBMISSIONS.order_by(col(EntryRow.number).desc()).limit(limit)
    if place_id is not None:
        query = query.where(col(EntryRow.place_id) == place_id)
    if before is not None:
        query = query.where(col(EntryRow.number) < before)
    return [_submission(row) for row in session.execute(query)]


def submissions_held(session: Session, place_id: str | None = None) -> int:
    """How many submissions of a place, or of all, there are."""
    query = select(func.count()).select_from(_SUBMISSIONS.subquery())
    if place_id is not None:
        of_place = _SUBMISSIONS.where(col(EntryRow.place_id) == place_id)
        query = select(func.count()).select_from(of_place.subquery())
    return session.exec(query).one()


def submission(session: Session, number: int) -> Submission | None:
    """One submission; None where the number is of no entry, or of another kind of entry."""
    row = session.execute(_SUBMISSIONS.where(col(EntryRow.number) == number)).first()
    return _submission(row) if row else None


def _submission(row: Row[Any]) -> Submission:
    told = tuple(row)
    return Submission.of(Entry._make(told[:-2]), told[-2], told[-1])


def body_of(session: Session, number: int) -> bytes | None:
    """The file as it was sent; None where it is no longer kept, or never was."""
    kept = session.get(Received, number)
    return unpacked(kept.body) if kept and kept.body is not None else None


def packed_problems(
    lines: Ids, found: Findings[Problem], heading: Callable[[int], str] | None = None
) -> bytes:
    """The refused rows of a file, packed: what is said of many of them is kept once.

    `heading`: of a row, the column it stands in, where a line of the file holds many.
    """
    rows = found.any().nonzero()[0]
    used = {which: place for place, which in enumerate(sorted({*found.ids[rows].tolist()}))}
    said = [[[p.field, p.code, p.message] for p in found.table[which]] for which in used]
    of = [used[which] for which in found.ids[rows].tolist()]
    where = [heading(row) for row in rows.tolist()] if heading else [""] * len(of)
    told = {"said": said, "rows": [*zip(lines[rows].tolist(), of, where, strict=True)]}
    return packed(json.dumps(told, ensure_ascii=False).encode())


def problem_rows(session: Session, number: int) -> list[ProblemRow]:
    """The rows of a submission that were refused, in the file's order; none once let go."""
    kept = session.get(Received, number)
    if kept is None or kept.problems is None:
        return []
    told = json.loads(unpacked(kept.problems))
    said = [tuple(Problem(*one) for one in some) for some in told["said"]]
    return [ProblemRow(line, where, said[which]) for line, which, where in told["rows"]]


_FORGET = text("DELETE FROM received WHERE submission = :number")


def forget_received(session: Session, number: int) -> None:
    """Let all that is kept of a file go with its redacted entry."""
    session.execute(_FORGET, {"number": number})


def sent_before(session: Session, day: str) -> list[tuple[int, str, str]]:
    """The submissions before a day whose file is still kept: number, place, recorded when."""
    query = (
        select(Received.submission, Received.place_id, EntryRow.recorded_at)
        .join(EntryRow, col(EntryRow.number) == col(Received.submission))
        .where(col(Received.body).is_not(None), col(EntryRow.recorded_at) < day)
        .order_by(col(Received.place_id), col(Received.submission))
    )
    return [(number, place, at) for number, place, at in session.exec(query)]
