"""Under which authority a child is, by whose entries of the child count."""

from movements.remade import remade
from movements.standing import Standing


def acted_for(
    before: Standing, standing: Standing, authority: str, *, telling_first: bool
) -> Standing:
    """The standing once another authority than that of the child has told something of the child.

    The first to do so has the child; where that was taken back, so that nothing of the child was
    known before, the next. The authority of residence takes the child on by what an authority may
    tell of a child first (`telling_first`). And a child that was handed over in the sender's words
    only is the other authority's alone from its own first word on: the sender sees no more of the
    child.
    """
    if standing.authority is None or (standing.known and not before.known):
        return standing.under(authority)
    if authority != standing.home_authority:
        return standing
    if telling_first:
        standing = remade(standing, taken_on=authority)
    if standing.main_rolls or standing.taken_on != authority:
        return standing
    handed = any(
        e.movement.to_authority == authority and e.authority == standing.authority
        for e in standing.episodes
        if e.kind == "hand_over" and e.ended
    )
    return standing.under(authority) if handed else standing
