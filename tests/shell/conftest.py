import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from apregister.auth.accounts import add_account
from apregister.db import Engines, open_engines, writing
from apregister.migrate import migrate
from apregister.settings import Settings
from apregister.web import make_web
from apregister.web.shell import Shell
from movements.actor import Role

PASSWORD = "three quiet herons"
AUTHORITY = "330"
PLACE = "s_home"


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


@pytest.fixture(scope="session")
def made(fresh: Path) -> Flask:
    """The pages, made once; each test gives them a register of its own."""
    url = f"sqlite:///{fresh}/register.db"
    engines = open_engines(url)
    web = make_web(engines, Settings(db=url))
    engines.dispose()
    return web


@pytest.fixture
def web(made: Flask, engines: Engines, url: str) -> Flask:
    made.config["WTF_CSRF_ENABLED"] = True
    made.extensions["apregister"] = Shell(engines, Settings(db=url))
    return made


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
