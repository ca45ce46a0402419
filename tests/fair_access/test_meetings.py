"""The minute book: panels, members, meetings; what cannot be noted, and what is asked of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fair_access.meetings import MINUTES
from fair_access.meetings.concerns import concerns_of, not_invited, quorum, unsigned
from fair_access.meetings.state import Meeting, Panel
from movements.actor import Actor
from movements.basis import Basis
from movements.local_rule_setting import set_local_rule
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.problems import Refused
from movements.record import stop_clock_at
from movements.register import history
from movements.superseded import MINUTE_WITHDRAWN
from tests.fair_access.world import (
    AMY,
    AUDITOR,
    BROOK,
    EVE,
    FAR_OFFICER,
    HILL,
    OFFICER,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    place_id,
    refusal,
)

DAY = date(2026, 10, 14)
JO, KIT, LEE = "jo", "kit", "lee"


def _meeting(brook: World, meeting: str, known: date | None = None) -> tuple[Panel, Meeting]:
    held = brook.book(known=known)
    found = held.meetings[meeting]
    return held.panel_of(found), found


def _codes(brook: World, meeting: str, today: date = TODAY) -> set[str]:
    panel, found = _meeting(brook, meeting)
    places, rules = place_facts(brook.session, on=found.day), local_rules(brook.session)
    return {one.code for one in concerns_of(panel, found, places, rules, today)}


def test_every_minute_says_what_it_is() -> None:
    for name, kind in MINUTES.items():
        assert kind.id == name
        assert kind.title
        assert kind.does
        assert kind.__doc__
        assert isinstance(kind.basis, Basis)
        assert all(info.title and info.description for info in kind.fields().values())
        of_case = {"case", "update"} & kind.fields().keys() or name == MINUTE_WITHDRAWN
        assert bool(kind.history_words) == bool(of_case), name


def test_a_meeting_from_being_called_to_being_closed(brook: World) -> None:
    amy = brook.agreed(AMY)
    panel = brook.panel(JO, KIT)
    jo, kit = (member.id for member in brook.book().panels[panel].members)
    meeting = brook.called(panel, amy)
    brook.minute(
        "meeting_invited", meeting, "2026-09-21", schools=f"{BROOK}, {HILL}", how="email", proof="x"
    )
    brook.minute("meeting_opened", meeting, "2026-10-14")
    brook.minute("meeting_chair", meeting, "2026-10-14", member=jo)
    present = {"attends": "present", "authority_shown": "Y"}
    brook.minute("meeting_attendance", meeting, "2026-10-14", member=jo, **present)
    brook.minute("meeting_attendance", meeting, "2026-10-14", member=kit, attends="apologies")
    told = {"case": amy, "what": "A place?", "promised_by": "Head of Hill", "due": "2026-10-21"}
    promised = brook.minute("meeting_update", meeting, "2026-10-14", **told).entry
    brook.minute("meeting_closed", meeting, "2026-10-14")
    _, found = _meeting(brook, meeting)
    assert (found.stage, found.cases, found.present) == ("closed", (amy,), {jo})
    assert found.invited == {place_id(BROOK), place_id(HILL)}
    assert [one.given for one in found.updates] == [None]
    given = {"update": str(promised), "what": "It has"}
    brook.minute("meeting_update_given", meeting, "2026-10-20", **given)
    _, found = _meeting(brook, meeting)
    assert [one.given for one in found.updates] == [date(2026, 10, 20)]
    lines = brook.book().of_meeting(meeting)
    assert [line.entry.kind for line in lines][:2] == ["meeting_called", "meeting_invited"]
    assert all(line.entry.authority == "330" for line in lines)
    said = " ".join(line.minute.sentence(lambda one: f"<{one}>") for line in lines)
    assert f"<{jo}> was present, with authority to decide" in said
    assert f"<{place_id(HILL)}>" in said
    assert "The meeting was closed" in said


def test_said_again_it_is_held(brook: World) -> None:
    panel = brook.panel()
    assert brook.panel() == panel
    first = brook.called(panel)
    before = brook.count()
    assert brook.called(panel) == first
    assert brook.member(panel, JO) == brook.member(panel, JO)
    amy = brook.agreed(AMY)
    grown = brook.count()
    listed = [
        brook.minute("meeting_agenda", first, "2026-10-02", case=amy, why="Due", listed=listed)
        for listed in ("Y", "Y", "N", "Y")
        if (listed, brook.book().meetings[first].cases) != ("Y", (amy,))
    ]
    assert [one.result for one in listed] == ["accepted"] * 3
    assert brook.count() == grown + 3
    assert before < grown


def test_a_panel_set_up_anew_and_a_member_changed_keep_their_ids(brook: World) -> None:
    panel = brook.panel(JO)
    (jo,) = brook.book().panels[panel].members
    told = {"person": "Jo", "school": HILL, "delegated": "N", "until": "2026-12-01"}
    brook.minute("panel_member", panel, "2026-10-01", member=jo.id, **told)
    again = {"name": "North East", "phase": "all", "area": "North", "terms": "x", "chair": "Head"}
    brook.minute("panel_set_up", panel, "2026-10-01", schools=HILL, **again)
    found = brook.book().panels[panel]
    assert (found.name, found.schools) == ("North East", (place_id(HILL),))
    (now,) = found.members
    assert (now.id, now.since, now.organisation) == (jo.id, date(2026, 9, 1), place_id(HILL))
    assert found.serving(date(2026, 12, 1)) == (now,)
    assert found.serving(date(2026, 12, 2)) == ()
    assert found.serving(date(2026, 8, 31)) == ()


def test_the_book_is_read_as_known_on_a_day_and_as_it_stood(brook: World) -> None:
    stop_clock_at(datetime(2026, 9, 21, 12, tzinfo=UTC))
    panel = brook.panel(JO)
    meeting = brook.called(panel)
    stop_clock_at(datetime(2026, 10, 5, 12, tzinfo=UTC))
    told = {"day": "2026-10-21", "starts_at": "14.00", "place": "Online", "papers_by": "2026-10-16"}
    brook.minute("meeting_called", meeting, "2026-10-05", **told)
    _, then = _meeting(brook, meeting, known=date(2026, 10, 4))
    _, now = _meeting(brook, meeting)
    assert (then.day, now.day, now.starts_at) == (DAY, date(2026, 10, 21), "14:00")
    assert brook.book(today=date(2026, 10, 4)).meetings[meeting].day == DAY
    assert brook.book(today=date(2026, 8, 1)).panels == {}


@pytest.mark.parametrize(
    ("kind", "answers", "codes"),
    [
        ("meeting_called", {"day": "2026-09-01"}, {"day": "before_called"}),
        ("meeting_called", {"papers_by": "2026-11-01"}, {"papers_by": "after_meeting"}),
        ("meeting_called", {"starts_at": "soon"}, {"starts_at": "time"}),
        ("meeting_called", {"starts_at": "25:00"}, {"starts_at": "time"}),
        ("meeting_opened", {"on": "2026-10-13"}, {"on": "before_meeting"}),
        ("meeting_opened", {"on": "2027-03-02"}, {"on": "in_future"}),
        ("meeting_closed", {}, {"on": "not_open"}),
        ("meeting_invited", {"schools": "900003"}, {"schools": "not_of_the_area"}),
        ("meeting_invited", {"schools": "999999"}, {"schools": "unknown_place"}),
        ("meeting_invited", {"schools": "Hill"}, {"schools": "place"}),
        ("meeting_invited", {"schools": " , "}, {"schools": "missing"}),
        ("meeting_agenda", {"case": "c_1"}, {"case": "unknown_case"}),
        ("meeting_agenda", {"case": "c_1", "listed": "N"}, {"case": "not_on_agenda"}),
        ("meeting_attendance", {"member": "n_1"}, {"member": "unknown_member"}),
        ("meeting_attendance", {"on": "2026-10-13"}, {"attends": "before_meeting"}),
        ("meeting_chair", {"member": "n_1"}, {"member": "unknown_member"}),
        ("meeting_conflict", {"case": "c_1"}, {"case": "not_on_agenda"}),
        ("meeting_update", {"case": "c_1"}, {"case": "not_on_agenda"}),
        ("meeting_update_given", {"update": "1"}, {"update": "unknown_update"}),
    ],
)
def test_what_cannot_be_noted_of_a_meeting(
    brook: World, kind: str, answers: dict[str, str], codes: dict[str, str]
) -> None:
    panel = brook.panel(JO)
    meeting = brook.called(panel)
    (jo,) = brook.book().panels[panel].members
    told = {
        "on": "2026-10-14", "day": "2026-10-14", "starts_at": "9:30", "place": "x",
        "schools": BROOK, "how": "email", "proof": "x", "case": "", "why": "x", "listed": "",
        "member": jo.id, "attends": "present", "what": "x", "promised_by": "x",
        "due": "2026-10-20", "update": "", **answers,
    }  # fmt: skip
    asked = {name: told[name] for name in MINUTES[kind].fields() if name in told}
    with pytest.raises(Refused) as refused:
        brook.minute(kind, meeting, asked.pop("on"), **asked)
    assert refusal(refused.value) == codes


@pytest.mark.parametrize(
    ("kind", "answers", "codes"),
    [
        ("panel_member", {"school": BROOK, "organisation": "x"}, {"school": "one_organisation"}),
        ("panel_member", {}, {"school": "one_organisation"}),
        ("panel_member", {"school": BROOK, "until": "2026-08-31"}, {"until": "before_start"}),
        ("panel_member", {"school": BROOK, "member": "n_1"}, {"member": "unknown_member"}),
        ("panel_agreement", {"organisation": "Health"}, {"organisation": "no_member"}),
        ("panel_set_up", {"schools": ","}, {"schools": "missing"}),
    ],
)  # fmt: skip
def test_what_cannot_be_noted_of_a_panel(
    brook: World, kind: str, answers: dict[str, str], codes: dict[str, str]
) -> None:
    told = {"panel_member": {"person": "Jo", "delegated": "Y"}, "panel_agreement": {}}
    named = {"name": "x", "phase": "all", "area": "x", "terms": "x", "chair": "x"}
    panel = brook.panel(JO)
    with pytest.raises(Refused) as refused:
        brook.minute(kind, panel, "2026-09-01", **told.get(kind, named), **answers)
    assert refusal(refused.value) == codes


def test_a_meeting_is_opened_once_and_closed_for_good(brook: World) -> None:
    meeting = brook.called(brook.panel(JO))
    brook.minute("meeting_opened", meeting, "2026-10-14")
    with pytest.raises(Refused) as refused:
        brook.minute("meeting_opened", meeting, "2026-10-15")
    assert refusal(refused.value) == {"on": "open"}
    brook.minute("meeting_closed", meeting, "2026-10-14")
    with pytest.raises(Refused) as refused:
        brook.called(brook.panel(JO), brook.agreed(AMY))
    assert refusal(refused.value) == {"meeting": "closed"}


@pytest.mark.parametrize(
    ("by", "kind", "codes"),
    [
        (SCHOOL, "meeting_opened", {"minute": "not_allowed"}),
        (AUDITOR, "meeting_opened", {"minute": "not_allowed"}),
        (PANEL, "meeting_opened", {"minute": "not_allowed"}),
        (OFFICER, "meeting_sealed", {"minute": "unknown_minute"}),
        (OFFICER, "case_agreed", {"minute": "unknown_minute"}),
        (FAR_OFFICER, "meeting_opened", {"meeting": "not_yours"}),
        (FAR_OFFICER, "panel_set_up", {"meeting": "not_yours"}),
        (Actor("x", "la_officer"), "meeting_opened", {"minute": "not_allowed"}),
    ],
)
def test_who_may_note_what(brook: World, by: Actor, kind: str, codes: dict[str, str]) -> None:
    panel = brook.panel()
    meeting = brook.called(panel)
    about, answers = meeting, dict[str, str]()
    if kind == "panel_set_up":
        about = panel
        answers = {"name": "x", "phase": "all", "area": "x", "schools": HILL, "terms": "x"}
        answers["chair"] = "x"
    with pytest.raises(Refused) as refused:
        brook.minute(kind, about, "2026-10-14", by, **answers)
    assert refusal(refused.value) == codes


def test_a_case_is_put_on_an_agenda_once(brook: World) -> None:
    case = brook.agreed(AMY)
    meeting = brook.called(brook.panel(JO), case)
    with pytest.raises(Refused) as refused:
        brook.minute("meeting_agenda", meeting, "2026-10-05", case=case, why="Again")
    assert refusal(refused.value) == {"case": "on_agenda"}


class TestWhatIsAskedOfAMeeting:
    def test_every_open_school_of_the_area_is_to_be_invited(self, brook: World) -> None:
        meeting = brook.called(brook.panel(JO))
        panel, found = _meeting(brook, meeting)
        places = place_facts(brook.session, on=DAY)
        assert [p.name for p in not_invited(panel, found, places)] == [
            "Brook School",
            "Hill Academy",
        ]
        sent = {"how": "letter", "proof": "Post book"}
        brook.minute("meeting_invited", meeting, "2026-10-15", schools=BROOK, **sent)
        assert {"not_every_school", "invited_late"} <= _codes(brook, meeting)
        brook.closes(HILL, DAY)
        assert "not_every_school" not in _codes(brook, meeting)

    def test_each_organisation_signs_for_the_year(self, brook: World) -> None:
        panel = brook.panel(JO)
        brook.member(panel, KIT, school="", organisation="Health")
        meeting = brook.called(panel)
        assert [one.person for one in unsigned(brook.book().panels[panel], DAY)] == [JO, KIT]
        assert "agreement_unsigned" in _codes(brook, meeting)
        brook.minute("panel_agreement", panel, "2026-09-02", school=BROOK)
        brook.minute(
            "panel_agreement", panel, "2026-07-01", organisation="Health", year_from="2026"
        )
        held = brook.book().panels[panel]
        assert unsigned(held, DAY) == []
        assert [one.person for one in unsigned(held, date(2027, 9, 1))] == [JO, KIT]
        assert "agreement_unsigned" not in _codes(brook, meeting)

    def test_a_chair_who_is_there_and_authority_shown(self, brook: World) -> None:
        panel = brook.panel(JO)
        (jo,) = brook.book().panels[panel].members
        meeting = brook.called(panel)
        assert not {"no_chair", "below_quorum"} & _codes(brook, meeting)
        assert "not_opened" in _codes(brook, meeting)
        assert "not_opened" not in _codes(brook, meeting, today=DAY)
        brook.minute("meeting_opened", meeting, "2026-10-14")
        assert {"no_chair", "below_quorum"} <= _codes(brook, meeting)
        brook.minute("meeting_chair", meeting, "2026-10-14", member=jo.id)
        assert "chair_absent" in _codes(brook, meeting)
        brook.minute("meeting_attendance", meeting, "2026-10-14", member=jo.id, attends="present")
        assert "no_authority_shown" in _codes(brook, meeting)
        assert not {"no_chair", "chair_absent"} & _codes(brook, meeting)

    def test_a_quorum_is_the_authoritys_to_set_and_those_who_leave_do_not_count(
        self, brook: World
    ) -> None:
        amy = brook.agreed(AMY)
        panel = brook.panel(JO, KIT)
        jo, kit = (member.id for member in brook.book().panels[panel].members)
        meeting = brook.called(panel, amy)
        for member in (jo, kit):
            told = {"member": member, "attends": "present"}
            brook.minute("meeting_attendance", meeting, "2026-10-14", **told)
        _, found = _meeting(brook, meeting)
        (usual,) = quorum(found, local_rules(brook.session))
        assert (usual.basis.level, "2 of the 3" in usual.message) == ("ours", True)
        set_local_rule(
            brook.session, "panel_quorum", (2,), on=date(2026, 9, 1), cite="Protocol 4", by=OFFICER,
            source="form",
        )  # fmt: skip
        rules = local_rules(brook.session)
        assert list(quorum(found, rules)) == list(quorum(found, rules, amy)) == []
        brook.minute("meeting_conflict", meeting, "2026-10-14", member=kit, case=amy)
        _, found = _meeting(brook, meeting)
        (short,) = quorum(found, rules, amy)
        assert "after those with a conflict left, 1 of the 2" in short.message
        assert short.basis.level == "local"
        assert list(quorum(found, rules)) == []


def test_what_is_minuted_of_a_case_is_of_the_pupils_record_and_names_nobody(brook: World) -> None:
    eve = brook.refer(EVE, by=SCHOOL)
    brook.minute("meeting_agenda", brook.called(brook.panel()), "2026-10-05", case=eve, why="Due")
    last = history(brook.session, brook.pupil(EVE), today=TODAY)[-1]
    assert (last.entry.kind, last.entry.case_id) == ("meeting_agenda", eve)
    assert last.sentence == "Meeting agenda"


def test_a_meeting_that_was_opened_and_not_closed_is_said_to_be(brook: World) -> None:
    meeting = brook.before_the_panel(day=f"{DAY}")
    brook.minute("meeting_opened", meeting, f"{DAY}")
    assert "not_closed" not in _codes(brook, meeting, DAY)
    assert "not_closed" in _codes(brook, meeting, DAY + timedelta(days=1))
    brook.minute("meeting_closed", meeting, f"{DAY}")
    assert "not_closed" not in _codes(brook, meeting)
