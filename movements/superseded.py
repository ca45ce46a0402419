"""Which entries no longer count, because a later one corrects or withdraws them."""

from collections.abc import Sequence

from movements.append_only import REDACTION
from movements.entry import Entry


def superseded(of_one: Sequence[Entry]) -> dict[int, int]:
    """Entry number -> the entry that corrected or withdrew it, among one pupil's entries.

    A correction that was itself withdrawn corrects nothing: what it corrected holds again.
    """
    void: dict[int, int] = {}
    dead: dict[int, int] = {}
    for entry in sorted(of_one, key=lambda e: e.number, reverse=True):
        if entry.corrects is None or entry.number in void or entry.kind == REDACTION:
            continue
        target = void if entry.kind == "withdrawn" else dead
        target.setdefault(entry.corrects, entry.number)
    return {**dead, **void}
