"""What one organisation tells through a door, and what must be said of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Told:
    """One movement as an organisation tells it."""

    kind: str
    sender: str
    upn: str
    answers: dict[str, str]
    says: tuple[tuple[str, str], ...] = field(default=())
    first: tuple["Told", ...] = ()
    """What is told beforehand: a milestone needs something to carry on."""

    def __str__(self) -> str:
        """The kind, and what is said of it."""
        return f"{self.kind}: {', '.join(':'.join(one) for one in self.says) or 'accepted'}"


def told(kind: str, sender: str, upn: str, *says: str, **answers: str) -> Told:
    named = {name.rstrip("_"): value for name, value in answers.items()}
    return Told(kind, sender, upn, named, tuple(tuple(one.split(":")) for one in says))  # type: ignore[misc]


def after(*first: Told) -> Callable[..., Told]:
    """As `told`, once these have been told."""
    return lambda *one, **answers: replace(told(*one, **answers), first=first)


DAY = "2025-12-01"
