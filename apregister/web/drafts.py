"""Files between their dry run and their confirmation: beside the register, never in it.

A draft is a folder with a random name, for its owner's eyes only. A file's own name is kept as
words to show and never used as a path. Drafts are cleared after a day.
"""

import json
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from sqlalchemy.engine import make_url

LIFETIME_SECONDS = 24 * 60 * 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_FILE, _ABOUT, _RECEIPTS = "sent", "about.json", "receipts.csv"


@dataclass(frozen=True)
class Draft:
    """A file that was sent: what it is, for which place, by whom, and what was found in it.

    `said` is the outcome to show (see `intake_shown`); `done` whether it was taken in.
    """

    token: str
    what: str
    place: str
    owner: str
    name: str
    said: dict[str, Any]
    done: bool = False


class Drafts:
    """The drafts of one register."""

    def __init__(self, url: str) -> None:
        database = make_url(url).database
        in_memory = database in (None, "", ":memory:")
        self.folder = Path(
            f"{gettempdir()}/apregister.drafts" if in_memory else f"{database}.drafts"
        )

    def add(self, what: str, place: str, owner: str, name: str, data: bytes) -> Draft:
        """Keep a file that was sent; clears those that have expired."""
        self.clear()
        token = secrets.token_urlsafe(24)
        folder = self.folder / token
        self.folder.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        (folder / _FILE).write_bytes(data)
        draft = Draft(token, what, place, owner, shown_name(name), {})
        self._note(draft)
        return draft

    def find(self, token: str, owner: str) -> Draft | None:
        """The owner's draft of that name, if there is one and it has not expired."""
        about = self.folder / token / _ABOUT
        if not _TOKEN.fullmatch(token) or not about.is_file() or _has_expired(about.parent):
            return None
        draft = Draft(**json.loads(about.read_text("utf-8")))
        return draft if draft.owner == owner else None

    def data(self, draft: Draft) -> bytes:
        """The file as it was sent."""
        return (self.folder / draft.token / _FILE).read_bytes()

    def keep(self, draft: Draft, said: dict[str, Any], receipts: bytes, *, done: bool) -> Draft:
        """Keep what was found in the file; once it is taken in, the file itself goes."""
        kept = replace(draft, said=said, done=done)
        (self.folder / draft.token / _RECEIPTS).write_bytes(receipts)
        self._note(kept)
        if done:
            (self.folder / draft.token / _FILE).unlink(missing_ok=True)
        return kept

    def receipts(self, draft: Draft) -> bytes:
        """The file back with what became of each row."""
        return (self.folder / draft.token / _RECEIPTS).read_bytes()

    def drop(self, draft: Draft) -> None:
        """Forget a draft."""
        shutil.rmtree(self.folder / draft.token, ignore_errors=True)

    def clear(self) -> None:
        """Forget every draft that has expired."""
        for folder in self.expired():
            shutil.rmtree(folder, ignore_errors=True)

    def expired(self) -> list[Path]:
        """The folders of drafts that have expired and are there still."""
        every = self.folder.glob("*")
        return [one for one in every if _TOKEN.fullmatch(one.name) and _has_expired(one)]

    def _note(self, draft: Draft) -> None:
        about = self.folder / draft.token / _ABOUT
        about.write_text(json.dumps(asdict(draft)), "utf-8")


def shown_name(name: str) -> str:
    """What people call the file: the last part of its name, plain and not too long."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable())[:80] or "your file"


def _has_expired(folder: Path) -> bool:
    return time.time() - folder.stat().st_mtime > LIFETIME_SECONDS
