"""A roll file leaves one entry about the school, from which is read who was not in it.

The world (see tests/attendance/world.py): amy and ben are on roll at Brook School (900001) since
1 September 2025, dot at Hill School (900003).
"""

from datetime import date

import pytest
from sqlmodel import Session, col

from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.ledger import OutOfSight, ledger
from movements.not_in_file import ROLL_RECEIVED, NotInFile, not_in_file
from movements.places import find_place
from movements.register import find_pupil, standing
from movements.take_in import take_in
from tests.attendance.world import AMY, BEN, DOT, HOME, NOBODY, OTHER, TODAY, add_bearer
from tests.intake.world import Files

HEADER = "upn,surname,forename,dob,sex,entry_date,enrol_status,on"


def row(who: str, on: str = "2025-10-06", name: str = "Amy", status: str = "C") -> str:
    return f"{who},Bell,{name},2012-01-02,F,2025-09-01,{status},{on}"


def received(sent: Files) -> list[Entry]:
    query = ENTRIES.where(col(EntryRow.kind) == ROLL_RECEIVED).order_by(col(EntryRow.number))
    return list(read_entries(sent.session, query))


def pupil(sent: Files, upn: str) -> str:
    found = find_pupil(sent.session, upn)
    assert found is not None
    return found


def missing(sent: Files, on: date = TODAY, **more: date) -> dict[str, tuple[NotInFile, ...]]:
    return not_in_file(sent.session, on, **more)


def school(session: Session, urn: str = HOME) -> str:
    return find_place(session, urn).id


def test_a_roll_leaves_one_entry_about_the_school_and_none_about_those_not_in_it(
    sent: Files,
) -> None:
    sent.roll(HEADER, row(AMY))
    entry = received(sent)[0]
    told = entry.answers()
    assert (entry.pupil_id, entry.place_id, entry.on) == (
        None,
        school(sent.session),
        date(2025, 10, 6),
    )
    assert (told["rows"], told["day"]) == (1, "2025-10-06")
    assert told["missing"] == [pupil(sent, BEN)]
    assert len(told["sha256"]) == 64
    assert sent.kinds(BEN) == ["on_roll", "ap_placement", "placement_end"]


def test_the_ledger_asks_the_school_until_it_answers_or_sends_the_pupil(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    [asked] = [one for one in ledger(sent.session, TODAY) if one.cause == "not_in_file"]
    home = find_place(sent.session, HOME)
    assert (asked.pupil, asked.owner, asked.since) == (pupil(sent, BEN), home.id, date(2025, 10, 6))
    by = Actor(home.name, "school", frozenset({home.id}))
    told = {"pupil": asked.pupil, "on": TODAY.isoformat(), "because": "Left out by mistake"}
    given = {**told, "question": asked.cause, "facts": asked.facts}
    take_in(sent.session, "question_answered", given, place=home, by=by, source="form")
    assert not [one for one in ledger(sent.session, TODAY) if one.cause == "not_in_file"]


def test_who_was_not_in_the_file_is_asked_of_the_school_since_that_file(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    sent.roll(HEADER, row(AMY, "2025-11-03"))
    first = received(sent)[0]
    assert missing(sent) == {
        pupil(sent, BEN): (
            NotInFile(school(sent.session), date(2025, 10, 6), first.number, date(2025, 11, 3)),
        )
    }
    assert missing(sent, date(2025, 10, 5)) == {}, "before the file there was no question"


def test_a_later_file_with_the_pupil_settles_it(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    sent.roll(HEADER, row(AMY, "2025-11-03"), row(BEN, "2025-11-03", "Ben"))
    assert missing(sent) == {}
    assert set(missing(sent, date(2025, 11, 2))) == {pupil(sent, BEN)}


def test_so_does_a_file_of_the_same_day_that_was_mended(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    sent.roll(HEADER, row(AMY), row(BEN, name="Ben"))
    assert missing(sent) == {}


def test_a_removal_settles_it_and_a_return_does_not_open_it_again(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    sent.movements("kind,upn,on,ground", f"removal_from_roll,{BEN},2025-11-10,f")
    assert set(missing(sent, date(2025, 11, 9))) == {pupil(sent, BEN)}
    assert missing(sent, date(2025, 11, 10)) == {}
    sent.movements("kind,upn,on,enrol_status", f"on_roll,{BEN},2025-11-24,C")
    assert standing(sent.session, pupil(sent, BEN), TODAY).rolls
    assert missing(sent) == {}, "the roll of October did not speak of this registration"


def test_an_old_file_sent_late_says_nothing_of_today(sent: Files) -> None:
    sent.roll(HEADER, row(AMY, "2025-11-03"), row(BEN, "2025-11-03", "Ben"))
    sent.roll(HEADER, row(AMY))
    assert missing(sent) == {}
    assert set(missing(sent, date(2025, 10, 20))) == {pupil(sent, BEN)}


def test_a_file_is_judged_by_the_day_it_speaks_for(sent: Files) -> None:
    late = f"{NOBODY},Eze,Ada,2012-03-04,F,2025-11-10,C,2025-11-10"
    sent.roll(HEADER, row(AMY, "2025-11-10"), row(BEN, "2025-11-10", "Ben"), late)
    sent.roll(HEADER, row(AMY), row(BEN, name="Ben"))
    assert received(sent)[1].answers()["missing"] == [], "Ada came after it"


@pytest.mark.parametrize("days", [("2025-10-06", "2025-10-06"), ("", "")])
def test_the_same_file_again_leaves_nothing_new(sent: Files, days: tuple[str, str]) -> None:
    for day in days:
        sent.roll(HEADER, row(AMY, day))
    assert len(received(sent)) == 1
    before = sent.head()
    sent.roll(HEADER, row(AMY, days[0]))
    assert sent.head() == before


def test_nor_does_a_file_before_the_last_sent_again(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    sent.roll(HEADER, row(AMY), row(BEN, name="Ben"))
    sent.roll(HEADER, row(AMY))
    assert len(received(sent)) == 2
    assert missing(sent) == {}


def test_a_pupil_whose_row_was_refused_is_in_the_file(sent: Files) -> None:
    sent.roll(HEADER, row(AMY), row(BEN, name="Ben").replace(",F,", ",Q,"))
    assert missing(sent) == {}


def test_a_file_of_which_nothing_could_be_taken_in_is_no_roll(sent: Files) -> None:
    report = sent.roll(HEADER, row(AMY).replace(",F,", ",Q,"))
    assert (report.refused, received(sent), missing(sent)) == (1, [], {})


def test_a_part_of_a_roll_says_nothing_of_the_rest(sent: Files) -> None:
    report = sent.part(HEADER, row(AMY))
    assert (report.accepted, report.notes, received(sent)) == (1, (), [])


def test_what_was_known_then_can_be_asked(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    assert missing(sent, as_known_on=date(2025, 10, 6)) == {}, "it was told only today"


def test_a_pupil_left_out_by_two_schools_is_asked_of_each(sent: Files) -> None:
    other = find_place(sent.session, OTHER)
    officer = Actor("an officer", "la_officer", authority=other.la_code)
    told = {"upn": BEN, "on": "2025-09-08", "enrol_status": "S"}
    take_in(sent.session, "on_roll", told, place=other, by=officer, source="form")
    sent.roll(HEADER, row(DOT, name="Dot"), school=OTHER)
    sent.roll(HEADER, row(AMY, "2025-11-03"))
    home = school(sent.session)
    assert [one.place for one in missing(sent)[pupil(sent, BEN)]] == [home, other.id]
    asked = of_ben(sent)
    assert sorted(str(one.owner) for one in asked) == sorted([home, other.id])
    assert len({one.facts for one in asked}) == 2
    by = Actor(other.name, "school", frozenset({other.id}))
    theirs = next(one for one in asked if one.owner == other.id)
    given = {"pupil": theirs.pupil, "on": TODAY.isoformat(), "because": "Comes on Fridays"}
    given |= {"question": theirs.cause, "facts": theirs.facts}
    take_in(sent.session, "question_answered", given, place=other, by=by, source="form")
    assert [one.owner for one in of_ben(sent)] == [home], "one school's answer is not the other's"


def of_ben(sent: Files) -> list[OutOfSight]:
    found = ledger(sent.session, TODAY, pupil_ids=[pupil(sent, BEN)])
    return [one for one in found if one.cause == "not_in_file"]


def linked(sent: Files, one: str, other: str) -> None:
    officer = Actor("an officer", "la_officer", authority="330")
    told = {"upn": one, "on": "2025-11-10", "same_as": other, "because": "The school says so"}
    take_in(sent.session, "records_linked", told, place=None, by=officer, source="form")


def test_a_child_sent_under_another_record_was_in_the_file(sent: Files) -> None:
    sent.roll(HEADER, row(AMY))
    assert set(missing(sent)) == {pupil(sent, BEN)}
    linked(sent, AMY, BEN)
    assert missing(sent) == {}, "the file had the child as amy"
    sent.roll(HEADER, row(BEN, "2025-11-17", "Amy"))
    assert missing(sent) == {}, "either UPN names the child"


def test_a_child_left_out_under_either_record_is_asked_of_once(sent: Files) -> None:
    young = f"{NOBODY},Eze,Ada,2012-03-04,F,2025-09-01,C,2025-10-06"
    sent.roll(HEADER, young)
    amy = pupil(sent, AMY)
    assert set(missing(sent)) == {amy, pupil(sent, BEN)}
    linked(sent, BEN, AMY)
    kept = pupil(sent, AMY)
    assert kept != amy
    assert {p: [m.since for m in found] for p, found in missing(sent).items()} == {
        kept: [date(2025, 10, 6)]
    }
    sent.roll(HEADER, young.replace("2025-10-06", "2025-11-17"))
    assert received(sent)[-1].answers()["missing"] == [kept]
    assert [m.since for m in missing(sent)[kept]] == [date(2025, 10, 6)]


def test_a_pupil_met_in_a_refused_row_is_met_no_longer(sent: Files) -> None:
    """The next row of the same UPN meets the pupil anew."""
    young = f"{NOBODY},Eze,Ada,2025-10-01,F,2025-09-01,C,"
    report = sent.roll(HEADER, f"{young}2025-09-02", f"{young}2025-10-06")
    assert [o.result for o in report.outcomes] == ["refused", "accepted"]


def test_two_pupils_with_one_upn_are_neither_said_to_be_missing(sent: Files) -> None:
    add_bearer(sent.session, BEN)
    sent.roll(HEADER, row(AMY), row(BEN, name="Ben"))
    assert missing(sent) == {}
