"""Risk information is shown to who needs it: others say why, and that is noted."""

from collections.abc import Iterator

from movements.problems import Problem

LONGEST_REASON = 200


def reason_problems(reason: str) -> Iterator[Problem]:
    """What is wrong with a reason for seeing risk information."""
    if not reason:
        yield Problem("reason", "missing", "Enter why you need the risk information.")
    elif len(reason) > LONGEST_REASON:
        yield Problem("reason", "too_long", f"Use {LONGEST_REASON} characters at most.")
