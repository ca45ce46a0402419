"""Episodes: an opening entry starts one; ends and returns name it by entry, or place and start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from movements.clock import Later, Started
from movements.problems import Problem
from movements.standing import Provision, Standing


def within_reach(standing: Standing, place: str | None) -> Standing:
    """The standing with those episodes only that a place may end; all for the authority (None).

    A place ends what it arranged, what is with it, and whatever a pupil on its roll is away for.
    A place the pupil has left could otherwise end another's placement, or find it out by trying.
    """
    if place is None or standing.roll_at(place):
        return standing
    ours = tuple(p for p in standing.provision if place in (p.place, p.by))
    return replace(standing, provision=ours)


def told_where(standing: Standing, place: str | None) -> Standing:
    """The standing with those episodes only that a place may mean by saying where the child is.

    Of a protected child, what it arranged and what is with it: else it could try place by place.
    """
    if place is None or not standing.protected:
        return standing
    known = tuple(p for p in standing.provision if place in (p.place, p.by))
    return replace(standing, provision=known)


def open_already(standing: Standing, at: str, place: str | None) -> Iterator[Problem]:
    """Why a placement or direction that a place (None: the authority) arranges cannot begin there.

    Where another has placed a protected child, a school is answered alike of every place.
    """
    others = standing.provision != told_where(standing, place).provision
    if others:
        words = "A direction or placement is open already, at this place or at another: where the "
        words += "child is stays unsaid. End it first, or ask the authority to."
        yield Problem("place", "already_open", words)
    elif standing.provision_at(at):
        words = "A direction or placement at this place is open already. End it first."
        yield Problem("place", "already_open", words)


def open_episodes(
    standing: Standing,
    entry: int | None = None,
    place: str | None = None,
    started_on: date | None = None,
) -> tuple[Provision, ...]:
    """The open placements and directions that fit what was named; all of them when nothing was."""
    return tuple(
        p
        for p in standing.provision
        if (entry is None or p.opened_by(entry))
        and (place is None or p.place == place)
        and (started_on is None or p.since == started_on)
    )


def episode_problems(
    standing: Standing,
    entry: int | None,
    place: str | None,
    started_on: date | None,
    on: date,
) -> Iterator[Problem]:
    """None or two episodes fitting what was named: both are refused."""
    found = open_episodes(standing, entry, place, started_on)
    field = "episode" if entry is not None else "place"
    if not found:
        yield Problem(
            field,
            "no_open_episode",
            f"No placement or direction that fits was open on {on:%-d %B %Y}. "
            "Check the place and dates.",
        )
    elif len(found) > 1:
        entries = ", ".join(str(p.entry) for p in found)
        yield Problem(
            field,
            "two_open_episodes",
            f"More than one was open ({entries}). Name the entry, or the place and start.",
        )


def episode_ended(start: Started, later: Later) -> bool:
    """Whether the episode that an entry opened is no longer open."""
    return all(p.entry != start.number for p in later.standing.provision)
