"""What a panel member sees: the cases of the agendas of their own panel, for a while."""

from datetime import date

import pytest

from fair_access.cases import cases_for, visible_case
from fair_access.meetings.sight import before_panel
from movements.actor import Actor
from movements.local_rule_setting import set_local_rule
from movements.problems import Refused
from tests.fair_access.world import AMY, BEN, BROOK, CAL, OFFICER, PANEL, World, refusal

THAT_DAY = date(2026, 10, 14)
"""The day of the meeting."""


def test_the_cases_of_the_agenda_and_nothing_else(brook: World) -> None:
    amy, ben = brook.agreed(AMY), brook.agreed(BEN)
    assert cases_for(brook.session, PANEL, None, THAT_DAY) == []
    assert visible_case(brook.session, amy, THAT_DAY, PANEL) is None
    brook.before_the_panel(amy, day="2026-10-14")
    assert [one.id for one in cases_for(brook.session, PANEL, None, THAT_DAY)] == [amy]
    assert visible_case(brook.session, amy, THAT_DAY, PANEL) is not None
    assert visible_case(brook.session, ben, THAT_DAY, PANEL) is None
    other = Actor("Nel Panel", "panel_member", authority="330")
    assert cases_for(brook.session, other, None, THAT_DAY) == []
    far = Actor(PANEL.name, "panel_member", authority="331")
    assert cases_for(brook.session, far, None, THAT_DAY) == []
    assert len(cases_for(brook.session, OFFICER, None, THAT_DAY)) == 2


def test_not_one_that_came_off_it(brook: World) -> None:
    amy = brook.agreed(AMY)
    meeting = brook.before_the_panel(amy, day="2026-10-14")
    brook.minute("meeting_agenda", meeting, "2026-10-05", case=amy, why="Moved", listed="N")
    assert visible_case(brook.session, amy, THAT_DAY, PANEL) is None


def test_not_one_in_which_a_conflict_was_declared_at_any_meeting(brook: World) -> None:
    amy, ben = brook.agreed(AMY), brook.agreed(BEN)
    panel = brook.panel(PANEL.name)
    (pat,) = brook.book().panels[panel].members
    first, second = brook.called(panel, amy), brook.called(panel, amy, ben, day="2026-10-21")
    told = {"member": pat.id, "case": amy}
    brook.minute("meeting_conflict", first, "2026-10-14", PANEL, **told, because="Governor")
    sight = before_panel(brook.session, PANEL, THAT_DAY)
    assert (sight.cases, sight.left) == ({ben}, {amy})
    assert sight.meetings == {first, second}
    assert visible_case(brook.session, amy, THAT_DAY, PANEL) is None
    with pytest.raises(Refused) as refused:
        brook.minute("meeting_conflict", first, "2026-10-14", PANEL, **told, stands="N")
    assert refusal(refused.value) == {"member": "not_yours"}
    brook.minute("meeting_conflict", first, "2026-10-14", **told, stands="N")
    assert before_panel(brook.session, PANEL, THAT_DAY).cases == {amy, ben}


def test_until_so_many_days_after_the_meeting_was_closed(brook: World) -> None:
    amy = brook.agreed(AMY)
    meeting = brook.before_the_panel(amy, day="2026-10-14")
    brook.minute("meeting_opened", meeting, "2026-10-14")
    brook.minute("meeting_closed", meeting, "2026-10-14")

    def sees(day: date) -> bool:
        return visible_case(brook.session, amy, day, PANEL) is not None

    assert (sees(date(2026, 10, 28)), sees(date(2026, 10, 29))) == (True, False)
    set_local_rule(
        brook.session, "panel_sight_days", (1,), on=date(2026, 9, 1), cite="4", by=OFFICER,
        source="form",
    )  # fmt: skip
    assert (sees(date(2026, 10, 15)), sees(date(2026, 10, 16))) == (True, False)


def test_until_so_many_days_after_a_meeting_that_nobody_closed(brook: World) -> None:
    amy = brook.agreed(AMY)
    meeting = brook.before_the_panel(amy, day="2026-10-14")

    def sees(day: date) -> bool:
        return visible_case(brook.session, amy, day, PANEL) is not None

    assert (sees(date(2026, 10, 28)), sees(date(2026, 10, 29))) == (True, False)
    brook.minute("meeting_opened", meeting, "2026-10-20")
    assert (sees(date(2026, 11, 3)), sees(date(2026, 11, 4))) == (True, False)


def test_only_of_meetings_held_while_a_member(brook: World) -> None:
    amy, cal = brook.agreed(AMY), brook.agreed(CAL)
    panel = brook.panel()
    brook.called(panel, amy), brook.called(panel, cal, day="2026-11-18")
    told = {"school": BROOK, "delegated": "Y", "signs_in_as": "Pat Panel"}
    brook.minute("panel_member", panel, "2026-11-01", person="Pat", **told)
    assert before_panel(brook.session, PANEL, date(2026, 11, 18)).cases == {cal}
    (pat,) = brook.book().panels[panel].members
    told |= {"person": "Pat", "member": pat.id, "until": "2026-11-25"}
    brook.minute("panel_member", panel, "2026-11-01", **told)
    assert before_panel(brook.session, PANEL, date(2026, 11, 25)).cases == {cal}
    assert before_panel(brook.session, PANEL, date(2026, 11, 26)).cases == frozenset()
