"""A register worked at the command line, as an authority's data officer works it.

Its places are those of an invented authority: a primary (900001), a high school (900003), another
(900004), a pupil referral unit (900005) and an AP academy. It is 14 October 2026.
"""

import csv
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from apregister.__main__ import main
from movements.identifiers import check_letter

NOW = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
WRITTEN_UNTIL = date(2026, 7, 17)
PRIMARY, SCHOOL, OTHER, SETTING = "900001", "900003", "900004", "900005"
ROLL = "upn,surname,forename,dob,sex,nc_year,entry_date,enrol_status,on"
MOVES = "kind,upn,on,session,ref,sessions,reason1"
MARKS = "upn,date,session,mark"


def upn(number: int) -> str:
    """A UPN of the invented authority 001 that no synthetic pupil has."""
    rest = f"00188{number:07d}"
    return check_letter(rest) + rest


ADA, BEN, CAL, NOBODY = (upn(number) for number in range(1, 5))


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object) -> Ran:
    """Run a command in this process as a person would, errors and all."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
    assert "Traceback" not in err.getvalue()
    return Ran(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Office:
    """A register and a folder of files."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/register.db"

    def run(self, *arguments: object) -> Ran:
        return run(*arguments, "--db", self.url)

    def file(self, content: str | bytes, name: str = "sent.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def send(
        self, what: str, content: str | bytes | Path, *more: str, school: str = SCHOOL
    ) -> tuple[Ran, list[dict[str, str]]]:
        """A file sent through intake; what was said, and the receipts."""
        path = content if isinstance(content, Path) else self.file(content)
        out = self.folder / "receipts.csv"
        ran = self.run("intake", what, path, "--school", school, "--out", out, *more)
        return ran, self.receipts() if out.exists() else []

    def receipts(self) -> list[dict[str, str]]:
        text = (self.folder / "receipts.csv").read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def head(self) -> str:
        ran = self.run("verify")
        assert ran.code == 0, ran.err
        return ran.out


def roll(*pupils: str) -> str:
    """A roll of Year 9 pupils since September."""
    rows = [
        f"{who},Eze,Pupil,2013-01-0{n},F,9,2026-09-02,C,2026-09-02"
        for n, who in enumerate(pupils, 1)
    ]
    return "\n".join([ROLL, *rows])
