"""Answers to the ledger's questions: which of them hold on a day."""

from dataclasses import dataclass
from datetime import date

from movements.exception import PupilView, Turn

ANSWERED = "question_answered"


@dataclass(frozen=True)
class Answer:
    """What a person answered: the reason, until when it holds, and the entry that says so."""

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
    one: PupilView, question: str, facts: str, owner: str | None, on: date
) -> Answer | None:
    """The last answer to this question on these facts, where it still holds on the day.

    The owner's counts, and an authority's; that of another place does not.
    """
    for turn in reversed(one.turns):
        if turn.movement.id == ANSWERED and _answers(turn, question, facts, owner):
            said = _said(turn)
            return said if said.until is None or on <= said.until else None
    return None


def _answers(turn: Turn, question: str, facts: str, owner: str | None) -> bool:
    told = turn.movement
    if (told.value("question"), told.value("facts")) != (question, facts):
        return False
    by = turn.entry.organisation
    return by.startswith("la:") or owner in (by, turn.entry.place_id)


def _said(turn: Turn) -> Answer:
    told = turn.movement
    return Answer(turn.entry.number, turn.entry.on, told.value("because"), told.value("until"))
