"""PDF over the API: of what was made for paper, or the plain answer that none can be made here."""

from typing import Any

from fastapi import HTTPException
from fastapi.responses import Response

from apregister.pdf import NoPdf, pdf_of

PDF: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: {"content": {"application/pdf": {}}},
        501: {"description": "No PDF can be made here: why, and what to ask for instead"},
    },
}
"""What a route that gives a PDF declares."""


def as_pdf(html: str, name: str) -> Response:
    """A page made for paper as a PDF to keep. Raises HTTPException 501 where none can be made."""
    try:
        data = pdf_of(html)
    except NoPdf as why:
        words = f"{why.reason} Ask without .pdf for what it says, or print its page."
        raise HTTPException(501, words) from why
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/pdf", headers=headers)
