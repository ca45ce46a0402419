"""JSON read so that nothing in it is lost or made up: each name once, and text that can be kept."""

import json
import re
from typing import Any

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class NotOurs(ValueError):
    """Raised with a sentence for JSON that can be read, but not as what anybody meant."""


def read_json(data: bytes) -> Any:
    """What a document says, in UTF-8 or UTF-16, with or without a byte order mark.

    Raises ValueError: no JSON; a name twice in one object, of which only one could be kept; NaN or
    Infinity; half a character (a lone surrogate). RecursionError where it is nested too deep.
    """
    text = data.decode(json.detect_encoding(data))
    told = json.loads(text, object_pairs_hook=once, parse_constant=no_constant)
    if _HALF.search(text):
        json.dumps(told, ensure_ascii=False).encode()
    return told


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, each of whose names stands in it once. Raises NotOurs."""
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotOurs(f"The body gives {twice[:40]!r} twice: give each answer once.")
    return told


def no_constant(name: str) -> Any:
    """For what JSON has no word for. Raises NotOurs."""
    raise NotOurs(f"{name} is not a JSON value.")


def why_not(error: ValueError | RecursionError) -> str:
    """Why a document could not be read, without the full stop."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    if isinstance(error, NotOurs):
        return str(error).rstrip(".")
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return "it has what is no text, or no number that can be read"
