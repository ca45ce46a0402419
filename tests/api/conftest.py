import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from apregister.api import make_api
from apregister.api.caller import Shell
from apregister.db import open_engines
from apregister.migrate import upgrade
from apregister.settings import Settings
from movements.record import stop_clock_at
from tests.api.world import NOW, World, client_of, furnish
from tests.on_disk import Desk


@pytest.fixture
def noon() -> Iterator[None]:
    """It is noon on 12 December 2025."""
    stop_clock_at(NOW)
    yield
    stop_clock_at(None)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world, made once."""
    folder = tmp_path_factory.mktemp("world")
    engines = open_engines(f"sqlite:///{folder}/register.db")
    upgrade(engines)
    stop_clock_at(NOW)
    (folder / "keys.json").write_text(json.dumps(furnish(engines)))
    stop_clock_at(None)
    engines.dispose()
    return folder


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.engines.dispose()


@pytest.fixture(scope="session")
def api(furnished: Path, desk: Desk) -> FastAPI:
    """The API, made once; each test gives it a register of its own."""
    return make_api(desk.lay_out(furnished), Settings())


@pytest.fixture
def world(furnished: Path, api: FastAPI, desk: Desk, noon: None) -> Iterator[World]:
    """The small world, to be changed."""
    engines = desk.lay_out(furnished)
    api.state.shell = Shell(engines, Settings())
    keys = json.loads((furnished / "keys.json").read_text())
    yield World(engines, client_of(api), keys)
    engines.dispose()
