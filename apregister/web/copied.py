"""Answers that a form begins with: copied from entries its reader may see, and marked as copied.

Nothing is copied about a child whose places are withheld, or who is handed over and not yet taken.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from apregister.sight import Seen
from apregister.web.place_names import place_ref
from apregister.web.questions import Question, shown_answers
from apregister.web.told_again import answer_shown
from movements.copied import Copied, given_last
from movements.entry import Entry
from movements.forms import FormField, form_fields
from movements.kind import Answers, Kind, Placed
from movements.kinds import KINDS
from movements.kinds.pupil_details import PupilDetails
from movements.milestone import Milestone
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.places import PlaceFacts
from movements.record import today
from movements.standing import Episode, Standing
from movements.superseded import superseded

_TITLES = {
    **{kind.id: kind.title for kind in KINDS.values()},
    **{kind.id: kind.title for kind in PLACE_KINDS.values()},
}


def copied_for(kind: type[Kind], seen: Seen, given: Mapping[str, str]) -> dict[str, Copied]:
    """Question -> the answer to begin with, as the form shows it.

    Of the same kind the last entry is copied; of another only one that is open still. A milestone
    copies what was told of the episode that it carries on.
    """
    if seen.shown.withheld or seen.shown.handed:
        return {}
    about = _numbers(_carried_on(kind, seen.standing, given.get("episode", "")))
    begun = not issubclass(kind, Milestone)
    held = [
        (entry, seen.shown.details(entry))
        for entry in (line.entry for line in seen.lines)
        if entry.details is not None
        and ((begun and entry.kind == kind.id) or entry.number in about)
    ]
    return _copied(kind, held, seen.shown.places)


def held_now(kind: type[Kind], seen: Seen) -> dict[str, Copied]:
    """Question -> what the register has, where a form asks only for what has changed.

    It is shown beside the question and never answers it: told again, it would seem told anew.
    """
    if kind is not PupilDetails or seen.shown.withheld or seen.shown.handed:
        return {}
    gone = superseded([line.entry for line in seen.lines])
    told = [n.entry for n in seen.lines if n.entry.kind == kind.id and n.number not in gone]
    fields = {field.name: field for field in form_fields(kind, today())}
    return {
        name: Copied(field.title, words, entry.number, entry.on, kind.title)
        for entry in told
        for name, value in seen.shown.details(entry).items()
        if (field := fields.get(name)) and (words := answer_shown(field, value, {}))
    }


def copied_of(kind: type[PlaceKind], held: Iterable[Entry]) -> dict[str, Copied]:
    """Question -> the answer to begin with of a setting, as the last entry of the kind gave it."""
    return _copied(kind, [(one, one.answers()) for one in held if one.details is not None], {})


def begun(
    kind: type[Answers], copied: Mapping[str, Copied], given: Mapping[str, str]
) -> dict[str, str]:
    """The answers a form begins with: those given, and beside them what is copied.

    Where what is given is of another place or the like, nothing of that entry is copied.
    """
    identity: tuple[str, ...] = getattr(kind, "identity", ())
    other = {
        one.entry
        for name, one in copied.items()
        if name in identity and given.get(name, one.value) != one.value
    }
    return {n: one.value for n, one in copied.items() if one.entry not in other} | dict(given)


def as_copied(copied: Mapping[str, Copied], given: Mapping[str, str]) -> dict[str, Copied]:
    """Question -> whence it was copied, of the answers that are still as they were copied."""
    return {n: one for n, one in copied.items() if given.get(n, "").strip() == one.value}


def marked(
    questions: Iterable[Question], copied: Mapping[str, Copied], held: Mapping[str, Copied]
) -> list[Question]:
    """The questions, each with whence its answer was copied if it was, or what is held of it."""
    return [replace(one, copied=copied.get(one.name), held=held.get(one.name)) for one in questions]


def _carried_on(kind: type[Kind], standing: Standing, named: str) -> Iterator[Episode]:
    """The open episodes a form may carry on; of those, the one it names where it names one."""
    about: Collection[str] = {one.kind for one in kind.copies}
    if issubclass(kind, Milestone):
        about = kind.about
    for episode in standing.episodes:
        meant = not named or (named.isdecimal() and episode.opened_by(int(named)))
        if episode.kind in about and episode.ended is None and meant:
            yield episode


def _numbers(episodes: Iterable[Episode]) -> set[int]:
    return {n for e in episodes for n in (e.entry, *(step.entry for step in e.steps))}


def _copied(
    kind: type[Answers],
    held: Iterable[tuple[Entry, Mapping[str, Any]]],
    places: Mapping[str, PlaceFacts],
) -> dict[str, Copied]:
    fields = {field.name: field for field in form_fields(kind, today())}
    found = {}
    for name, (entry, value) in given_last(kind.copies, held).items():
        shown = shown_answers({name: value}, [fields[name]])[name]
        if name in kind.marked(Placed):
            shown = place_ref(places[shown]) if shown in places else shown
        if _may_answer(fields[name], shown):
            found[name] = Copied(
                fields[name].title, shown, entry.number, entry.on, _TITLES[entry.kind]
            )
    return found


def _may_answer(field: FormField, value: str) -> bool:
    """Whether a value can still be given: a code may have gone out of use."""
    return not field.choices or value in dict(field.choices)
