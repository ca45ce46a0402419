"""A file whose every cell is in quotation marks, as many programs write them, is plain without."""

import numpy as np
from numpy.typing import NDArray

_QUOTE, _NEWLINE = ord('"'), ord("\n")
_AT_ONCE = 1 << 20
"""Letters that are looked at together, cut at the end of a line."""


def unquoted(data: bytes, separator: str) -> bytes | None:
    """The text without the quotation marks that stand round whole cells; its last line ends.

    None where one says more: a separator, a line end or another quotation mark is within, or it has
    no pair. Such a file is read row by row.
    """
    if b'"' not in data:
        return data
    parts: list[bytes] = []
    start = 0
    while start < len(data):
        end = data.rfind(b"\n", start, start + _AT_ONCE) + 1 or data.index(b"\n", start) + 1
        part = np.frombuffer(data, dtype=np.uint8, count=end - start, offset=start)
        bare = _bare(part, ord(separator))
        if bare is None:
            return None
        parts.append(bare)
        start = end
    return b"".join(parts)


def _bare(part: NDArray[np.uint8], separator: int) -> bytes | None:
    marks = part == _QUOTE
    at = np.flatnonzero(marks)
    opens, closes = at[::2], at[1::2]
    if len(opens) != len(closes):
        return None
    bound = (part == separator) | (part == _NEWLINE)
    before = np.concatenate([np.ones(1, dtype=np.bool_), bound[:-1]])
    cells = np.cumsum(bound)
    whole = before[opens] & bound[closes + 1] & (cells[opens] == cells[closes])
    return part[~marks].tobytes() if whole.all() else None
