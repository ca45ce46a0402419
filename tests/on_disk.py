"""Registers on disk for the worlds of pages and API: laid out anew for each test, opened once."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import event

from apregister.db import Engines, keep_ready, open_engines


class Desk:
    """A folder where each test finds its own copy of a register, behind engines used again.

    An engine learns what each statement compiles to; its pool, by which the program remembers what
    it read of a register, is new each time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder}/register.db"
        self.engines = open_engines(self.url)
        for engine in (self.engines.register, self.engines.looks):
            event.listen(engine, "connect", _hurry)

    def lay_out(self, furnished: Path) -> Engines:
        """A copy of a furnished register, and of all that lies beside it, in place of the last."""
        self.engines.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(furnished, self.folder)
        keep_ready(self.engines.register)
        return self.engines


def _hurry(connection: Any, _record: object) -> None:
    # A test's register need not outlive the machine.
    connection.execute("PRAGMA synchronous=OFF")
