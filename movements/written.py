"""What people write about a child in words of their own: of a protected one it may say where."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from movements.forms import LONG_TEXT, form_fields
from movements.kinds import KINDS
from movements.la_codes import LA_NAMES

WORDS_WITHHELD = "words that are withheld"
"""What stands for free text about a protected child: it may say where the child is."""
SAYS_NO_PLACE = frozenset(
    {
        "surname",
        "forename",
        "preferred_name",
        "language",
        "new_upn",
        "same_as",
        "not_same_as",
        "question",
        "facts",
        "sha256",
        "day_six_times",
    }
)
"""Texts that cannot."""


@cache
def written(kind: str) -> frozenset[str]:
    """The answers of a kind that somebody writes in words of their own."""
    fields = form_fields(KINDS[kind], date.max) if kind in KINDS else ()
    texts = {field.name for field in fields if field.input in ("text", "textarea")}
    return LONG_TEXT | (texts - SAYS_NO_PLACE)


def without_written(text: str, kind: str, answers: Mapping[str, Any], where: str) -> str:
    """A sentence about an entry without what was written in it, or the authority it names.

    `where` stands for the authority.
    """
    for name in written(kind) & answers.keys():
        text = _blotted(text, str(answers[name]), WORDS_WITHHELD)
    authority = str(answers.get("to_authority", ""))
    if authority:
        text = _blotted(text, LA_NAMES.get(authority, authority), where)
    return text


def _blotted(text: str, told: str, stands_for: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(told)}(?!\w)", stands_for, text)
