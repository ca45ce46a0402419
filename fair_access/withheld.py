"""Keeping the places of a protected child out of every word that is shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from movements.entry import Entry
from movements.kind import Answers, Names
from movements.kinds import KINDS
from movements.places import PlaceFacts, place_facts
from movements.problems import Concern
from movements.third_party import to_check
from movements.written import WORDS_WITHHELD, without_written

AnyAnswers = Mapping[str, Any]

WITHHELD = "a place that is withheld"
_PLACE_ID = re.compile(r'"(s_\w+)"')


def places_named(session: Session, found: Iterable[Entry]) -> dict[str, PlaceFacts]:
    """What is known of every place that these entries are at or name, by id."""
    ids: set[str] = set()
    for entry in found:
        ids.update(_PLACE_ID.findall(entry.details or ""))
        ids.update([entry.place_id] if entry.place_id else [])
    return place_facts(session, ids) if ids else {}


class Words:
    """How the places of one pupil are named, and every text about the pupil is shown."""

    def __init__(self, places: Mapping[str, PlaceFacts], *, withheld: bool) -> None:
        self.places = places
        self.withheld = withheld

    @property
    def names(self) -> Names:
        """Place id to the name to show."""
        return self._name

    def _name(self, place: str) -> str:
        if self.withheld:
            return WITHHELD
        facts = self.places.get(place)
        return facts.name if facts else place

    def text(self, text: str) -> str:
        """The text; where places are withheld, without the name of any that the pupil was at."""
        if self.withheld:
            for name in sorted((f.name for f in self.places.values()), key=len, reverse=True):
                text = re.sub(re.escape(name), WITHHELD, text, flags=re.IGNORECASE)
        return text

    def sentence(self, sentence: str, model: type[Answers] | None, answers: AnyAnswers) -> str:
        """A sentence about an entry; where places are withheld, without what somebody wrote."""
        if self.withheld and model is not None:
            written = {str(answers[name]) for name in to_check(model) if answers.get(name)}
            for text in sorted(written, key=len, reverse=True):
                pattern = rf"(?<!\w){re.escape(text)}(?!\w)"
                sentence = re.sub(pattern, WORDS_WITHHELD, sentence)
        return self.text(sentence)

    def line(self, sentence: str, entry: Entry) -> str:
        """The sentence of an entry of a history, in the same way."""
        answers = entry.answers()
        if self.withheld:
            sentence = without_written(sentence, entry.kind, answers, WITHHELD)
        return self.sentence(sentence, KINDS.get(entry.kind), answers)

    def concern(self, concern: Concern) -> Concern:
        """The concern with its message as shown."""
        # The answers of its lawful way name places by their ids; a case file offers no form.
        return replace(concern, message=self.text(concern.message), instead=None)
