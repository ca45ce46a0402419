"""The list of the morning at the command line. It is 10:00 in England on 14 October 2026."""

import pytest

from tests.commands.world import ADA, BEN, MARKS, SCHOOL, SETTING, Office, Ran


@pytest.fixture
def placed(peopled: Office) -> Office:
    """Ada and Ben are at the setting since 5 October; only Ben is marked there today."""
    rows = "\n".join(
        f"ap_placement,{who},2026-10-05,{SETTING},BHS,2026-12-18" for who in (ADA, BEN)
    )
    ran, _ = peopled.send("movements", f"kind,upn,on,place,reason,planned_end\n{rows}")
    assert ran.code == 0, ran.err
    ran, _ = peopled.send("attendance", f"{MARKS}\n{BEN},2026-10-14,AM,N", school=SETTING)
    assert ran.code == 0, ran.err
    return peopled


def said(ran: Ran) -> str:
    assert ran.code == 0, ran.err
    return ran.out


def test_the_list_in_words(placed: Office) -> None:
    text = said(placed.run("morning"))
    assert "Wednesday 14 October 2026: 2 children expected this morning" in text
    assert "1 of 2 marked" in text
    assert "No mark: 1 child" in text
    assert "Absent, no reason given: 1 child" in text
    assert "(N); placed" in text


def test_the_time_is_waited_for(placed: Office) -> None:
    text = said(placed.run("morning", "--at", "09:30"))
    assert "1 without a mark yet, before the time of the list" in text
    assert "No mark:" not in text


def test_the_afternoon_is_asked_for_by_its_session(placed: Office) -> None:
    text = said(placed.run("morning", "--session", "pm", "--at", "14:00"))
    assert "2 children expected this afternoon" in text
    assert "No mark: 2 children" in text


def test_of_a_setting_known_by_its_type_alone_what_is_owed_is_said(placed: Office) -> None:
    ran, _ = placed.send(
        "movements", f"kind,upn,on,setting_type,reason\nap_placement,{ADA},2026-10-05,OOT,BHS"
    )
    assert ran.code == 0, ran.err
    text = said(placed.run("morning"))
    assert "One-to-one tuition, not named" in text
    assert "No place is recorded that could send marks." in text


@pytest.mark.parametrize(("school", "count"), [(SCHOOL, 2), (SETTING, 2), ("la:999", 2)])
def test_of_a_school_a_setting_or_an_authority(placed: Office, school: str, count: int) -> None:
    assert len(placed.run("morning", "--school", school, "--json").json()["items"]) == count


def test_of_others_nothing(placed: Office) -> None:
    for school in ("900004", "la:330"):
        assert placed.run("morning", "--school", school, "--json").json()["total"] == 0


def test_a_weekend_is_told_by_the_friday(placed: Office) -> None:
    told = placed.run("morning", "--on", "2026-10-11", "--json").json()
    assert (told["on"], told["total"], told["synthetic"]) == ("2026-10-09", 2, True)


@pytest.mark.parametrize(
    "asked",
    [
        ("--at", "ten"),
        ("--on", "2026-10-15"),
        ("--session", "noon"),
        ("--school", "la:xx"),
        ("--school", "1"),
    ],
)
def test_what_cannot_be_asked_is_said(placed: Office, asked: tuple[str, str]) -> None:
    ran = placed.run("morning", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


def test_how_soon_the_school_told_of_its_placements(placed: Office) -> None:
    text = said(placed.run("told-late", "--days", "28"))
    assert "2 movements, usually 7 school days after" in text
    assert "0 by the day, 0 within 5 school days, 2 later" in text


def test_what_is_not_known_of_what_was_bought_is_said(placed: Office) -> None:
    text = said(placed.run("bought", "--from", "2026-10-05", "--to", "2026-10-09"))
    assert "2 placements, 20 sessions bought, not known how many attended (2 not marked)" in text
    assert "cost not known (2 not told), transport not known (2 not told)" in text


def test_a_digest_marks_what_is_long_overdue_and_for_whom(placed: Office) -> None:
    named = ("--authority", "999", "--school", SCHOOL, "--name", "Jo", "--email", "jo@example.org")
    assert "Accepted" in said(placed.run("escalation", "set", *named, "--from", "2026-09-01"))
    assert "Jo <jo@example.org>, from 1 September 2026" in said(placed.run("escalation", "list"))
    text = said(placed.run("digest", "--school", SCHOOL, "--on", "2027-02-26"))
    assert "Overdue (" in text
    assert "is told to Jo <jo@example.org>." in text
    assert "Eze" not in text
