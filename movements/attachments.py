"""Papers beside the register: files kept outside the database, by the SHA-256 of what they hold.

The register holds the hash (an entry of the kind `attachment`), so a paper that was changed or put
in another's place is found out when it is read. A sender's own name for a file is never kept.
"""

import hashlib
import io
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from movements.problems import Problem, Refused

LARGEST = 10 * 1024 * 1024
"""Bytes of one paper, unless the settings say otherwise."""
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "text/plain": ("txt",),
}
"""The media types a paper may have, each with the endings that a name of it has, ours first."""
WORDS = "Send a PDF, PNG, JPEG, DOCX, ODT or plain text (UTF-8) file."
_PDF, _PNG, _JPEG, _DOCX, _ODT, _TXT = ENDINGS
_BEGINS = {b"%PDF-": _PDF, b"\x89PNG\r\n\x1a\n": _PNG, b"\xff\xd8\xff": _JPEG}
# What Python raises for a file that begins like a ZIP and is none, or an odd or locked one.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_NAME = re.compile(r"[0-9a-f]{64}")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


class PaperLost(Exception):
    """Raised for a paper that is not there, or is no longer what was sent."""


def media_type(data: bytes) -> str | None:
    """What a file is by what it holds; None for what no paper may be."""
    for begins, found in _BEGINS.items():
        if data.startswith(begins):
            return found
    if data.startswith(b"PK\x03\x04"):
        return _in_a_zip(data)
    return _TXT if _is_text(data) else None


def _in_a_zip(data: bytes) -> str | None:
    """A word processor's document; never one that carries a program with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            names = {name.lower() for name in held.namelist()}
            first = _first_of(held)
    except _BROKEN_ZIP:
        return None
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
        return None
    if first == _ODT.encode() and "content.xml" in names:
        return _ODT
    return _DOCX if {"[content_types].xml", "word/document.xml"} <= names else None


def _first_of(held: zipfile.ZipFile) -> bytes:
    """The member `mimetype`, by which an OpenDocument file says what it is."""
    if "mimetype" not in held.namelist():
        return b""
    with held.open("mimetype") as member:
        return member.read(100).strip()


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.strip()) and not _NO_TEXT.search(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def checked(data: bytes, name: str, largest: int = LARGEST) -> str:
    """The media type of a paper that may be kept.

    Raises Refused for one that is empty, too large, of no type allowed, or named as another type.
    """
    if not data:
        raise Refused([Problem("file", "missing", "Choose a file: this one is empty.")])
    if len(data) > largest:
        raise Refused([too_large(largest)])
    found = media_type(data)
    if found is None:
        raise Refused(
            [
                Problem(
                    "file", "file_type", f"What is in the file is of no type that is taken. {WORDS}"
                )
            ]
        )
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if ending not in ENDINGS[found]:
        held = ENDINGS[found][0].upper()
        words = f"The file is {held} by what is in it and its name does not say so. {WORDS}"
        raise Refused([Problem("file", "file_type", words)])
    return found


def too_large(largest: int) -> Problem:
    """That a paper has more bytes than may be."""
    words = (
        f"A paper has {largest / 1024 / 1024:g} MB at most. Scan it smaller, or send it in parts."
    )
    return Problem("file", "too_large", words)


def ending_of(kind_of_file: str) -> str:
    """How the name of a file of a media type ends; `bin` for a type that is none of ours."""
    return ENDINGS.get(kind_of_file, ("bin",))[0]


@dataclass(frozen=True)
class Store:
    """A folder of papers, each under the SHA-256 of what it holds; `largest` in bytes."""

    folder: Path
    largest: int = LARGEST

    def keep(self, data: bytes) -> str:
        """Keep a paper and give its SHA-256. One that is there is never written again.

        Raises PaperLost where another file lies under its name.
        """
        sha256 = self.name_of(data)
        path = self._path(sha256)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        try:
            # A link is made whole or not at all, and never over a file that is there.
            os.link(new.name, path)
        except FileExistsError:
            self.read(sha256)
        finally:
            os.unlink(new.name)
        return sha256

    @staticmethod
    def name_of(data: bytes) -> str:
        """The SHA-256 of what a paper holds, in hex: its name here."""
        return hashlib.sha256(data).hexdigest()

    def read(self, sha256: str) -> bytes:
        """A paper as it was sent. Raises PaperLost where it is gone or was changed."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as gone:
            raise PaperLost(f"The paper {sha256} is not in {self.folder}.") from gone
        if self.name_of(data) != sha256:
            raise PaperLost(f"The paper {sha256} was changed since it was sent.")
        return data

    def held(self) -> Iterator[str]:
        """The SHA-256 of every paper there is."""
        for path in sorted(self.folder.glob("??/*")):
            if _NAME.fullmatch(path.name):
                yield path.name

    def size(self, sha256: str) -> int:
        """Bytes of a paper that is there."""
        return self._path(sha256).stat().st_size

    def drop(self, sha256: str) -> None:
        """Delete a paper. Only for what no entry names any more."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise PaperLost("This names no paper.")
        return self.folder / sha256[:2] / sha256
