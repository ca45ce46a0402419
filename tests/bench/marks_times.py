"""Milliseconds that things take, as `make bench` tells them of marks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from time import perf_counter, process_time

Say = Callable[[str], None]


class Times:
    """Milliseconds that each thing took, by the wall and of the processors.

    `many`: so many of them are timed together.
    """

    def __init__(self, many: int = 1) -> None:
        self.many = many
        self.taken: list[float] = []
        self.busy: list[float] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        began, busy = perf_counter(), process_time()
        yield
        self.taken.append(1_000 * (perf_counter() - began) / self.many)
        self.busy.append(1_000 * (process_time() - busy) / self.many)

    def said(self) -> str:
        last = quantiles(self.taken, n=20)[-1] if len(self.taken) > 1 else self.taken[0]
        return f"{median(self.taken):10.2f}{last:10.2f}{median(self.busy):10.2f}"

    def of_ours(self, ours: "Times") -> str:
        """How many times as long as ours."""
        wall = median(self.taken) / median(ours.taken)
        return f"   {wall:.1f} x ours, {median(self.busy) / median(ours.busy):.1f} x by processor"
