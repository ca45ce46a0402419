"""Marks sent as plain columns of JSON, read quickly: what `attendance_json` would read of them.

A school sends the same pupils for the same sessions day by day: those columns are kept by the very
bytes they were written in, and read once. Whatever is not plain is left to `attendance_json`,
which also has the words for what is wrong.
"""

from functools import lru_cache

import msgspec
import numpy as np

from movements.intake.attendance_columns import WANTED, Column, Columns, PlainLines
from movements.received import SentFile

_LARGEST = 1 << 17
"""Columns of so many bytes are kept: those of some four thousand marks."""


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    """A body of columns. Each is still to be read."""

    upn: msgspec.Raw
    date: msgspec.Raw
    session: msgspec.Raw
    mark: msgspec.Raw
    school: str | None = None


_READ = msgspec.json.Decoder(_Body).decode
_TEXTS = msgspec.json.Decoder(list[str]).decode
_TEXT = msgspec.json.Decoder(str).decode


def plain_marks(data: bytes, *, name: str) -> tuple[Columns, str | None] | None:
    """The columns of a body of JSON, and the school it names; None where it is not plain."""
    try:
        told = _READ(data)
        # A name that stands in it twice has a colon more: of two columns one would be lost unseen.
        if data.count(b":") == len(WANTED) + (told.school is not None):
            return _columns(told, data, name)
    except msgspec.MsgspecError:
        pass
    return None


def _columns(told: _Body, data: bytes, name: str) -> tuple[Columns, str | None] | None:
    upn, mark = _of_known(bytes(told.upn)), _of_texts(bytes(told.mark))
    count = len(upn.ids)
    date, session = (_of_one_or_all(bytes(raw), count) for raw in (told.date, told.session))
    if not len(mark.ids) == len(date.ids) == len(session.ids) == count:
        return None
    lines = np.arange(1, count + 1, dtype=np.int32)
    source, sent = PlainLines("", ",", list), SentFile.of(name, data)
    return Columns(upn, date, session, mark, lines=lines, source=source, sent=sent), told.school


def _of_one_or_all(raw: bytes, count: int) -> Column:
    """A column told by one text for every mark, or by a text for each."""
    if raw.startswith(b"["):
        return _of_known(raw)
    return Column((_TEXT(raw).strip(),), np.zeros(count, dtype=np.int32))


def _of_known(raw: bytes) -> Column:
    return _kept(raw) if len(raw) <= _LARGEST else _of_texts(raw)


def _of_texts(raw: bytes) -> Column:
    return Column.of(_TEXTS(raw)).stripped()


# Of some hundred schools their pupils and their sessions: a tenth of a megabyte for each.
_kept = lru_cache(maxsize=256)(_of_texts)
