"""An update that came is about the case it was promised on, and seen by who may see that."""

from collections.abc import Callable
from datetime import date

import pytest

from fair_access.meetings.book import Line
from fair_access.meetings.sight import book_for
from movements.actor import Actor
from movements.record import append
from movements.register import history
from tests.fair_access.world import AMY, AUDITOR, EVE, OFFICER, PANEL, TODAY, World

Given = Callable[[World, str], str]
WEEK_AFTER = date(2026, 10, 21)
TOLD = "Starts on Monday at Hill Academy"


def _promised(brook: World, meeting: str, case: str) -> str:
    told = {"case": case, "what": "Any place?", "promised_by": "Head", "due": "2026-10-21"}
    return str(brook.minute("meeting_update", meeting, "2026-10-14", **told).entry)


def _given(brook: World, who: str) -> str:
    """A meeting about somebody, with an update promised and given; its id."""
    case = brook.agreed(who)
    meeting = brook.before_the_panel(case, day="2026-10-14")
    update = _promised(brook, meeting, case)
    brook.minute("meeting_update_given", meeting, "2026-10-20", update=update, what=TOLD)
    return meeting


def _given_long_ago(brook: World, who: str) -> str:
    """The same, the update given as entries were that bore no case and no pupil."""
    case = brook.agreed(who)
    meeting = brook.before_the_panel(case, day="2026-10-14")
    update = _promised(brook, meeting, case)
    ids = {"meeting": meeting, "panel": brook.book().meetings[meeting].panel}
    append(
        brook.session, kind="meeting_update_given", on=WEEK_AFTER, by=OFFICER, source="panel",
        details={"update": int(update), "what": TOLD, **ids}, subjects={}, authority="330",
    )  # fmt: skip
    return meeting


def _lines(brook: World, by: Actor) -> list[Line]:
    held = book_for(brook.session, by, WEEK_AFTER)
    return [one for one in held.lines if one.entry.kind == "meeting_update_given"]


@pytest.mark.parametrize("given", [_given, _given_long_ago])
@pytest.mark.parametrize("by", [OFFICER, AUDITOR, PANEL])
def test_of_a_protected_child_it_is_withheld(brook: World, given: Given, by: Actor) -> None:
    given(brook, EVE)
    (line,) = _lines(brook, by)
    assert "Hill" not in line.minute.sentence(str)
    assert "withheld" in line.minute.sentence(str)


@pytest.mark.parametrize("given", [_given, _given_long_ago])
def test_a_member_who_leaves_for_the_case_does_not_see_it(brook: World, given: Given) -> None:
    meeting = given(brook, AMY)
    assert TOLD in _lines(brook, PANEL)[0].minute.sentence(str)
    found = brook.book().meetings[meeting]
    (pat,) = brook.book().panel_of(found).members
    told = {"member": pat.id, "case": found.cases[0], "because": "Kin"}
    brook.minute("meeting_conflict", meeting, "2026-10-20", **told)
    assert _lines(brook, PANEL) == []
    assert len(_lines(brook, OFFICER)) == 1


def test_it_is_of_the_childs_record_and_names_nobody(brook: World) -> None:
    _given(brook, EVE)
    last = history(brook.session, brook.pupil(EVE), today=TODAY)[-1]
    assert last.entry.kind == "meeting_update_given"
    assert last.entry.case_id == _lines(brook, OFFICER)[0].case
    assert "Hill" not in last.sentence
