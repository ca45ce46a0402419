"""The one way in: what is refused in shape, what is held, and by whom it may be put right."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import select

from movements.actor import Actor
from movements.basis import Basis
from movements.clock import Clock
from movements.entry import TreeHead
from movements.kinds import fill_in
from movements.people_and_places import Pupil, PupilIdentifier
from movements.problems import Problem, Refused, in_a_sentence
from movements.record import Told, append, now, record, stop_clock_at, today
from movements.register import find_pupil, history
from movements.school_days import SchoolDays
from movements.take_in import read_common, take_in
from tests.spec.world import LATER, OFFICER, World, place_id, upn


def refusal(told: World, *row: str, **more: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        told.moved(*row, **more)
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("kind", ["", "transfer", "roll_claim"])
def test_a_kind_is_one_that_people_may_send(told: World, kind: str) -> None:
    code = "unknown_kind" if kind else "missing"
    assert refusal(told, "2025-09-02", "brook", kind) == [("kind", code)]


def test_every_fault_of_a_row_is_told_at_once(told: World) -> None:
    found = refusal(told, "2025-9-31", "brook", "suspension", "sessions=x; corrects=²; hue=red")
    assert found == [
        ("corrects", "int"),
        ("on", "date"),
        ("sessions", "int"),
        ("reason1", "missing"),
        ("hue", "unknown_field"),
    ]


@pytest.mark.parametrize(
    ("text_", "number"), [("7", 7), ("7.0", 7), (" 7 ", 7), ("", None), ("1" * 16, None)]
)
def test_the_number_of_an_entry_as_a_spreadsheet_may_leave_it(
    text_: str, number: int | None
) -> None:
    assert read_common({"upn": upn("amy"), "corrects": text_}).corrects == number


@pytest.mark.parametrize(
    ("kind", "answers", "value"),
    [
        ("suspension", {"sessions": "4.0", "reason1": "DB"}, 4),
        ("suspension", {"sessions": 4, "reason1": "DB"}, 4),
    ],
)
def test_counts_as_a_spreadsheet_may_leave_them(
    kind: str, answers: dict[str, object], value: int
) -> None:
    movement = fill_in(kind, {"on": "08/09/2025", "session": "2", **answers})
    assert (movement.value("sessions"), movement.session) == (value, "PM")
    assert movement.on == date(2025, 9, 8)


def test_a_day_may_be_a_day_already() -> None:
    assert fill_in("on_roll", {"on": date(2025, 9, 8)}).on == date(2025, 9, 8)
    with pytest.raises(Refused, match="must be a real date"):
        fill_in("on_roll", {"on": 12})


def test_a_pupil_s_first_roll_makes_the_pupil_once(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "on_roll")
    (pupil,) = told.session.exec(select(Pupil)).all()
    (borne,) = told.session.exec(select(PupilIdentifier)).all()
    assert (borne.pupil_id, borne.scheme, borne.value) == (pupil.id, "upn", upn("amy"))
    assert borne.on == date(2025, 9, 2)
    assert find_pupil(told.session, f" {upn('amy').lower()} ") == pupil.id


def test_a_upn_of_two_pupils_waits_for_a_person(told: World) -> None:
    for child in ("amy", "ben"):
        told.moved("2025-09-02", "brook", "on_roll", child=child)
    told.session.add(
        PupilIdentifier(
            pupil_id=told.pupil("ben"),
            scheme="upn_former",
            value=upn("amy"),
            on=date(2025, 9, 2),
            recorded_at="2025-09-02T12:00:00.000000Z",
        )
    )
    told.session.flush()
    row = ("2025-09-08", "brook", "wellbeing", "score=20")
    assert refusal(told, *row) == [("upn", "two_pupils")]


def test_the_reference_is_kept_and_is_no_part_of_the_event(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll", "ref=row 1")
    again = told.moved("2025-09-02", "brook", "on_roll", "ref=row 99")
    assert again.result == "already_held"
    (line,) = history(told.session, told.pupil(), today=LATER.date())
    assert line.entry.answers() == {"enrol_status": "C", "ref": "row 1"}


def test_two_attainments_of_a_day_differ_by_their_subject(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    result = "level=level_1; baseline=entry_3"
    told.moved("2026-06-15", "brook", "attainment", f"subject=english; {result}")
    told.moved("2026-06-15", "brook", "attainment", f"subject=maths; {result}")
    better = "subject=maths; level=level_2; baseline=entry_3"
    assert refusal(told, "2026-06-15", "brook", "attainment", better) == [("corrects", "differs")]


def test_what_was_redacted_is_neither_held_nor_differed_from(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    taken = told.moved("2025-09-08", "brook", "wellbeing", "score=20")
    append(
        told.session,
        kind="redaction",
        on=date(2025, 10, 1),
        by=OFFICER,
        source="form",
        details={},
        subjects={},
        corrects=taken.entry,
    )
    told.session.execute(text("UPDATE entry SET details = NULL, salt = NULL WHERE number = 2"))
    told.session.expire_all()
    again = told.moved("2025-09-08", "brook", "wellbeing", "score=20")
    assert again.result == "accepted"
    shown = history(told.session, told.pupil(), today=LATER.date())[1]
    assert (shown.sentence, shown.concerns) == ("Wellbeing", ())


def test_what_is_no_movement_is_not_withdrawn_as_one(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    append(
        told.session,
        kind="case_referred",
        on=date(2025, 9, 9),
        by=OFFICER,
        source="form",
        details={},
        subjects={"pupil_id": told.pupil()},
    )
    answers = "because=No; corrects=2; correction_reason=other"
    for at, code in (("officer", "not_a_movement"), ("brook", "no_such_entry")):
        assert refusal(told, "2025-09-10", at, "withdrawn", answers) == [("corrects", code)]


@pytest.mark.parametrize(
    ("child", "codes"), [("amy", []), ("ben", ["not_yours"]), ("cal", ["not_yours"])]
)
def test_a_pupil_named_by_id_and_by_upn_is_one_child(
    told: World, child: str, codes: list[str]
) -> None:
    for one in ("amy", "ben"):
        told.moved("2025-09-02", "brook", "on_roll", child=one)
    place, by = told.actor("brook")
    answers = {"pupil": told.pupil("amy"), "upn": upn(child), "on": "2025-09-09", "score": "20"}
    found: list[str] = []
    try:
        take_in(told.session, "wellbeing", answers, place=place, by=by, source="api")
    except Refused as refused:
        found = [problem.code for problem in refused.problems]
    assert found == codes


def test_nobody_s_place_is_no_place_to_correct_from(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-08", "officer", "ap_placement", "place=lodge; reason=BHS")
    nobody = Actor("x", "school", frozenset({place_id("hill")}))
    answers = {
        "upn": upn("amy"),
        "on": "2025-09-09",
        "because": "No",
        "corrects": "2",
        "correction_reason": "other",
    }
    with pytest.raises(Refused) as refused:
        take_in(told.session, "withdrawn", answers, place=None, by=nobody, source="api")
    assert [problem.code for problem in refused.value.problems] == ["not_yours"]


def test_a_panel_s_allocation_needs_no_roll_and_no_role(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    panel = Actor("p", "panel_member", authority="330")
    movement = fill_in("on_roll", {"on": "2025-10-06"})
    done = record(
        told.session, movement, Told(told.pupil(), told.place("hill"), panel, "panel", case="c_1")
    )
    assert (done.result, [c.code for c in done.concerns]) == ("accepted", ["two_main_rolls"])


def test_an_officer_with_no_authority_holds_no_child(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    movement = fill_in("wellbeing", {"on": "2025-09-08", "score": "20"})
    by = Actor("o", "la_officer")
    with pytest.raises(Refused, match="not a pupil you can record for"):
        record(told.session, movement, Told(told.pupil(), None, by, "form"))


def test_entries_are_numbered_without_a_gap_under_one_head(told: World) -> None:
    for child in ("amy", "ben", "cal"):
        told.moved("2025-09-02", "brook", "on_roll", child=child)
    refusal(told, "2025-09-01", "brook", "suspension", "sessions=2; reason1=DB")
    told.moved("2025-09-08", "brook", "suspension", "sessions=2; reason1=DB")
    head = told.session.exec(select(TreeHead)).one()
    numbers = [
        number
        for (number,) in told.session.execute(text("SELECT number FROM entry ORDER BY number"))
    ]
    assert (head.size, numbers) == (4, [1, 2, 3, 4])


def test_who_an_entry_is_told_by_and_for(told: World) -> None:
    told.moved("2025-09-02", "far", "on_roll")
    told.moved("2025-09-02", "far", "pupil_details", "home_la=330")
    told.moved("2025-09-08", "officer", "wellbeing", "score=20")
    shown = [line.entry for line in history(told.session, told.pupil(), today=LATER.date())]
    assert [(e.organisation, e.authority, e.place_id) for e in shown] == [
        (place_id("far"), "331", place_id("far")),
        (place_id("far"), "331", place_id("far")),
        ("la:330", "330", None),
    ]
    assert Actor("a", "administrator").organisation == "register"


def test_the_register_s_day_is_england_s() -> None:
    stop_clock_at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert today() == date(2026, 7, 1)
    stop_clock_at(None)
    assert abs((datetime.now(UTC) - now()).total_seconds()) < 60


@pytest.mark.parametrize(("counts", "due"), [(True, date(2025, 9, 14)), (False, date(2025, 9, 15))])
def test_calendar_days_are_counted_with_or_without_the_first(counts: bool, due: date) -> None:
    clock = Clock(
        id="c",
        title="A week",
        owes="Something",
        owner="school",
        unit="calendar_days",
        basis=Basis("local", "A rule", in_force_from=date(2025, 9, 8)),
        stops=lambda start, later: False,
        length=7,
        start_counts=counts,
    )
    days = SchoolDays("anywhere")
    assert clock.due_on(fill_in("on_roll", {"on": "2025-09-08"}), days) == due
    assert clock.due_on(fill_in("on_roll", {"on": "2025-09-07"}), days) is None


def test_a_basis_says_its_level_its_days_and_its_doubts() -> None:
    since, until = date(2026, 7, 26), date(2027, 7, 25)
    basis = Basis("guidance", "Some guidance", since, until, confirmed=False)
    assert basis.words() == (
        "guidance: Some guidance, in force from 26 July 2026 (to be confirmed)"
    )
    days = (date(2026, 7, 25), since, until, date(2027, 7, 26))
    assert [basis.in_force(on) for on in days] == [False, True, True, False]


def test_a_refusal_reads_as_its_problems() -> None:
    problem = Problem("upn", "missing", "Enter the UPN.")
    assert str(Refused([problem])) == "upn: Enter the UPN."
    assert problem.as_dict() == {"field": "upn", "code": "missing", "message": "Enter the UPN."}


@pytest.mark.parametrize(
    ("kind", "answers", "message"),
    [
        ("suspension", {"sessions": "0", "reason1": "DB"}, "Sessions must be 1 or more."),
        ("suspension", {"sessions": "400", "reason1": "DB"}, "Sessions must be 190 or less."),
        ("pupil_details", {"fsm": "perhaps"}, "Free school meals must be 'Y' or 'N'."),
        (
            "pupil_details",
            {"surname": "x" * 2001},
            "Surname is too long: at most 2000 characters.",
        ),
        (
            "pupil_details",
            {"home_la": "Kent"},
            '"Kent" is no code of an authority: give its three digits, such as 330.',
        ),
        ("pupil_details", {"surname": 7}, "Surname must be text."),
        ("wellbeing", {"score": "high"}, "Score must be a whole number."),
        ("wellbeing", {}, "Enter the score, or the answers of SWEMWBS."),
        ("managed_move", {}, "Enter the receiving school."),
    ],
)
def test_a_refusal_says_how_to_mend_it(kind: str, answers: dict[str, object], message: str) -> None:
    with pytest.raises(Refused) as refused:
        fill_in(kind, {"on": "2025-09-08", **answers})
    assert [problem.message for problem in refused.value.problems] == [message]


def test_a_title_inside_a_sentence_keeps_the_letters_of_an_acronym() -> None:
    assert [in_a_sentence(title) for title in ("Date", "UPN", "SEN provision", "Ground")] == [
        "date", "UPN", "SEN provision", "ground",
    ]  # fmt: skip


def test_a_wrong_code_is_told_beside_what_could_not_be_read() -> None:
    with pytest.raises(Refused) as refused:
        fill_in("suspension", {"on": "2025-09-08", "sessions": "many", "reason1": "ZZ"})
    told = {problem.field: problem.code for problem in refused.value.problems}
    assert told == {"sessions": "int", "reason1": "unknown_code"}
