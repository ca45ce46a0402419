"""The steps of a case: the list of them, and what a case's entries come to.

A step is an entry like any other, with the case and the pupil as its subjects. Nothing else is
truth: a case is read from its steps. A new step is a file here and a line in the list.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from fair_access.case_state import CLOSED, CaseState
from fair_access.steps.academy import CaseAcademyAnswered, CaseAcademyAsked, CaseSecretaryAsked
from fair_access.steps.agreed import PLACE_CLOCK, CaseAgreed
from fair_access.steps.allocated import CaseAllocated
from fair_access.steps.answers import CaseAccepted, CaseDeclined
from fair_access.steps.chased import CaseChased
from fair_access.steps.directed import CaseDetermined, CaseDirected
from fair_access.steps.direction import (
    CaseAdjudicatorReferred,
    CaseDirectionConsulted,
    CaseDirectionServed,
)
from fair_access.steps.eligible import OVERRODE, CaseNotEligible, CaseOverride
from fair_access.steps.information import CaseInformationGiven, CaseSentBack
from fair_access.steps.lettered import (
    READERS,
    CaseLetterMade,
    CaseLetterRedacted,
    LetterAsked,
    Reader,
)
from fair_access.steps.meeting import CaseHeard, CaseScheduled
from fair_access.steps.outcomes import CaseAssessment, CaseDeferred, CaseSupported
from fair_access.steps.referred import CaseReferred
from fair_access.steps.refused import CaseRefusalAccepted, CaseRefused
from fair_access.steps.started import (
    CaseBrokeDown,
    CaseOnRollChecked,
    CaseStarted,
    CaseSustained,
)
from fair_access.steps.step import (
    AtMeeting,
    CaseBefore,
    Decision,
    Reasoned,
    Share,
    Step,
    Taken,
)
from fair_access.steps.told import CaseNotified
from fair_access.steps.withdrawn import CaseWithdrawn
from movements.entry import Entry
from movements.register import stands_for
from movements.superseded import superseded

__all__ = [
    "ADVISED",
    "CASE_WORDS",
    "CLOSING",
    "COPIED",
    "MOVEMENT_ENTRY",
    "OVERRODE",
    "PLACE_CLOCK",
    "READERS",
    "STEPS",
    "AtMeeting",
    "CaseAccepted",
    "CaseAgreed",
    "CaseAllocated",
    "CaseBefore",
    "CaseChased",
    "CaseInformationGiven",
    "CaseLetterMade",
    "CaseLetterRedacted",
    "CaseNotified",
    "CaseReferred",
    "Decision",
    "LetterAsked",
    "Reader",
    "Reasoned",
    "Share",
    "Step",
    "Taken",
    "TakenStep",
    "fold",
    "step_of",
    "steps_of",
]

MOVEMENT_ENTRY = "movement_entry"
"""In the details of a step: the entry of the movement it recorded. Never answered."""
ADVISED = "fair_share"
"""In the details of an allocation: what fair share said of the place. Never answered."""
COPIED = "copied"
"""In the details of a referral: what was copied from the register. Never answered."""

STEPS: dict[str, type[Step]] = {
    step.id: step
    for step in (
        CaseReferred,
        CaseSentBack,
        CaseInformationGiven,
        CaseAgreed,
        CaseNotEligible,
        CaseOverride,
        CaseScheduled,
        CaseHeard,
        CaseAllocated,
        CaseSupported,
        CaseAssessment,
        CaseDeferred,
        CaseLetterMade,
        CaseLetterRedacted,
        CaseNotified,
        CaseAccepted,
        CaseDeclined,
        CaseRefused,
        CaseRefusalAccepted,
        CaseDirectionConsulted,
        CaseDirectionServed,
        CaseAdjudicatorReferred,
        CaseAcademyAsked,
        CaseAcademyAnswered,
        CaseSecretaryAsked,
        CaseDetermined,
        CaseDirected,
        CaseChased,
        CaseStarted,
        CaseOnRollChecked,
        CaseSustained,
        CaseBrokeDown,
        CaseWithdrawn,
    )
}
"""Every step of a case, by the kind of its entry, in the order they are taken."""

CLOSING = frozenset(step.id for step in STEPS.values() if step.leads_to in CLOSED)
"""Steps that end the case whenever they are taken: what was owed is owed no longer."""

CASE_WORDS: dict[str, tuple[str, str]] = {
    step.id: (step.title, step.history_words) for step in STEPS.values()
}
"""How a pupil's history puts steps into words: no free text, and no place, which is withheld."""


class TakenStep(NamedTuple):
    """A step that was taken: its entry, its answers, and the case before and after it.

    `earlier` are the entries that it corrects, the one told first before the others.
    """

    entry: Entry
    step: Step
    taken: Taken
    before: CaseState
    after: CaseState
    earlier: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that it answers to: its own, last, and those of what it corrects."""
        return (*self.earlier, self.entry.number)

    @property
    def first(self) -> int:
        """The number it was first told as: its turn among the steps of its day."""
        return self.numbers[0]


def step_of(entry: Entry) -> tuple[Step, Taken] | None:
    """The step that an entry records; None for what is no step or has been redacted."""
    kind = STEPS.get(entry.kind)
    if kind is None or entry.details is None:
        return None
    answers: dict[str, Any] = entry.answers()
    share = answers.pop(ADVISED, None)
    taken = Taken(
        entry.number,
        answers.pop(MOVEMENT_ENTRY, 0),
        Share(**share) if share else None,
        frozenset(answers.pop(OVERRODE, ())),
    )
    answers.pop(COPIED, None)
    return kind.model_validate({**answers, "on": entry.on}), taken


def steps_of(entries: Iterable[Entry]) -> Iterator[TakenStep]:
    """The steps that the entries of a case come to, in the order of effect.

    All that was told of the case is to be given: a step that was corrected counts no more, and
    its correction keeps its turn among the steps of a day.
    """
    held = list(entries)
    earlier, gone = stands_for(held), superseded(held)
    counting = (entry for entry in held if entry.number not in gone)
    state = CaseState()
    for entry in sorted(counting, key=lambda e: (e.on, (*earlier[e.number], e.number)[0])):
        found = step_of(entry)
        if found is not None:
            step, taken = found
            before, state = state, step.apply(state, taken)
            yield TakenStep(entry, step, taken, before, state, earlier[entry.number])


def fold(entries: Iterable[Entry]) -> CaseState:
    """What a case's entries come to."""
    state = CaseState()
    for one in steps_of(entries):
        state = one.after
    return state
