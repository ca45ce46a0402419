"""Records that look alike, looked at and found to be of two children, while nothing has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from movements.entry import Entry
from movements.linked import NAMING, OF_TWO, Links, links
from movements.register import entries, in_force, standing_of

_FACTS = ("forename", "surname", "dob")
"""The details by which two records look alike."""


@dataclass(frozen=True)
class FoundTwo:
    """Who found two records to be of two children, when and how it is known; and the entry."""

    entry: int
    on: date
    recorded_by: str
    because: str


def found_two(session: Session, pupils: Iterable[str]) -> dict[frozenset[str], FoundTwo]:
    """Pairs among some children -> the finding that holds: the name and birthday of both as then.

    Each child by the record kept. A finding that was withdrawn holds no more.
    """
    linked = links(session)
    held: dict[str, list[Entry]] = {}
    for entry in entries(session, pupils):
        held.setdefault(linked.kept(str(entry.pupil_id)), []).append(entry)
    found: dict[frozenset[str], FoundTwo] = {}
    for pupil, of_one in held.items():
        for entry, movement in in_force(of_one):
            if movement.id != OF_TWO:
                continue
            pair = _pair(linked, pupil, str(movement.value(NAMING[OF_TWO])))
            if all(_is_as_then(held.get(one, ()), entry.number) for one in pair):
                because = str(movement.value("because"))
                found[pair] = FoundTwo(entry.number, entry.on, entry.recorded_by, because)
    return found


def _pair(linked: Links, one: str, other: str) -> frozenset[str]:
    return frozenset({one, linked.kept(other)})


def _is_as_then(of_one: Sequence[Entry], number: int) -> bool:
    """Whether name and birthday are what they were when an entry was told."""
    then = [entry for entry in of_one if entry.number <= number]
    return _facts(then) == _facts(of_one)


def _facts(of_one: Sequence[Entry]) -> Mapping[str, object]:
    details = standing_of(of_one, date.max).details
    return {name: details.get(name) for name in _FACTS}
