"""Claims of authorities that a pupil's standing holds: of a child whom another authority has."""

from collections.abc import Sequence
from datetime import date

from movements.actor import Actor
from movements.entry import Entry
from movements.standing import Episode, Standing

CLAIM = "authority_claim"
_CLAIMS = frozenset({CLAIM, "roll_claim", "roll_unconfirmed"})


def claims_of(standing: Standing) -> tuple[Episode, ...]:
    """The claims of other authorities that are not settled, in the order they took effect."""
    return standing.open_episodes(CLAIM)


def has_claimed(standing: Standing, by: Actor) -> bool:
    """Whether the actor's authority claims the child, and no more than that."""
    return any(claim.authority == by.authority for claim in claims_of(standing))


def is_with(standing: Standing, authority: str | None) -> bool:
    """Whether the child lives in an authority, or is answered for by it."""
    return authority is not None and authority in (standing.home_authority, standing.authority)


def with_claims_settled(before: Standing, after: Standing, on: date) -> Standing:
    """The standing less the claims of an authority that has the child by now: handed over, moved.

    A claim that is settled is so for good, though the child may go back again.
    """
    if after.authority is before.authority and after.details is before.details:
        return after
    for claim in claims_of(after):
        if is_with(after, claim.authority):
            after = after.without_episode(claim.entry, on)
    return after


def says_whose(entry: Entry, of_one: Sequence[Entry]) -> bool:
    """Whether a child of whom nothing else is known is the authority's that told an entry.

    Not by a claim, nor by taking one back. `of_one` are all of the child's entries.
    """
    taken_back = (
        e.kind for e in of_one if entry.kind == "withdrawn" and e.number == entry.corrects
    )
    return _CLAIMS.isdisjoint({entry.kind, *taken_back})
