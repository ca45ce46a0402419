"""The rulebook: every clock and every rule the kinds declare, gathered from where they stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from movements.basis import Basis
from movements.clock import Clock
from movements.counted import counted
from movements.kinds import KINDS
from movements.local_rules import LOCAL_RULES
from movements.rule import Rule

UNITS = {
    "school_days": "school day",
    "calendar_days": "calendar day",
    "weeks": "week",
    "months": "month",
}


@dataclass(frozen=True)
class ClockTold:
    """One clock as it is listed, with the title of the kind or step that starts it."""

    clock: Clock
    started_by: str

    @property
    def length(self) -> str:
        """How long it runs, in words."""
        if self.clock.unit == "stated":
            return "as the entry states"
        unit = UNITS[self.clock.unit]
        if self.clock.local is not None:
            default = ", ".join(str(n) for n in LOCAL_RULES[self.clock.local].default)
            return f"{default} {unit}s unless set locally"
        return counted(self.clock.length, unit)

    @property
    def owner(self) -> str:
        """Who owes it, in words."""
        return "whoever arranged it" if self.clock.owner == "arranger" else self.clock.owner

    @property
    def counting(self) -> str:
        """Whether the first day is day one, in words."""
        if self.clock.unit == "stated":
            return "the day stated"
        return "the first day counts" if self.clock.start_counts else "from the day after"

    def as_dict(self) -> dict[str, Any]:
        """The clock as the API and --json show it."""
        clock = self.clock
        return {
            "clock": clock.id,
            "title": clock.title,
            "owes": clock.owes,
            "owner_role": clock.owner,
            "started_by": self.started_by,
            "length": self.length,
            "counting": self.counting,
            "local_rule": clock.local,
            "binding": clock.binding,
            **clock.basis.told(),
        }


@dataclass(frozen=True)
class RuleTold:
    """A version of a rule, the kind it belongs to, and whether it applied on the day asked for.

    `also` are the other kinds that rest on it: it is listed once, under the first.
    """

    subject: str
    also: tuple[str, ...]
    rule: Rule
    says: str
    who: str
    basis: Basis
    applied: bool

    def as_dict(self) -> dict[str, Any]:
        """The version as the API and --json show it."""
        return {
            "rule": self.rule.id,
            "title": self.rule.title,
            "subject": self.subject,
            "also": list(self.also),
            "says": self.says,
            "who": self.who,
            "applied": self.applied,
            **self.basis.told(),
        }


def clocks_told(models: Mapping[str, Any] | None = None) -> list[ClockTold]:
    """The clocks of the kinds, or of other models that declare some, in their order."""
    of = KINDS if models is None else models
    return [ClockTold(clock, model.title) for model in of.values() for clock in model.clocks]


def rules_told(on: date) -> list[RuleTold]:
    """Every version of every rule once, in the order of the kinds; `applied` if so on the day."""
    return list(_versions(on, KINDS.values()))


def _versions(on: date, kinds: Iterable[Any]) -> Iterator[RuleTold]:
    resting: dict[str, tuple[Rule, list[str]]] = {}
    for kind in kinds:
        for rule in kind.rules:
            resting.setdefault(rule.id, (rule, []))[1].append(kind.title)
    for rule, (subject, *also) in resting.values():
        for version in rule.versions:
            for basis in version.basis.each():
                yield RuleTold(
                    subject=subject,
                    also=tuple(also),
                    rule=rule,
                    says=version.says,
                    who=version.who,
                    basis=basis,
                    applied=basis.in_force(on),
                )
