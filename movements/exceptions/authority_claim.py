"""A pupil whom another authority claims."""

from collections.abc import Iterator

from movements.authority_claims import CLAIM, claims_of
from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.responsible import owner_of


def _find(view: View) -> Iterator[Found]:
    """Which authority it is stands in no facts: of a protected child it may say where it is."""
    for one in view.pupils:
        numbers = tuple(claim.entry for claim in claims_of(one.standing))
        if numbers:
            yield Found(
                pupil=one.pupil,
                since=claims_of(one.standing)[0].on,
                owner=owner_of(one),
                places=(),
                facts={"claims": numbers},
                entries=numbers,
            )


AUTHORITY_CLAIM = LedgerException(
    id=CLAIM,
    title="Claimed by another authority",
    question="Another authority told the register of this child as its own. Has the child moved?",
    owner="authority",
    next_step="Hand the child over to that authority, or answer why the child stays yours",
    basis=Basis("ours", "A child stays with its authority until that hands it over to another"),
    find=_find,
    lapses=True,
)
