"""A step of a case is corrected: the case counts with it, both stay, and nothing is given away."""

from datetime import date
from pathlib import Path

import pytest

from fair_access.correct import held_answers, may_correct
from fair_access.fair_share.events import events_of
from fair_access.fair_share.rolls import Asked
from fair_access.letters.make import make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from fair_access.telling import told_step
from movements.actor import Actor
from movements.attachments import Store
from movements.places import place_facts
from movements.problems import Refused
from movements.record import Recorded
from movements.redaction import redact
from movements.register import entries, history, standing
from tests.fair_access.world import (
    AMY,
    BEN,
    BROOK,
    CAL,
    EVE,
    HILL,
    LODGE,
    OFFICER,
    OTHER_SCHOOL,
    SCHOOL,
    TODAY,
    World,
    place_id,
    refusal,
)

KEEPER = Actor("keeper", "administrator")


def correct(
    w: World, case_id: str, entry: int, on: str, by: Actor = OFFICER, **answers: str
) -> Recorded:
    """The step of an entry again, on a day, with these answers, for a wrong date."""
    kind = w.entry(entry).kind
    told = {"on": on, "corrects": str(entry), "correction_reason": "wrong_date", **answers}
    return told_step(w.session, case_id, kind, told, by, TODAY)


def _last(w: World, case_id: str) -> int:
    return w.case(case_id).steps[-1].number


def test_the_case_shows_both_and_who_said_which_and_why(brook: World) -> None:
    case_id = brook.agreed(CAL)
    old = _last(brook, case_id)
    new = correct(brook, case_id, old, "2026-10-05").entry
    line = brook.case(case_id).steps[-1]
    assert (line.number, line.on, line.corrects) == (new, date(2026, 10, 5), old)
    assert (line.because, line.recorded_by) == ("wrong date", OFFICER.name)
    assert [(was.number, was.on) for was in line.was] == [(old, date(2026, 10, 2))]
    lines = history(brook.session, brook.pupil(CAL), today=TODAY)
    told = {one.number: (one.in_force, one.corrected_by) for one in lines}
    assert (told[old], told[new]) == ((False, new), (True, None))


def test_a_correction_that_was_redacted_brings_back_nothing(brook: World) -> None:
    case_id = brook.agreed(CAL)
    done = correct(brook, case_id, _last(brook, case_id), "2026-10-05")
    redact(brook.session, [done.entry], rule="x", title="x", by=KEEPER)
    assert [one.kind for one in brook.case(case_id).steps] == ["case_referred"]
    assert not any(one.was for one in brook.case(case_id).steps)


def test_a_referral_is_read_once_with_its_papers_and_copied_anew(brook: World) -> None:
    brook.moved("pupil_details", BEN, BROOK, "2026-09-02", nc_year="9")
    brook.moved("pupil_details", BEN, BROOK, "2026-10-05", fsm="Y")
    case_id = brook.refer(BEN, "2026-10-01")
    told = {"category": "d", "reason": "Ready", "in_year": "refused"}
    correct(brook, case_id, _last(brook, case_id), "2026-10-06", **told)
    file = brook.file(case_id)
    assert file is not None
    assert [one.answer for one in file.answers if one.title == "In-year application"] == [
        "Applied for, and refused"
    ]
    assert "Free school meals" in {one.title for one in file.copied}
    assert (file.case.state.category, len(file.case.steps)) == ("d", 1)


def test_a_school_corrects_what_it_told_and_nothing_else(brook: World) -> None:
    own = brook.refer(AMY, by=SCHOOL, category="a")
    told = {"category": "e", "reason": "x", "in_year": "refused", "referred_by": HILL}
    correct(brook, own, _last(brook, own), "2026-10-02", SCHOOL, **told)
    assert brook.case(own).state.referred_by == place_id(BROOK)
    officers = brook.refer(BEN)
    for by, field, code in (
        (SCHOOL, "corrects", "not_allowed"),
        (OTHER_SCHOOL, "case", "not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            correct(brook, officers, _last(brook, officers), "2026-10-02", by, **told)
        assert refusal(refused.value) == {field: code}


def test_the_movement_goes_with_its_step_unless_it_is_no_longer_the_cases(brook: World) -> None:
    case_id = brook.agreed(CAL)
    taken = brook.allocated(case_id, "2026-10-14", starts_on="2026-10-19")
    offer = brook.case(case_id).steps[-1].movement_entry
    brook.step(case_id, "case_accepted", "2026-10-15", how="letter")
    answer = brook.case(case_id).steps[-1]
    done = correct(brook, case_id, taken.entry, "2026-10-13", starts_on="2026-10-20")
    moved = brook.entry(brook.case(case_id).steps[2].movement_entry or 0)
    assert (moved.kind, moved.corrects, moved.on) == ("place_offered", offer, date(2026, 10, 13))
    assert moved.case_id == brook.entry(done.entry).case_id == case_id
    correct(brook, case_id, answer.number, "2026-10-22", how="letter")
    pupil = brook.pupil(CAL)
    assert standing(brook.session, pupil, date(2026, 10, 21)).rolls == ()
    assert standing(brook.session, pupil, date(2026, 10, 22)).responsible == (place_id(HILL),)
    roll = brook.case(case_id).steps[-1].movement_entry
    brook.moved(
        "on_roll", CAL, HILL, "2026-10-23", corrects=str(roll), correction_reason="wrong_date"
    )
    again = correct(brook, case_id, _last(brook, case_id), "2026-10-21", how="letter")
    assert [one.code for one in again.concerns] == ["movement_gone"]
    assert standing(brook.session, pupil, date(2026, 10, 22)).rolls == ()


def test_a_day_that_would_make_another_movement_of_it_is_asked_about(brook: World) -> None:
    case_id = brook.agreed(CAL)
    taken = brook.allocated(case_id, "2026-10-14", starts_on="2026-10-19")
    with pytest.raises(Refused) as refused:
        correct(brook, case_id, taken.entry, "2026-10-21", starts_on="2026-10-19")
    assert refusal(refused.value) == {"starts_on": "another_movement"}
    moved = brook.agreed(AMY)
    told = {"agreed_on": "2026-10-13"}
    taken = brook.allocated(moved, "2026-10-14", movement="managed_move", **told)
    with pytest.raises(Refused) as refused:
        correct(brook, moved, taken.entry, "2026-10-14", starts_on="2026-08-14", **told)
    assert refusal(refused.value) == {"starts_on": "not_on_roll"}


def test_an_offer_and_its_end_take_the_day_of_their_steps(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-14", starts_on="2026-10-19")
    brook.step(case_id, "case_declined", "2026-10-15", because="Too far")
    correct(brook, case_id, _last(brook, case_id), "2026-10-16", because="Too far")
    ended = brook.entry(brook.case(case_id).steps[-1].movement_entry or 0)
    assert (ended.kind, ended.on) == ("place_offer_ended", date(2026, 10, 16))


def test_what_was_taken_back_stays_so(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-14", starts_on="2026-11-02")
    brook.step(case_id, "case_accepted", "2026-10-15", how="letter")
    brook.step(case_id, "case_refused", "2026-10-16", because="no_place", evidence="Numbers")
    line = brook.case(case_id).steps[-1]
    assert brook.entry(line.movement_entry or 0).kind == "withdrawn"
    told = {"because": "no_place", "evidence": "Numbers"}
    correct(brook, case_id, line.number, "2026-10-19", **told)
    assert brook.case(case_id).steps[-1].movement_entry == line.movement_entry
    assert standing(brook.session, brook.pupil(CAL), date(2026, 11, 3)).rolls == ()


def test_an_academy_that_agreed_has_offered_and_its_answer_keeps_that(brook: World) -> None:
    told = {"because": "looked_after", "route": "looked_after_direction"}
    brook.moved("pupil_details", AMY, BROOK, "2026-09-02", looked_after="Y")
    case_id = brook.refer(AMY, "2026-10-01")
    brook.step(case_id, "case_not_eligible", "2026-10-02", **told)
    brook.step(case_id, "case_academy_asked", "2026-10-05", to_place=HILL)
    brook.step(case_id, "case_academy_answered", "2026-10-12", admits="Y", starts_on="2026-10-19")
    answered = _last(brook, case_id)
    told = {"admits": "Y", "starts_on": "2026-10-20"}
    done = correct(brook, case_id, answered, "2026-10-13", **told)
    offer = brook.entry(brook.case(case_id).steps[-1].movement_entry or 0)
    assert (offer.on, offer.answers()["starts_on"]) == (date(2026, 10, 13), "2026-10-20")
    with pytest.raises(Refused) as refused:
        correct(brook, case_id, done.entry, "2026-10-13", admits="N", because="Full")
    assert refusal(refused.value) == {"admits": "another_answer"}
    asked = brook.case(case_id).steps[2].number
    correct(brook, case_id, asked, "2026-10-06", to_place=HILL)
    first = brook.case(case_id).steps[0].number
    told = {"category": "a", "reason": "x", "in_year": "refused"}
    noted = correct(brook, case_id, first, "2026-09-30", **told)
    assert noted.concerns[-1].code == "told_before_corrected"
    assert "the academy was asked on 6 October 2026" in noted.concerns[-1].message


def test_a_placement_is_corrected_with_its_own_answers(brook: World) -> None:
    case_id = brook.agreed(AMY)
    told = {"reason": "BHS", "objectives": "Calm"}
    brook.allocated(case_id, "2026-10-14", LODGE, "ap_placement", **told)
    line = brook.case(case_id).steps[-1]
    told = {"reason": "BHS", "objectives": "Reading", "starts_on": "2026-10-14"}
    done = correct(brook, case_id, line.number, "2026-10-14", **told)
    (placed,) = standing(brook.session, brook.pupil(AMY), date(2026, 10, 14)).provision
    moved = brook.entry(brook.case(case_id).steps[-1].movement_entry or 0)
    assert (placed.place, moved.answers()["objectives"]) == (place_id(LODGE), "Reading")
    held = held_answers(entries(brook.session, [brook.pupil(AMY)]), done.entry, protected=False)
    assert held.shown["objectives"] == "Reading"
    assert held.fixed == {"to_place", "movement"}


def test_of_a_protected_child_no_form_and_no_answer_tells_the_place(brook: World) -> None:
    case_id = brook.agreed(EVE)
    taken = brook.allocated(case_id, "2026-10-14", reasons="Near the refuge in Hill Road")
    held = held_answers(entries(brook.session, [brook.pupil(EVE)]), taken.entry, protected=True)
    assert "Hill" not in str(held.shown)
    assert place_id(HILL) not in str(held.shown)
    told = {"starts_on": "2026-10-15"}
    for guess in (HILL, BROOK):
        with pytest.raises(Refused) as refused:
            correct(brook, case_id, taken.entry, "2026-10-13", to_place=guess, **told)
        assert refusal(refused.value) == {"to_place": "withheld"}
    done = correct(brook, case_id, taken.entry, "2026-10-13", **told)
    kept = brook.entry(done.entry).answers()
    assert (kept["to_place"], kept["reasons"]) == (place_id(HILL), "Near the refuge in Hill Road")
    (line,) = [one for one in brook.case(case_id).steps if one.was]
    assert "Hill" not in f"{line.sentence} {line.was[0].sentence}"


def test_letters_of_a_decision_stay_with_it_and_nothing_of_them_is_corrected(
    brook: World, tmp_path: Path
) -> None:
    case_id = brook.agreed(CAL)
    taken = brook.allocated(case_id, "2026-10-14", starts_on="2026-10-19")
    store = Store(tmp_path / "papers")
    asked = {"whom": "parent", "call": "01632 960 001"}
    letter = make_letter(brook.session, store, case_id, asked, OFFICER, TODAY).entry
    told = {"whom": "parent", "how": "letter", "letter": str(letter)}
    brook.step(case_id, "case_notified", f"{TODAY}", **told)
    with pytest.raises(Refused) as refused:
        correct(brook, case_id, letter, f"{TODAY}")
    assert refusal(refused.value) == {"corrects": "stays"}
    assert not may_correct("case_letter_made", OFFICER.organisation, OFFICER)
    done = correct(brook, case_id, taken.entry, "2026-10-14", starts_on="2026-10-20")
    assert "the parent was told on 1 March 2027" in done.concerns[-1].message
    (first, *_) = letters_of(brook.session, brook.case(case_id), TODAY)
    assert (first.about, first.to, first.state) == (done.entry, "parent", "sent")
    assert [one.entry for one in first.made] == [letter]


def test_the_record_of_reasons_keeps_what_was_said_before(brook: World) -> None:
    case_id = brook.agreed(CAL)
    taken = brook.allocated(case_id, "2026-10-14", starts_on="2026-10-19", reasons="Near")
    correct(brook, case_id, taken.entry, "2026-10-15", starts_on="2026-10-20", reasons="Nearest")
    record = reasons_of(brook.session, brook.case(case_id), TODAY)
    (decided,) = record["decisions"]
    assert (decided["on"], decided["reasons"]) == ("2026-10-15", "Nearest")
    (was,) = decided["was"]
    assert (was["entry"], was["on"]) == (taken.entry, "2026-10-14")
    assert was["sentence"] == "Allocated a place at Hill Academy, to start 19 October 2026"


def test_fair_share_counts_the_admission_from_the_day_as_corrected(brook: World) -> None:
    case_id = brook.agreed(CAL)
    taken = brook.allocated(case_id, "2026-10-14", starts_on="2026-10-19")
    correct(brook, case_id, taken.entry, "2026-10-16", starts_on="2026-10-19")

    def counted(on: date) -> list[date]:
        places = place_facts(brook.session, on=on)
        found = events_of(brook.session, places, Asked(on, None, TODAY))
        return [one.on for one in found if one.measure == "admitted"]

    assert counted(date(2026, 10, 15)) == []
    assert counted(date(2026, 10, 16)) == [date(2026, 10, 16)]


@pytest.mark.parametrize(
    ("step", "answers", "wrong"),
    [
        ("case_agreed", {}, {"corrects": "other_kind"}),
        ("case_referred", {"category": "z"}, {"category", "reason"}),
    ],
)
def test_what_cannot_be_corrected_so(
    brook: World, step: str, answers: dict[str, str], wrong: dict[str, str] | set[str]
) -> None:
    case_id = brook.refer(AMY)
    told = {"on": "2026-10-02", "corrects": str(_last(brook, case_id)), **answers}
    with pytest.raises(Refused) as refused:
        told_step(brook.session, case_id, step, told, OFFICER, TODAY)
    found = refusal(refused.value)
    assert found == wrong or found.keys() == wrong


def test_a_step_that_could_not_follow_any_more_is_named(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-14", HILL, starts_on="2026-10-19")
    brook.step(case_id, "case_refused", "2026-10-15", because="no_place", evidence="Numbers")
    told = {"route": "maintained", "consulted": "All"}
    brook.step(case_id, "case_direction_consulted", "2026-10-16", **told)
    told = {"route": "maintained", "reasons": "x", "suitable": HILL}
    brook.step(case_id, "case_direction_served", "2026-10-19", **told)
    told = {"because": "x"}
    brook.step(case_id, "case_adjudicator_referred", "2026-10-20")
    brook.step(case_id, "case_determined", "2026-10-21", admits="Y", **told)
    determined = _last(brook, case_id)
    brook.step(case_id, "case_directed", "2026-10-22", starts_on="2026-11-02")
    with pytest.raises(Refused) as refused:
        correct(brook, case_id, determined, "2026-10-21", admits="N", **told)
    assert refusal(refused.value) == {"step": "breaks_later"}
    assert "school directed to admit" in refused.value.problems[0].message
