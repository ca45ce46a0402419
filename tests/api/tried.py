"""What somebody who tries things is answered: to learn where a child is, or whose a UPN is."""

from apregister.auth.keys import actor_of_token
from apregister.db import rehearsing
from movements.places import find_place
from movements.problems import Refused
from movements.take_in import take_in
from tests.api.world import World


def tried(world: World, who: str, at: str | None, kind: str, told: dict[str, str]) -> str:
    """What a movement told with the key of `who`, for the place of a URN, is answered.

    Nothing of it is kept.
    """
    with rehearsing(world.engines.register) as session:
        by = actor_of_token(session.connection(), world.keys[who])
        assert by is not None
        place = find_place(session, at) if at else None
        try:
            done = take_in(session, kind, told, place=place, by=by, source="api")
        except Refused as refused:
            return f"refused {refused.problems}"
        return f"{done.result} {done.concerns}"
