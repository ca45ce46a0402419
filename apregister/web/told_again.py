"""Before and after: what a correction changed or is asked to change, answer by answer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apregister.sight import Shown
from movements.correction_requests import REQUEST
from movements.dates import NotADate, read_date
from movements.entry import Entry
from movements.forms import FormField, form_fields
from movements.kinds import KINDS
from movements.money import in_pounds
from movements.places import PlaceFacts
from movements.proposed import PROPOSED, read_proposed
from movements.register import REFERENCE, Line

NOT_GIVEN = "not given"
_HALVES = {"AM": "Morning", "PM": "Afternoon"}
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Change:
    """One answer that a correction changed: its question, what it was and what it is."""

    title: str
    before: str
    after: str


def changes(lines: Iterable[Line], shown: Shown) -> dict[int, tuple[Change, ...]]:
    """Entry number of each correction, or request for one -> what it changed or would change.

    A withdrawal changes no answer.
    """
    held = {line.number: line.entry for line in lines}
    made = {
        entry.number: tuple(_changes(held[entry.corrects], entry, shown))
        for entry in held.values()
        if entry.kind in KINDS and entry.corrects in held
        if held[entry.corrects].kind == entry.kind
    }
    return made | {
        entry.number: tuple(asked_changes(held[of], asked, shown))
        for entry in held.values()
        if entry.kind == REQUEST and entry.details is not None
        for answers in [shown.details(entry)]
        if (of := answers["entry"]) in held
        and isinstance(asked := read_proposed(answers.get(PROPOSED)), dict)
    }


def asked_changes(target: Entry, wanted: Mapping[str, Any], shown: Shown) -> Iterator[Change]:
    """What an entry says beside what it is asked to say, as far as either may be told."""
    if target.details is None:
        return
    held = _answers(target, shown)
    for field in form_fields(KINDS[target.kind], target.on):
        if field.name in wanted:
            was, asked = held.get(field.name), wanted[field.name]
            yield Change(field.title, *(answer_shown(field, v, shown.places) for v in (was, asked)))


def _changes(before: Entry, after: Entry, shown: Shown) -> Iterator[Change]:
    if before.details is None or after.details is None:
        return
    old, new = _answers(before, shown), _answers(after, shown)
    for field in form_fields(KINDS[after.kind], after.on):
        was, now = (answer_shown(field, one.get(field.name), shown.places) for one in (old, new))
        if was != now:
            yield Change(field.title, was, now)


def _answers(entry: Entry, shown: Shown) -> dict[str, Any]:
    answers = {**shown.details(entry), "on": entry.on, "session": entry.session}
    answers.pop(REFERENCE, None)
    return answers


def answer_shown(field: FormField, value: object, places: Mapping[str, PlaceFacts]) -> str:
    """An answer in words: the label of a code, the name of a place, yes or no."""
    if value is None or value == "":
        return NOT_GIVEN
    text = str(value)
    if field.input == "place":
        named = places.get(text) or next((p for p in places.values() if p.urn == text), None)
        return named.name if named else text
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.input == "date":
        return _day(text)
    if field.input == "money" and isinstance(value, int):
        return in_pounds(value)
    if field.input == "week" and re.fullmatch("[01]{10}", text):
        return _week(text)
    return dict(field.choices).get(text, _HALVES.get(text, text))


def _day(text: str) -> str:
    """A day in words; what cannot be read stays as it was typed."""
    try:
        return f"{read_date(text):%-d %B %Y}"
    except NotADate:
        return text


def _week(sessions: str) -> str:
    """Ten sessions in words: Monday, Tuesday morning."""
    halves = {"11": "", "10": " morning", "01": " afternoon"}
    told = ((day, sessions[2 * n : 2 * n + 2]) for n, day in enumerate(_WEEK))
    return ", ".join(day + halves[half] for day, half in told if half != "00") or "No session"
