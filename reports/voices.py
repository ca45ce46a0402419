"""What pupils and parents say of a setting in their own words, as far as they may be shown.

Only the words of who said so, only where ten or more have answered, and of no protected child. The
setting reads them too: so they come by alphabet, without a day or a name, and none that holds the
pupil's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from movements.basis import Basis
from movements.entry import EntryRow
from movements.places import PlaceFacts
from movements.register import by_pupil, entries
from reports.timeline import Step, Timeline

ENOUGH = 10
"""Answers below which no words are shown: as Ofsted's Parent View tells no result."""
IN_THEIR_WORDS = Basis(
    "ours",
    f"Words are shown where {ENOUGH} pupils, or {ENOUGH} parents, have answered in the three "
    "school years, and only those of who agreed to it; of no protected child, and none that holds "
    "the pupil's own name. They come by alphabet and say nothing of when or of whom",
)
_NAMES = ("forename", "surname", "preferred_name", "middle_names")


@dataclass(frozen=True)
class Voices:
    """How many of the pupils, or parents (`of`), answered, and the words that may be shown."""

    of: str
    answered: int
    words: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; of fewer answers than are shown, not how many."""
        answered = self.answered if self.answered >= ENOUGH else None
        return {"of": self.of, "answered": answered, "words": list(self.words)}


def voices(
    session: Session, place: PlaceFacts, first: date, last: date, on: date
) -> tuple[Voices, ...]:
    """What pupils and what parents said of a setting from first to last, by the data day."""
    said = [*_said(session, place, first, min(last, on), on)]
    return tuple(_of(of, [one for one in said if _is_of(one[1], of)]) for of in ("pupil", "parent"))


def _of(of: str, said: Sequence[tuple[Timeline, Step]]) -> Voices:
    answered = len({line.pupil for line, _ in said})
    told = {words for line, step in said if (words := _may_be_shown(line, step))}
    return Voices(of, answered, tuple(sorted(told, key=str.casefold)) if answered >= ENOUGH else ())


def _is_of(step: Step, of: str) -> bool:
    return bool(step.movement.value("of") == of)


def _said(
    session: Session, place: PlaceFacts, first: date, last: date, on: date
) -> Iterator[tuple[Timeline, Step]]:
    query = select(EntryRow.pupil_id).where(
        col(EntryRow.kind) == "voice_given",
        col(EntryRow.details).contains(f'"{place.id}"', autoescape=True),
    )
    pupils = sorted({str(pupil) for pupil in session.exec(query.distinct()) if pupil})
    for pupil, of_one in by_pupil(entries(session, pupils)):
        line = Timeline.of(pupil, of_one, on)
        for step in line.of_kind("voice_given"):
            if step.movement.value("setting") == place.id and first <= step.on <= last:
                yield line, step


def _may_be_shown(line: Timeline, step: Step) -> str:
    """The words, or nothing where they may not be shown."""
    words = step.movement.value("words")
    now = line.at(date.max)
    if step.movement.value("may_show") != "Y" or not words or now.protected:
        return ""
    own = {part for name in _NAMES for part in _words(str(now.details.get(name) or ""))}
    return "" if own & _words(words) else str(words)


def _words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text.casefold())}
