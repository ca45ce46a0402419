"""The facts of a letter, read from the register: as it stands, or as it was known at an entry."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col

from fair_access.case_reader import Case
from fair_access.cases import case, step_entries
from fair_access.letters.decisions import DECISIONS
from fair_access.letters.facts import Facts
from fair_access.letters.languages import language
from fair_access.letters.write import Letter, write
from fair_access.steps import LetterAsked, Reader, TakenStep, steps_of
from fair_access.withheld import places_named
from movements.entry import Entry, EntryRow, canonical
from movements.problems import Problem, Refused
from movements.register import entries, standing_of


def taken_steps(session: Session, case_id: str, on: date) -> list[TakenStep]:
    """The steps of a case that were taken by a day, in order."""
    held = step_entries(session, col(EntryRow.case_id) == case_id)
    return [one for one in steps_of(held) if one.entry.on <= on]


def decisions_of(steps: Sequence[TakenStep]) -> list[TakenStep]:
    """Those steps that are told by letter."""
    return [one for one in steps if one.step.id in DECISIONS]


def readers_of(one: TakenStep, held: Sequence[Entry]) -> list[Reader]:
    """Who is written to of a decision, given the pupil's entries."""
    then = standing_of(held, one.entry.on)
    return list(DECISIONS[one.step.id].readers_of(one, then))


def facts_of(session: Session, found: Case, asked: LetterAsked) -> Facts:
    """The facts of the letter that is asked for. Raises Refused where there is no such letter."""
    held = entries(session, [found.pupil])
    decided = decisions_of(taken_steps(session, found.id, asked.on))
    one = next((one for one in decided if asked.about in one.numbers), None)
    if one is None or asked.whom not in readers_of(one, held):
        words = "Nobody is owed that letter: choose a decision, and to whom, from the case's list."
        raise Refused([Problem("about", "no_such_letter", words)])
    then, now = standing_of(held, one.entry.on), standing_of(held, asked.on)
    places = places_named(session, held)
    school = DECISIONS[one.step.id].school_of(one, then)
    return Facts(
        case=found.id,
        authority=found.authority,
        taken=one,
        asked=asked,
        made=asked.on,
        standing=then,
        details=now.details,
        place=places.get(school),
        home=places.get(then.main_roll.place) if then.main_roll else None,
        referrer=places.get(one.after.referred_by or ""),
        withheld=now.protected,
        refuse_by=_refuse_by(found, one),
    )


def written(session: Session, found: Case, asked: LetterAsked) -> Letter:
    """A letter as data. Raises Refused as `facts_of` does."""
    return write(facts_of(session, found, asked), language(asked.language))


def as_kept(letter: Letter) -> bytes:
    """A letter as the bytes that are kept."""
    return (canonical(letter) + "\n").encode()


def made_again(session: Session, case_id: str, asked: LetterAsked) -> bytes:
    """A letter made anew, by a session that sees the register as at the entry it knew last."""
    found = case(session, case_id, asked.on)
    if found is None:
        raise Refused([Problem("case", "not_known_then", "The case was not known then.")])
    return as_kept(written(session, found, asked))


def _refuse_by(found: Case, one: TakenStep) -> date | None:
    clocks = (c for c in found.clocks if c.clock.id == "fair_access_refusal")
    return next((c.due for c in clocks if c.entry == one.entry.number), None)
