import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from apregister.db import keep_ready, open_engines
from apregister.migrate import upgrade
from apregister.settings import Settings
from apregister.web import make_web
from apregister.web.shell import Shell
from movements.record import stop_clock_at
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
def pages(furnished: Path) -> Iterator[Flask]:
    """The pages, made once; each test gives them a register of its own."""
    engines = open_engines(f"sqlite:///{furnished}/register.db")
    app = make_web(engines, Settings())
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    engines.dispose()


@pytest.fixture
def world(furnished: Path, pages: Flask, tmp_path: Path, noon: None) -> Iterator[World]:
    """The small authority, to be looked at and changed."""
    shutil.copytree(furnished, tmp_path / "held")
    url = f"sqlite:///{tmp_path}/held/register.db"
    engines = open_engines(url)
    keep_ready(engines.register)
    pages.extensions["apregister"] = Shell(engines, Settings(db=url))
    yield World(engines, pages.test_client())
    engines.dispose()
