"""What the pages of a case ask, and who sees risk, without a page."""

import pytest

from fair_access.fair_share.held import SHARE_KINDS
from fair_access.fair_share.questions import share_questions
from fair_access.meetings.sight import sees_risk
from fair_access.questions import step_columns
from fair_access.steps import STEPS
from movements.kind import typed
from movements.problems import Refused
from tests.fair_access.world import AMY, AUDITOR, BEN, OFFICER, PANEL, TODAY, World, refusal


def test_risk_is_before_an_officer_and_the_chair_of_a_meeting_with_the_case(brook: World) -> None:
    amy, ben = brook.agreed(AMY), brook.agreed(BEN)
    panel = brook.panel()
    member = brook.member(panel, PANEL.name)
    meeting = brook.called(panel, amy, day=f"{TODAY}")
    assert not sees_risk(brook.session, PANEL, amy, TODAY)
    brook.minute("meeting_opened", meeting, f"{TODAY}")
    brook.minute("meeting_chair", meeting, f"{TODAY}", member=member)
    noted = {"member": member, "attends": "present", "authority_shown": "Y"}
    brook.minute("meeting_attendance", meeting, f"{TODAY}", **noted)
    assert [sees_risk(brook.session, PANEL, case, TODAY) for case in (amy, ben)] == [True, False]
    assert sees_risk(brook.session, OFFICER, ben, TODAY)
    assert not sees_risk(brook.session, AUDITOR, amy, TODAY)
    found = brook.book().meetings[meeting]
    attended = found.attendance(member)
    assert attended is not None
    assert attended.attends == "present"
    assert found.attendance("n_nobody") is None


def test_a_file_of_steps_has_the_columns_of_its_step() -> None:
    columns = [field.name for field in step_columns("case_declined")]
    assert columns[:2] == ["kind", "upn"]
    assert "because" in columns


@pytest.mark.parametrize("kind", SHARE_KINDS.values(), ids=SHARE_KINDS)
def test_what_is_told_of_a_share_is_asked_in_words(kind: type) -> None:
    asked = {field.name: field for field in share_questions(kind, TODAY)}
    assert "reason" not in asked or asked["reason"].input == "textarea"
    if kind is SHARE_KINDS["fair_share_journey"]:
        assert ("walking", "Walking") in asked["by"].choices


def test_words_are_given_or_the_reason_why_not() -> None:
    told = {"on": "2026-10-01", "category": "a", "reason": "No place in-year"}
    both = {"parent_words": "We wish for Hill", "parent_not_given": "declined"}
    with pytest.raises(Refused) as refused:
        typed(STEPS["case_referred"], {**told, **both})
    assert refusal(refused.value) == {"parent_not_given": "not_for_this"}
