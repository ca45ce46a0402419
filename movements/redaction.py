"""Redaction: an entry says which row goes and why; then the row's details and salt are emptied.

The header and the leaf stay, and the redaction keeps the digest of what went: the tree still proves
that the entry was made, when, by whom and of what kind, and `verify` still comes out whole.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from movements import expected, swept
from movements.actor import Actor
from movements.append_only import DIGEST, REDACTION
from movements.linked import LINKED
from movements.pupil_terms import forget
from movements.received import KEPT_BESIDE, forget_received
from movements.record import append, today
from movements.redacted import OF, TITLE, UNDER
from movements.sealed_marks import SUBMISSION

_ROW = text(
    "SELECT pupil_id, place_id, case_id, submission_id, authority, kind, details, salt "
    "FROM entry WHERE number = :number"
)
_EMPTY = text("UPDATE entry SET details = NULL, salt = NULL WHERE number = :number")
_NO_MARKS = text("DELETE FROM school_day WHERE submission = :number")
_NO_ROLLS = text(
    "DELETE FROM mark_roll WHERE NOT EXISTS "
    "(SELECT 1 FROM school_day WHERE school_day.roll_id = mark_roll.id)"
)
_SUBJECTS = ("pupil_id", "place_id", "case_id", "submission_id")


def redact(
    session: Session, numbers: Iterable[int], *, rule: str, title: str, by: Actor
) -> list[int]:
    """Redact entries under a rule of the schedule; the numbers of those that were not yet.

    The marks that a submission brought in go with it, and the file itself. What was written over is
    overwritten on the disk too. The caller holds the write lock.
    """
    session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
    done, marks = [], False
    for number in numbers:
        row = session.execute(_ROW, {"number": number}).mappings().one()
        if row["details"] is None:
            continue
        digest = hashlib.sha256(row["salt"] + row["details"].encode()).hexdigest()
        append(
            session,
            kind=REDACTION,
            on=today(),
            by=by,
            source="register",
            details={DIGEST: digest, UNDER: rule, TITLE: title, OF: number},
            subjects={name: row[name] for name in _SUBJECTS},
            authority=row["authority"],
            corrects=number,
        )
        session.execute(_EMPTY, {"number": number})
        _forget_expected(session, row["kind"], row["pupil_id"])
        if row["kind"] in KEPT_BESIDE:
            forget_received(session, number)
        if row["kind"] == SUBMISSION:
            session.execute(_NO_MARKS, {"number": number})
            marks = True
        done.append(number)
    swept.forget(session)
    if marks:
        session.execute(_NO_ROLLS)
        forget(session)
    # What was read before is not what is held now.
    session.expire_all()
    return done


def _forget_expected(session: Session, kind: str, pupil: str | None) -> None:
    """No more is told of where marks were due than what is left of the entries."""
    if kind == LINKED:
        expected.forget(session)
    elif pupil is not None:
        expected.forget_pupil(session, pupil)
