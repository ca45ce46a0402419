"""What an entry is said to be wrong in: each answer by its name, with what it should be.

A form and JSON name each answer by itself (`proposed.days`); the one cell of a file holds all in a
line: `on=2026-09-15; days=20`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from movements.problems import Problem

PROPOSED = "proposed"
_PREFIX = f"{PROPOSED}."
_NEXT = re.compile(r";\s*(?=\w+\s*=)|;\s*$")


def proposed_name(name: str) -> str:
    """How a door names what an answer should be: proposed.days."""
    return f"{_PREFIX}{name}"


def gathered(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with those that are proposed one by one as the one answer `proposed`.

    An answer proposed as empty is there, and empty: it is to be taken out of the entry.
    """
    each = {n.removeprefix(_PREFIX): v for n, v in answers.items() if n.startswith(_PREFIX)}
    rest = {name: value for name, value in answers.items() if not name.startswith(_PREFIX)}
    return rest | {PROPOSED: each} if each else rest


def of_proposed(problem: Problem) -> Problem:
    """A problem of an answer as that of what is proposed for it."""
    return replace(problem, field=proposed_name(problem.field))


def read_proposed(value: object) -> object:
    """The answers of a line by name; what is no text stays as it is.

    A semicolon is part of an answer unless a name and = follow it. Raises ValueError for a line
    that cannot be read.
    """
    if not isinstance(value, str):
        return value
    answers: dict[str, str] = {}
    for part in filter(None, map(str.strip, _NEXT.split(value))):
        name, equals, said = part.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ValueError(
                "proposed|Write each answer as its name, = and what it should be, with ; between "
                "them: on=2026-09-15; days=20."
            )
        answers[name.strip()] = said.strip()
    return answers
