"""What seldom comes to a panel: offers taken back as mistakes, what was redacted, odd answers."""

from datetime import date
from pathlib import Path

import pytest

from fair_access.letters.gather import made_again
from fair_access.letters.make import draft_letter, make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from fair_access.meetings.agenda import matters
from fair_access.meetings.pack import read_pack, seal
from fair_access.meetings.told import meeting_told
from fair_access.steps import LetterAsked
from movements.attachments import Store
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.problems import Refused
from movements.record import Recorded
from movements.redaction import redact
from movements.register import entries
from tests.fair_access.world import AMY, BEN, BROOK, HILL, LODGE, OFFICER, TODAY, World, refusal

CALL = "Fair access team"
TO_LODGE = {"to": LODGE, "movement": "ap_placement", "reason": "BHS"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "papers")


def _kinds(brook: World, who: str = AMY) -> list[str]:
    return [entry.kind for entry in entries(brook.session, [brook.pupil(who)])]


def _offer(brook: World) -> int:
    held = entries(brook.session, [brook.pupil(AMY)])
    return next(entry.number for entry in held if entry.kind == "place_offered")


def _taken_back(brook: World) -> Recorded:
    """The offer of the case is withdrawn from the history as a mistake."""
    told = {"corrects": str(_offer(brook)), "correction_reason": "other"}
    return brook.moved("withdrawn", AMY, HILL, "2026-10-06", because="Typed twice", **told)


@pytest.mark.parametrize(
    ("step", "answers", "state"),
    [
        ("case_declined", {"because": "Too far"}, "agreed"),
        ("case_accepted", {"how": "letter"}, "accepted"),
    ],
)
def test_a_case_goes_on_where_its_offer_was_taken_back_as_a_mistake(
    brook: World, step: str, answers: dict[str, str], state: str
) -> None:
    case_id = brook.agreed(AMY)
    brook.allocated(case_id, "2026-10-05")
    _taken_back(brook)
    brook.step(case_id, step, "2026-10-07", **answers)
    assert brook.case(case_id).state.state == state
    assert "place_offer_ended" not in _kinds(brook), "there is no offer to end"
    assert _kinds(brook).count("on_roll") == (2 if state == "accepted" else 1)


def test_a_roll_that_the_school_planned_before_the_offer_is_not_entered_again(
    brook: World,
) -> None:
    case_id = brook.agreed(AMY)
    brook.moved("removal_from_roll", AMY, BROOK, "2026-10-03", ground="a", to_place=HILL)
    brook.moved("on_roll", AMY, HILL, "2026-10-20")
    brook.allocated(case_id, "2026-10-05", starts_on="2026-10-26")
    brook.step(case_id, "case_accepted", "2026-10-07", how="letter")
    brook.step(case_id, "case_started", "2026-10-26")
    assert (brook.case(case_id).state.state, _kinds(brook).count("on_roll")) == ("started", 2)


def test_a_school_that_took_the_child_before_a_direction_has_entered_it_once(brook: World) -> None:
    brook.moved("pupil_details", AMY, BROOK, "2026-09-02", looked_after="Y")
    case_id = brook.refer(AMY)
    route = "looked_after_direction"
    brook.step(case_id, "case_not_eligible", "2026-10-02", because="looked_after", route=route)
    told = {"route": "looked_after", "consulted": "Admissions", "to_place": HILL}
    brook.step(case_id, "case_direction_consulted", "2026-10-05", **told)
    brook.moved("removal_from_roll", AMY, BROOK, "2026-10-06", ground="a", to_place=HILL)
    brook.moved("on_roll", AMY, HILL, "2026-10-06")
    rolls = _kinds(brook).count("on_roll")
    brook.step(case_id, "case_started", "2026-10-07")
    assert (brook.case(case_id).state.state, _kinds(brook).count("on_roll")) == ("started", rolls)


def test_of_two_places_that_came_to_nothing_each_is_left_as_it_stands(brook: World) -> None:
    case_id = brook.agreed(AMY)
    brook.allocated(case_id, "2026-10-05", **TO_LODGE)
    brook.step(case_id, "case_declined", "2026-10-06", because="Came one day")
    move = {"movement": "managed_move", "agreed_on": "2026-10-07", "starts_on": "2026-10-19"}
    brook.allocated(case_id, "2026-10-07", **move)
    brook.step(case_id, "case_declined", "2026-10-08", because="Too far")
    assert _kinds(brook).count("withdrawn") == 1, "the move that had not begun"


def test_what_a_referral_says_is_told_with_places_and_days_in_words(brook: World) -> None:
    told = {"category": "j", "refused_by": HILL, "refused_on": "2026-09-14"}
    file = brook.file(brook.refer(AMY, **told))
    assert file is not None
    said = {one.title: one.answer for one in file.answers}
    assert said["School that refused a place"] == "Hill Academy"
    assert said["Refused on"] == "14 September 2026"


def test_an_update_on_another_case_is_not_in_a_pack_nor_one_on_what_was_redacted(
    brook: World, store: Store
) -> None:
    amy, ben = brook.agreed(AMY), brook.agreed(BEN)
    panel = brook.panel()
    first = brook.called(panel, amy, ben, day="2026-10-07")
    for case in (amy, ben):
        told = {"case": case, "what": "A place?", "promised_by": "Head", "due": "2026-10-14"}
        brook.minute("meeting_update", first, "2026-10-07", **told)
    second = brook.called(panel, amy)
    sealed = seal(brook.session, store, second, OFFICER, date(2026, 10, 14), "0 (a)")
    held = brook.book()
    pack = read_pack(store.read(held.meetings[second].sealed[-1].file))
    assert [one["case"] for one in pack["updates"]] == [amy]
    rules, places = local_rules(brook.session), place_facts(brook.session)
    told_of = {
        name: meeting_told(held.meetings[name], held, places, rules, TODAY)
        for name in (first, second)
    }
    assert [one["due"] for one in told_of[first]["updates"]] == ["2026-10-14"] * 2
    assert [one["entry"] for one in told_of[second]["packs"]] == [sealed.entry]

    def promised() -> list[str | None]:
        found = matters(brook.session, brook.book(), brook.book().meetings[second], TODAY)
        return [one.case for one in found if one.why.startswith("Head promised")]

    assert promised() == [amy, ben]
    of_ben = [one.number for one in brook.case(ben).steps]
    redact(brook.session, of_ben, rule="x", title="x", by=OFFICER)
    assert promised() == [amy]


def test_letters_of_support_name_the_school_that_has_the_child(brook: World, store: Store) -> None:
    case_id = brook.agreed(AMY)
    told = {"support": "A mentor", "review_on": "2026-11-25", "reasons": "Doing well"}
    options = "Stay: doing well\n\nHill Academy: farther"
    brook.step(case_id, "case_supported", "2026-10-14", options=options, **told)
    (decision,) = reasons_of(brook.session, brook.case(case_id), TODAY)["decisions"]
    assert [one["option"] for one in decision["options"]] == ["Stay", "Hill Academy"]
    owed = letters_of(brook.session, brook.case(case_id), TODAY)
    assert [one.whom for one in owed] == ["the parent", "the school of the place"]
    asked = {"whom": "school", "call": CALL}
    letter = draft_letter(brook.session, case_id, asked, OFFICER, TODAY)
    assert "Brook School" in str(letter["sections"])
    made = make_letter(brook.session, store, case_id, asked, OFFICER, TODAY)
    step = LetterAsked(on=TODAY, whom="school", about=decision["entry"], call=CALL)
    kept = str(brook.entry(made.entry).answers()["sha256"])
    assert made_again(brook.session, case_id, step) == store.read(kept)
    with pytest.raises(Refused) as refused:
        made_again(brook.session, "c_nobody", step)
    assert refusal(refused.value) == {"case": "not_known_then"}
