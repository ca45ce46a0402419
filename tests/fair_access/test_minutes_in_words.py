"""Every minute is told in one plain sentence, and every line is in the book it belongs to."""

import pytest

from fair_access.meetings import MINUTES
from movements.kind import typed
from movements.problems import Refused
from tests.fair_access.world import AMY, BROOK, HILL, PANEL, World, place_id, refusal

DAY = "2026-10-14"
NAMES = {place_id(BROOK): "Brook School", place_id(HILL): "Hill Academy"}


def test_what_was_noted_of_a_panel_and_of_a_conflict(brook: World) -> None:
    panel, amy = brook.panel(), brook.agreed(AMY)
    member = brook.member(panel, PANEL.name)
    brook.member(panel, "Finn", delegated="N", until="2027-07-21")
    brook.minute("panel_agreement", panel, "2026-09-02", school=BROOK)
    meeting = brook.called(panel, amy)
    noted = {"member": member, "case": amy}
    brook.minute("meeting_conflict", meeting, DAY, **noted, because="Governor there")
    brook.minute("meeting_conflict", meeting, DAY, **noted, stayed="Y")
    brook.minute("meeting_conflict", meeting, DAY, **noted, stands="N")
    held, names = brook.book(), {**NAMES, member: "Pat"}
    of_panel = [line.minute.sentence(lambda id_: names[id_]) for line in held.of_panel(panel)]
    assert of_panel == [
        "North, secondary, for North (Brook School, Hill Academy); chair: Head of admissions",
        "Pat Panel for Brook School, who may decide for it",
        "Finn for Brook School, who may not decide for it, until 21 July 2027",
        "Brook School signed for the school year 2026-27",
    ]
    of_meeting = [
        line.minute.sentence(lambda id_: names[id_])
        for line in held.of_meeting(meeting)
        if line.entry.kind == "meeting_conflict"
    ]
    assert of_meeting == [
        "Pat declared a conflict and leaves for this case: Governor there",
        "Pat declared a conflict and stayed for this case",
        "Pat has no conflict in this case after all",
    ]


@pytest.mark.parametrize(("cases", "words"), [(("c_1",), "1 case"), (("c_1", "c_2"), "2 cases")])
def test_a_sealed_pack_in_words(cases: tuple[str, ...], words: str) -> None:
    told = {"on": DAY, "sha256": "0" * 64, "upto": 120, "cases": cases}
    sealed = typed(MINUTES["meeting_sealed"], told)
    said = sealed.sentence(str)
    assert said.startswith(f"Pack of {words} sealed as known at entry 120, SHA-256 000")


def test_a_case_that_there_is_not_is_put_on_no_agenda(brook: World) -> None:
    meeting = brook.called(brook.panel())
    with pytest.raises(Refused) as refused:
        brook.minute("meeting_agenda", meeting, DAY, case="c_none", why="A place is due")
    assert refusal(refused.value) == {"case": "unknown_case"}
