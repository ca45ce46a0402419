"""The letters of a case: owed, made and sent, each by whom and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from fair_access.case_reader import Case
from fair_access.letters.gather import decisions_of, readers_of, taken_steps
from fair_access.steps import (
    READERS,
    CaseLetterMade,
    CaseLetterRedacted,
    CaseNotified,
    Reader,
    TakenStep,
)
from movements.entry import Entry
from movements.kind import said
from movements.register import entries
from movements.written import WORDS_WITHHELD


@dataclass(frozen=True)
class Made:
    """A letter that was made: its entry, when and by whom, in which language.

    `redacted`: its text is kept no longer, for it quoted what was redacted.
    """

    entry: int
    on: date
    by: str
    language: str
    step: CaseLetterMade
    redacted: bool = False

    @property
    def withheld(self) -> bool:
        """Whether it names no place, for the child was protected."""
        return self.step.withheld == "Y"


@dataclass(frozen=True)
class Sent:
    """That the reader was told: when, how and by whom; `letter` where one of ours was sent."""

    entry: int
    on: date
    how: str
    by: str
    letter: int | None


@dataclass(frozen=True)
class LetterOwed:
    """A letter of one decision to one reader, with what was made of it and how it was sent.

    `latest`: no later decision of the case has taken its place.
    """

    about: int
    decision: str
    decided: date
    to: Reader
    made: tuple[Made, ...]
    sent: tuple[Sent, ...]
    latest: bool

    @property
    def whom(self) -> str:
        """Who is written to, in words."""
        return READERS[self.to]

    @property
    def state(self) -> str:
        """How far it is: sent, made, or owed; of an earlier decision nothing more is owed."""
        if self.sent:
            return "sent"
        if self.made:
            return "made"
        return "owed" if self.latest else "over"

    def as_dict(self) -> dict[str, Any]:
        """The letter as the API and --json show it."""
        return {
            "about": self.about,
            "decision": self.decision,
            "decided": self.decided.isoformat(),
            "to": self.to,
            "state": self.state,
            "made": [
                {
                    "letter": one.entry,
                    "on": one.on.isoformat(),
                    "by": one.by,
                    "language": one.language,
                    "sha256": one.step.sha256,
                    "withheld": one.withheld,
                    "redacted": one.redacted,
                }
                for one in self.made
            ],
            "sent": [
                {
                    "entry": one.entry,
                    "on": one.on.isoformat(),
                    "how": one.how,
                    "by": one.by,
                    "letter": one.letter,
                }
                for one in self.sent
            ],
        }


def letters_of(session: Session, found: Case, today: date) -> list[LetterOwed]:
    """Every letter that the decisions of a case owe, the latest decision first.

    Of a protected child it is not said who recorded what: that may say where the child is.
    """
    steps = taken_steps(session, found.id, today)
    held = entries(session, [found.pupil])
    decided = decisions_of(steps)
    listed = [list(_of_decision(steps, decided, n, held)) for n in range(len(decided))]
    owed = [letter for letters in reversed(listed) for letter in letters]
    return [_without_names(one) for one in owed] if found.protected else owed


def _without_names(one: LetterOwed) -> LetterOwed:
    made = tuple(replace(each, by=WORDS_WITHHELD) for each in one.made)
    return replace(one, made=made, sent=tuple(replace(x, by=WORDS_WITHHELD) for x in one.sent))


def made_letter(session: Session, found: Case, entry: int, today: date) -> Made | None:
    """A letter that was made in a case, by its entry; None where there is none."""
    return next(
        (one for one in _every(taken_steps(session, found.id, today)) if one.entry == entry), None
    )


def _of_decision(
    steps: Sequence[TakenStep], decided: Sequence[TakenStep], n: int, held: Sequence[Entry]
) -> Iterator[LetterOwed]:
    one = decided[n]
    following = decided[n + 1].first if n + 1 < len(decided) else None
    made = [x for x in _every(steps) if x.step.about in one.numbers]
    for whom in readers_of(one, held):
        theirs = tuple(x for x in made if x.step.whom == whom)
        ours = frozenset(x.entry for x in theirs)
        sent = (_sent(x, whom, ours, one.first, following) for x in steps)
        yield LetterOwed(
            about=one.entry.number,
            decision=one.step.title,
            decided=one.entry.on,
            to=whom,
            made=theirs,
            sent=tuple(x for x in sent if x),
            latest=following is None,
        )


def _every(steps: Sequence[TakenStep]) -> Iterator[Made]:
    """Every letter that was made in a case."""
    over = {one.step.letter for one in steps if isinstance(one.step, CaseLetterRedacted)}
    for one in steps:
        step, number = one.step, one.entry.number
        if isinstance(step, CaseLetterMade):
            by = one.entry.recorded_by
            yield Made(number, step.on, by, step.language, step, number in over)


def _sent(
    one: TakenStep, whom: Reader, ours: frozenset[int], after: int, before: int | None
) -> Sent | None:
    """A letter of ours that was sent; or the reader told otherwise, until the next decision."""
    step, turn = one.step, one.first
    if not isinstance(step, CaseNotified) or step.whom != whom:
        return None
    within = step.letter is None and after < turn and (before is None or turn < before)
    if step.letter not in ours and not within:
        return None
    how = said("AGREEMENT_HOW", step.how)
    return Sent(one.entry.number, step.on, how, one.entry.recorded_by, step.letter)
