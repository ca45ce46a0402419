"""Making a letter: its text is kept, and the case names it. Nothing is sent by the program."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_access.case_reader import Case
from fair_access.cases import visible_case
from fair_access.decide import not_your_case
from fair_access.letters.gather import as_kept, decisions_of, readers_of, taken_steps, written
from fair_access.letters.redaction import redacted_letters
from fair_access.letters.write import Letter
from fair_access.steps import CaseLetterMade, LetterAsked, step_of
from fair_access.steps.step import OFFICER
from movements.actor import Actor
from movements.attachments import Store
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.kind import typed
from movements.problems import Problem, Refused
from movements.record import Recorded, append
from movements.register import entries


def make_letter(
    session: Session,
    store: Store,
    case_id: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
) -> Recorded:
    """Make a letter of today: keep its text, and append the entry that names it.

    `about` is the case's last decision with a letter to that reader, and `call` what the last
    letter of the authority said, unless they are given. The same letter again is held already.
    Raises Refused; a case out of scope is refused as an unknown one is.
    """
    found, asked = _asked(session, case_id, answers, by, today)
    letter = written(session, found, asked)
    data = as_kept(letter)
    sha256 = store.name_of(data)
    for one in taken_steps(session, case_id, today):
        same = isinstance(one.step, CaseLetterMade) and one.step.sha256 == sha256
        if same and one.entry.number not in redacted_letters(session):
            return _recorded(one.entry.number, "already_held", found)
    upto = session.exec(select(func.max(EntryRow.number))).one() or 1
    kept = {"sha256": sha256, "upto": upto, "withheld": "Y" if letter["withheld"] else "N"}
    made = CaseLetterMade.model_validate(asked.model_dump() | kept)
    entry = append(
        session,
        kind=made.id,
        on=made.on,
        by=by,
        source="panel",
        details=made.details(),
        subjects={"case_id": case_id, "pupil_id": found.record},
        authority=found.authority,
    )
    # Kept while the write lock is held: nothing sweeps a file that an entry is about to name.
    store.keep(data)
    return _recorded(entry.number, "accepted", found)


def draft_letter(
    session: Session, case_id: str, answers: Mapping[str, Any], by: Actor, today: date
) -> Letter:
    """The letter as it would be made now, and is not. Raises Refused as make_letter does."""
    found, asked = _asked(session, case_id, answers, by, today)
    return written(session, found, asked)


def kept_letters(session: Session) -> set[str]:
    """The SHA-256 of every letter that an entry still names, and whose text was not redacted."""
    made = ENTRIES.where(
        col(EntryRow.kind) == CaseLetterMade.id, col(EntryRow.details).is_not(None)
    )
    over = redacted_letters(session)
    return {
        str(entry.answers()["sha256"])
        for entry in read_entries(session, made)
        if entry.number not in over
    }


def last_call(session: Session, authority: str | None) -> str:
    """Whom to call, as the authority's last letter says it; "" before the first."""
    made = ENTRIES.where(
        col(EntryRow.kind) == CaseLetterMade.id,
        col(EntryRow.authority) == authority,
        col(EntryRow.details).is_not(None),
    ).order_by(col(EntryRow.number).desc())
    last = next(iter(read_entries(session, made.limit(1))), None)
    found = step_of(last) if last else None
    return str(found[0].value("call")) if found else ""


def _asked(
    session: Session, case_id: str, answers: Mapping[str, Any], by: Actor, today: date
) -> tuple[Case, LetterAsked]:
    found = visible_case(session, case_id, today, by)
    if found is None:
        raise Refused([not_your_case()])
    if by.role not in OFFICER:
        words = "Only the authority makes letters."
        raise Refused([Problem("case", "not_allowed", words)])
    given = {name: value for name, value in answers.items() if str(value or "").strip()}
    given.setdefault("call", last_call(session, found.authority))
    given.setdefault("about", _last_decision(session, found, str(given.get("whom", "")), today))
    return found, typed(LetterAsked, given | {"on": today})


def _last_decision(session: Session, found: Case, whom: str, today: date) -> int:
    """The entry of the last decision with a letter to that reader; 0, which is none, without."""
    held = entries(session, [found.pupil])
    told = decisions_of(taken_steps(session, found.id, today))
    return next((x.entry.number for x in reversed(told) if whom in readers_of(x, held)), 0)


def _recorded(number: int, result: Literal["accepted", "already_held"], found: Case) -> Recorded:
    return Recorded(number, result, found.pupil, ())
