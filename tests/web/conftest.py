from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from apregister.db import open_engines
from apregister.migrate import upgrade
from apregister.settings import Settings
from apregister.web import make_web
from apregister.web.shell import Shell
from movements.record import stop_clock_at
from tests.on_disk import Desk
from tests.web.world import NOW, World, furnish


@pytest.fixture
def noon() -> Iterator[None]:
    """It is noon on 23 November 2026."""
    stop_clock_at(NOW)
    yield
    stop_clock_at(None)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small authority, made once."""
    folder = tmp_path_factory.mktemp("authority")
    engines = open_engines(f"sqlite:///{folder}/register.db")
    upgrade(engines)
    stop_clock_at(NOW)
    furnish(engines)
    stop_clock_at(None)
    engines.dispose()
    return folder


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.engines.dispose()


@pytest.fixture(scope="session")
def pages(furnished: Path, desk: Desk) -> Flask:
    """The pages, made once; each test gives them a register of its own."""
    app = make_web(desk.lay_out(furnished), Settings())
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def world(furnished: Path, pages: Flask, desk: Desk, noon: None) -> Iterator[World]:
    """The small authority, to be looked at and changed."""
    engines = desk.lay_out(furnished)
    pages.extensions["apregister"] = Shell(engines, Settings(db=desk.url))
    yield World(engines, pages.test_client())
    engines.dispose()
