from collections.abc import Iterator

import pytest

from tests.intake.world import Files, files


@pytest.fixture
def sent() -> Iterator[Files]:
    with files() as made:
        yield made
