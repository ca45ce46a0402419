"""Part of `make soak`: intake of a large file killed (SIGKILL) at random moments, again and again.

After each kill the submission must be wholly there or wholly absent and the register whole; the
file sent again must complete it.
"""

import hashlib
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlmodel import Session

from apregister.db import make_engine, reading
from movements.intake.attendance import check_attendance, read_attendance, settle_attendance
from movements.places import find_place
from movements.received import body_of, first_submission
from movements.verify import findings
from tests.bench.made import FOLDER
from tests.bench.marked import LAST, make, place_id, school_days, upn, urn

ROUNDS = 50
PUPILS = 400
CODES = ("/", "\\")
DIFFERENT = ("I", "L", "O", "C", "M", "B")
PROGRAM = [sys.executable, "-m", "apregister"]


def main(rounds: int) -> int:
    """So many kills: 0 where everything held."""
    address = make(FOLDER / "soak-kill.db", 1, PUPILS)
    chance, became = random.Random(4), Counter[str]()
    whole = _seconds_of_a_whole_one(address)
    broken: list[str] = []
    for number in range(1, rounds + 1):
        file = _file(number)
        # Half of them anywhere, half in the last part, when it writes.
        after = whole * (chance.random() if number % 2 else 0.7 + 0.4 * chance.random())
        killed = _killed(address, file, after)
        state, wrong = _state(address, file)
        became[f"{state}, {'killed' if killed else 'had ended'}"] += 1
        again = _send(address, file).wait()
        state, still = _state(address, file)
        broken += [f"round {number}: {one}" for one in (*wrong, *still)]
        if again or state != "there":
            broken.append(f"round {number}: sent again it came to {again} and is {state}")
    verified = subprocess.run([*PROGRAM, "verify", "--db", address], check=False).returncode
    _say(f"{rounds} rounds of {_rows():,} rows, {whole:.1f} s each when left alone: {dict(became)}")
    for line in broken:
        _say(f"DID NOT HOLD  {line}")
    return 1 if broken or verified else 0


def _rows() -> int:
    return PUPILS * 2 * len([*school_days()])


def _file(number: int) -> Path:
    """A year of marks of a school; each file differs in some marks from every other."""
    chance, rows = random.Random(number), ["upn,date,session,mark"]
    upns = [upn(0, pupil) for pupil in range(PUPILS)]
    for day in school_days():
        for who in upns:
            odd = chance.random() < 0.02
            for half, code in zip(("AM", "PM"), CODES, strict=True):
                rows.append(f"{who},{day},{half},{chance.choice(DIFFERENT) if odd else code}")
    file = FOLDER / "soak-kill.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def _send(address: str, file: Path) -> "subprocess.Popen[bytes]":
    command = [*PROGRAM, "intake", "attendance", str(file), "--school", urn(0), "--db", address]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet)


def _seconds_of_a_whole_one(address: str) -> float:
    file, began = _file(0), time.monotonic()
    assert _send(address, file).wait() == 0, "The file was not taken in."
    return time.monotonic() - began


def _killed(address: str, file: Path, after: float) -> bool:
    """Whether it was killed, and had not ended before."""
    sending = _send(address, file)
    try:
        sending.wait(after)
    except subprocess.TimeoutExpired:
        sending.kill()
        sending.wait()
        return True
    return False


def _state(address: str, file: Path) -> tuple[str, list[str]]:
    """Whether the file is there or absent, and what is wrong with the register."""
    data = file.read_bytes()
    engine = make_engine(address)
    try:
        with reading(engine) as session:
            wrong = list(findings(session))
            number = first_submission(session, place_id(0), hashlib.sha256(data).hexdigest())
            if number and body_of(session, number) != data:
                wrong.append("the file is there in part")
            if number and not _all_held(session, data):
                wrong.append("its marks are there in part")
        return ("there" if number else "absent"), wrong
    finally:
        engine.dispose()


def _all_held(session: Session, data: bytes) -> bool:
    """Whether the marks held of the place are those of the file, every one."""
    checked = check_attendance(
        session, read_attendance(data, name="sent.csv"), find_place(session, urn(0)), LAST
    )
    report = settle_attendance(session, checked)
    # Sent again the very same fills what is unmarked, and says what is not as it has it.
    return report.already_held == _rows() and not report.concerns.any().any()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
