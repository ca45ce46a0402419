"""Proposals of managed moves: those that wait for one's answer, and those one has made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from movements.entry import EntryRow
from movements.linked import links
from movements.register import standings
from movements.signatures import CARERS, PROPOSED, Signature, Signatures, signatures
from movements.standing import Episode, Standing


@dataclass(frozen=True)
class Awaited:
    """A proposal that waits for one party's answer, and how far the others are with it.

    `from_place` and `to_place` are place ids; `entry` is the number of the proposal.
    """

    pupil: str
    entry: int
    party: str
    from_place: str | None
    to_place: str
    proposed_on: date
    planned_start: date | None
    signatures: Signatures


@dataclass(frozen=True)
class Made:
    """A proposal that a place or authority made: how far its signatures are, and when it ended.

    `to_place` is a place id; `entry` is the number of the proposal.
    """

    pupil: str
    entry: int
    to_place: str
    proposed_on: date
    planned_start: date | None
    signatures: Signatures
    ended: date | None


def proposals_made(session: Session, place_or_authority: str, today: date) -> list[Made]:
    """The proposals that a place (its id) or authority (`la:330`) made, the latest first.

    Those that have ended too, so that who proposed learns how it came out.
    """
    found = [
        _made(pupil, episode, signatures(episode, standing))
        for pupil, standing in _standings(session, place_or_authority, today)
        for episode in standing.episodes
        if episode.kind == PROPOSED and _maker(episode) == place_or_authority
    ]
    return sorted(found, key=lambda one: (one.proposed_on, one.entry), reverse=True)


def _maker(episode: Episode) -> str:
    return episode.place or f"la:{episode.authority}"


def _made(pupil: str, episode: Episode, found: Signatures) -> Made:
    proposal = episode.movement
    return Made(
        pupil,
        episode.entry,
        proposal.to_place,
        episode.on,
        proposal.planned_start,
        found,
        episode.ended,
    )


def proposals_awaiting(session: Session, place_or_authority: str, today: date) -> list[Awaited]:
    """The open proposals that wait for the answer of a place (its id) or authority (`la:330`).

    The longest waiting first.
    """
    found = [
        awaited
        for pupil, standing in _standings(session, place_or_authority, today)
        for episode in standing.open_episodes(PROPOSED)
        for awaited in _awaited(pupil, episode, standing, place_or_authority)
    ]
    return sorted(found, key=lambda one: (one.proposed_on, one.entry))


def _standings(session: Session, whose: str, today: date) -> Iterable[tuple[str, Standing]]:
    children = links(session).each_once(_asked(session, whose))
    return standings(session, children, today).items()


def _asked(session: Session, whose: str) -> Iterator[str]:
    """The pupils of whom a proposal names the place, or may ask the authority."""
    query = select(EntryRow.pupil_id).where(col(EntryRow.kind) == PROPOSED)
    if whose.startswith("la:"):
        query = query.where(_of_authority(whose.removeprefix("la:")))
    else:
        named = col(EntryRow.details).contains(f'"{whose}"')
        query = query.where(or_(col(EntryRow.place_id) == whose, named))
    yield from (pupil for pupil in session.exec(query.distinct()) if pupil is not None)


def _of_authority(code: str) -> ColumnElement[bool]:
    """Proposed by the authority's schools, or of a child who was told to belong to it."""
    home = col(EntryRow.details).contains(f'"home_la":"{code}"')
    told = select(EntryRow.pupil_id).where(home)
    return or_(col(EntryRow.authority) == code, col(EntryRow.pupil_id).in_(told))


def _awaited(pupil: str, episode: Episode, standing: Standing, whose: str) -> Iterator[Awaited]:
    found = signatures(episode, standing)
    for one in awaited_of(episode, found, standing, whose):
        proposal = episode.movement
        yield Awaited(
            pupil,
            episode.entry,
            one.party,
            episode.place,
            proposal.to_place,
            episode.on,
            proposal.planned_start,
            found,
        )


def awaited_of(
    episode: Episode, found: Signatures, standing: Standing, whose: str
) -> Iterator[Signature]:
    """The signatures that wait for a place (its id) or authority (`la:330`)."""
    for one in found.each:
        if one.state in ("missing", "unconfirmed") and _asked_of(one, episode, standing) == whose:
            yield one


def _asked_of(one: Signature, episode: Episode, standing: Standing) -> str | None:
    """Who is asked for a party's answer; None for the family, whose school brings theirs.

    Those who answer for a child looked after are of the authority where the child belongs.
    """
    if one.party == "sending_school":
        return episode.place
    if one.party == "receiving_school":
        return str(episode.movement.to_place)
    if one.party in CARERS:
        return f"la:{standing.home_authority or episode.authority}"
    return f"la:{episode.authority}" if one.party == "authority" else None
