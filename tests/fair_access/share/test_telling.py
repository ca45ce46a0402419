"""Who may tell what of a fair-share scheme, and about whom."""

from datetime import date

import pytest

from fair_access.fair_share.child import may_ask_for, of_child
from fair_access.fair_share.held import said_by, share_held
from fair_access.fair_share.ledger import fair_share, line_told
from fair_access.fair_share.rolls import Asked
from fair_access.fair_share.tell import tell_fair_share
from movements.actor import Actor
from movements.problems import Refused
from movements.record import Recorded
from tests.fair_access.world import (
    AMY,
    AUDITOR,
    BROOK,
    DOT,
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

NOW = Asked(TODAY, None, TODAY)
SCHEME = {"on": "2026-09-01", "method": "points", "plans": "1", "cite": "Protocol 7"}
JOURNEY = {"on": "2026-10-01", "to_place": HILL, "minutes": "25", "by": "walking", "source": "Map"}


def _tell(world: World, kind: str, answers: dict[str, str], by: Actor = OFFICER) -> Recorded:
    return tell_fair_share(world.session, kind, answers, by=by, source="form")


def _refused(world: World, kind: str, answers: dict[str, str], by: Actor = OFFICER) -> dict:
    with pytest.raises(Refused) as refused:
        _tell(world, kind, answers, by)
    return refusal(refused.value)


@pytest.fixture
def told(brook: World) -> World:
    brook.moved("pupil_details", AMY, BROOK, "2026-09-02", nc_year="9", home_la="330")
    brook.moved("pupil_details", EVE, BROOK, "2026-09-02", nc_year="9", home_la="330")
    return brook


@pytest.mark.parametrize(
    "by", [PANEL, AUDITOR, SCHOOL, Actor("A key", "la_officer")], ids=lambda by: by.name
)
def test_only_an_officer_sets_the_scheme(told: World, by: Actor) -> None:
    assert _refused(told, "fair_share_scheme", SCHEME, by) == {"kind": "not_allowed"}


def test_an_exemption_is_told_with_who_agreed_it_and_until_when(told: World) -> None:
    says = {"school": BROOK, "until": "2027-03-26", "reason": "Four taken", "agreed_by": "Panel"}
    entry = _tell(told, "fair_share_exemption", {"on": "2026-09-01", **says}).entry
    lines = fair_share(told.session, "330", NOW).of_year(None)
    (line,) = (one for one in lines if one.place.id == place_id(BROOK))
    (exempt,) = line_told(line)["exemptions"]
    assert (exempt["entry"], exempt["until"], exempt["agreed_by"]) == (
        entry,
        says["until"],
        "Panel",
    )
    after = fair_share(told.session, "330", Asked(date(2027, 3, 27), None, TODAY))
    assert not any(one.exemptions for one in after.lines), "its last day is over"


def test_an_authority_is_one_of_england(told: World) -> None:
    nowhere = Actor("Noah Nowhere", "la_officer", authority="000")
    assert _refused(told, "fair_share_scheme", SCHEME, nowhere) == {
        "authority": "unknown_authority"
    }


def test_what_is_no_kind_of_fair_share_is_refused(told: World) -> None:
    assert _refused(told, "suspension", SCHEME) == {"kind": "unknown_kind"}


def test_a_scheme_is_its_own_authoritys(told: World) -> None:
    entry = _tell(told, "fair_share_scheme", SCHEME).entry
    assert _tell(told, "fair_share_scheme", SCHEME) == Recorded(entry, "already_held", "")
    assert _tell(told, "fair_share_scheme", SCHEME, FAR_OFFICER).result == "accepted"
    withdrawal = {"on": "2026-10-01", "because": "Not theirs", "corrects": str(entry)}
    assert _refused(told, "fair_share_withdrawn", withdrawal, FAR_OFFICER) == {
        "corrects": "no_such_entry"
    }
    assert _tell(told, "fair_share_withdrawn", withdrawal).result == "accepted"
    assert share_held(told.session, "330").scheme_on(TODAY) is None
    assert share_held(told.session, "331").schemes()
    assert _refused(told, "fair_share_withdrawn", {**withdrawal, "on": "2026-10-02"}) == {
        "corrects": "already_corrected"
    }


def test_a_school_that_nobody_knows(told: World) -> None:
    wrong = {**JOURNEY, "pupil": told.pupil(AMY), "to_place": "999999"}
    assert _refused(told, "fair_share_journey", wrong) == {"to_place": "unknown_place"}


def test_a_correction_says_why(told: World) -> None:
    entry = _tell(told, "fair_share_scheme", SCHEME).entry
    again = {**SCHEME, "plans": "2", "corrects": str(entry)}
    assert _refused(told, "fair_share_scheme", again) == {"correction_reason": "missing"}
    wrong = {**again, "correction_reason": "mood"}
    assert _refused(told, "fair_share_scheme", wrong) == {"correction_reason": "unknown_code"}


def test_of_a_child_only_an_officer_who_sees_the_child_tells(told: World) -> None:
    amy, dot = told.pupil(AMY), told.pupil(DOT)
    assert _refused(told, "fair_share_journey", JOURNEY) == {"upn": "missing"}
    assert _refused(told, "fair_share_journey", {**JOURNEY, "pupil": dot}) == {"upn": "not_yours"}
    assert _refused(told, "fair_share_journey", {**JOURNEY, "pupil": "p_0"}) == {"upn": "not_yours"}
    first = _tell(told, "fair_share_journey", {**JOURNEY, "pupil": amy})
    assert _tell(told, "fair_share_journey", {**JOURNEY, "upn": AMY}).result == "already_held"
    nothing = {k: v for k, v in JOURNEY.items() if k != "minutes"}
    assert _refused(told, "fair_share_journey", {**nothing, "upn": AMY}) == {
        "metres": "missing",
        "corrects": "differs",
    }
    later = _tell(told, "fair_share_journey", {**JOURNEY, "on": "2026-11-01", "pupil": amy})
    held = share_held(told.session, "330")
    assert held.journeys_on(TODAY, [amy])[place_id(HILL)].number == later.entry > first.entry


def test_a_redacted_entry_says_nothing_any_more(told: World) -> None:
    entry = told.entry(_tell(told, "fair_share_scheme", SCHEME).entry)
    assert said_by(entry) is not None
    assert said_by(entry._replace(details=None)) is None
    assert said_by(told.entry(1)) is None


def test_a_child_without_a_year_group_needs_one_given(told: World) -> None:
    held = share_held(told.session, "330")
    with pytest.raises(Refused) as refused:
        of_child(told.session, told.pupil(DOT), held, NOW)
    assert refusal(refused.value) == {"year_group": "missing"}
    assert of_child(told.session, told.pupil(DOT), held, NOW, year="8").year == "8"


def test_of_a_protected_child_nothing_is_known_unless_it_is_asked_to_be_shown(told: World) -> None:
    held, eve = share_held(told.session, "330"), told.pupil(EVE)
    hidden = of_child(told.session, eve, held, NOW)
    assert (hidden.withheld, hidden.rolls) == (True, frozenset())
    shown = of_child(told.session, eve, held, NOW, show_protected=True)
    assert (shown.withheld, shown.rolls) == (False, frozenset({place_id(BROOK)}))


def test_who_may_ask_for_a_child(told: World) -> None:
    amy, dot = told.pupil(AMY), told.pupil(DOT)

    def may(pupil: str) -> list[str]:
        every = (OFFICER, PANEL, AUDITOR, SCHOOL, FAR_OFFICER)
        return [by.name for by in every if may_ask_for(told.session, pupil, by, TODAY)]

    assert may(amy) == [OFFICER.name, AUDITOR.name]
    assert may(dot) == [FAR_OFFICER.name]
    case_id = told.refer(AMY)
    assert may(amy) == [OFFICER.name, AUDITOR.name]
    told.before_the_panel(case_id)
    assert may(amy) == [OFFICER.name, PANEL.name, AUDITOR.name]
