"""A decision names its meeting: what was not in order there stands on the decision itself."""

import pytest

from fair_access.meetings.pack import pack_of
from movements.problems import Refused
from tests.fair_access.world import AMY, BEN, OFFICER, PANEL, TODAY, World, refusal

DAY = "2026-10-14"
DEFERRED = {"because": "information", "back_on": "2026-10-21"}


def _met(brook: World, *there: str, who: str = AMY, opened: bool = True) -> tuple[str, str, str]:
    """A case, a meeting of two members with it on the agenda, and the panel; some came."""
    case_id = brook.agreed(who)
    panel = brook.panel()
    members = {name: brook.member(panel, name) for name in ("jo", "kit", "lee", "max")}
    meeting = brook.called(panel, case_id, day=DAY)
    for name in there:
        told = {"member": members[name], "attends": "present"}
        brook.minute("meeting_attendance", meeting, DAY, **told)
    if opened:
        brook.minute("meeting_opened", meeting, DAY)
    return case_id, meeting, panel


def _conflict(brook: World, meeting: str, case_id: str, on: str = DAY, **answers: str) -> None:
    (panel,) = brook.book().panels.values()
    (member,) = [one.id for one in panel.members if one.person == "jo"]
    brook.minute("meeting_conflict", meeting, on, member=member, case=case_id, **answers)


def _codes(brook: World, case_id: str) -> list[str]:
    return [one.code for one in brook.case(case_id).steps[-1].concerns]


def test_a_decision_is_of_the_meeting_of_its_day_and_says_so(brook: World) -> None:
    case_id, meeting, _ = _met(brook, "jo", "kit", "lee")
    done = brook.step(case_id, "case_deferred", DAY, **DEFERRED)
    line = brook.case(case_id).steps[-1]
    assert done.concerns == line.concerns == ()
    assert line.as_dict()["meeting"] == meeting
    assert line.sentence.endswith("(at the meeting on 14 October 2026)")
    again = brook.step(case_id, "case_deferred", DAY, **DEFERRED)
    assert (again.result, again.entry) == ("already_held", done.entry)


@pytest.mark.parametrize(
    ("there", "opened", "found"),
    [
        (("jo",), True, ["below_quorum"]),
        ((), True, ["below_quorum"]),
        (("jo", "kit", "lee"), False, ["meeting_not_opened"]),
    ],
)
def test_too_few_or_nobody_there(
    brook: World, there: tuple[str, ...], opened: bool, found: list[str]
) -> None:
    case_id, meeting, _ = _met(brook, *there, opened=opened)
    heard = brook.step(case_id, "case_heard", DAY, meeting=meeting)
    assert [one.code for one in heard.concerns] == found
    assert _codes(brook, case_id) == found


@pytest.mark.parametrize(
    ("noted", "answers", "found"),
    [
        (DAY, {}, []),
        (DAY, {"stayed": "Y"}, ["conflicted_present"]),
        ("2026-10-15", {}, ["conflicted_present"]),
        ("2026-10-15", {"stands": "N"}, []),
    ],
)
def test_a_member_with_a_conflict_who_was_there(
    brook: World, noted: str, answers: dict[str, str], found: list[str]
) -> None:
    case_id, meeting, _ = _met(brook, "jo", "kit", "lee", "max")
    brook.step(case_id, "case_deferred", DAY, **DEFERRED)
    _conflict(brook, meeting, case_id, noted, **answers)
    assert _codes(brook, case_id) == found


def test_who_has_a_conflict_is_not_counted_and_the_decision_says_so(brook: World) -> None:
    case_id, meeting, _ = _met(brook, "jo", "kit", "lee")
    brook.step(case_id, "case_deferred", DAY, **DEFERRED)
    assert _codes(brook, case_id) == []
    _conflict(brook, meeting, case_id)
    assert _codes(brook, case_id) == ["below_quorum"]
    held = brook.book()
    pack = pack_of(brook.session, held, held.meetings[meeting], TODAY, 1).decode()
    assert pack.count("Below quorum: after those with a conflict left, 2 of the 3") == 1
    assert "(at the meeting on 14 October 2026)" in pack


def test_a_case_goes_on_the_agenda_of_a_meeting_by_name(brook: World) -> None:
    case_id, meeting, panel = _met(brook, opened=False)
    with pytest.raises(Refused) as refused:
        brook.step(
            case_id, "case_scheduled", "2026-10-05", meeting_on="2026-10-15", meeting=meeting
        )
    assert refusal(refused.value) == {"meeting": "another_day"}
    brook.step(case_id, "case_scheduled", "2026-10-05", meeting_on=DAY)
    line = brook.case(case_id).steps[-1]
    assert (line.meeting, line.sentence, line.concerns) == (
        meeting,
        "On the agenda of the meeting on 14 October 2026",
        (),
    )
    _another(brook, panel, case_id, DAY)
    brook.step(case_id, "case_deferred", DAY, **DEFERRED)
    assert brook.case(case_id).steps[-1].meeting is None


def test_a_meeting_that_has_not_the_case_is_none(brook: World) -> None:
    case_id, meeting, panel = _met(brook)
    other = _another(brook, panel, brook.agreed(BEN), DAY)
    for named, code in (("x", "unknown_meeting"), (other, "unknown_meeting")):
        with pytest.raises(Refused) as refused:
            brook.step(case_id, "case_heard", DAY, meeting=named)
        assert refusal(refused.value) == {"meeting": code}
    with pytest.raises(Refused) as refused:
        brook.step(case_id, "case_heard", "2026-10-13", meeting=meeting)
    assert refusal(refused.value) == {"meeting": "another_day"}


def test_a_members_meeting_is_one_before_the_member(brook: World) -> None:
    case_id, old, _ = _met(brook)
    panel = brook.panel(PANEL.name, name="South")
    now = brook.called(panel, case_id, day=f"{TODAY}")
    with pytest.raises(Refused) as refused:
        brook.step(case_id, "case_heard", f"{TODAY}", PANEL, meeting=old)
    assert refusal(refused.value) == {"meeting": "unknown_meeting"}
    brook.step(case_id, "case_heard", f"{TODAY}", PANEL)
    assert brook.case(case_id).steps[-1].meeting == now
    later = DEFERRED | {"back_on": "2027-03-15"}
    brook.step(case_id, "case_deferred", f"{TODAY}", OFFICER, **later, meeting=old)
    assert brook.case(case_id).steps[-1].meeting == old


def _another(brook: World, panel: str, case_id: str, day: str) -> str:
    """A second meeting of a panel on a day, with a case on its agenda."""
    told = {"day": day, "starts_at": "14:00", "place": "Town Hall"}
    made = brook.minute("meeting_called", panel, "2026-09-21", **told).meeting
    brook.minute("meeting_agenda", made, "2026-09-28", case=case_id, why="A place is due")
    return made
