"""What the pages of pupils share: the pupil in the address, names, and who may be listed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import abort
from sqlmodel import Session

from apregister.paper_words import full_name
from apregister.sight import NotSeen, Seen, look_at, sight_of
from apregister.web.shell import actor
from apregister.words import OTHER_WORDS
from movements.bearers import identifiers_of, taken_back
from movements.dates import NotADate, read_date
from movements.left import gone_from, standing_as_left
from movements.linked import links
from movements.problems import Problem
from movements.record import today
from movements.register import standings
from movements.scope import may_see
from movements.standing import Standing
from movements.superseded import superseded

FORMER = "A former pupil"
_WITHHELD_DETAILS = frozenset({"home_la"})


def pupil_seen(
    session: Session, pupil: str, *, as_known_on: date | None = None, reason: str | None = None
) -> Seen:
    """The pupil of this address as whoever is signed in may see them; 404 where they may not."""
    try:
        return look_at(
            session,
            pupil,
            actor(),
            today=today(),
            as_known_on=as_known_on,
            reason=reason,
            others=OTHER_WORDS,
        )
    except NotSeen:
        abort(404)


def standing_seen(session: Session, pupil: str) -> Standing:
    """The pupil's standing today; 404 where whoever is signed in may not see the pupil at all."""
    try:
        return sight_of(session, pupil, actor(), today())[1]
    except NotSeen:
        abort(404)


def details_seen(seen: Seen, standing: Standing) -> Mapping[str, Any]:
    """The pupil's details: for a former place, only those that its own entries gave."""
    if seen.sight == "all":
        hidden = _WITHHELD_DETAILS if seen.shown.withheld else frozenset()
        return {name: value for name, value in standing.details.items() if name not in hidden}
    gone = superseded([line.entry for line in seen.lines])
    given: dict[str, Any] = {}
    for line in seen.lines:
        if line.entry.kind == "pupil_details" and line.number not in gone:
            given |= seen.shown.details(line.entry)
    return given


def upns_of(session: Session, pupil: str) -> list[str]:
    """The UPNs a pupil bears or bore, the latest first."""
    held = identifiers_of(session, links(session).records(pupil))
    gone = taken_back(session, held)
    upns = (one for one in held if one.scheme.startswith("upn") and one.number not in gone)
    return list(dict.fromkeys(one.value for one in reversed(list(upns))))


def names_seen(session: Session, pupils: Iterable[str]) -> dict[str, str]:
    """The names of some children; of one who has left one's scope, only that there is one."""
    by, held = actor(), standings(session, pupils, today())
    left = gone_from(session, held, by, today())
    held |= {pupil: standing_as_left(session, pupil, today(), by.places) for pupil in left}
    return {
        pupil: full_name(one.details) if may_see(one, by) == "all" else FORMER
        for pupil, one in held.items()
    }


def age_on(details: Mapping[str, Any], day: date) -> int | None:
    """The pupil's age in whole years on a day."""
    if not details.get("dob"):
        return None
    born = date.fromisoformat(str(details["dob"]))
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def asked_day(text: str | None, field: str) -> tuple[date | None, tuple[Problem, ...]]:
    """The day asked for in an address, or what is wrong with it."""
    if not text or not text.strip():
        return None, ()
    try:
        return read_date(text), ()
    except NotADate as wrong:
        return None, (Problem(field, wrong.code, wrong.sentence),)
