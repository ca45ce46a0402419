"""The record of a case for a court or an ombudsman: what was decided, among which options, and why.

It is drawn from the steps, each with what it said before it was corrected if it was; it says up to
which entry it knows the case.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import Session

from fair_access.case_reader import Case, StepLine
from fair_access.letters.gather import taken_steps
from fair_access.steps import Decision, Reasoned, Step, TakenStep
from movements.written import WORDS_WITHHELD


def reasons_of(session: Session, found: Case, today: date) -> dict[str, Any]:
    """Each decision of a case with its options, reasons, law and who recorded it; then every step.

    Of a protected child what people wrote is withheld, and who recorded it: both may say where the
    child is.
    """
    taken = {one.entry.number: one for one in taken_steps(session, found.id, today)}
    lines = [line for line in found.steps if line.number in taken]
    clock = found.clock
    return {
        "case": found.id,
        "authority": found.authority,
        "category": found.category,
        "state": found.title,
        "on": today.isoformat(),
        "as_known_at_entry": max(taken, default=0),
        "withheld": found.protected,
        "place_due": clock.due.isoformat() if clock else None,
        "place_clock": clock.clock.basis.words() if clock else None,
        "decisions": [
            _decision(found, line, taken[line.number])
            for line in lines
            if isinstance(taken[line.number].step, Decision | Reasoned)
        ],
        "steps": [_line(found, line, taken[line.number]) for line in lines],
    }


def _decision(found: Case, line: StepLine, one: TakenStep) -> dict[str, Any]:
    meeting, share = one.before.meeting, one.taken.share
    return _line(found, line, one) | {
        "meeting": meeting.isoformat() if meeting else None,
        "options": list(_options(_written(found, one.step, "options"))),
        "reasons": _written(found, one.step, "reasons"),
        "fair_share": f"Fair share of that day: {share.words}." if share else None,
        "departs": _written(found, one.step, "departs"),
    }


def _line(found: Case, line: StepLine, one: TakenStep) -> dict[str, Any]:
    bases = [one.step.basis, *(concern.basis for concern in line.concerns)]
    law = (basis.on(line.on) for basis in bases)
    return {
        "entry": line.number,
        "on": line.on.isoformat(),
        "title": line.title,
        "sentence": WORDS_WITHHELD if found.protected else line.sentence,
        "recorded_by": WORDS_WITHHELD if found.protected else line.recorded_by,
        "recorded_at": line.recorded_at,
        "law": list(dict.fromkeys(basis.words() for basis in law if basis)),
        "concerns": [concern.message for concern in line.concerns],
        "was": [_before(found, was) for was in line.was],
    }


def _before(found: Case, was: StepLine) -> dict[str, Any]:
    """What a step said before it was corrected."""
    return {
        "entry": was.number,
        "on": was.on.isoformat(),
        "sentence": WORDS_WITHHELD if found.protected else was.sentence,
        "recorded_by": WORDS_WITHHELD if found.protected else was.recorded_by,
        "recorded_at": was.recorded_at,
    }


def _written(found: Case, step: Step, name: str) -> str | None:
    """What a step answers to a question that it may ask."""
    text: str | None = step.value(name) if name in step.fields() else None
    return WORDS_WITHHELD if text and found.protected else text


def _options(text: str | None) -> Iterator[dict[str, str]]:
    """One option to a line, as "the option: why it was taken or not"."""
    for line in (text or "").splitlines():
        option, _, why = line.partition(":")
        if line.strip():
            yield {"option": option.strip(), "why": why.strip()}
