"""Places by name on a page: what a form offers, and what somebody typed in its place.

Only the open places of one's own authority are offered, and only they are known by name: a name
that none of them has is answered in the same words, whether or not some place elsewhere has it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from apregister.web.questions import Question
from fair_access.questions import step_questions
from fair_access.steps import STEPS
from movements.actor import Actor
from movements.kind import Placed, SeveralPlaced
from movements.kinds import KINDS
from movements.places import PlaceFacts, place_facts
from movements.proposed import proposed_name
from movements.record import today

_REFERENCE = re.compile(r"\d{6}|ukprn:\d{8}|s_\w+", re.IGNORECASE)
_IN_KINDS = frozenset(name for kind in KINDS.values() for name in kind.marked(Placed))
_IN_STEPS = frozenset(
    field.name
    for step in STEPS
    for field in step_questions(step, date.max)
    if field.input == "place"
)
_SEVERAL = frozenset(name for step in STEPS.values() for name in step.marked(SeveralPlaced))
"""Those that name several, one to a line."""
_PLACES = {"school", *_IN_KINDS, *_IN_STEPS, *map(proposed_name, _IN_KINDS)}
"""The answers that name a place, on whichever form."""


def places_offered(session: Session, authority: str | None, on: date) -> list[PlaceFacts]:
    """The open places of an authority, by name: what a form offers where a place is asked."""
    found = [
        place
        for place in place_facts(session, on=on).values()
        if place.la_code == authority and place.status != "closed"
    ]
    return sorted(found, key=lambda place: place.name)


def authority_of(by: Actor, places: Mapping[str, PlaceFacts]) -> str | None:
    """The authority whose places somebody is offered: one's own, or that of one's place."""
    if by.authority:
        return by.authority
    own = (places[place].la_code for place in sorted(by.places) if place in places)
    return next(own, None)


def place_ref(place: PlaceFacts) -> str:
    """How a form names a place to the register: its URN where it has one, else its id."""
    return place.urn or place.id


def place_label(place: PlaceFacts) -> str:
    """How a form shows a place: its name and what tells it from another of that name."""
    return f"{place.name} ({place_ref(place)})"


def by_name(session: Session, by: Actor, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers with each place that was typed by its name as every door gives it.

    A text that is the name of no open place of one's authority, or of two, stays as it was: the
    register says what is wrong with it.
    """
    asked = {n: text for n, text in answers.items() if n in _PLACES | _SEVERAL and text.strip()}
    lines = {n: text.splitlines() if n in _SEVERAL else [text] for n, text in asked.items()}
    if all(_REFERENCE.fullmatch(line.strip()) for every in lines.values() for line in every):
        return dict(answers)
    offered = places_offered(session, authority_of(by, place_facts(session, by.places)), today())
    called = _called(offered)
    return {**answers, **{n: "\n".join(_ref(one, called) for one in of) for n, of in lines.items()}}


def _ref(typed: str, called: Mapping[str, set[str]]) -> str:
    """The one place of that name; else what was typed."""
    found = called.get(_plain(typed), set())
    return next(iter(found)) if len(found) == 1 else typed


def _called(offered: Iterable[PlaceFacts]) -> dict[str, set[str]]:
    called = defaultdict[str, set[str]](set)
    for place in offered:
        for words in (place.name, place_label(place)):
            called[_plain(words)].add(place_ref(place))
    return called


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def in_words(questions: Iterable[Question], offered: Iterable[PlaceFacts]) -> list[Question]:
    """The questions with each place that is offered shown by its name."""
    labels = {ref: place_label(place) for place in offered for ref in (place.id, place_ref(place))}

    def shown(value: str) -> str:
        return "\n".join(labels.get(line, line) for line in value.split("\n"))

    return [
        replace(one, value=shown(one.value))
        if one.shape == "place" or one.name in _SEVERAL
        else one
        for one in questions
    ]
