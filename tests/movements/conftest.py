from collections.abc import Iterator

import pytest

from tests.spec.world import World, world


@pytest.fixture
def told() -> Iterator[World]:
    """A register that knows the places and terms of tests/spec/README.md, and no child."""
    with world() as made:
        yield made
