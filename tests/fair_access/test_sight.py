"""Cases and minutes are shown, whatever day is asked for, to whom they are shown today."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fair_access.cases import cases_for
from fair_access.meetings.book import Book
from fair_access.meetings.pack import seal
from fair_access.meetings.sight import book_for
from movements.actor import Actor
from movements.attachments import Store
from movements.problems import Refused
from movements.record import stop_clock_at
from tests.fair_access.world import (
    AMY,
    BEN,
    BROOK,
    OFFICER,
    OTHER_SCHOOL,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    refusal,
)

EARLIER = date(2026, 10, 6)
KNOWN = date(2026, 10, 12)


def _closed(brook: World, meeting: str) -> None:
    brook.minute("meeting_opened", meeting, "2026-10-14")
    brook.minute("meeting_closed", meeting, "2026-10-14")


class TestCases:
    def test_as_they_stood_with_the_steps_of_that_day(self, brook: World) -> None:
        amy = brook.agreed(AMY)
        brook.allocated(amy, "2026-10-07", reasons="Near")
        (then,) = cases_for(brook.session, OFFICER, None, TODAY, EARLIER)
        (now,) = cases_for(brook.session, OFFICER, None, TODAY)
        assert (then.state.state, now.state.state) == ("agreed", "allocated")
        assert [one.kind for one in then.steps] == ["case_referred", "case_agreed"]
        assert cases_for(brook.session, OFFICER, None, TODAY, date(2026, 10, 1)) == []

    @pytest.mark.parametrize("by", [OFFICER, PANEL, SCHOOL])
    def test_a_child_protected_since_is_withheld(self, brook: World, by: Actor) -> None:
        amy = brook.agreed(AMY)
        brook.allocated(amy, "2026-10-05", reasons="Near Hill Academy")
        brook.moved("pupil_details", AMY, BROOK, "2026-10-10", protected="Y", forename="Amy")
        brook.before_the_panel(amy)
        for found in cases_for(brook.session, by, None, KNOWN, EARLIER):
            assert found.protected
            assert found.state.allocation is not None
            assert found.state.allocation.to_place == ""
            assert "Hill" not in str(found.as_dict())

    def test_a_school_that_a_child_has_left_since_sees_nothing(self, brook: World) -> None:
        amy = brook.agreed(AMY, "2026-10-02")
        brook.allocated(amy, "2026-10-05", reasons="Near")
        brook.step(amy, "case_declined", "2026-10-07", because="Too far")
        assert cases_for(brook.session, OTHER_SCHOOL, None, TODAY) == []
        assert cases_for(brook.session, OTHER_SCHOOL, None, TODAY, EARLIER) == []
        assert cases_for(brook.session, OFFICER, None, TODAY, EARLIER) != []

    def test_a_member_whose_time_is_over_sees_nothing(self, brook: World) -> None:
        _closed(brook, brook.before_the_panel(brook.agreed(AMY), day="2026-10-14"))
        assert cases_for(brook.session, PANEL, None, KNOWN, EARLIER) != []
        assert cases_for(brook.session, PANEL, None, TODAY, EARLIER) == []


class TestTheMinuteBook:
    """As known on 12 October: read two days after the meeting, with what was told since."""

    def _then(self, brook: World, today: date = date(2026, 10, 16)) -> Book:
        return book_for(brook.session, PANEL, today, KNOWN)

    def _before(self, brook: World, *cases: str) -> tuple[str, str]:
        stop_clock_at(datetime(2026, 10, 12, 12, tzinfo=UTC))
        meeting = brook.before_the_panel(*cases, day="2026-10-14")
        stop_clock_at(datetime(2026, 10, 16, 12, tzinfo=UTC))
        (pat,) = brook.book().panels[brook.book().meetings[meeting].panel].members
        return meeting, pat.id

    def test_does_not_undo_a_conflict_declared_since(self, brook: World) -> None:
        amy, ben = brook.agreed(AMY), brook.agreed(BEN)
        meeting, pat = self._before(brook, amy, ben)
        brook.minute("meeting_conflict", meeting, "2026-10-13", member=pat, case=amy)
        # Off the agenda, the member leaves for it none the less.
        brook.minute("meeting_agenda", meeting, "2026-10-14", case=amy, why="Off", listed="N")
        for held in (self._then(brook), book_for(brook.session, PANEL, date(2026, 10, 16))):
            assert held.meetings[meeting].cases == (ben,)
            assert {line.case for line in held.lines} == {None, ben}

    def test_does_not_give_back_a_time_that_is_over(self, brook: World) -> None:
        meeting, _ = self._before(brook, brook.agreed(AMY))
        _closed(brook, meeting)
        assert {*self._then(brook).meetings} == {meeting}
        assert self._then(brook, TODAY) == Book()

    def test_a_sealed_pack_does_not_name_the_case_that_a_member_leaves_for(
        self, brook: World, tmp_path: Path
    ) -> None:
        amy, ben = brook.agreed(AMY), brook.agreed(BEN)
        meeting, pat = self._before(brook, amy, ben)
        seal(brook.session, Store(tmp_path), meeting, OFFICER, date(2026, 10, 13), "0 (a)")
        brook.minute("meeting_conflict", meeting, "2026-10-14", member=pat, case=amy)
        held = book_for(brook.session, PANEL, date(2026, 10, 16))
        (pack,) = held.meetings[meeting].sealed
        assert pack.cases == (ben,)
        assert amy not in repr(held.meetings[meeting].sealed)
        whole = book_for(brook.session, OFFICER, date(2026, 10, 16))
        assert whole.meetings[meeting].sealed[0].cases == (amy, ben)


def test_a_member_cannot_tell_anothers_meeting_from_one_that_there_is_not(brook: World) -> None:
    amy = brook.agreed(AMY)
    theirs = brook.called(brook.panel("kit"), amy)
    told = {"member": "n_x", "case": amy}
    for meeting in (theirs, "m_none"):
        with pytest.raises(Refused) as refused:
            brook.minute("meeting_conflict", meeting, "2026-10-02", PANEL, **told)
        assert refusal(refused.value) == {"meeting": "not_yours"}
