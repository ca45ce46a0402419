"""Small files of every type a paper may have, and some of types it may not."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
TEXT = "The mother's agreement, dated 3 March – signed.\n".encode()


def zipped(**members: str) -> bytes:
    """A ZIP file; `__` in a name stands for a slash, `_dot_` for a dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def docx(**more: str) -> bytes:
    """A word processor's document as far as it must be one."""
    held = {"[Content_Types]_dot_xml": "<Types/>", "word__document_dot_xml": "<w/>"}
    return zipped(**held, **more)


def odt(**more: str) -> bytes:
    """An OpenDocument text as far as it must be one."""
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(mimetype=kind, content_dot_xml="<office/>", **more)
