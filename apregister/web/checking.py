"""Checking before recording: what the register would say of the answers, as nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from apregister import moment
from apregister.db import rehearsing
from apregister.form_drafts import Reader, discard_draft, find_draft
from apregister.sight import Shown
from apregister.speaking import place_spoken_for
from apregister.web.place_names import by_name, place_ref
from apregister.web.questions import shown_day
from apregister.web.shell import actor, engines, sitting
from apregister.web.told_again import answer_shown
from movements.copied import Copied
from movements.forms import COMMON_COLUMNS, FormField, form_fields
from movements.kind import Answers, Kind, Placed
from movements.kinds import DOOR_KINDS
from movements.places import PlaceFacts
from movements.problems import Concern
from movements.record import Recorded, today
from movements.take_in import take_in

MOST_ON_ONE_PAGE = 7
"""A kind with more questions is checked before it is recorded, and can be told step by step."""
_CORRECTION = tuple(f for f in COMMON_COLUMNS if f.name in ("corrects", "correction_reason"))
_DAYS = frozenset({"on", "in_writing_on"})
"""Answers that the lawful way carries over as days."""
_TELLS_WHO = frozenset({"upn", "pupil"})


@dataclass(frozen=True)
class Row:
    """An answer as it is checked: its question, what was said, and whence it was copied if so."""

    name: str
    title: str
    answer: str
    copied: Copied | None = None


@dataclass(frozen=True)
class Steer:
    """The lawful alternative shown first: what to say, why, the kind and its answers so far."""

    concern: Concern
    words: str
    instead: str
    title: str
    answers: dict[str, str]


def is_long(kind: type[Kind]) -> bool:
    """Whether a kind asks more than stands well on one page."""
    return len(kind.fields()) > MOST_ON_ONE_PAGE


def reader() -> Reader:
    """Whoever is signed in, as a reader of drafts."""
    found = sitting()
    author = found.account.sign_in_name if found else ""
    return Reader(author, actor(), moment.now().date())


def drop_draft(session: Session, draft: str) -> None:
    """Forget the draft that was submitted, if there was one."""
    found = find_draft(session, draft, reader()) if draft else None
    if found is not None:
        discard_draft(session, found)


def told(
    session: Session, pupil: str, kind: type[Kind], answers: Mapping[str, str], school: str
) -> Recorded:
    """Record what a form says of the pupil of its address. Raises Refused."""
    given = by_name(session, actor(), {**answers, "school": school})
    place = place_spoken_for(session, actor(), given.pop("school").strip() or None)
    given = {name: value for name, value in given.items() if name not in _TELLS_WHO}
    given["pupil"] = pupil
    return take_in(session, kind.id, given, place=place, by=actor(), source="form")


def foreseen(
    pupil: str, kind: type[Kind], answers: Mapping[str, str], school: str, shown: Shown
) -> tuple[Concern, ...]:
    """The concerns it would be recorded with; nothing is kept. Raises Refused."""
    with rehearsing(engines().register) as session:
        done = told(session, pupil, kind, answers, school)
    return tuple(replace(one, message=shown.sentence(one.message)) for one in done.concerns)


def steer(
    concerns: tuple[Concern, ...], answers: Mapping[str, str], places: Mapping[str, PlaceFacts]
) -> Steer | None:
    """The first lawful alternative that a concern names and this role may record."""
    for concern in concerns:
        way = concern.instead
        kind = DOOR_KINDS.get(way.kind) if way else None
        if way and kind and actor().role in kind.recorded_by:
            carried = {name: answers[name] for name in ("on", "session") if answers.get(name)}
            refs = {n: _ref(v, n, kind, places) for n, v in way.answers.items()}
            shown = {n: shown_day(v) if n in _DAYS else v for n, v in (carried | refs).items()}
            return Steer(concern, way.says, kind.id, kind.title, shown)
    return None


def _ref(value: str, name: str, kind: type[Kind], places: Mapping[str, PlaceFacts]) -> str:
    return place_ref(places[value]) if name in kind.marked(Placed) and value in places else value


def rows(
    kind: type[Answers],
    answers: Mapping[str, str],
    school: str,
    places: Mapping[str, PlaceFacts],
    copied: Mapping[str, Copied],
) -> list[Row]:
    """For whom, every question of a kind with its answer in words, and why where it corrects."""
    fields = [*form_fields(kind, today()), *(_CORRECTION if answers.get("corrects") else ())]
    told = [
        Row(f.name, f.title, said(f, answers.get(f.name, ""), places), copied.get(f.name))
        for f in fields
    ]
    return [Row("school", "Recorded for", _for_whom(school.strip(), places)), *told]


def _for_whom(school: str, places: Mapping[str, PlaceFacts]) -> str:
    """The school or setting in words: as it was said, else one's own, else the authority."""
    own = sorted(actor().places)
    asked = school or (own[0] if len(own) == 1 else "")
    named = places.get(asked) or next((p for p in places.values() if p.urn == asked), None)
    return named.name if named else asked or "The authority itself"


def said(field: FormField, answer: str, places: Mapping[str, PlaceFacts]) -> str:
    """An answer as it is checked, in words."""
    answer = answer.strip() or field.default
    words = answer_shown(field, answer, places)
    return words[:1].upper() + words[1:]
