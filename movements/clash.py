"""A placement or direction that would have the pupil at two places in the same session."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.kind import Before
from movements.problems import Concern
from movements.responsible import SLOTS, takes

ONE_PLACE = Basis("ours", "In every session a mark is due at one place")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def expected_elsewhere(before: Before, place: str | None, week: str | None) -> Iterator[Concern]:
    """The sessions of `week` (of every one where it is None) that another open one takes too."""
    others = [p for p in before.standing.provision if place is None or p.place != place]
    mine = (slot for slot in SLOTS if week is None or week[slot] == "1")
    both = [slot for slot in mine if any(takes(other, slot) for other in others)]
    if both:
        when = "every session" if len(both) == len(SLOTS) else ", ".join(map(_session, both))
        yield Concern(
            "expected_elsewhere",
            f"Another placement or direction has the pupil in the same sessions ({when}). "
            "Record its end, or give each the sessions of the week that it takes.",
            ONE_PLACE,
            field="week",
        )


def _session(slot: int) -> str:
    return f"{_DAYS[slot // 2]} {('AM', 'PM')[slot % 2]}"
