from collections.abc import Iterator

import pytest

from tests.spec.world import World, world


@pytest.fixture
def told() -> Iterator[World]:
    with world() as made:
        yield made
