"""What of a register may go on a day, by which rule, and what keeps it back."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from movements.actor import Actor
from movements.intake.reading import Sheet
from movements.intake.receipts import Outcome
from movements.intake.roll_received import RollFile, enter_roll
from movements.kinds.attachment import Attachment
from movements.legal_hold import HoldReleased, LegalHold, holds, place_hold, release_hold
from movements.problems import Refused
from movements.record import Told, record, stop_clock_at
from movements.redaction import redact
from movements.register import history
from movements.retention import (
    NO_DATE_OF_BIRTH,
    STILL_HERE,
    Due,
    Kept,
    files,
    files_as_sent,
    marks,
    named_papers,
    papers,
    rolls,
    totals,
)
from movements.schedule import schedule_on
from tests.attendance.test_totals import DAY, rows, sent
from tests.attendance.world import AMY, BEN, HOME, SETTING, World, world

ADMIN = Actor("Ann Admin", "administrator")
NOW = datetime(2025, 12, 12, 12, tzinfo=UTC)
FAR_OFF = date(2050, 1, 1)


@pytest.fixture
def left() -> Iterator[World]:
    """Amy, born in May 2012, has left Brook School; ben is on its roll still, and at The Lodge."""
    stop_clock_at(NOW)
    try:
        with world() as brook:
            brook.moved("pupil_details", AMY, HOME, "2025-09-01", dob="2012-05-01")
            brook.moved("removal_from_roll", AMY, HOME, "2025-11-28", ground="g")
            brook.sent(f"{AMY},2025-09-08,AM,/")
            brook.sent(f"{BEN},2025-11-03,AM,/", to=SETTING)
            yield brook
    finally:
        stop_clock_at(None)


def found(brook: World, on: date) -> list[Due | Kept]:
    session, schedule, held = brook.session, schedule_on(on), holds(brook.session, on)
    register = schedule["attendance_register"]
    return [
        *files(session, on, schedule, held),
        *papers(session, on, schedule["attachments"], held),
        *marks(session, on, register, held),
        *totals(session, on, register, held),
        *rolls(session, on, schedule["received_rolls"], held),
        *files_as_sent(session, on, schedule["files_as_sent"], held),
    ]


def due(brook: World, on: date) -> list[Due]:
    return [one for one in found(brook, on) if isinstance(one, Due)]


def by_rule(brook: World, on: date) -> dict[str, list[int]]:
    """Rule -> the hold that keeps each record that may go by it, 0 for none."""
    told: dict[str, list[int]] = {}
    for one in due(brook, on):
        told.setdefault(one.keep, []).append(one.hold)
    return told


def hold(brook: World, who: str | None, until: date | None = None) -> int:
    answers = LegalHold(on=NOW.date(), because="A claim", until=until)
    return place_hold(brook.session, who and brook.pupil(who), answers, ADMIN).number


def paper(brook: World, keep_until: date | None = None) -> int:
    """A paper of amy's first entry; the number of its own."""
    said = Attachment(
        on=NOW.date(),
        about=1,
        title="Letter",
        keep_until=keep_until,
        sha256=hashlib.sha256(str(keep_until).encode()).hexdigest(),
        bytes=5,
        media_type="text/plain",
    )
    told = Told(brook.pupil(AMY), brook.place(HOME), brook.by, "form")
    return record(brook.session, said, told).entry


@pytest.mark.parametrize(
    ("on", "goes"),
    [
        (date(2026, 12, 12), set()),
        (date(2026, 12, 13), {"files_as_sent"}),
        (date(2031, 12, 12), {"files_as_sent"}),
        (date(2031, 12, 13), {"files_as_sent", "attendance_register"}),
        (date(2037, 4, 30), {"files_as_sent", "attendance_register"}),
        (date(2037, 5, 1), {"files_as_sent", "attendance_register", "pupil_file"}),
    ],
)
def test_each_rule_lets_go_from_its_own_day(left: World, on: date, goes: set[str]) -> None:
    assert set(by_rule(left, on)) == goes


def test_a_file_stays_with_who_is_here_and_whose_age_nobody_knows(left: World) -> None:
    left.moved("removal_from_roll", BEN, HOME, "2025-12-01", ground="g")
    kept = {one.pupil: one.why for one in found(left, FAR_OFF) if isinstance(one, Kept)}
    assert kept[left.pupil(BEN)] == NO_DATE_OF_BIRTH
    assert STILL_HERE in kept.values()
    assert left.pupil(AMY) not in kept


@pytest.mark.parametrize(
    ("said", "rule", "year"),
    [
        ({}, "pupil_file", 2037),
        ({"protected": "Y"}, "child_protection", 2037),
        ({"sen_provision": "K"}, "sen_file", 2043),
        ({"sen_provision": "K", "protected": "Y"}, "sen_file", 2043),
    ],
)
def test_a_file_goes_by_the_longest_of_its_rules(
    left: World, said: dict[str, str], rule: str, year: int
) -> None:
    if said:
        left.moved("pupil_details", AMY, HOME, "2025-10-01", **said)
    of_amy = [one for one in due(left, FAR_OFF) if one.pupil == left.pupil(AMY)]
    assert [(one.keep, one.since) for one in of_amy] == [(rule, date(year, 5, 1))]


def test_a_paper_that_went_on_its_day_is_no_more_of_the_file(left: World) -> None:
    gone, later, without = (
        paper(left, date(2030, 1, 1)),
        paper(left, date(2049, 12, 31)),
        paper(left),
    )
    (first,) = [one for one in due(left, date(2030, 1, 2)) if one.keep == "attachments"]
    assert (first.entries, first.since) == ((gone,), date(2030, 1, 1))
    assert len(named_papers(left.session)) == 3
    redact(left.session, first.entries, rule="attachments", title="Papers", by=ADMIN)
    assert len(named_papers(left.session)) == 2
    again = redact(left.session, first.entries, rule="attachments", title="Papers", by=ADMIN)
    assert again == []
    (file,) = [one for one in due(left, date(2049, 12, 31)) if one.keep == "pupil_file"]
    assert without in file.entries
    assert not {gone, later} & {*file.entries}
    assert max(file.entries) == without, "and what says that the paper went stays"
    (file,) = [one for one in due(left, FAR_OFF) if one.keep == "pupil_file"]
    assert later in file.entries


def test_a_history_says_what_a_paper_is_and_under_which_rule_it_went(left: World) -> None:
    number = paper(left, date(2030, 1, 1))

    def line() -> str:
        lines = history(left.session, left.pupil(AMY), today=FAR_OFF)
        return next(one.sentence for one in lines if one.number == number)

    assert line() == "Paper attached to entry 1 (text, 1 KB, kept until 1 January 2030)"
    redact(left.session, [number], rule="attachments", title="Papers", by=ADMIN)
    assert line() == "Redacted under: Papers, on 12 December 2025"


@pytest.mark.parametrize(("until", "code"), [(12, "in_past"), (13, None)])
def test_a_paper_is_kept_for_a_day_at_the_least(left: World, until: int, code: str | None) -> None:
    try:
        paper(left, date(2025, 12, until))
        codes = [None]
    except Refused as refused:
        codes = [one.code for one in refused.problems]
    assert codes == [code]


def test_a_hold_on_a_pupil_keeps_the_file_the_papers_and_the_marks_of_who_marked(
    left: World,
) -> None:
    paper(left, date(2030, 1, 1))
    number = hold(left, AMY)
    assert by_rule(left, FAR_OFF) == {
        "pupil_file": [number],
        "attachments": [number],
        "attendance_register": [number, 0],
        "files_as_sent": [number, 0],
    }


def test_a_file_that_names_a_child_under_a_hold_stays(left: World) -> None:
    number = hold(left, AMY)
    for row in (f"{AMY},{DAY},135,I,4", f"{BEN},{DAY},120,D,38"):
        assert sent(left, rows(row)).accepted == 1
    for day, missing in ((6, left.pupil(AMY)), (7, left.pupil(BEN))):
        sheet = Sheet(["upn"], [], [], ["upn"])
        roll = RollFile(left.place(HOME), date(2025, 10, day), sheet, (missing,))
        enter_roll(left.session, roll, [Outcome(2, "accepted", 1, (), ())], left.by)
    kept = by_rule(left, FAR_OFF)
    assert kept["received_rolls"] == [number, 0]
    assert kept["attendance_register"] == [number, 0, number, 0], "of marks, then of totals"


def test_a_hold_on_everybody_keeps_everything_until_its_last_day(left: World) -> None:
    number = hold(left, None, until=date(2049, 12, 31))
    kept = by_rule(left, date(2049, 12, 31))
    assert {one for some in kept.values() for one in some} == {number}
    assert kept.keys() == by_rule(left, FAR_OFF).keys()
    assert {one for some in by_rule(left, FAR_OFF).values() for one in some} == {0}


def test_a_hold_is_released_once_and_by_its_number(left: World) -> None:
    number = hold(left, AMY)
    answers = HoldReleased(on=NOW.date(), hold=number, because="Closed")
    assert release_hold(left.session, answers, ADMIN).pupil_id == left.pupil(AMY)
    assert by_rule(left, FAR_OFF)["pupil_file"] == [0]
    with pytest.raises(Refused) as refused:
        release_hold(left.session, answers, ADMIN)
    assert [one.code for one in refused.value.problems] == ["no_such_hold"]


def test_nobody_but_an_administrator_holds(left: World) -> None:
    answers = LegalHold(on=NOW.date(), because="A claim")
    with pytest.raises(Refused) as refused:
        place_hold(left.session, None, answers, left.by)
    assert [one.code for one in refused.value.problems] == ["not_allowed"]
