"""Accessible PDF of a page that was made for paper, where WeasyPrint and Pango are there."""

from importlib import import_module
from typing import Any


class NoPdf(Exception):
    """Raised with why no PDF can be made here, and what to do instead; `reason` is why alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} Print this page instead: it is made for paper.")
        self.reason = reason


def pdf_of(html: str) -> bytes:
    """The page as a tagged PDF (PDF/UA-1). Raises NoPdf where what makes it is not installed."""
    try:
        # It takes seconds to load, and is an extra: only who asks for a PDF waits for it.
        weasyprint: Any = import_module("weasyprint")
    except ImportError as missing:
        raise NoPdf(
            "This register was installed without its extra for PDF (apregister[pdf])."
        ) from missing
    except OSError as missing:
        raise NoPdf("The library that sets text (libpango) is not on this machine.") from missing
    made: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return made
