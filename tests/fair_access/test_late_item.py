"""A case that comes on an agenda after papers were due is flagged: as told, and in the pack."""

from datetime import date

from fair_access.meetings.pack import pack_of, read_pack
from fair_access.meetings.told import meeting_told
from movements.local_rules import local_rules
from movements.places import place_facts
from tests.fair_access.world import AMY, BEN, CAL, TODAY, World

PAPERS = {"day": "2026-10-14", "starts_at": "9:30", "place": "County Hall"}


def test_late_is_after_the_last_day_for_papers_as_it_is_set_now(brook: World) -> None:
    amy, ben, cal = brook.agreed(AMY), brook.agreed(BEN), brook.agreed(CAL)
    meeting = brook.called(brook.panel())
    for case_id, on in ((amy, "2026-10-06"), (ben, "2026-10-07"), (cal, "2026-10-08")):
        brook.minute("meeting_agenda", meeting, on, case=case_id, why="A place is due")
    assert _late(brook, meeting) == [], "no day was set"
    brook.minute("meeting_called", meeting, "2026-10-01", papers_by="2026-10-07", **PAPERS)
    assert _late(brook, meeting) == [cal]
    held = brook.book()
    told = meeting_told(
        held.meetings[meeting], held, place_facts(brook.session), local_rules(brook.session), TODAY
    )
    (words,) = told["agenda"][2]["concerns"]
    assert "Put on the agenda on 8 October 2026, after papers were due by 7 October 2026" in words
    assert told["agenda"][1]["concerns"] == []
    found = held.meetings[meeting]
    pack = read_pack(pack_of(brook.session, held, found, date(2026, 10, 14), 1, "0 (a)"))
    assert [one["late"] for one in pack["agenda"]] == [False, False, True]
    assert pack["meeting"]["papers_by"] == "2026-10-07"


def _late(brook: World, meeting: str) -> list[str]:
    found = brook.book().meetings[meeting]
    return [item.case for item in found.items if found.is_late(item)]
