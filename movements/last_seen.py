"""When a child was last seen, and when one without a school must be seen again."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.episode_kinds import GONE_AWAY
from movements.home_educated import MISSING, home_educated
from movements.school_age import of_school_age
from movements.school_days import SchoolDays
from movements.standing import Standing

SEEN = Basis(
    "local",
    "A child for whom no school is responsible is seen, after 5, 10 and 15 school days unless the "
    "authority sets others",
)
SPOKEN = "telephone"
"""A voice on the telephone is contact, but no sight."""
ATTENDED = "attended"
GONE_FOR_GOOD = frozenset({"k", "l"})
"""Grounds of removal after which nobody is owed education: died, and over compulsory age."""


class LastContact(NamedTuple):
    """When a child was last seen: at a session attended, or how else somebody saw the child."""

    on: date
    how: str


def last_contact(attended: date | None, standing: Standing, on: date) -> LastContact | None:
    """The later of the last session attended anywhere and the last sight recorded, up to a day."""
    seen = standing.last_seen
    found = [LastContact(attended, ATTENDED)] if attended else []
    if seen and seen.how != SPOKEN and seen.on <= on:
        found.append(LastContact(seen.on, seen.how))
    return max(found, key=lambda one: one.on, default=None)


def _since(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """Counted where no main school is left; a removal may be from the only one."""
    on: date = movement.on
    if movement.id == "removal_from_roll":
        only = len(before.main_rolls) <= 1
        return on if only and movement.ground not in GONE_FOR_GOOD else None
    if movement.id == MISSING:
        # No notice of home education, nor word that the child is abroad, holds against the report.
        return None if before.main_rolls else on
    if movement.how == SPOKEN or _is_safe(before):
        return None
    return on


def _seen_again(start: Started, later: Later) -> bool:
    """Seen by somebody since, or at a school again: to say where a child is sees nobody."""
    if later.standing.main_rolls:
        return True
    movement = later.movement
    again = movement.id == "contact_made" and movement.how != SPOKEN
    return again and movement is not start.movement


def _owed_no_more(start: Started, later: Later) -> bool:
    """Educated at home by notice of it, or owed education by nobody: nobody saw the child."""
    return later.standing.left_education or home_educated(later.standing)


def _is_safe(standing: Standing) -> bool:
    """Whether somebody answers for the child's education, or nobody is owed it any more."""
    return bool(standing.main_rolls) or standing.left_education or home_educated(standing)


def here_again(standing: Standing) -> Standing:
    """The standing of a child once found abroad, or held to have died, who is met with here."""
    return replace(standing, traced=None) if standing.traced in GONE_AWAY else standing


def seen_again(clock: str, title: str) -> Clock:
    """A child without a school is seen again; the count begins anew whenever one is seen."""
    return Clock(
        id=clock,
        title=title,
        owes="The authority sees the child, or records that somebody else has",
        owner="authority",
        unit="school_days",
        local="last_seen_days",
        basis=SEEN,
        counted_from=_since,
        stops=_seen_again,
        over=_owed_no_more,
        aged=of_school_age,
    )
