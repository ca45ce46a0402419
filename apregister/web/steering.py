"""The lawful way shown before an unlawful one is saved; what happened can always be recorded."""

from dataclasses import dataclass
from datetime import date

from movements.basis import Basis
from movements.kind import Kind
from movements.kinds.managed_move import ManagedMove
from movements.move_law import NO_TRIAL
from movements.school_days import SchoolDays


@dataclass(frozen=True)
class Steer:
    """What to say first, why, and the kind to record instead with the answers carried over."""

    words: str
    basis: Basis
    instead: str
    button: str
    answers: dict[str, str]


def steer(movement: Kind, days: SchoolDays) -> Steer | None:
    """The lawful alternative to a movement; None where there is nothing to say."""
    if isinstance(movement, ManagedMove):
        return _no_trial(movement, days)
    return None


def _no_trial(move: ManagedMove, days: SchoolDays) -> Steer | None:
    """A managed move cannot have a trial; a temporary move is an off-site direction."""
    if move.trial_until is None or not NO_TRIAL.in_force(move.on):
        return None
    return Steer(
        words="A managed move has no trial: record an off-site direction instead.",
        basis=NO_TRIAL,
        instead="off_site_direction",
        button="Record an off-site direction instead",
        answers={
            "on": _shown(move.on),
            "session": move.session,
            "place": move.to_place,
            "days": str(max(1, len(days.days(move.on, move.trial_until)))),
        },
    )


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
