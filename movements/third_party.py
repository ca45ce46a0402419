"""Which answers a person must check before a record is handed to the child or a parent."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from annotated_types import MaxLen
from pydantic.fields import FieldInfo

from movements.kind import Answers, Coded, Placed, ThirdParty

THIRD_PARTY = "third party: for a person to check and redact"
MAY_NAME_OTHERS = "may name others: for a person to check and redact"
_OF_THE_PUPIL = frozenset({"surname", "forename", "preferred_name", "language"})


@cache
def to_check(kind: type[Answers]) -> dict[str, str]:
    """Field -> why a person must check it; the fields of a kind that need none are left out.

    A field is marked `ThirdParty`, or it is free text, in which people name whom they like.
    """
    marked = dict.fromkeys(kind.marked(ThirdParty), THIRD_PARTY)
    coded = {*kind.marked(Coded), *kind.marked(Placed), *_OF_THE_PUPIL}
    free = {
        name: MAY_NAME_OTHERS
        for name, info in kind.fields().items()
        if name not in coded and _is_free_text(info)
    }
    return {**free, **marked}


def _is_free_text(info: FieldInfo) -> bool:
    """Text of no given shape: all that is said of it is how long it may be."""
    return any(isinstance(mark, MaxLen) for mark in _marks(info))


def _marks(info: FieldInfo) -> Iterator[Any]:
    yield from info.metadata
    for choice in get_args(info.annotation):
        for mark in getattr(choice, "__metadata__", ()):
            yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
