"""Long lists asked for in parts: a statement of SQLite takes no more than 32,766 values."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

Value = TypeVar("Value", bound=str | int)

AT_ONCE = 5_000
"""So many values are asked for in one statement."""


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The different values in order, so many at once; nothing when there are none."""
    every = sorted({*values})
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
