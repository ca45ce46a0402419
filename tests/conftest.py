from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from coverage import Coverage
from hypothesis import settings

from apregister.auth import passwords

# Nothing is timed in a test: how long an example takes depends on what else the machine does.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None)
# The same examples in every run, so that red means a change; `make search` draws others.
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hashing is slow on purpose; in tests it need not be."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody"))
        yield


def pytest_sessionfinish() -> None:
    """What a process has covered is kept before it is told to end: a slow end is cut short."""
    measured = Coverage.current()
    if measured is not None:
        measured.save()
