"""A line of the minute book entered by mistake is corrected or withdrawn; both are read after."""

from datetime import date

import pytest

from fair_access.meetings.convene import minute
from fair_access.meetings.minute import Taken
from fair_access.meetings.minute_withdrawn import MinuteWithdrawn
from fair_access.meetings.sight import before_panel, book_for
from fair_access.meetings.state import Meeting
from fair_access.meetings.told import meeting_told
from fair_access.retention import meeting_papers
from movements.legal_hold import holds
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.problems import Refused
from movements.register import history
from movements.schedule import schedule_on
from tests.fair_access.world import AMY, OFFICER, PANEL, TODAY, World, refusal

DAY = "2026-10-14"
AGAIN = {"correction_reason": "typing_error"}


@pytest.fixture
def met(brook: World) -> tuple[str, str, str]:
    """A case, a meeting of today with it on its agenda, and the panel member's id."""
    case_id = brook.agreed(AMY)
    meeting = brook.before_the_panel(case_id, day=DAY)
    ((member,),) = ([one.id for one in p.members] for p in brook.book().panels.values())
    return case_id, meeting, member


def _mend(brook: World, kind: str, number: int, **answers: str) -> int:
    done = brook.minute(kind, "", answers.pop("on", DAY), corrects=str(number), **answers)
    assert done.result == "accepted"
    return done.entry


def test_attendance_is_corrected_and_what_was_said_is_still_shown(
    brook: World, met: tuple[str, str, str]
) -> None:
    _, meeting, member = met
    told = {"member": member, "attends": "present"}
    first = brook.minute("meeting_attendance", meeting, DAY, **told).entry
    for kind in ("meeting_opened", "meeting_closed"):
        brook.minute(kind, meeting, DAY)
    second = _mend(brook, "meeting_attendance", first, **told | {"attends": "apologies"}, **AGAIN)
    held = brook.book()
    assert held.meetings[meeting].present == frozenset()
    places, rules = place_facts(brook.session), local_rules(brook.session)
    shown = meeting_told(held.meetings[meeting], held, places, rules, TODAY)["minutes"]
    by_entry = {one["entry"]: one for one in shown}
    assert (by_entry[first]["corrected_by"], by_entry[second]["corrects"]) == (second, first)
    assert "was present" in by_entry[first]["sentence"]
    assert brook.entry(second).reason == "typing_error"
    again = minute(
        brook.session, "meeting_attendance", meeting,
        {"on": DAY, "corrects": first, **told, "attends": "apologies", **AGAIN}, OFFICER, TODAY,
    )  # fmt: skip
    assert (again.result, again.entry) == ("already_held", second)
    third = _mend(brook, "minute_withdrawn", second, because="It was right before")
    assert brook.book().meetings[meeting].present == {member}
    assert brook.book(known=date(2026, 9, 1)).lines == ()
    assert third == brook.book().of_meeting(meeting)[-1].entry.number


def test_a_conflict_declared_for_the_wrong_case_is_withdrawn_and_the_member_sees_it(
    brook: World, met: tuple[str, str, str]
) -> None:
    case_id, meeting, member = met
    on = date.fromisoformat(DAY)
    told = {"member": member, "case": case_id}
    first = brook.minute("meeting_conflict", meeting, DAY, **told).entry
    assert before_panel(brook.session, PANEL, on).cases == frozenset()
    with pytest.raises(Refused) as refused:
        brook.minute("minute_withdrawn", meeting, DAY, PANEL, corrects=f"{first}", because="Mine")
    assert refusal(refused.value) == {"minute": "not_allowed"}
    mends = {"corrects": f"{first}", "correction_reason": "other"}
    with pytest.raises(Refused) as refused:
        brook.minute("meeting_conflict", meeting, DAY, PANEL, **told, **mends)
    assert refusal(refused.value) == {"minute": "not_allowed"}
    gone = _mend(brook, "minute_withdrawn", first, because="Another case was meant")
    assert before_panel(brook.session, PANEL, on).cases == {case_id}
    lines = {x.entry.number: x for x in book_for(brook.session, PANEL, on).lines}
    assert (lines[first].gone, lines[gone].case) == (gone, case_id)
    told_of = [line.entry.number for line in history(brook.session, brook.pupil(AMY), today=TODAY)]
    assert {first, gone} <= {*told_of}
    brook.minute("meeting_conflict", meeting, DAY, **told)
    assert before_panel(brook.session, PANEL, on).cases == frozenset()


def test_a_member_named_by_mistake_is_named_right_from_the_beginning(brook: World) -> None:
    panel = brook.panel()
    named = {"person": "Jo", "organisation": "Inclusion", "delegated": "Y", "signs_in_as": "pat"}
    first = brook.minute("panel_member", panel, "2026-09-02", **named)
    right = named | {"signs_in_as": "jo", **AGAIN}
    done = brook.minute("panel_member", panel, "2026-09-01", corrects=f"{first.entry}", **right)
    (member,) = brook.book().panels[panel].members
    assert (member.id, member.signs_in_as, f"{member.since}") == (first.member, "jo", "2026-09-01")
    assert done.member == first.member
    assert [x.gone for x in brook.book().of_panel(panel)] == [None, None, done.entry]


def test_a_meeting_called_by_mistake_is_withdrawn_last_and_its_papers_go_in_time(
    brook: World, met: tuple[str, str, str]
) -> None:
    _, meeting, _ = met
    called, listed = (x.entry.number for x in brook.book().of_meeting(meeting))
    with pytest.raises(Refused) as refused:
        _mend(brook, "minute_withdrawn", called, because="No such day")
    assert refusal(refused.value) == {"corrects": "begins_it"}
    _mend(brook, "minute_withdrawn", listed, on="2026-09-28", because="No such day")
    last = _mend(brook, "minute_withdrawn", called, on="2026-09-28", because="No such day")
    held = brook.book()
    assert held.meetings == {}
    (panel,) = held.panels
    assert last in {x.entry.number for x in held.of_panel(panel)}
    on = date(2032, 9, 28)
    keep = schedule_on(on)["panel_papers"]
    for day, found in ((date(2032, 9, 27), 0), (on, 1)):
        due = list(meeting_papers(brook.session, day, keep, holds(brook.session, day)))
        assert sum(last in one.entries for one in due) == found


@pytest.mark.parametrize(
    ("kind", "number", "answers", "field", "code"),
    [
        ("minute_withdrawn", "", {"because": "x"}, "corrects", "unknown_entry"),
        ("minute_withdrawn", "9999", {"because": "x"}, "corrects", "unknown_entry"),
        ("minute_withdrawn", "gone", {"because": "y"}, "corrects", "corrected_already"),
        ("minute_withdrawn", "withdrawal", {"because": "x"}, "corrects", "stays"),
        ("minute_withdrawn", "panel", {"because": "x"}, "corrects", "begins_it"),
        ("meeting_opened", "agenda", AGAIN, "corrects", "another_kind"),
        ("meeting_opened", "opened", {}, "correction_reason", "missing"),
        (
            "meeting_opened",
            "opened",
            {"correction_reason": "x"},
            "correction_reason",
            "unknown_code",
        ),
    ],
)
def test_what_cannot_be_mended(
    brook: World,
    met: tuple[str, str, str],
    kind: str,
    number: str,
    answers: dict[str, str],
    field: str,
    code: str,
) -> None:
    _, meeting, member = met
    noted = brook.minute("meeting_chair", meeting, DAY, member=member).entry
    known = {
        "opened": brook.minute("meeting_opened", meeting, DAY).entry,
        "withdrawal": _mend(brook, "minute_withdrawn", noted, because="x"),
        "gone": noted,
        "agenda": brook.book().of_meeting(meeting)[1].entry.number,
        "panel": brook.book().lines[0].entry.number,
    }
    asked = {"corrects": str(known.get(number, number)), **answers}
    with pytest.raises(Refused) as refused:
        minute(brook.session, kind, meeting, {"on": DAY, **asked}, OFFICER, TODAY)
    assert refusal(refused.value) == {field: code}


def test_a_withdrawal_says_why_and_changes_nothing_of_its_own() -> None:
    said = MinuteWithdrawn(on=TODAY, because="Entered twice")
    assert said.sentence(str) == "Withdrawn: Entered twice"
    assert said.apply(Meeting(id="m_1"), Taken(1, "330")) == Meeting(id="m_1")
