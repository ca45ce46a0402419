"""Long lists asked for in parts: a statement of SQLite takes no more than 32,766 values.

Or whole, as one value: the text of such a statement is the same however long the list is.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy import TableValuedAlias, bindparam, func

Value = TypeVar("Value", bound=str | int)

AT_ONCE = 5_000
"""So many values are asked for in one statement."""


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The different values in order, so many at once; nothing when there are none."""
    every = sorted({*values})
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def listed(name: str) -> TableValuedAlias:
    """A table of one column, `value`: the different values of what `as_list` made, by its name."""
    return func.json_each(bindparam(name)).table_valued("value", name=name)


def as_list(values: Iterable[Value]) -> str:
    """The different values in order, as the parameter of a statement that joins `listed`."""
    return json.dumps(sorted({*values}))
