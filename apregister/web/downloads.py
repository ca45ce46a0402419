"""Files that pages hand out: as attachments, with cells that no spreadsheet will run."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import make_response
from werkzeug.wrappers import Response

from apregister.web.synthetic import is_synthetic
from movements.cells import escape_cell
from movements.intake.receipts import receipts_bytes

SYNTHETIC_NOTE = "SYNTHETIC: invented pupils"


def download(data: bytes, name: str) -> Response:
    """A CSV file to be saved; `name` is ours and names no pupil."""
    answer: Response = make_response(data)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def chart_download(drawn: str, name: str, *, synthetic: bool) -> Response:
    """A chart as a file of its own; its name says where its pupils are invented."""
    answer: Response = make_response(drawn)
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    name = f"{'SYNTHETIC-' if synthetic else ''}{name}.svg"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def table_download(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """A table as a CSV file; where pupils are invented each row says so."""
    held = io.StringIO(newline="")
    out = csv.writer(held)
    note = [SYNTHETIC_NOTE] if is_synthetic() else []
    out.writerow([*columns, *(["note"] if note else [])])
    for row in rows:
        out.writerow([*(escape_cell("" if cell is None else str(cell)) for cell in row), *note])
    return download(receipts_bytes(held.getvalue()), name)
