"""The claim of an authority upon a child: nothing once the child is its own."""

from datetime import date

from movements.authority_claims import claims_of
from movements.kind import Taken
from movements.kinds import KINDS
from movements.standing import Roll, Standing

CLAIM = KINDS["authority_claim"].model_validate(
    {"on": date(2026, 9, 14), "told": "pupil_details", "answers": {"home_la": "331"}}
)
TAKEN = Taken(5, None, "331", ())


def test_a_claim_stands_until_its_authority_has_the_child() -> None:
    with_other = Standing(rolls=(Roll("brook", "C", date(2026, 9, 2), "330", 1),))
    with_its_own = Standing(authority="331")
    assert [one.entry for one in claims_of(CLAIM.apply(with_other, TAKEN))] == [5]
    assert CLAIM.apply(with_its_own, TAKEN) is with_its_own
