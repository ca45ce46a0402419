"""Everything held on one child, gathered for a subject access request: as data, in plain words.

The pack goes to a person first, who checks it line by line. What names or comes from somebody else
is marked for that person; nothing is left out for them, and nothing is redacted by a program.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from apregister.audit import Look, Wanted, looks
from apregister.db import Engines, reading
from apregister.invented import holds_synthetic
from apregister.papers import Paper, paper_of
from apregister.sight import Seen, look_as_keeper
from apregister.subject_letters import letters_told
from apregister.subject_told import STAFF, Telling
from apregister.words import OTHER_WORDS
from movements.actor import Actor
from movements.attachments import Store
from movements.basis import Basis

REQUEST = Basis(
    "statute",
    "UK GDPR article 15; answered within one calendar month, school holidays included",
    confirmed=False,
)
THIRD_PARTIES = Basis(
    "statute", "Data Protection Act 2018 Schedule 2 paragraph 16", confirmed=False
)
SERIOUS_HARM = Basis("statute", "Data Protection Act 2018 Schedule 3 parts 3 to 5", confirmed=False)
_EVERY = 10**9


@dataclass(frozen=True)
class Held:
    """What is held on a child: the pack as data, and the papers to be copied beside it."""

    pack: dict[str, Any]
    papers: tuple[Paper, ...]


def gather(engines: Engines, store: Store, pupil: str, by: Actor, on: date, reason: str) -> Held:
    """Everything held on a pupil on a day. The places of a protected child are named: `reason`."""
    with reading(engines.register) as session:
        seen = look_as_keeper(session, pupil, by, today=on, reason=reason, others=OTHER_WORDS)
        telling = Telling(session, seen, on)
        pack = {
            "pupil": pupil,
            "on": on.isoformat(),
            "synthetic": holds_synthetic(session),
            "protected": _ever_protected(seen),
            "notes": list(_notes(seen)),
            **telling.pack(),
            "letters": list(letters_told(store, (line.entry for line in seen.lines))),
        }
    cases = [case["case"] for case in pack["cases"]]
    pack["looks"] = [_look(one, telling) for one in _looks(engines, telling.records, cases)]
    pack["lines_to_check"] = _marked(pack)
    papers = (paper_of(line.entry) for line in seen.lines)
    return Held(pack, tuple(paper for paper in papers if paper))


def _ever_protected(seen: Seen) -> bool:
    told = (line.entry.answers().get("protected") for line in seen.lines)
    return seen.standing.protected or "Y" in told


def _notes(seen: Seen) -> Iterator[dict[str, str]]:
    """What a person must do before the pack is handed over, each with its basis."""
    if _ever_protected(seen):
        yield {
            "what": "Serious harm",
            "words": "This child is or was protected and this pack says where the child is. Do not "
            "hand it over, to a parent least of all, before the serious-harm test has been made "
            "by somebody qualified and written down. Leave out every place that it would reveal.",
            "basis": SERIOUS_HARM.words(),
        }
    yield {
        "what": "Other people",
        "words": "Lines that name or come from somebody else are marked. Check each, and the "
        "papers whole: hand it over with that person's consent or where it is reasonable without.",
        "basis": THIRD_PARTIES.words(),
    }
    yield {
        "what": "Who asks",
        "words": "Make sure who asks, and that a parent asks for the child and not against the "
        "child's wishes where the child understands what is asked.",
        "basis": REQUEST.words(),
    }
    yield {
        "what": "What is not here",
        "words": "Files that were sent and wait to be confirmed, copies that others made, backups, "
        "what schools and settings hold themselves, and attendance files as they were sent: they "
        "name every other pupil too, and all that they say of this one is here.",
        "basis": REQUEST.words(),
    }


def _looks(engines: Engines, records: set[str], cases: list[str]) -> Iterator[Look]:
    """Who looked at a record of the pupil, or at a case of the pupil, the first one first."""
    of_pupil = looks(engines.looks, Wanted(pupil_ids=frozenset(records), limit=_EVERY))
    found = {one.number: one for one in of_pupil}
    for case in cases:
        of_case = looks(engines.looks, Wanted(case_id=case, limit=_EVERY))
        found |= {one.number: one for one in of_case}
    yield from (found[number] for number in sorted(found))


def _look(one: Look, telling: Telling) -> dict[str, Any]:
    return {
        "at": one.at,
        "who": {"value": one.who, "check": STAFF},
        "role": one.role,
        "organisation": telling.name(one.organisation),
        "what": one.what,
        "reason": one.reason or "",
        "door": one.door,
    }


def _marked(value: object) -> int:
    """How many lines of the pack a person must check, besides the names of staff."""
    if isinstance(value, dict):
        whys = (value.get(name, "") for name in ("check", "sentence_check"))
        own = sum(1 for why in whys if why and why != STAFF)
        return own + sum(_marked(part) for part in value.values())
    return sum(_marked(part) for part in value) if isinstance(value, list) else 0
