"""Totals and marks signed off by the school, until something of those terms is sent again."""

import pytest

from movements.actor import Actor
from movements.problems import Refused
from movements.received import submission
from movements.record import Recorded
from movements.signed_off import LONGEST, SignOff, sign_off, sign_offs
from tests.attendance.test_totals import DAY, SPRING, sent
from tests.attendance.test_totals import rows as totals
from tests.attendance.world import AMY, BEN, HOME, SETTING, World

WHY = "Ten days of marks were lost with the old system"


def stands(brook: World) -> SignOff:
    [found] = sign_offs(brook.session).values()
    return found


def signed(brook: World, why: str = WHY, upto: int | None = None) -> Recorded:
    number = stands(brook).compared.upto if upto is None else upto
    place = brook.place(HOME)
    by = Actor("Bea Bursar", "school", frozenset({place.id}))
    return sign_off(brook.session, place, number, why, by=by, source="form")


def codes(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in error.value.problems]


def test_a_result_is_signed_off_with_its_files_what_is_left_and_why(brook: World) -> None:
    first = sent(brook, totals(f"{AMY},{DAY},3,I,1"))
    assert stands(brook).state == "unsigned"
    done = signed(brook)
    found = stands(brook)
    assert (found.state, found.entry and found.entry.recorded_by) == ("signed", "Bea Bursar")
    file = submission(brook.session, first.submission)
    assert file is not None
    assert found.told == {
        "files": [{"submission": first.submission, "sha256": file.sha256}],
        "upto": first.submission,
        "questions": 1,
        "left": {"no_marks": 1},
        "why": WHY,
    }
    assert signed(brook) == Recorded(done.entry, "already_held", "")


def test_totals_or_marks_of_those_terms_make_it_stale_and_others_do_not(brook: World) -> None:
    sent(brook, totals(f"{AMY},{DAY},3,I,1"))
    signed(brook)
    brook.sent(f"{AMY},2026-01-13,AM,/", today=SPRING)
    assert stands(brook).state == "signed", "marks of another term"
    brook.sent(f"{AMY},2025-11-03,AM,/")
    assert stands(brook).state == "stale"
    signed(brook)
    assert stands(brook).state == "signed"
    sent(brook, totals(f"{BEN},{DAY},2,I,1"))
    assert stands(brook).state == "stale"


def test_nothing_is_signed_unseen_or_left_without_a_reason(brook: World) -> None:
    shown = sent(brook, totals(f"{AMY},{DAY},3,I,1")).submission
    sent(brook, totals(f"{BEN},{DAY},2,I,1"))
    with pytest.raises(Refused) as error:
        signed(brook, " ", upto=shown)
    assert codes(error) == [("upto", "changed_since"), ("why", "missing")]
    with pytest.raises(Refused) as error:
        signed(brook, "x" * (LONGEST + 1))
    assert codes(error) == [("why", "too_long")]


def test_only_the_school_itself_signs_and_only_where_it_returned_totals(brook: World) -> None:
    officer = Actor("officer", "la_officer", authority="330")
    with pytest.raises(Refused) as error:
        sign_off(brook.session, brook.place(HOME), 0, WHY, by=officer, source="form")
    assert codes(error) == [("school", "not_yours")]
    setting = brook.place(SETTING)
    own = Actor("Lee Lodge", "setting", frozenset({setting.id}))
    with pytest.raises(Refused) as error:
        sign_off(brook.session, setting, 0, WHY, by=own, source="form")
    assert codes(error) == [("school", "nothing_to_sign")]
