from collections.abc import Iterator

import pytest

from tests.attendance.world import World, world


@pytest.fixture
def brook() -> Iterator[World]:
    with world() as made:
        yield made
