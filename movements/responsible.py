"""Who is responsible for a pupil and where a mark is due: exactly one of each, in every session.

Responsible is the school of the main roll, else an authority. Expected at is where the pupil is to
be marked in a session: the placement or direction that takes it, else the main school.
"""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from movements.exception import Found, PupilView, Turn, View
from movements.home_educated import MISSING, home_educated
from movements.remade import remade
from movements.standing import Provision, Roll, Standing

Cause = Literal["no_roll", "two_rolls", "claim", "nobody", "two_expected"]
Why = Literal["main_roll", "subsidiary", "placement", "direction", "phased_return"]
"""Why a place is to mark a pupil."""
_TOLD_SINCE = ("in_year_outcome", "attendance_order_answer")
_WHY: dict[str, Why] = {"ap_placement": "placement", "off_site_direction": "direction"}
SLOTS = range(10)
"""The sessions of a week: 0 is Monday morning, 9 Friday afternoon."""


def cause_of(standing: Standing, no_schools: Container[str] = frozenset()) -> Cause | None:
    """Why a standing has not exactly one responsible school; None when it has.

    A roll of one of `no_schools`, places that are no school, is no school's.
    """
    if is_outside(standing):
        return "claim" if standing.claims else None
    if standing.main_rolls and all(roll.place in no_schools for roll in standing.main_rolls):
        return "no_roll"
    if len(standing.main_rolls) > 1:
        return "two_rolls"
    if not standing.responsible:
        return "nobody"
    if not standing.main_rolls and not home_educated(standing):
        return "no_roll"
    return "claim" if standing.claims else None


def is_outside(standing: Standing) -> bool:
    """Whether no school need be responsible: not known yet, or gone from education for good."""
    return not standing.known or standing.left_education


def takes(episode: Provision, slot: int) -> bool:
    """Whether a placement or direction takes a session of the week; without a week, every one."""
    return episode.week is None or episode.week[slot] == "1"


class Due(NamedTuple):
    """A place where a mark is due in a session, and why: the placement, direction or roll."""

    place: str
    why: Why
    by: Provision | Roll | None


def due_at(standing: Standing, slot: int) -> tuple[Due, ...]:
    """Where a mark is due in a session of the week; two places or more are a clash.

    A setting known by its type alone stands as the type and the entry that opened the placement.
    A phased return comes before a placement; a part-time timetable leaves sessions with no place.
    """
    if is_outside(standing):
        return ()
    back = standing.phased_return
    if back and back[1][slot] == "1":
        return (Due(back[0], "phased_return", None),)
    away: dict[str, Due] = {}
    for placed in standing.provision:
        if takes(placed, slot):
            where = _where(placed)
            away.setdefault(where, Due(where, _WHY[placed.kind], placed))
    part = standing.part_time_week
    if not away and part and part[slot] == "0":
        return ()
    return tuple(away.values()) or tuple(
        Due(roll.place, "main_roll", roll) for roll in standing.main_rolls
    )


def expected_at(standing: Standing, slot: int) -> tuple[str, ...]:
    """The places where a mark is due in a session of the week; two or more are a clash."""
    return tuple(due.place for due in due_at(standing, slot))


def _where(episode: Provision) -> str:
    return episode.place or f"{episode.setting_type} of entry {episode.entry}"


def clashing(standing: Standing) -> tuple[int, ...]:
    """The sessions of the week that placements or directions would have at two places."""
    placed = standing.provision
    if len(placed) < 2 or is_outside(standing):
        return ()
    taken = (slot for slot in SLOTS if any(takes(p, slot) for p in placed))
    return tuple(slot for slot in taken if len(expected_at(standing, slot)) > 1)


def asked_of(standing: Standing) -> str | None:
    """Who is asked about a pupil: the main school, the authority that answers, the school left."""
    if standing.main_roll:
        return standing.main_roll.place
    if standing.answering:
        return f"la:{standing.answering}"
    return standing.removals[-1].place if standing.removals else None


def owner_of(one: PupilView) -> str | None:
    """Who is to act on it: the authority that answers; who is asked about a pupil without one."""
    return one.authority or asked_of(one.standing)


def owner_off_roll(one: PupilView) -> str | None:
    """Who is to act where the place of the roll answers for nobody: as of a pupil on no roll."""
    return owner_of(replace(one, standing=remade(one.standing, rolls=())))


def responsible_places(standing: Standing) -> tuple[str, ...]:
    """The schools of the main rolls, and those that claim the pupil."""
    rolls = (*standing.main_rolls, *standing.claims)
    return tuple(dict.fromkeys(roll.place for roll in rolls))


def found_by_cause(view: View, cause: Cause) -> Iterator[Found]:
    """The pupils whose standing has this cause, dated from the entry that brought it about."""
    for one in view.pupils:
        if cause_of(one.standing) == cause:
            yield found_since(one, one.turn_since(cause_of))


def anew_since(standing: Standing, since: date) -> dict[str, list[date]]:
    """The fact that a child on no roll was reported missing since, found, or left a placement.

    Or that an application, or a notice of an order, was answered.

    Whoever answered before it knew nothing of it.
    """
    missing = (e for e in standing.episodes if e.kind == MISSING)
    reported = [day for e in missing for day in (e.on, e.ended) if day]
    left = [spell.until for spell in standing.former]
    steps = (step for e in standing.episodes for step in e.steps_of(*_TOLD_SINCE))
    told = [step.movement.on for step in steps]
    days = sorted(day for day in (*reported, *left, *told) if day > since)
    return {"anew": days} if days else {}


def found_since(one: PupilView, turn: Turn) -> Found:
    """A pupil who has not exactly one responsible school, since an entry."""
    places, since = responsible_places(one.standing), turn.entry.on
    return Found(
        pupil=one.pupil,
        since=since,
        owner=owner_of(one),
        places=places,
        facts={"since": since, "places": sorted(places), "authority": one.authority},
        entries=(turn.entry.number,),
    )
