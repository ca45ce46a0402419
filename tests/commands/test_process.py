"""The commands as processes of their own: what a shell sees."""

import os
import subprocess
import sys
from pathlib import Path

from tests.commands.world import ADA, MOVES, NOBODY, SCHOOL, Office, roll

ROOT = Path(__file__).resolve().parents[2]


def shell(office: Office, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apregister", *map(str, arguments)],
        cwd=office.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "APREGISTER_DB": office.url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_database_may_be_named_by_the_environment(office: Office) -> None:
    ran = shell(office, "intake", "pupils", office.file(roll(ADA)), "--school", SCHOOL)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "1 accepted, 0 already held, 0 refused\n"


def test_some_rows_refused_is_exit_code_3(peopled: Office) -> None:
    path = peopled.file(f"{MOVES}\nsuspension,{NOBODY},2026-09-14,,,2,DB")
    ran = shell(peopled, "intake", "movements", path, "--school", SCHOOL)
    assert ran.returncode == 3
    assert ran.stderr.startswith("line 2: upn: This is not a pupil you can record for.")


def test_nothing_to_read_is_exit_code_2_and_no_traceback(office: Office) -> None:
    ran = shell(office, "intake", "attendance", "nowhere.csv", "--school", SCHOOL)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no file nowhere.csv: check its name and folder.\n"
