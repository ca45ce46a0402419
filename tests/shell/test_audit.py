"""Who looked: noted in a file of its own, never changed, read by auditors."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from apregister.audit import (
    LOOKS_GONE,
    Look,
    Wanted,
    count_looks,
    delete_looks,
    looked,
    looks,
    looks_before,
    prepare_looks,
)
from apregister.db import Engines, writing
from apregister.fence import FenceBroken, assert_fence
from movements.actor import Actor

OFFICER = Actor("olu", "la_officer", authority="330")


def look(engines: Engines, pupil: str, what: str = "history", who: Actor = OFFICER) -> None:
    looked(engines.looks, who, what, door="web", address="10.0.0.7", pupil_id=pupil)


def test_a_look_says_who_in_which_role_at_what_and_by_which_door(engines: Engines) -> None:
    look(engines, "p_1")
    [held] = looks(engines.looks)
    said = (held.who, held.role, held.organisation, held.what, held.pupil_id, held.door)
    assert said == ("olu", "la_officer", "la:330", "history", "p_1", "web")
    assert held.address == "10.0.0.7"
    assert held.at.endswith("Z")
    assert len(held.at) == len("2026-11-23T20:15:00.123456Z")


@pytest.mark.parametrize(
    ("wanted", "pupils"),
    [
        (Wanted(), ["p_3", "p_2", "p_1"]),
        (Wanted(pupil_id="p_2"), ["p_2"]),
        (Wanted(who="ada"), ["p_3"]),
        (Wanted(what="export"), ["p_3"]),
        (Wanted(limit=1), ["p_3"]),
        (Wanted(before=3, limit=1), ["p_2"]),
        (Wanted(who="nobody"), []),
    ],
)
def test_an_auditor_finds_looks_the_latest_first(
    engines: Engines, wanted: Wanted, pupils: list[str]
) -> None:
    look(engines, "p_1")
    look(engines, "p_2")
    look(engines, "p_3", "export", Actor("ada", "auditor"))
    assert [held.pupil_id for held in looks(engines.looks, wanted)] == pupils


def test_looks_of_a_sort_are_counted_from_a_moment_on(engines: Engines) -> None:
    look(engines, "p_1")
    look(engines, "p_2")
    assert count_looks(engines.looks, "history", "2000-01-01T00:00:00.000000Z") == 2
    assert count_looks(engines.looks, "history", "2999-01-01T00:00:00.000000Z") == 0
    assert count_looks(engines.looks, "export", "2000-01-01T00:00:00.000000Z") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE look SET who = 'somebody else'",
        "DELETE FROM look",
        "INSERT OR REPLACE INTO look SELECT * FROM look",
    ],
)
def test_a_look_is_never_changed(engines: Engines, statement: str) -> None:
    look(engines, "p_1")
    with (
        pytest.raises(IntegrityError, match="append-only"),
        writing(engines.looks) as session,
    ):
        session.connection().execute(text(statement))


def test_looks_are_noted_while_a_long_intake_holds_the_register(engines: Engines) -> None:
    with writing(engines.register):
        look(engines, "p_1")
    assert len(looks(engines.looks)) == 1


def test_a_missing_fence_round_the_looks_is_named(engines: Engines) -> None:
    with writing(engines.looks) as session:
        session.connection().execute(text("DROP TRIGGER look_no_delete"))
    with pytest.raises(FenceBroken, match="look_no_delete"):
        assert_fence(engines)


def old_look(engines: Engines, at: str) -> None:
    with writing(engines.looks) as session:
        session.add(
            Look(at=at, who="olu", role="la_officer", organisation="la:330", what="history",
                 door="web", address="")
        )  # fmt: skip


def test_looks_of_long_ago_may_go_and_it_is_noted(engines: Engines) -> None:
    old_look(engines, "2015-03-01T09:00:00.000000Z")
    look(engines, "p_1")
    assert looks_before(engines.looks, "2016-01-01") == 1
    assert delete_looks(engines.looks, OFFICER, "2016-01-01") == 1
    assert [held.what for held in looks(engines.looks)] == [LOOKS_GONE, "history"]
    assert looks(engines.looks)[0].reason == "2016-01-01"
    assert_fence(engines)


def test_looks_of_less_than_six_years_do_not_go_whatever_is_noted(engines: Engines) -> None:
    look(engines, "p_1")
    with pytest.raises(IntegrityError, match="append-only"):
        delete_looks(engines.looks, OFFICER, "2999-01-01")
    assert looks_before(engines.looks, "2999-01-01") == 2


def test_the_fence_of_an_earlier_version_is_put_right(engines: Engines) -> None:
    with writing(engines.looks) as session:
        here = session.connection()
        here.execute(text("DROP TRIGGER look_no_delete"))
        refusal = "SELECT RAISE(ABORT, 'look_no_delete: looks are append-only')"
        here.execute(
            text(f"CREATE TRIGGER look_no_delete BEFORE DELETE ON look BEGIN {refusal}; END")
        )
    with pytest.raises(FenceBroken, match="look_no_delete"):
        assert_fence(engines)
    prepare_looks(engines.looks, ())
    assert_fence(engines)
