"""Ways to do the same, timed in turn round by round, and the goals set to what they take."""

import sys
from collections.abc import Callable, Iterable
from functools import partial as given_to
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from reports.spread import Spread, in_turn
from tests.bench.peak import peak


class Done(NamedTuple):
    """What some work came to, the processor seconds it took and the most memory, in MB."""

    found: Any
    busy: float
    memory: float


def timed(work: Callable[[Any], Any], part: Any) -> Done:
    """Some work on a part, timed where it is done."""
    began = process_time()
    found = work(part)
    return Done(found, process_time() - began, peak())


class Line(NamedTuple):
    """A way to do it, and what it took in each round: seconds by the wall and of processors, MB."""

    title: str
    run: Callable[[], list[Done]]
    wall: list[float]
    busy: list[float]
    memory: list[float]

    def times(self, other: "Line") -> float:
        """How many times the processor seconds of another it took."""
        return median(self.busy) / median(other.busy)


def line(
    title: str,
    work: Any,
    parts: Iterable[Any],
    spread: Spread = in_turn,
    then: Callable[[Any], Any] | None = None,
) -> Line:
    """Work on every part, and what is done then with all that was found, here and timed too."""

    def run() -> list[Done]:
        done = [*spread(given_to(timed, work), parts)]
        return [*done, timed(then, [one.found for one in done])] if then else done

    return Line(title, run, [], [], [])


def in_rounds(lines: list[Line], rounds: int) -> dict[str, list[Any]]:
    """Every line in turn, round by round; what each found last."""
    found = {}
    for _ in range(rounds):
        for one in lines:
            began = perf_counter()
            done = one.run()
            one.wall.append(perf_counter() - began)
            one.busy.append(sum(part.busy for part in done))
            one.memory.append(max(part.memory for part in done))
            found[one.title] = [part.found for part in done]
    for one in lines:
        say(
            f"{one.title:42}{median(one.wall):9.3f} s by the wall{median(one.busy):9.3f} s of the "
            f"processors{one.times(lines[0]):8.1f} x the first{max(one.memory):7.0f} MB"
        )
    return found


def met(goal: str, found: float, *, at_most: float = 0, at_least: float = 0) -> bool:
    """Whether a goal is met, which is told; it fails nothing, for the machine has its part."""
    is_met = found >= at_least if at_least else found <= at_most
    bound = f"at least {at_least:g}" if at_least else f"at most {at_most:g}"
    say(f"  {'met   ' if is_met else 'MISSED'}  {goal}: {found:.3g}, {bound}")
    return is_met


def say(words: str) -> None:
    """A line for whoever reads the bench."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
