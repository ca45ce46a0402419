"""Records that may be of one child, as one actor may see them: of no protected child."""

from datetime import date

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import pupils_of
from movements.actor import Actor
from movements.found_two import FoundTwo
from movements.likely_same import LikelySame, likely_same
from movements.record import today
from movements.register import standings
from movements.scope import SEES_ALL_OF_AUTHORITY, may_see
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


class FoundTwoShown(BaseModel):
    """Two records found to be of two children: by which entry, when, by whom, how it is known."""

    first: str
    second: str
    entry: int
    on: date
    recorded_by: str
    because: str


class LikelySameTold(BaseModel):
    """The pairs to be asked about today. One is settled by `records_linked` or `records_of_two`.

    `of_two` are those found to be of two children, for the authority alone: asked about again once
    a name or birthday is another.
    """

    on: date
    synthetic: bool
    total: int
    items: list[LikelySameShown]
    of_two: list[FoundTwoShown]


def likely_same_for(session: Session, by: Actor, *, keeper: bool = False) -> LikelySameTold:
    """The pairs of whom an actor may see both records wholly. `keeper`: of every pupil.

    Never of a protected child: that there is another record would say where the child is.
    """
    held = standings(session, None, today()) if keeper else pupils_of(session, by, today())
    open_to = {p: one for p, one in held.items() if _is_open(one, by, keeper=keeper)}
    found = likely_same(session, open_to)
    items = [LikelySameShown.of(one) for one in found if one.of_two is None]
    reads = keeper or by.role in SEES_ALL_OF_AUTHORITY
    return LikelySameTold(
        on=today(),
        synthetic=holds_synthetic(session),
        total=len(items),
        items=items,
        of_two=[_two(one, one.of_two) for one in found if one.of_two and reads],
    )


def _two(one: LikelySame, found: FoundTwo) -> FoundTwoShown:
    return FoundTwoShown(first=one.first, second=one.second, **vars(found))


def _is_open(standing: Standing, by: Actor, *, keeper: bool) -> bool:
    return not standing.protected and (keeper or may_see(standing, by) == "all")
