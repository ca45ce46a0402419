from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake.census import Census
from tests.intake.world import Files, files


@pytest.fixture
def sent() -> Iterator[Files]:
    with files() as made:
        yield made


@pytest.fixture
def census(sent: Files, tmp_path: Path) -> Census:
    return Census(sent, tmp_path)
