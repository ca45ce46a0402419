"""Answers to the ledger's questions: which of them hold on a day."""

from dataclasses import dataclass
from datetime import date

from movements.exception import Found, LedgerException, PupilView, Turn, View

ANSWERED = "question_answered"
LAPSE = "answer_days"
"""The local rule: school days for which an answer without an end holds of a child out of sight."""


@dataclass(frozen=True)
class Answer:
    """What a person answered: the reason, the last day it holds, and the entry that says so."""

    entry: int
    on: date
    because: str
    until: date | None

    def as_dict(self) -> dict[str, object]:
        """The answer as the API and --json show it."""
        return {
            "entry": self.entry,
            "on": self.on.isoformat(),
            "because": self.because,
            "until": self.until.isoformat() if self.until else None,
        }


def answer_that_holds(
    view: View, one: PupilView, question: LedgerException, found: Found, facts: str
) -> Answer | None:
    """The last answer to this question on these facts, where it still holds on the day of a view.

    The owner's counts, and an authority's, unless only the owner may answer.
    """
    for turn in reversed(one.turns):
        if turn.movement.id == ANSWERED and _answers(turn, question, facts, found.owner):
            until = turn.movement.value("until")
            if until is None and question.lapses:
                until = _lapses(turn, one, view)
            holds = until is None or view.on <= until
            because = turn.movement.value("because")
            return Answer(turn.entry.number, turn.entry.on, because, until) if holds else None
    return None


def _answers(turn: Turn, question: LedgerException, facts: str, owner: str | None) -> bool:
    told = turn.movement
    if (told.value("question"), told.value("facts")) != (question.id, facts):
        return False
    by = turn.entry.organisation
    authority = by.startswith("la:") and not question.owner_alone
    return authority or owner in (by, turn.entry.place_id)


def _lapses(turn: Turn, one: PupilView, view: View) -> date:
    """The last day of those that the authority, on the day of an answer, lets it hold unsaid."""
    given = turn.entry.on
    (allowed,) = view.local.of(one.standing.answering, LAPSE, given).values
    return view.calendar(one).add(given, allowed)
