"""Work done part by part: one after another, or in processes. Dask is in `apregister.on_dask`.

What is counted over many is cut into parts that know nothing of one another; the work makes of each
part its own sums, and whoever asked puts them together. So it comes to the same wherever it is
done, and a region or a nation outgrows one machine without other code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Protocol, TypeVar

Part = TypeVar("Part")
Sums = TypeVar("Sums")


class Spread(Protocol):
    """Has some work done on every part; the answers come in the order of the parts."""

    def __call__(
        self, work: Callable[[Part], Sums], parts: Iterable[Part], /
    ) -> Iterator[Sums]: ...


in_turn: Spread = map
"""One part after another, here."""


@contextmanager
def in_processes(workers: int) -> Iterator[Spread]:
    """In so many processes of this machine; work and parts must be such as can be pickled."""
    # Never forked: a lock that a thread holds here would be held there for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool.map
