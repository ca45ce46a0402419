"""Reading a letter as it was made, and setting it for paper: the same for every door."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlmodel import Session

from apregister import moment
from apregister.db import Engines, reading_at
from fair_access.case_reader import Case
from fair_access.cases import visible_case
from fair_access.letters.gather import made_again
from fair_access.letters.owed import Made, made_letter
from fair_access.letters.write import Letter
from movements.actor import Actor
from movements.attachments import Store
from movements.dates import read_date

LONDON = ZoneInfo("Europe/London")
LEVELS = {
    "statute": "Law",
    "guidance": "Guidance",
    "proposed": "Proposed law",
    "local": "Local rule",
    "ours": "Our own rule",
}


class NoLetter(Exception):
    """Raised for a case nobody knows, one out of scope, and one without such a letter, alike."""


@dataclass(frozen=True)
class LetterRead:
    """A letter as it was kept, and the case it is of."""

    case: Case
    made: Made
    letter: Letter


def letter_for(
    session: Session, store: Store, case_id: str, entry: int, by: Actor, today: date
) -> LetterRead:
    """A letter that was made, word for word.

    One that may name places of a child who became protected since is told to nobody, nor one whose
    text was redacted. Raises NoLetter, and PaperLost where the file is gone or was changed.
    """
    found = visible_case(session, case_id, today, by)
    made = made_letter(session, found, entry, today) if found else None
    if found is None or made is None or made.redacted or (found.protected and not made.withheld):
        raise NoLetter(case_id)
    return LetterRead(found, made, read_letter(store.read(made.step.sha256)))


def read_letter(data: bytes) -> Letter:
    """A kept letter as data."""
    found: Letter = json.loads(data)
    return found


def same_again(engines: Engines, read: LetterRead, store: Store) -> bool:
    """Whether the letter made anew of what was known then is the one kept, byte for byte."""
    step = read.made.step
    with reading_at(engines.register, step.upto) as then:
        return made_again(then, read.case.id, step) == store.read(step.sha256)


def letter_paper(letter: Letter, *, synthetic: bool) -> str:
    """A letter for paper: a page complete in itself, to print or to make a PDF of."""
    return _paper("letter.html", letter=letter, synthetic=synthetic)


def reasons_paper(record: Mapping[str, Any], *, synthetic: bool) -> str:
    """The record of a case's options and reasons, for paper."""
    return _paper("reasons.html", record=record, synthetic=synthetic)


def named(what: str, number: int | str, ending: str, *, synthetic: bool) -> str:
    """What a download is called: it names no child."""
    return f"{'SYNTHETIC-' if synthetic else ''}{what}-{number}.{ending}"


def iso_day(text: str) -> str:
    """A stored day in words."""
    return f"{read_date(text):%-d %B %Y}"


def iso_moment(text: str) -> str:
    """A stored moment in words, by the clocks of England."""
    return f"{moment.read(text).astimezone(LONDON):%-d %B %Y at %H:%M}"


def rule(words: str) -> str:
    """A basis in words for a reader who is no lawyer: "Law: ..." for "statute: ..."."""
    level, _, rest = words.partition(": ")
    return f"{LEVELS[level]}: {rest}"


def _paper(template: str, **shown: Any) -> str:
    environment = Environment(
        loader=PackageLoader("apregister", "packs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"iso_day": iso_day, "iso_moment": iso_moment, "rule": rule}
    return environment.get_template(template).render(levels=LEVELS, **shown)
