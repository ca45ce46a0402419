"""Signing in and sittings: who comes in, for how long, and who does not."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from apregister import db, moment
from apregister.audit import looks
from apregister.auth import sign_in as signing
from apregister.auth.accounts import (
    Account,
    account_named,
    close_account,
)
from apregister.auth.sign_in import SignIn, change_password, sign_in
from apregister.auth.sittings import AccountSession, end_all_sittings, end_sitting, sitting_of
from apregister.db import Engines, open_engines, reading, writing
from movements.actor import Actor
from movements.problems import Refused
from tests.shell.conftest import AUTHORITY, PASSWORD, enrol

HERE = "10.0.0.7"
START = moment.now()


class Clock:
    """The real clock, moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(moment, "now", made)
    return made


def token_of(ended: SignIn) -> str:
    assert ended.token is not None
    return ended.token


# Signing in


def test_signing_in_and_who_it_then_is(engines: Engines) -> None:
    enrol(engines, "la_officer", "olu")
    ended = sign_in(engines, "Olu ", PASSWORD, HERE)
    held = sitting_of(engines, token_of(ended), moment.now())
    assert held is not None
    assert held.actor == Actor("olu", "la_officer", frozenset(), AUTHORITY)


def test_the_answer_is_the_same_for_a_wrong_password_and_an_unknown_name(
    engines: Engines,
) -> None:
    enrol(engines, "la_officer", "olu")
    assert sign_in(engines, "olu", "a wrong password", HERE) == SignIn()
    assert sign_in(engines, "nobody here", PASSWORD, HERE) == SignIn()


def test_failures_are_noted_for_the_account_and_never_with_what_was_typed(
    engines: Engines,
) -> None:
    enrol(engines, "la_officer", "olu")
    sign_in(engines, "olu", "a wrong password", HERE)
    sign_in(engines, "my password typed here", "", HERE)
    sign_in(engines, "olu", PASSWORD, HERE)
    noted = [(look.what, look.who) for look in reversed(looks(engines.looks))]
    assert noted == [
        ("sign_in_refused", "olu"),
        ("sign_in_refused", "nobody"),
        ("sign_in", "olu"),
    ]


def waits(engines: Engines, clock: Clock, name: str, times: int) -> list[int]:
    """The waits asked for by wrong passwords, each tried as soon as it may be."""
    asked = []
    for number in range(times):
        ended = sign_in(engines, name, "a wrong password", f"10.0.1.{number}")
        asked.append(ended.wait)
        clock.passes(seconds=ended.wait)
        if ended.wait:
            sign_in(engines, name, "a wrong password", f"10.0.2.{number}")
    return asked


def test_after_five_failures_for_a_name_the_wait_grows(engines: Engines, clock: Clock) -> None:
    enrol(engines, "la_officer", "olu")
    asked = waits(engines, clock, "olu", 10)
    assert asked[:5] == [0] * 5
    assert asked[5:] == sorted(asked[5:])
    assert asked[-1] >= 8


def test_a_name_nobody_has_waits_as_long(engines: Engines, clock: Clock) -> None:
    enrol(engines, "la_officer", "olu")
    assert waits(engines, clock, "olu", 8) == waits(engines, clock, "nobody", 8)


def test_while_one_waits_the_right_password_is_not_looked_at(
    engines: Engines, clock: Clock
) -> None:
    enrol(engines, "la_officer", "olu")
    for _ in range(5):
        sign_in(engines, "olu", "a wrong password", HERE)
    assert sign_in(engines, "olu", PASSWORD, HERE).wait > 0
    clock.passes(minutes=6)
    assert sign_in(engines, "olu", PASSWORD, HERE).token


def test_a_good_sign_in_forgives_the_failures_before_it(engines: Engines, clock: Clock) -> None:
    enrol(engines, "la_officer", "olu")
    for _ in range(3):
        for _ in range(4):
            assert sign_in(engines, "olu", "a wrong password", HERE).wait == 0
        assert sign_in(engines, "olu", PASSWORD, HERE).token


def test_one_address_that_tries_many_names_waits(engines: Engines, clock: Clock) -> None:
    asked = [sign_in(engines, f"name {n}", "guess guess", HERE).wait for n in range(27)]
    assert asked[: signing.FREE_FOR_AN_ADDRESS] == [0] * signing.FREE_FOR_AN_ADDRESS
    assert asked[-1] > 0
    assert sign_in(engines, "name 1", "guess guess", "10.9.9.9").wait == 0


# Sittings


def test_a_sitting_lasts_while_it_is_used_but_never_past_twelve_hours(
    engines: Engines, clock: Clock
) -> None:
    enrol(engines, "auditor")
    token = token_of(sign_in(engines, "auditor", PASSWORD, HERE))
    for _ in range(28):
        clock.passes(minutes=25)
        assert sitting_of(engines, token, clock()) is not None
    clock.passes(minutes=25)
    assert sitting_of(engines, token, clock()) is None


def test_a_sitting_left_idle_for_half_an_hour_is_over(engines: Engines, clock: Clock) -> None:
    enrol(engines, "auditor")
    token = token_of(sign_in(engines, "auditor", PASSWORD, HERE))
    clock.passes(minutes=31)
    assert sitting_of(engines, token, clock()) is None


def test_signing_out_ends_this_sitting_and_no_other(engines: Engines) -> None:
    enrol(engines, "auditor")
    one, other = (token_of(sign_in(engines, "auditor", PASSWORD, HERE)) for _ in range(2))
    end_sitting(engines, one)
    assert sitting_of(engines, one, moment.now()) is None
    assert sitting_of(engines, other, moment.now()) is not None


def test_sittings_can_be_revoked_all_at_once(engines: Engines) -> None:
    enrol(engines, "auditor")
    tokens = [token_of(sign_in(engines, "auditor", PASSWORD, HERE)) for _ in range(2)]
    with reading(engines.register) as session:
        account = account_named(session, "auditor")
    assert account is not None
    end_all_sittings(engines, account.id)
    assert [sitting_of(engines, token, moment.now()) for token in tokens] == [None, None]


def test_a_closed_account_is_out_at_once_and_stays_out(engines: Engines) -> None:
    enrol(engines, "auditor")
    token = token_of(sign_in(engines, "auditor", PASSWORD, HERE))
    with writing(engines.register) as session:
        account = account_named(session, "auditor")
        assert account is not None
        close_account(session, account)
    assert sitting_of(engines, token, moment.now()) is None
    assert sign_in(engines, "auditor", PASSWORD, HERE) == SignIn()


def test_the_token_is_not_kept(engines: Engines) -> None:
    enrol(engines, "auditor")
    token = token_of(sign_in(engines, "auditor", PASSWORD, HERE))
    with reading(engines.looks) as session:
        [held] = session.execute(select(AccountSession)).scalars()
    assert token not in (held.token_hash, held.account_id)


def test_a_busy_looks_file_signs_nobody_out(
    url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 0.05)
    impatient = open_engines(url)
    enrol(impatient, "auditor")
    token = token_of(sign_in(impatient, "auditor", PASSWORD, HERE))
    clock.passes(minutes=5)
    with writing(impatient.looks):
        assert sitting_of(impatient, token, clock()) is not None
    impatient.dispose()


# Changing a password


def account_id(engines: Engines, name: str) -> str:
    with reading(engines.register) as session:
        return session.exec(select(Account.id).where(Account.sign_in_name == name)).one()


def test_a_new_password_ends_every_sitting(engines: Engines) -> None:
    enrol(engines, "auditor")
    tokens = [token_of(sign_in(engines, "auditor", PASSWORD, HERE)) for _ in range(2)]
    new = "four brass kettles"
    change_password(engines, account_id(engines, "auditor"), PASSWORD, new, new)
    assert [sitting_of(engines, token, moment.now()) for token in tokens] == [None, None]
    assert sign_in(engines, "auditor", PASSWORD, HERE).token is None
    assert sign_in(engines, "auditor", new, HERE).token


@pytest.mark.parametrize(
    ("current", "new", "again", "field", "code"),
    [
        (
            "a wrong password",
            "four brass kettles",
            "four brass kettles",
            "current_password",
            "wrong",
        ),
        (PASSWORD, "four brass kettles", "four brass kettle", "again", "differs"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password", "same"),
        (PASSWORD, "short", "short", "new_password", "too_short"),
        (PASSWORD, "password1234", "password1234", "new_password", "too_common"),
    ],
)
def test_a_password_that_is_not_changed(
    engines: Engines, current: str, new: str, again: str, field: str, code: str
) -> None:
    enrol(engines, "auditor")
    token = token_of(sign_in(engines, "auditor", PASSWORD, HERE))
    with pytest.raises(Refused) as refused:
        change_password(engines, account_id(engines, "auditor"), current, new, again)
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]
    assert sitting_of(engines, token, moment.now()) is not None
