import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from apregister.auth import passwords
from apregister.auth.accounts import add_account
from apregister.db import Engines, open_engines, writing
from apregister.migrate import migrate
from apregister.settings import Settings
from apregister.web import make_web
from movements.actor import Role

PASSWORD = "three quiet herons"
AUTHORITY = "330"
PLACE = "s_home"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; here it need not be."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_NOBODY", quick.hash("nobody"))


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("fresh")
    migrate(f"sqlite:///{folder}/register.db")
    return folder


@pytest.fixture
def url(fresh: Path, tmp_path: Path) -> str:
    shutil.copytree(fresh, tmp_path / "held")
    return f"sqlite:///{tmp_path}/held/register.db"


@pytest.fixture
def engines(url: str) -> Iterator[Engines]:
    opened = open_engines(url)
    yield opened
    opened.dispose()


@pytest.fixture
def web(engines: Engines, url: str) -> Flask:
    return make_web(engines, Settings(db=url))


@pytest.fixture
def client(web: Flask) -> FlaskClient:
    web.config["WTF_CSRF_ENABLED"] = False
    return web.test_client()


def enrol(engines: Engines, role: Role, name: str | None = None) -> str:
    """Add an account of a role; returns its sign-in name."""
    speaks_for_place = role in ("school", "setting")
    with writing(engines.register) as session:
        account = add_account(
            session,
            sign_in_name=name or role,
            name=f"A {role}",
            role=role,
            password=PASSWORD,
            places=[PLACE] if speaks_for_place else [],
            authority=None if speaks_for_place else AUTHORITY,
        )
    return account.sign_in_name


def sign_in_as(client: FlaskClient, name: str, password: str = PASSWORD) -> None:
    answer = client.post("/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 303, answer.text
