"""A file's bytes as text, whatever program saved them; or a sentence on why they are none."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MOST_BYTES = 200 * 1024 * 1024
SAVE_AS = "Open it in the program it comes from and save or export it as CSV (UTF-8)."

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "is an old or locked Excel or Word document and not a CSV file"),
    (b"%PDF", "is a PDF and not a CSV file"),
    (b"\x1f\x8b", "is compressed (gzip): unpack it first"),
    (b"7z\xbc\xaf", "is a 7-Zip archive: unpack it first"),
    (b"Rar!", "is a RAR archive: unpack it first"),
    (b"\x89PNG", "is a picture and not a CSV file"),
    (b"\xff\xd8\xff", "is a picture and not a CSV file"),
    (b"SQLite format 3", "is a database and not a CSV file"),
    (b"{\\rtf", "is a word-processed document and not a CSV file"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml)", re.IGNORECASE)
_ODD = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a")
_SAMPLE = 65536
_NEWLINE = re.compile(r"\r\n|\r|\n")
_ACCENTED = re.compile(r"\w*[^\x00-\x7f]\w*")


class Unreadable(Exception):
    """Raised when nothing can be read from a file; `message` says why and how to mend it."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class PlainText:
    """What a file says, and what the reader had to take for granted.

    `said`: its text, or the bytes of one that is ASCII all through; those become text when it is
    asked for, as a copy of a long file costs more than much that is done with it.
    """

    said: str | bytes
    notes: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self.first(len(self.said))

    @property
    def header(self) -> str:
        """The first line, without its end."""
        end = self.said.find(b"\n") if isinstance(self.said, bytes) else self.said.find("\n")
        return self.first(end if end >= 0 else len(self.said))

    @property
    def is_ended(self) -> bool:
        """Whether the last line has its end."""
        return self.said[-1:] in ("\n", "\r", b"\n", b"\r")

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not self.first(_SAMPLE).strip() and not self.text.strip()

    def first(self, many: int) -> str:
        """So many letters from the beginning."""
        some = self.said[:many]
        return some if isinstance(some, str) else some.decode("ascii")


def read_text(source: Path | str | bytes, *, name: str) -> PlainText:
    """The text of a file, or of the bytes of one; `name` is what people know the file by.

    Reads UTF-8, UTF-16 and UTF-32 with or without a byte order mark, and Windows-1252.
    Raises Unreadable: no such file, empty, over 200 MB, a workbook or another binary file.
    """
    data = source if isinstance(source, bytes) else bytes_of(Path(source), name)
    _refuse_size(len(data), name)
    _refuse_binary(data, name)
    said = _said(data, name)
    _refuse_empty(said, name)
    _refuse_noise(said.first(_SAMPLE), name)
    return said


def _said(data: bytes, name: str) -> PlainText:
    if data.isascii() and b"\0" not in data:
        return PlainText(data.rstrip(b"\x1a"))
    text, notes = _decoded(data, name)
    text = text.lstrip("\ufeff").rstrip("\x1a\x00")
    return PlainText(text, (*notes, *_damage(text)))


def bytes_of(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises Unreadable: no such file, a folder, over 200 MB."""
    try:
        _refuse_size(path.stat().st_size, name)
        return path.read_bytes()
    except FileNotFoundError:
        message = f"There is no file {name}: check its name and folder."
    except IsADirectoryError:
        message = f"{name} is a folder: name the file in it."
    except OSError as error:
        message = f"{name} cannot be opened ({error.strerror}): check that you may read it."
    raise Unreadable(message)


def _refuse_size(size: int, name: str) -> None:
    if size > MOST_BYTES:
        raise Unreadable(
            f"{name} has {size // 1024**2} MB, and {MOST_BYTES // 1024**2} MB is the most that is "
            "read at once: split it, for example by term, with the column names in each part."
        )


def _refuse_binary(data: bytes, name: str) -> None:
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable(f"{name} {_zipped(data)}.")
    for magic, words in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"{name} {words}. {SAVE_AS}")
    if _MARKUP.match(data):
        raise Unreadable(f"{name} is a web page or XML and not a CSV file. {SAVE_AS}")


def _zipped(data: bytes) -> str:
    if b"xl/workbook" in data:
        return "is an Excel workbook: in Excel choose Save As, CSV UTF-8, and send that file"
    if b"opendocument.spreadsheet" in data[:200]:
        return "is a spreadsheet (ODS): choose Save As, Text CSV, and send that file"
    return "is a ZIP archive: unpack it and send the CSV file in it"


def _refuse_empty(said: PlainText, name: str) -> None:
    if said.is_empty:
        raise Unreadable(
            f"{name} is empty: it needs a line of column names and a row for each record. "
            "Export it again."
        )


def _refuse_noise(beginning: str, name: str) -> None:
    """Text may hold a stray control character; a file full of them is something else."""
    sample = beginning.encode("utf-8", "surrogatepass")
    odd = len(sample) - len(sample.translate(None, _ODD))
    if odd * 20 > len(sample):
        raise Unreadable(f"{name} is not text: it is a binary file. {SAVE_AS}")


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    encoding = _encoding(data)
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        if encoding != "utf-8" or data.startswith(b"\xef\xbb\xbf"):
            raise Unreadable(f"{name} is damaged: it is not the text it says. {SAVE_AS}") from None
    return _windows(data, name)


def _encoding(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    first, second = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    if second.count(0) * 2 > len(second) and first.count(0) * 10 < len(first):
        return "utf-16-le"
    if first.count(0) * 2 > len(first) and second.count(0) * 10 < len(second):
        return "utf-16-be"
    return "utf-8"


def _windows(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    _refuse_noise(data[:_SAMPLE].decode("latin-1"), name)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = line_at(data[: error.start].decode("latin-1"), error.start)
        raise Unreadable(
            f"{name} has a character on line {line} that is neither UTF-8 nor Windows-1252. "
            f"{SAVE_AS}"
        ) from None
    return text, (_accents(text),)


def _accents(text: str) -> str:
    found = next(_ACCENTED.finditer(text))
    return (
        "The file is not UTF-8 and was read as Windows-1252: check its accented letters, such "
        f"as '{found.group()[:40]}' on line {line_at(text, found.start())}."
    )


def _damage(text: str) -> tuple[str, ...]:
    at = text.find("\ufffd")
    if at < 0:
        return ()
    return (
        f"Line {line_at(text, at)} has a letter that was lost before the file came here (shown as "
        "\ufffd): look for it in names, mend them where they are kept, and export again.",
    )


def line_at(text: str, position: int) -> int:
    """The line, counted from 1, on which a position of the text lies."""
    return sum(1 for _ in _NEWLINE.finditer(text, 0, position)) + 1


def unended(said: PlainText) -> tuple[str, ...]:
    """A note on a last line without its end: it may be whole, or C of C1, and nobody can tell."""
    if said.is_ended:
        return ()
    line = line_at(said.text, len(said.text))
    return (
        f"Line {line}, the last, has no line end. If the file was cut off, "
        "that line may be short of some letters, and what came after it is missing: compare its "
        "end with the export, and send it again whole if they differ.",
    )
