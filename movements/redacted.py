"""What a history says of entries that were redacted: under which rule and when."""

from collections.abc import Sequence

from movements.append_only import REDACTION
from movements.entry import Entry

UNDER, TITLE, OF = "schedule", "under", "of"
"""Answers of a redaction: the rule it rests on, by id and in words, and the entry it names."""


def redactions(of_one: Sequence[Entry]) -> dict[int, str]:
    """Entry number -> in words, under which rule it was redacted and on which day."""
    return {
        entry.corrects: f"Redacted under: {entry.answers().get(TITLE)}, on {entry.on:%-d %B %Y}"
        for entry in of_one
        if entry.kind == REDACTION and entry.corrects is not None
    }
