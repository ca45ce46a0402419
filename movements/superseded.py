"""Which entries no longer count, because a later one corrects or withdraws them."""

from collections.abc import Sequence

from movements.append_only import REDACTION
from movements.entry import Entry

PLACE_WITHDRAWN = "setting_withdrawn"
SHARE_WITHDRAWN = "fair_share_withdrawn"
MINUTE_WITHDRAWN = "minute_withdrawn"
WITHDRAWALS = frozenset({"withdrawn", PLACE_WITHDRAWN, SHARE_WITHDRAWN, MINUTE_WITHDRAWN})
"""Kinds that only take an entry away: what it had corrected holds again."""


def superseded(of_one: Sequence[Entry]) -> dict[int, int]:
    """Entry number -> the entry that corrected or withdrew it, among one subject's entries.

    A correction that was itself withdrawn corrects nothing: what it corrected holds again.
    """
    void: dict[int, int] = {}
    dead: dict[int, int] = {}
    for entry in sorted(of_one, key=lambda e: e.number, reverse=True):
        if entry.corrects is None or entry.number in void or entry.kind == REDACTION:
            continue
        target = void if entry.kind in WITHDRAWALS else dead
        target.setdefault(entry.corrects, entry.number)
    return {**dead, **void}
