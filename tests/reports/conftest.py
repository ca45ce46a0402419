from collections.abc import Iterator

import pytest

from tests.reports.world import World, world


@pytest.fixture
def authority() -> Iterator[World]:
    with world() as made:
        yield made
