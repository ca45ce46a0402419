"""What a letter is written from: the decision, the child on its day, the schools it concerns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fair_access.law import last_to_refer
from fair_access.letters.languages import Language
from fair_access.steps import LetterAsked, Reader, TakenStep
from movements.kind import Coded
from movements.la_codes import LA_NAMES
from movements.places import PlaceFacts
from movements.schedule import years_after
from movements.standing import Standing


@dataclass(frozen=True)
class Facts:
    """One decision as it is told to one reader.

    `standing` is the child's on the day of the decision, `details` as they are known now. `place`
    is the school of the place, `home` the one on whose roll the child was. `withheld`: the child is
    protected, and no place may be named. `refuse_by` is the school's last day to refuse.
    """

    case: str
    authority: str | None
    taken: TakenStep
    asked: LetterAsked
    made: date
    standing: Standing
    details: Mapping[str, Any]
    place: PlaceFacts | None = None
    home: PlaceFacts | None = None
    referrer: PlaceFacts | None = None
    withheld: bool = False
    refuse_by: date | None = None

    @property
    def whom(self) -> Reader:
        """Who is written to."""
        return self.asked.whom

    @property
    def step(self) -> str:
        """The kind of the decision."""
        return self.taken.step.id

    @property
    def decided(self) -> date:
        """The day of the decision: its law is told."""
        return self.taken.entry.on

    def answer(self, name: str) -> Any:
        """What the decision says under a name; None where it does not ask that."""
        step = self.taken.step
        return step.value(name) if name in step.fields() else None

    @property
    def twice_excluded_until(self) -> date | None:
        """Until when a preference need not be met: two years from the later of two exclusions."""
        places = {one.place for one in self.standing.exclusions}
        if len(places) < 2:
            return None
        until = years_after(max(one.on for one in self.standing.exclusions), 2)
        return until if until >= self.decided else None

    def words(self, language: Language) -> dict[str, str]:
        """What stands in place of the names in braces of a sentence, in that language."""
        return {**dict(self._names(language)), **dict(self._days(language))}

    def _names(self, language: Language) -> Iterator[tuple[str, str]]:
        first = self.details.get("preferred_name") or self.details.get("forename")
        whole = " ".join(
            str(self.details[name]) for name in ("forename", "surname") if name in self.details
        )
        yield "child", str(first or language.words("frame.unnamed"))
        yield "name", whole or language.words("frame.unnamed")
        yield "place", self._place(self.place, language)
        yield "referrer", self._place(self.referrer, language)
        council = LA_NAMES.get(self.authority or "")
        yield "council", council or language.words("frame.council")
        yield "case", self.case
        yield "call", self.asked.call
        for name in ("support", "asked_of", "reasons"):
            yield name, self._written(name, language)
        for name in ("because", "route"):
            coded = self.taken.step.marked(Coded).get(name)
            told = f"{coded.code_set.lower()}.{self.answer(name)}" if coded else ""
            yield name, language.words(told) if told else self._written(name, language)

    def _place(self, place: PlaceFacts | None, language: Language) -> str:
        if self.withheld or place is None:
            return language.words("frame.withheld_place")
        return place.name

    def _written(self, name: str, language: Language) -> str:
        """What somebody wrote: of a protected child it may say where the child is."""
        found = self.answer(name)
        if found is None:
            return ""
        return language.words("frame.withheld_words") if self.withheld else str(found)

    def _days(self, language: Language) -> Iterator[tuple[str, str]]:
        born = self.details.get("dob")
        found: dict[str, date | None] = {
            "born": date.fromisoformat(born) if born else None,
            "made": self.made,
            "decided": self.decided,
            "starts": self.answer("starts_on") or self._starts,
            "back": self.answer("back_on"),
            "review": self.answer("review_on"),
            "refuse_by": self.refuse_by,
            "refer_by": self._refer_by,
            "twice_until": self.twice_excluded_until,
            "excluded": max((one.on for one in self.standing.exclusions), default=None),
        }
        yield from ((name, language.day(day) if day else "") for name, day in found.items())

    @property
    def _refer_by(self) -> date | None:
        served = self.step == "case_direction_served"
        return last_to_refer(self.decided, self.answer("route")) if served else None

    @property
    def _starts(self) -> date | None:
        allocation = self.taken.after.allocation
        return allocation.starts_on if allocation else None
