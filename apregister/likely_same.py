"""Records that may be of one child, as one actor may see them: of no protected child."""

from datetime import date

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import pupils_of
from movements.actor import Actor
from movements.likely_same import LikelySame, likely_same
from movements.record import today
from movements.register import standings
from movements.scope import may_see
from movements.standing import Standing


class LikelySameShown(BaseModel):
    """Two records, by id, and what says that they may be of one child."""

    first: str
    second: str
    because: list[str]
    temporary: bool

    @classmethod
    def of(cls, one: LikelySame) -> "LikelySameShown":
        """A pair as it is told."""
        return cls(
            first=one.first, second=one.second, because=list(one.because), temporary=one.temporary
        )


class LikelySameTold(BaseModel):
    """The pairs there are today. A pair is settled by `records_linked`, or is of two children."""

    on: date
    synthetic: bool
    total: int
    items: list[LikelySameShown]


def likely_same_for(session: Session, by: Actor, *, keeper: bool = False) -> LikelySameTold:
    """The pairs of whom an actor may see both records wholly. `keeper`: of every pupil.

    Never of a protected child: that there is another record would say where the child is.
    """
    held = standings(session, None, today()) if keeper else pupils_of(session, by, today())
    open_to = {p: one for p, one in held.items() if _is_open(one, by, keeper=keeper)}
    items = [LikelySameShown.of(one) for one in likely_same(session, open_to)]
    synthetic = holds_synthetic(session)
    return LikelySameTold(on=today(), synthetic=synthetic, total=len(items), items=items)


def _is_open(standing: Standing, by: Actor, *, keeper: bool) -> bool:
    return not standing.protected and (keeper or may_see(standing, by) == "all")
