"""Numbers that open to their cases; and the same for who may not know of a few children."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEW = 5
"""Fewer children than this are told to those alone who may see their cases."""

Cases = tuple[str, ...]
"""The ids of the cases that a number counts, in order: each once."""


@dataclass(frozen=True)
class Line:
    """The counts of one school. `place` is None for what is withheld of protected children.

    Each count is the cases that it counts.
    """

    place: str | None
    counts: Mapping[str, Cases]

    def key(self, name: str) -> str:
        """What a count of this line is asked for by."""
        return f"{name}-{self.place or 'withheld'}"


def lines_of(
    told: Iterable[tuple[str | None, str, str]], names: Sequence[str], places: Iterable[str] = ()
) -> tuple[Line, ...]:
    """A line for each place, from (place, count, case); those of `places` have one without cases.

    What is withheld stands in a line of its own, the last.
    """
    held: dict[str | None, dict[str, dict[str, None]]] = {place: {} for place in places}
    for place, name, case in told:
        held.setdefault(place, {}).setdefault(name, {})[case] = None
    lines = [
        Line(place, {name: tuple(of.get(name, ())) for name in names}) for place, of in held.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.place is None, line.place or "")))


def line_numbers(lines: Iterable[Line]) -> dict[str, Cases]:
    """Every count of every line by its key."""
    return {line.key(name): cases for line in lines for name, cases in line.counts.items()}


def total(lines: Iterable[Line], name: str) -> int:
    """The sum of a count over the lines."""
    return sum(len(line.counts[name]) for line in lines)


def few(number: int) -> bool:
    """Whether so many children may be told of to those alone who may see their cases."""
    return 0 < number < FEW


def guarded(number: int, *, whole: bool) -> int | None:
    """The number; None for a few children, unless whoever asks may know of each."""
    return number if whole or not few(number) else None


def guarded_total(lines: Sequence[Line], name: str, *, whole: bool) -> int | None:
    """The total; None where it would give away the few of a line."""
    hidden = not whole and any(few(len(line.counts[name])) for line in lines)
    return None if hidden else total(lines, name)
