"""A file's bytes as sent, and as they are once unpacked: a gzip of a file is taken for the file."""

import zlib
from pathlib import Path

from movements.intake.plain_text import MOST_BYTES, Unreadable, bytes_of

_GZIP = b"\x1f\x8b"
_WINDOW = 31


def sent_bytes(source: Path | bytes, *, name: str) -> bytes:
    """The bytes of a file as they were sent. Raises Unreadable when it cannot be opened."""
    return source if isinstance(source, bytes) else bytes_of(source, name)


def head_of(source: Path | bytes, size: int) -> bytes:
    """The first bytes of a file, unpacked: enough to tell what it is. None where it has none."""
    try:
        head = source[:size] if isinstance(source, bytes) else _first(source, size)
        if head.startswith(_GZIP):
            return zlib.decompressobj(_WINDOW).decompress(head, size)
    except (OSError, zlib.error):
        return b""
    return head


def _first(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def unpacked(data: bytes, *, name: str) -> bytes:
    """The bytes without their gzip wrapping; others as they are.

    Raises Unreadable for a gzip that was cut off or damaged, whole: what it still gives back may
    end anywhere. So for one of over 200 MB when unpacked.
    """
    if not data.startswith(_GZIP):
        return data
    parts: list[bytes] = []
    left = data
    while left:
        part, left = _member(left, MOST_BYTES - sum(map(len, parts)), name)
        parts.append(part)
    return b"".join(parts)


def _member(data: bytes, most: int, name: str) -> tuple[bytes, bytes]:
    """One gzip member unpacked, and what follows it: a gzip may be several, one after another."""
    reader = zlib.decompressobj(_WINDOW)
    try:
        part = reader.decompress(data, most + 1)
    except zlib.error:
        raise Unreadable(f"{name} is a damaged gzip file: pack and send it again.") from None
    if len(part) > most:
        raise Unreadable(
            f"{name} has over {MOST_BYTES // 1024**2} MB when unpacked, and that is the most that "
            "is read at once: split it, for example by term."
        )
    if not reader.eof:
        raise Unreadable(
            f"{name} is a gzip file that was cut off before its end, so nothing in it was taken "
            "in: send it again whole."
        )
    return part, reader.unused_data.lstrip(b"\0")
