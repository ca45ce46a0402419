"""One-time links: made for a pupil or a parent, opened without an account, used once.

The link's secret part is told once, to whoever makes it; the register holds its hash alone. Who
opens it learns the pupil's first name and nothing else.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlmodel import Session, col

from apregister.sight import sight_of
from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kind import typed
from movements.kinds import KINDS
from movements.kinds.voice_asked import VoiceAsked
from movements.kinds.voice_given import BY_LINK, VoiceGiven
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.record import Source, Told, record, today
from movements.register import entries, standing
from movements.superseded import superseded

GOOD_FOR_DAYS = 28
LONGEST_DAYS = 90
State = Literal["open", "used", "expired", "unknown"]
OF_PUPIL = ("safe", "listened", "learning", "self_esteem", "opportunity", "activity")
IN_WORDS = ("words", "may_show")
OF_PARENT = ("safe", "listened", "learning", "recommend")


@dataclass(frozen=True)
class Made:
    """A link that was made: its secret part, said this once, and until when it is good."""

    token: str
    entry: int
    until: date


@dataclass(frozen=True)
class Link:
    """A link that somebody opens, and who is asked; nothing of the pupil but the first name."""

    state: State
    of: str = ""
    first_name: str = ""
    entry: int = 0
    pupil: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """What is asked besides how it is overall."""
        return OF_PARENT if self.of == "parent" else OF_PUPIL


@dataclass(frozen=True)
class Given:
    """A link that was given: to whom, about which setting, and what became of it."""

    entry: int
    of: str
    setting: str
    on: date
    until: date
    state: State


def settings_of(session: Session, pupil: str, by: Actor) -> list[PlaceFacts]:
    """The settings about which an actor may ask a pupil. Raises NotSeen."""
    _, now = sight_of(session, pupil, by, today())
    known = place_facts(session)
    there = {p.place for p in now.provision} | {r.place for r in now.rolls}
    there |= {spell.place for spell in now.former}
    found = (facts for place, facts in sorted(known.items()) if place in there)
    return [
        one
        for one in found
        if one.is_ap_setting
        and (one.id in by.places or (not by.places and one.la_code == by.authority))
    ]


def make_link(
    session: Session,
    pupil: str,
    answers: Mapping[str, str],
    *,
    by: Actor,
    source: Source,
) -> Made:
    """Give a link: `of` pupil or parent, the `setting`, and for how many `days` it is good.

    Raises NotSeen, and Refused with what is wrong with the answers.
    """
    offered = {one.id: one for one in settings_of(session, pupil, by)}
    named = answers.get("setting") or (next(iter(offered)) if len(offered) == 1 else "")
    problems = []
    if named not in offered:
        words = "Choose the setting to ask about: one where the pupil is or was, and yours to ask."
        problems.append(Problem("setting", "not_there", words))
    days = _days(str(answers.get("days") or GOOD_FOR_DAYS), problems)
    if problems:
        raise Refused(problems)
    token = secrets.token_urlsafe(32)
    until = today() + timedelta(days=days)
    asked = {"on": today(), "of": answers.get("of", ""), "setting": named}
    movement = typed(VoiceAsked, {**asked, "token_hash": _hash(token), "until": until})
    place = offered[named] if named in by.places else None
    done = record(session, movement, Told(pupil, place, by, source))
    return Made(token, done.entry, until)


def _days(text: str, problems: list[Problem]) -> int:
    if text.isdecimal() and 1 <= int(text) <= LONGEST_DAYS:
        return int(text)
    words = f"Say for how many days the link is good: 1 to {LONGEST_DAYS}."
    problems.append(Problem("days", "out_of_range", words))
    return 0


def open_link(session: Session, token: str) -> Link:
    """What a link is for, or that it was used, is over, or is none of ours."""
    asked = _asked(session, token)
    if asked is None or asked.pupil_id is None:
        return Link("unknown")
    of_one = entries(session, [asked.pupil_id])
    told = KINDS["voice_asked"].model_validate({**asked.answers(), "on": asked.on})
    state = _state(asked, of_one)
    if state != "open":
        return Link(state)
    details = standing(session, asked.pupil_id, today()).details
    name = str(details.get("preferred_name") or details.get("forename") or "").split(" ")[0]
    return Link("open", told.value("of"), name, asked.number, asked.pupil_id)


def answer_link(session: Session, token: str, answers: Mapping[str, str]) -> Link:
    """Record what was answered; the link is used then. The caller holds the write lock.

    Gives the link as it was found: nothing is recorded unless that was open. Raises Refused with
    what is missing.
    """
    link = open_link(session, token)
    asked = _asked(session, token)
    if link.state != "open" or asked is None:
        return link
    setting = asked.answers()["setting"]
    given = {name: answers.get(name) for name in ("overall", *link.items, *IN_WORDS)}
    fixed = {"on": today(), "asked": asked.number, "of": link.of, "setting": setting}
    movement = typed(VoiceGiven, {**given, **fixed})
    by = Actor(BY_LINK, "la_officer", authority=asked.authority)
    record(session, movement, Told(link.pupil, None, by, "form"))
    return link


def links_given(session: Session, pupil: str, by: Actor) -> list[Given]:
    """The links given for a pupil about the actor's settings, the latest first. Raises NotSeen."""
    mine = {one.id for one in settings_of(session, pupil, by)}
    of_one = entries(session, [pupil])
    found = [
        Given(
            one.number,
            one.answers()["of"],
            one.answers()["setting"],
            one.on,
            date.fromisoformat(one.answers()["until"]),
            _state(one, of_one),
        )
        for one in of_one
        if one.kind == "voice_asked" and one.details and one.answers()["setting"] in mine
    ]
    return found[::-1]


def _state(asked: Entry, of_one: list[Entry]) -> State:
    given = (one.answers() for one in of_one if one.kind == "voice_given" and one.details)
    if any(one.get("asked") == asked.number for one in given):
        return "used"
    over = today() > date.fromisoformat(asked.answers()["until"])
    return "expired" if over or asked.number in superseded(of_one) else "open"


def _asked(session: Session, token: str) -> Entry | None:
    """The entry that gave a link, while its details are held."""
    hashed = _hash(token)
    held = ENTRIES.where(
        col(EntryRow.kind) == "voice_asked", col(EntryRow.details).contains(f'"{hashed}"')
    )
    return next(read_entries(session, held), None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
