"""A decision that departs from the order advised: the advice is kept, and a reason asked."""

from collections.abc import Iterator
from dataclasses import asdict

import pytest

from fair_access.cases import case
from fair_access.decide import take_step
from fair_access.foreseen import Foreseen, foresee
from fair_access.intake import foresee_rows, take_in_cases
from movements.actor import Actor
from movements.intake.reading import read_rows
from movements.record import Recorded
from tests.fair_access.share.world import TODAY, ShareWorld
from tests.spec.world import OFFICER, ref, upn, world

UNSAID = "departure_unsaid"


@pytest.fixture
def told() -> Iterator[ShareWorld]:
    """Amy waits for a place; by plans in Year 9, Dale is asked before Hill."""
    with world() as made:
        told = ShareWorld(made.session)
        told.moved("2026-09-02", "far", "on_roll")
        told.moved("2026-09-02", "far", "pupil_details", "nc_year=9; home_la=330")
        told.moved("2026-09-02", "hill", "on_roll", child="ben")
        told.moved("2026-09-02", "hill", "pupil_details", "nc_year=9; sen_provision=E", child="ben")
        told.moved("2026-10-01", "la:330", "case_referred")
        told.moved("2026-10-02", "la:330", "case_agreed")
        yield told


def _scheme(told: ShareWorld) -> int:
    scheme = "method=points; plans=1; cite=Protocol 7"
    return told.moved("2026-09-01", "la:330", "fair_share_scheme", scheme).entry


def _allocated(told: ShareWorld, to: str, child: str = "amy", **more: str) -> Recorded:
    answers = {"on": "2026-10-05", "to_place": ref(to), "starts_on": "2026-10-12"}
    answers |= {"movement": "on_roll", **more}
    with told.session.begin_nested():
        case_id = told.cases[child]
        return take_step(told.session, case_id, "case_allocated", answers, OFFICER, TODAY)


def _shown(told: ShareWorld) -> tuple[set[str], str]:
    """The concerns of the allocation as the case shows it, and its sentence."""
    found = case(told.session, told.cases["amy"], TODAY)
    assert found is not None
    line = next(step for step in found.steps if step.kind == "case_allocated")
    return {concern.code for concern in line.concerns}, line.sentence


def test_another_school_than_the_first_without_a_reason_is_a_note(told: ShareWorld) -> None:
    scheme = _scheme(told)
    done = _allocated(told, "hill")
    assert UNSAID in {concern.code for concern in done.concerns}
    concerns, _ = _shown(told)
    assert UNSAID in concerns
    entry = told.entry(done.entry)
    kept = {"scheme": scheme, "order": 3, "of": 3}
    # The movement was recorded in between.
    assert entry.answers()["fair_share"] == {**kept, "known": done.entry - 2}
    assert _allocated(told, "hill").result == "already_held"


def test_a_reason_given_is_kept_and_shown(told: ShareWorld) -> None:
    _scheme(told)
    done = _allocated(told, "hill", departs="A brother is there")
    assert UNSAID not in {concern.code for concern in done.concerns}
    concerns, sentence = _shown(told)
    assert UNSAID not in concerns
    assert "Not the school fair share puts first: A brother is there" in sentence


def test_the_first_school_or_one_equal_to_it_needs_no_reason(told: ShareWorld) -> None:
    _scheme(told)
    done = _allocated(told, "dale")
    assert told.entry(done.entry).answers()["fair_share"]["order"] == 1
    assert UNSAID not in _shown(told)[0]


def test_a_school_that_is_not_to_be_asked_is_a_departure_too(told: ShareWorld) -> None:
    _scheme(told)
    agreed = "school=dale; until=2026-12-18; reason=Four taken; agreed_by=Panel"
    told.moved("2026-10-01", "la:330", "fair_share_exemption", agreed)
    done = _allocated(told, "dale")
    assert told.entry(done.entry).answers()["fair_share"]["order"] is None
    (note,) = (concern for concern in done.concerns if concern.code == UNSAID)
    assert "not among the schools to be asked" in note.message


@pytest.mark.parametrize(
    ("details", "to", "more"),
    [
        ("", "hill", {}),
        ("scheme", "lodge", {}),
        ("scheme", "lodge", {"movement": "ap_placement", "reason": "BHS"}),
        ("protected=Y", "hill", {}),
    ],
    ids=["no scheme", "elsewhere", "a placement", "a protected child"],
)
def test_where_nothing_can_be_advised_nothing_is_kept(
    told: ShareWorld, details: str, to: str, more: dict[str, str]
) -> None:
    if details:
        _scheme(told)
    if "=" in details:
        told.moved("2026-10-03", "far", "pupil_details", details)
    done = _allocated(told, to, **more)
    kept = told.entry(done.entry).answers().get("fair_share")
    assert kept is None
    assert UNSAID not in _shown(told)[0]


def test_without_a_year_group_nothing_is_advised(told: ShareWorld) -> None:
    _scheme(told)
    told.moved("2026-09-02", "far", "on_roll", child="cal")
    told.moved("2026-09-02", "far", "pupil_details", "home_la=330", child="cal")
    told.moved("2026-10-01", "la:330", "case_referred", child="cal")
    told.moved("2026-10-02", "la:330", "case_agreed", child="cal")
    done = _allocated(told, "hill", child="cal")
    assert "fair_share" not in told.entry(done.entry).answers()


def _foreseen(told: ShareWorld, to: str = "hill", by: Actor = OFFICER) -> Foreseen | None:
    answers = {"on": "2026-10-05", "to_place": ref(to), "starts_on": "2026-10-12"}
    answers |= {"movement": "on_roll"}
    return foresee(told.session, told.cases["amy"], "case_allocated", answers, by, TODAY)


def _allocated_as(told: ShareWorld, foreseen: Foreseen | None) -> dict[str, int] | None:
    """What the allocation at Hill keeps of fair share."""
    answers = {"on": "2026-10-05", "to_place": ref("hill"), "starts_on": "2026-10-12"}
    case_id, session = told.cases["amy"], told.session
    answers |= {"movement": "on_roll"}
    done = take_step(session, case_id, "case_allocated", answers, OFFICER, TODAY, foreseen)
    kept: dict[str, int] | None = told.entry(done.entry).answers().get("fair_share")
    return kept


def test_advice_is_kept_as_it_was_seen_before_with_what_it_knew(told: ShareWorld) -> None:
    _scheme(told)
    seen = _foreseen(told)
    assert seen is not None
    known = told.moved("2026-09-03", "dale", "on_roll", child="cal").entry - 1
    told.moved("2026-09-03", "dale", "pupil_details", "nc_year=9; sen_provision=E", child="cal")
    kept = _allocated_as(told, seen)
    assert seen.share is not None
    assert kept == asdict(seen.share)
    assert (seen.share.order, seen.share.of, seen.share.known) == (3, 3, known)


def test_advice_for_another_place_is_not_kept(told: ShareWorld) -> None:
    _scheme(told)
    kept = _allocated_as(told, _foreseen(told, "dale"))
    assert kept is not None
    assert kept["order"] == 3


def test_a_file_keeps_what_was_foreseen_of_its_rows_before_it(told: ShareWorld) -> None:
    _scheme(told)
    allocated = f"case_allocated,{{}},{{}},{ref('hill')},2026-10-12,on_roll"
    wanted = (
        (upn("amy"), "2026-10-05"), (upn("fay"), "2026-10-05"), (upn("amy"), "soon"), ("1", ""),
    )  # fmt: skip
    rows = [allocated.format(*one) for one in wanted]
    text = "\n".join(["kind,upn,on,to_place,starts_on,movement", "case_heard,,,,,", *rows])
    sheet = read_rows(text.encode(), name="cases.csv")
    seen = foresee_rows(told.session, sheet, OFFICER)
    assert [*seen] == [3], "not of a child nobody knows, nor of what cannot be read"
    told.moved("2026-09-03", "dale", "on_roll", child="cal")
    report = take_in_cases(told.session, sheet, place=None, by=OFFICER, foreseen=seen)
    taken = next(one for one in report.outcomes if one.line == 3)
    assert (taken.result, report.accepted, report.refused) == ("accepted", 1, 4)
    assert taken.entry is not None
    assert seen[3].share is not None
    assert told.entry(taken.entry).answers()["fair_share"] == asdict(seen[3].share)


def test_nothing_is_kept_of_a_child_who_became_protected_in_between(told: ShareWorld) -> None:
    _scheme(told)
    seen = _foreseen(told)
    told.moved("2026-10-04", "far", "pupil_details", "protected=Y")
    assert _allocated_as(told, seen) is None


def test_nothing_is_foreseen_of_a_step_that_allocates_nothing(told: ShareWorld) -> None:
    case_id = told.cases["amy"]
    assert foresee(told.session, case_id, "case_deferred", {}, OFFICER, TODAY) is None
    assert foresee(told.session, case_id, "case_allocated", {}, OFFICER, TODAY) is None
    assert _foreseen(told, by=Actor("Finn", "la_officer", authority="999")) is None


def test_a_year_group_is_read_of_whatever_details_it_stands_among(told: ShareWorld) -> None:
    long = f"nc_year=9; surname={'Featherstonehaugh-' * 3}Smith; sen_provision=E"
    told.moved("2026-09-03", "hill", "pupil_details", long, child="ben")
    assert told.share("2026-10-05").years() == ["9"]
