import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.synth.write import write_authority
from movements.record import stop_clock_at
from tests.commands.world import ADA, BEN, NOW, WRITTEN_UNTIL, Office, roll, run


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    stop_clock_at(NOW)
    yield
    stop_clock_at(None)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the schools of a small invented authority would send."""
    folder = tmp_path_factory.mktemp("authority")
    write_authority(folder, 300, 1, 7, WRITTEN_UNTIL)
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, authority: Path) -> Path:
    """A register with the authority's schools, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    url = f"sqlite:///{folder}/register.db"
    for arguments in (("init",), ("schools", authority / "schools.csv")):
        assert run(*arguments, "--db", url).code == 0
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Office:
    """A folder without a register."""
    return Office(tmp_path)


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Office:
    """A register that knows the places and no pupil."""
    shutil.copytree(made, tmp_path / "held")
    return Office(tmp_path / "held")


@pytest.fixture
def peopled(office: Office) -> Office:
    """A register with Ada and Ben on the high school's roll."""
    ran, _ = office.send("pupils", roll(ADA, BEN))
    assert ran.code == 0, ran.err
    return office
