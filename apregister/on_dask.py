"""Work done part by part on a Dask cluster: the optional extra `apregister[dask]`.

Loaded only when it is asked for. A part goes to whichever worker is free.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from distributed import Client

from reports.spread import Spread

Part = TypeVar("Part")
Sums = TypeVar("Sums")


@contextmanager
def on_dask(scheduler: Any) -> Iterator[Spread]:
    """On the workers of a scheduler: tcp://HOST:PORT, or a cluster. They have this package.

    Raises OSError where nothing answers there.
    """
    with Client(scheduler) as client:

        def spread(work: Callable[[Part], Sums], parts: Iterable[Part], /) -> Iterator[Sums]:
            # Not pure: equal parts are worked out anew, since what a register holds may change.
            yield from client.gather(client.map(work, [*parts], pure=False))

        yield spread
