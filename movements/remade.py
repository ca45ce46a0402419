"""A frozen value made anew with some of it changed."""

from typing import Any, TypeVar

One = TypeVar("One")


def remade(one: One, **changes: Any) -> One:
    """One with other values for some fields: dataclasses.replace is far too slow for a sweep."""
    made = object.__new__(type(one))
    made.__dict__.update(one.__dict__, **changes)
    return made
