from collections.abc import Iterator

import pytest

from tests.fair_access.world import World, world


@pytest.fixture
def brook() -> Iterator[World]:
    with world() as made:
        yield made
