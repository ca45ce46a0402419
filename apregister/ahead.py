"""Work that is begun before its turn: several files are read at once, and handed on in order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")

AT_ONCE = min(4, os.cpu_count() or 1)
"""So many are worked on at once, and as many more wait for their turn in memory."""


def ahead(work: Callable[[Item], Done], items: Iterable[Item]) -> Iterator[Callable[[], Done]]:
    """For each item in order what gives the work done on it, or raises what that raised."""
    begun: deque[Future[Done]] = deque()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ahead") as pool:
        for item in items:
            begun.append(pool.submit(work, item))
            if len(begun) > AT_ONCE:
                yield begun.popleft().result
        while begun:
            yield begun.popleft().result
