"""Accounts, passwords and keys: which there may be, and what is kept of them."""

import pytest
from sqlmodel import select

from apregister.auth.accounts import account_named, actor_of, add_account, has_demo_accounts
from apregister.auth.keys import ApiKey, actor_of_token, add_key, revoke_key
from apregister.auth.passwords import matches, new_password, password_problem
from apregister.db import Engines, reading, writing
from movements.actor import Actor
from movements.problems import Refused
from tests.shell.conftest import AUTHORITY, PASSWORD, PLACE, enrol

# Passwords


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "too_short"),
        ("elevenchars", "too_short"),
        ("x" * 201, "too_long"),
        ("aaaaaaaaaaaa", "too_common"),
        ("123456789012", "too_common"),
        ("qwertyuiop[]", "too_common"),
        ("qwertyuiopasdf", "too_common"),
        ("password1234", "too_common"),
        ("P@ssw0rd2026!", "too_common"),
        ("passwordpassword", "too_common"),
        ("Olu.Officer2026", "too_common"),
        ("apregister2026", "too_common"),
        ("three quiet herons", None),
        ("tin-lamp-harbour-9", None),
    ],
)
def test_which_passwords_are_refused(password: str, code: str | None) -> None:
    problem = password_problem(password, sign_in_name="olu.officer")
    assert (problem.code if problem else None) == code


def test_a_made_up_password_may_be_chosen_and_is_never_the_same() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(password_problem(one, sign_in_name="olu") is None for one in made)


def test_no_password_matches_where_there_is_no_account() -> None:
    assert not matches("", None)
    assert not matches(PASSWORD, None)
    assert not matches(PASSWORD, "not a hash")


# Accounts


def test_an_account_acts_for_its_places_and_keeps_no_password(engines: Engines) -> None:
    enrol(engines, "school")
    with reading(engines.register) as session:
        account = account_named(session, " SCHOOL ")
        assert account is not None
        assert actor_of(session, account) == Actor("school", "school", frozenset({PLACE}))
        assert account.password_hash.startswith("$argon2id$")
        assert PASSWORD not in account.model_dump_json()


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"sign_in_name": " "}, "sign_in_name", "missing"),
        ({"sign_in_name": "Olu"}, "sign_in_name", "taken"),
        ({"name": ""}, "name", "missing"),
        ({"role": "teacher"}, "role", "not_allowed"),
        ({"role": "school"}, "places", "missing"),
        ({"role": "setting"}, "places", "missing"),
        ({"authority": None}, "authority", "missing"),
        ({"role": "panel_member", "authority": None}, "authority", "missing"),
        ({"password": "short"}, "password", "too_short"),
    ],
)
def test_an_account_that_cannot_be(
    engines: Engines, changed: dict[str, str], field: str, code: str
) -> None:
    enrol(engines, "la_officer", "olu")
    good = {
        "sign_in_name": "ada",
        "name": "Ada",
        "role": "la_officer",
        "password": PASSWORD,
        "authority": AUTHORITY,
    }
    with pytest.raises(Refused) as refused, writing(engines.register) as session:
        add_account(session, **{**good, **changed})  # type: ignore[arg-type]
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]


def test_everything_wrong_with_an_account_is_said_at_once(engines: Engines) -> None:
    with pytest.raises(Refused) as refused, writing(engines.register) as session:
        add_account(session, sign_in_name="", name="", role="school", password="x")
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["sign_in_name", "name", "places", "password"]


def test_a_database_knows_its_demo_accounts(engines: Engines) -> None:
    enrol(engines, "auditor")
    with writing(engines.register) as session:
        assert not has_demo_accounts(session)
        add_account(
            session, sign_in_name="d", name="D", role="auditor", password=PASSWORD, demo=True
        )
        assert has_demo_accounts(session)


# Keys


def test_a_key_acts_for_its_place_until_it_is_revoked(engines: Engines) -> None:
    with writing(engines.register) as session:
        made = add_key(session, role="school", place=PLACE, label="MIS")
    with reading(engines.register) as session:
        actor = actor_of_token(session.connection(), made.token)
    assert actor == Actor(made.key.id, "school", frozenset({PLACE}))
    with writing(engines.register) as session:
        revoke_key(session, made.key.id)
    with reading(engines.register) as session:
        assert actor_of_token(session.connection(), made.token) is None


def test_a_key_of_an_authority(engines: Engines) -> None:
    with writing(engines.register) as session:
        made = add_key(session, role="la_officer", authority=AUTHORITY)
        actor = actor_of_token(session.connection(), made.token)
    assert actor == Actor(made.key.id, "la_officer", frozenset(), AUTHORITY)


def test_the_token_of_a_key_is_not_kept(engines: Engines) -> None:
    with writing(engines.register) as session:
        made = add_key(session, role="setting", place=PLACE)
    with reading(engines.register) as session:
        [held] = session.exec(select(ApiKey))
    assert made.token not in held.model_dump_json()
    assert made.token.startswith("apr_")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"role": "auditor", "place": PLACE}, "role"),
        ({"role": "school"}, "place"),
        ({"role": "school", "place": PLACE, "authority": AUTHORITY}, "place"),
        ({"role": "la_officer"}, "authority"),
        ({"role": "la_officer", "place": PLACE, "authority": AUTHORITY}, "authority"),
    ],
)
def test_a_key_is_bound_to_one_organisation(
    engines: Engines, asked: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused, writing(engines.register) as session:
        add_key(session, **asked)  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field


def test_only_a_key_in_use_can_be_revoked(engines: Engines) -> None:
    with pytest.raises(Refused), writing(engines.register) as session:
        revoke_key(session, "k_none")
