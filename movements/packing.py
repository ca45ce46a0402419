"""Bytes kept packed: by Zstandard, the quickest at its level; what zlib packed before is read."""

import zlib

import zstandard

_QUICKLY = 1
_ZSTANDARD = zstandard.FRAME_HEADER


class Damaged(Exception):
    """Raised for bytes that are nothing packed, or no longer whole."""


def packed(data: bytes) -> bytes:
    """The bytes, packed; the same bytes always the same way."""
    return zstandard.compress(data, _QUICKLY)


def unpacked(stored: bytes) -> bytes:
    """The bytes that were packed, by either way. Raises Damaged."""
    try:
        if stored.startswith(_ZSTANDARD):
            return zstandard.ZstdDecompressor().decompress(stored, allow_extra_data=False)
        return zlib.decompress(stored)
    # A changed header may name a size that no memory holds.
    except (zstandard.ZstdError, zlib.error, MemoryError) as error:
        raise Damaged from error
