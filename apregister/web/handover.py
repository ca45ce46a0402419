"""Key information that a receiving school is handed once it has agreed to take the pupil."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from apregister.audit import Wanted, looks
from apregister.sight import Seen
from apregister.web.attendance_shown import attendance_shown
from apregister.web.pupil_page import Fact, facts_about, suspended_words
from apregister.web.shell import actor, engines
from apregister.web.sighted import upns_of
from movements.linked import links
from movements.record import today
from movements.signatures import Signatures
from movements.standing import Episode

RECEIPT = "handover"
"""The word under which the book of looks notes that the information was shown."""


@dataclass(frozen=True)
class Handover:
    """What is handed over, and when the receiving school first had it (empty until then)."""

    facts: tuple[Fact, ...]
    first_had: str


def handover(session: Session, seen: Seen, episode: Episode, signed: Signatures) -> Handover | None:
    """The key information, for the school that agreed to take the pupil and no one before.

    Whoever sees the pupil whole needs no handing over, and is told of the receipt alone.
    """
    receiving = signed.of("receiving_school")
    if receiving is None or receiving.state != "agreed":
        return None
    to_place = episode.movement.to_place
    theirs = to_place in actor().places
    facts = tuple(_key_information(session, seen)) if theirs else ()
    records = frozenset(links(session).records(seen.pupil))
    return Handover(facts, _first_had(records, to_place))


def _first_had(records: frozenset[str], place: str) -> str:
    """When somebody of the place was first shown it."""
    noted = looks(engines().looks, Wanted(pupil_ids=records, what=RECEIPT))
    return min((look.at for look in noted if look.organisation == place), default="")


def _key_information(session: Session, seen: Seen) -> Iterator[Fact]:
    details = {**seen.standing.details}
    if seen.standing.protected:
        details.pop("home_la", None)
    upns = tuple(upns_of(session, seen.pupil))
    if upns:
        yield Fact("UPN", upns[:1])
    yield from facts_about(details, today())
    yield Fact("Suspended", (suspended_words(session, seen.standing, today()),))
    excluded = tuple(f"{one.on:%-d %B %Y}" for one in seen.standing.exclusions)
    if excluded:
        yield Fact("Permanently excluded", excluded)
    yield Fact("Attendance", (attendance_shown(session, seen.pupil, today()).rate_words,))
