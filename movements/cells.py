"""Cells that a spreadsheet would run as a formula, made harmless and made plain again."""

import re

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"''*[=+\-@\t\r]")


def escape_cell(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it: an apostrophe before = + - @ TAB CR.

    A cell that has apostrophes before such a character gets one more, so that `plain_cell` gives
    back exactly what was there. All other cells, the marks / and \\ among them, stay as they are.
    """
    return f"'{text}" if _WOULD_RUN.match(text) else text


def plain_cell(text: str) -> str:
    """What `escape_cell` was given."""
    return text[1:] if _ESCAPED.match(text) else text
