"""Where a rule comes from, and on which days it was the rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Level = Literal["statute", "guidance", "proposed", "local", "ours"]

NOT_COMMENCED = date.max
"""The day from which a provision is in force that is enacted and has no day yet."""


@dataclass(frozen=True)
class Basis:
    """The authority for a rule: its level, its citation and the days it is in force.

    `confirmed` is False where the citation was recalled and not yet read at its source;
    such a rule is shown as "to be confirmed" and never as settled law. `earlier` is where the same
    rule came from in the days before.
    """

    level: Level
    cite: str
    in_force_from: date | None = None
    in_force_to: date | None = None
    confirmed: bool = True
    earlier: "Basis | None" = None

    def in_force(self, on: date) -> bool:
        """Whether the rule applied on that day (both ends included)."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)

    def each(self) -> Iterator["Basis"]:
        """This basis, and those from which the rule came before."""
        yield self
        if self.earlier is not None:
            yield from self.earlier.each()

    def on(self, day: date) -> "Basis | None":
        """Where the rule came from on a day; None where there was no such rule."""
        return next((basis for basis in self.each() if basis.in_force(day)), None)

    def words(self) -> str:
        """The basis as shown beside a concern or a clock."""
        since = f", in force from {self.in_force_from:%-d %B %Y}" if self.in_force_from else ""
        if self.in_force_from == NOT_COMMENCED:
            since = ", not commenced"
        doubt = "" if self.confirmed else " (to be confirmed)"
        return f"{self.level}: {self.cite}{since}{doubt}"

    def as_dict(self) -> dict[str, Any]:
        """The basis part by part, as the API and --json show it."""
        return {
            "level": self.level,
            "cite": self.cite,
            "in_force_from": self.in_force_from.isoformat() if self.in_force_from else None,
            "in_force_to": self.in_force_to.isoformat() if self.in_force_to else None,
            "confirmed": self.confirmed,
            "words": self.words(),
        }

    def told(self) -> dict[str, Any]:
        """The two fields by which everything with a basis shows it: in words, and part by part."""
        return {"basis": self.words(), "basis_detail": self.as_dict()}
