"""How soon schools tell: counted in school days from the event to the day it was told."""

from datetime import date

from movements.told_after import ToldAfter, told_after
from tests.spec.world import World, place_id

SEEN = "how=in_person; source=school; by=Head"


def test_each_school_is_counted_by_when_it_told_of_what_happened(told: World) -> None:
    told.moved("2026-09-02", "brook", "on_roll")
    for on, day in (("14", "14"), ("15", "16"), ("16", "30")):
        row = {"on": f"2026-09-{on}", "at": "brook", "kind": "contact_made", "answers": SEEN}
        told.tell(row | {"told": f"2026-09-{day}"})
    first, last = date(2026, 9, 10), date(2026, 9, 30)
    line = ToldAfter(place_id("brook"), 3, ahead=1, soon=1, late=1, usually=1, longest=9)
    assert told_after(told.session, first, last) == [line]
    assert told_after(told.session, first, last, set()) == []
    assert [one.told for one in told_after(told.session, date(2026, 9, 16), last)] == [2]
