"""A planned closure (#) told of some pupils alone says nothing of the others."""

from datetime import date

from movements.ledger import ledger
from tests.attendance.world import AMY, BEN, World


def test_nobody_is_asked_about_on_a_day_that_is_no_school_day(brook: World) -> None:
    # Tuesday of half-term, a Monday of term, and the Tuesday after, on which Ben is left out.
    rows = [f"{AMY},{day},{half},#" for day in ("2025-10-28", "2025-11-03") for half in "12"]
    brook.sent(*rows, f"{BEN},2025-11-03,AM,/", f"{AMY},2025-11-04,AM,/")
    asked = ledger(brook.session, date(2025, 11, 6))
    (ben,) = [one for one in asked if one.cause == "no_mark"]
    assert (ben.pupil, ben.about) == (
        brook.pupil(BEN),
        "1 school day with no mark, 4 November 2025",
    )
