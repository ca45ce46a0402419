"""`make soak`: readers of pages and of the API, for minutes, while a big file is taken in.

The register is served by a process of its own, by `apregister serve`. Another takes in a roll of
thousands of rows, which changes every time, again and again until the time is up. No answer may be
a failure of the server, and no page may take longer than the limit.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles

import httpx2
from sqlmodel import Session, select

from apregister.auth.accounts import add_account
from apregister.auth.keys import add_key
from apregister.db import make_engine, writing
from apregister.migrate import migrate
from movements.entry import EntryRow
from movements.identifiers import check_letter
from tests.bench.made import AUTHORITY, FOLDER, url

PUPILS = 2_000
ROWS = 3_000
MINUTES = 5.0
PORT = 8765
LIMIT = 15.0
"""Seconds for the slowest answer: the officer's lists read every pupil, on two cores that also take
in the file and ask. The first list costs 3 processor seconds, one after a roll 1: on a machine that
others share until a dozen programs want its processors that alone is over the limit."""
URN, SCHOOL = "900000", f"s_{0:020x}"
PASSWORD = "a password for the soak alone"
PAGES = ("/", "/due", "/ledger", "/pupils/{pupil}")
API = ("/api/v1/pupils/{pupil}/history", "/api/v1/due?limit=50", "/api/v1/ledger?limit=50")
PROGRAM = [sys.executable, "-m", "apregister"]
BASE = f"http://127.0.0.1:{PORT}"
Taken = dict[str, list[tuple[float, int]]]
"""By address asked for: seconds and status of each answer (0: none came)."""


def main(minutes: float) -> int:
    """The whole run: 0 where everything held."""
    held = FOLDER / "soak.db"
    for old in FOLDER.glob("soak.db*"):
        old.unlink()
    shutil.copy(url(PUPILS).removeprefix("sqlite:///"), held)
    migrate(f"sqlite:///{held}")
    engine = make_engine(f"sqlite:///{held}")
    with writing(engine) as session:
        key, everyone, own = _let_in(session), _pupils(session, None), _pupils(session, SCHOOL)
    engine.dispose()
    taken: Taken = defaultdict(list)
    with _served(held):
        until = time.monotonic() + minutes * 60
        readers = [
            threading.Thread(target=_pages, args=("officer", everyone, until, taken)),
            threading.Thread(target=_pages, args=("school", own, until, taken)),
            threading.Thread(target=_pages, args=("school", own, until, taken)),
            threading.Thread(target=_api, args=(key, everyone, until, taken)),
        ]
        for reader in readers:
            reader.start()
        files = _take_in(held, until)
        for reader in readers:
            reader.join()
    return _told(taken, files, minutes)


def _let_in(session: Session) -> str:
    """An officer and a school who may sign in, and the token of a program of the authority."""
    accounts = (("officer", "la_officer", [], AUTHORITY), ("school", "school", [SCHOOL], None))
    for name, role, places, authority in accounts:
        add_account(
            session,
            sign_in_name=name,
            name=name,
            role=role,
            password=PASSWORD,
            places=places,
            authority=authority,
        )
    return add_key(session, role="la_officer", authority=AUTHORITY).token


def _pupils(session: Session, school: str | None) -> list[str]:
    query = select(EntryRow.pupil_id, EntryRow.place_id).where(EntryRow.kind == "on_roll")
    return [str(pupil) for pupil, place in session.exec(query) if school in (None, place)]


@contextmanager
def _served(held: Path) -> Iterator[None]:
    command = [*PROGRAM, "serve", "--db", f"sqlite:///{held}", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(server: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        try:
            httpx2.get(f"{BASE}/api/v1/health", timeout=5)
        except httpx2.TransportError:
            assert server.poll() is None, "The server stopped before it answered."
            time.sleep(0.5)
        else:
            return
    raise AssertionError("The server did not answer within two minutes.")


def _pages(name: str, pupils: list[str], until: float, taken: Taken) -> None:
    with httpx2.Client(base_url=BASE, timeout=120, follow_redirects=True) as client:
        form = client.get("/sign-in").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert token, "The form to sign in has no token."
        answers = {"name": name, "password": PASSWORD, "csrf_token": token[1]}
        signed_in = client.post("/sign-in", data=answers)
        assert signed_in.status_code == 200, f"{name} could not sign in: {signed_in.status_code}"
        _ask(client, name, PAGES, pupils, until, taken)


def _api(key: str, pupils: list[str], until: float, taken: Taken) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=BASE, timeout=120, headers=headers) as client:
        _ask(client, "program", API, pupils, until, taken)


def _ask(
    client: httpx2.Client,
    who: str,
    paths: tuple[str, ...],
    pupils: list[str],
    until: float,
    taken: Taken,
) -> None:
    chance = Random(who)
    while time.monotonic() < until:
        for path in paths:
            began = time.monotonic()
            try:
                status = client.get(path.format(pupil=chance.choice(pupils))).status_code
            except httpx2.TransportError:
                status = 0
            taken[f"{who} {path}"].append((time.monotonic() - began, status))
            time.sleep(0.2)


def _take_in(held: Path, until: float) -> list[float]:
    """Take in the roll until the time is up; seconds of each, until the register had it."""
    file, seconds = FOLDER / "soak-roll.csv", []
    while time.monotonic() < until:
        year = 7 + len(seconds) % 5
        rows = (f"{_upn(n)},Surname{n},Forename{n},2013-05-05,F,{year},C" for n in range(ROWS))
        file.write_text("upn,surname,forename,dob,sex,nc_year,enrol_status\n" + "\n".join(rows))
        began = time.monotonic()
        command = ["intake", "pupils", str(file), "--school", URN, "--part"]
        ended = subprocess.run(
            [*PROGRAM, *command, "--db", f"sqlite:///{held}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"The roll was not taken in: {ended.stdout}{ended.stderr}"
        seconds.append(time.monotonic() - began)
    return seconds


def _upn(number: int) -> str:
    rest = f"001{500_000_000 + number:09d}"
    return check_letter(rest) + rest


def _told(taken: Taken, files: list[float], minutes: float) -> int:
    """The table, and what did not hold."""
    _say(f"{minutes:g} minutes; {len(files)} rolls of {ROWS:,} rows taken in meanwhile,")
    _say(
        f"the longest in {max(files):.0f} s. On {os.cpu_count()} processors so many programs wanted"
    )
    _say(f"one, of this run and of all others: {os.getloadavg()[1]:.1f}. Seconds an answer took:")
    _say(f"{'':44}{'answers':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}{'errors':>8}")
    broken = []
    for what, answers in sorted(taken.items()):
        took = sorted(seconds for seconds, _ in answers)
        at = quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
        errors = [status for _, status in answers if status != 200]
        figures = "".join(f"{s:8.2f}" for s in (at[49], at[94], at[98], took[-1]))
        _say(f"{what:44}{len(took):8,}{figures}{len(errors):8}")
        if errors:
            broken.append(f"{what}: answered {sorted(set(errors))}, {len(errors)} times")
        if took[-1] > LIMIT:
            broken.append(f"{what}: {took[-1]:.1f} s, over {LIMIT:.0f} s")
    for line in broken:
        _say(f"DID NOT HOLD  {line}")
    return 1 if broken or not taken else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
