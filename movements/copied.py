"""What a form may begin with: answers of earlier entries, each with the entry that gave it.

Days, agreements, views and anybody's own words are never copied: each is asked anew, for a copy
would have them said on a day they were not. What was corrected or withdrawn is not copied either.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from movements.entry import Entry
from movements.superseded import superseded


@dataclass(frozen=True)
class From:
    """Answers that a form of one kind may begin with, as the last entry of a kind gave them.

    They go by the same names in both.
    """

    kind: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Copied:
    """One answer copied: its question in words, the value, and the entry it was copied from.

    No entry for what is reckoned from marks. `on` is the day of the entry and `of` what it is
    called, where the page says so.
    """

    title: str
    value: str
    entry: int | None
    on: date | None = None
    of: str = ""


def given_last(
    sources: Iterable[From], held: Iterable[tuple[Entry, Mapping[str, Any]]]
) -> dict[str, tuple[Entry, Any]]:
    """Question -> the entry that gave it and the answer: the last entry of each source.

    `held` are entries of one subject in the order of effect, each with its answers as far as the
    reader may see them. Where two sources answer the same question, the later entry does.
    """
    told = list(held)
    gone = superseded([entry for entry, _ in told])
    last = {entry.kind: (entry, given) for entry, given in told if entry.number not in gone}
    found = sorted(_of(sources, last), key=lambda one: (one[1].on, one[1].number))
    return {name: (entry, value) for name, entry, value in found}


def _of(
    sources: Iterable[From], last: Mapping[str, tuple[Entry, Mapping[str, Any]]]
) -> Iterator[tuple[str, Entry, Any]]:
    for source in sources:
        entry, given = last.get(source.kind, (None, {}))
        for name in source.answers:
            if entry is not None and given.get(name) is not None:
                yield name, entry, given[name]
