"""A subject access pack on the disk: one page to print, the same as JSON, and the papers."""

import json
import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from apregister import moment
from apregister.subject_access import Held
from movements.attachments import PaperLost, Store
from movements.dates import read_date

LONDON = ZoneInfo("Europe/London")


class NotEmpty(Exception):
    """Raised for a folder that holds something: a pack is never mixed with another."""


def prepare(folder: Path) -> None:
    """Make the folder, for nobody else to read. Raises NotEmpty where something is in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty: name a new folder for the pack.")
    folder.chmod(0o700)


def write_pack(held: Held, store: Store, folder: Path) -> list[Path]:
    """Write the pack; the files written. A paper that is lost is said to be, in the pack itself."""
    invented = "SYNTHETIC-" if held.pack["synthetic"] else ""
    papers = folder / "papers"
    papers.mkdir(mode=0o700)
    lost = {}
    written = []
    for paper in held.papers:
        try:
            name = f"{invented}{paper.file_name}"
            written.append(_write(papers / name, store.read(paper.sha256)))
        except PaperLost as error:
            lost[paper.entry] = str(error)
    pack = held.pack | {"papers": [_as_written(one, invented, lost) for one in held.pack["papers"]]}
    text = json.dumps(pack, indent=2, ensure_ascii=False) + "\n"
    page = _page(pack)
    return [
        _write(folder / f"{invented}subject-access.html", page.encode()),
        _write(folder / f"{invented}subject-access.json", text.encode()),
        *written,
    ]


def _as_written(paper: dict[str, Any], invented: str, lost: dict[int, str]) -> dict[str, Any]:
    """The paper by the name it was written under, or that it is lost."""
    file = f"papers/{invented}{paper['file']}"
    return paper | {"file": file, "lost": lost.get(paper["entry"], "")}


def _write(path: Path, data: bytes) -> Path:
    """A new file that only its owner may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
    return path


def _page(pack: dict[str, Any]) -> str:
    environment = Environment(
        loader=PackageLoader("apregister", "packs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "moment": _moment}
    return environment.get_template("subject_access.html").render(pack=pack)


def _day(text: str) -> str:
    return f"{read_date(text):%-d %B %Y}"


def _moment(text: str) -> str:
    return f"{moment.read(text).astimezone(LONDON):%-d %B %Y at %H:%M}"
