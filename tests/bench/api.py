"""`make bench`: the marks of a school day sent to the API by many schools at once.

The server is a process of its own with one worker, the senders are another: they share the
machine. Beside it a server that only reads the body. Keys, checks, entries and the files kept are
all as they are for a school.
"""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

from apregister.auth.keys import add_key
from apregister.db import make_engine, writing
from apregister.migrate import migrate
from tests.bench.made import FOLDER
from tests.bench.mark_files import PUPILS, fresh, register, school_marks
from tests.bench.marked import place_id, school_days, upn

SCHOOLS, CLIENTS, SUBMISSIONS, ROUNDS = 13, 50, 400, 3
_ADDRESS = "/api/v1/attendance"

Answered = list[tuple[float, int]]
"""Seconds and status of each answer."""


async def null(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
    """A server that reads the body and answers: what HTTP itself takes."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-length", b"2"), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})


def _body(school: int, number: int) -> bytes:
    """A day's marks of a school, as columns; no two are the same."""
    codes = school_marks(school * 10_000 + number, 1)[:, 0]
    days = [*school_days()]
    told = {
        "date": days[number % len(days)].isoformat(),
        "upn": [upn(school, pupil) for pupil in range(PUPILS) for _ in range(2)],
        "session": ["AM", "PM"] * PUPILS,
        "mark": codes.ravel().tolist(),
    }
    return json.dumps(told).encode()


def _requests(keys: list[str], first: int, many: int) -> list[bytes]:
    """Whole requests, school by school in turn."""
    turns = islice(cycle(enumerate(keys)), many)
    return [
        b"POST %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        % (_ADDRESS.encode(), key.encode(), len(body), body)
        for number, (school, key) in enumerate(turns, first)
        for body in [_body(school, number)]
    ]


async def _client(port: int, waiting: "asyncio.Queue[bytes]", taken: Answered) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not waiting.empty():
        request = waiting.get_nowait()
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        length = next(int(line.split(":")[1]) for line in lines if line.startswith("content-len"))
        await reader.readexactly(length)
        taken.append((time.perf_counter() - began, int(lines[0].split()[1])))
    writer.close()


async def _all(port: int, requests: list[bytes], clients: int) -> tuple[float, Answered]:
    waiting: asyncio.Queue[bytes] = asyncio.Queue()
    for request in requests:
        waiting.put_nowait(request)
    taken: Answered = []
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, waiting, taken) for _ in range(clients)))
    return time.perf_counter() - began, taken


def sent(port: int, requests: list[bytes], clients: int) -> tuple[float, Answered]:
    """Every request sent, by so many clients at once; seconds in all, and of each."""
    return asyncio.run(_all(port, requests, clients))


@contextmanager
def _serving(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                asyncio.run(_connect(port))
                break
            except OSError:
                assert server.poll() is None, "The server stopped before it answered."
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(30)


async def _connect(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


def _free_ports(many: int) -> list[int]:
    """Ports that nothing listens on: held together, so that no two are the same."""
    with ExitStack() as held:
        found = [held.enter_context(socket.socket()) for _ in range(many)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in found]


def _keys(held: Path, schools: int) -> list[str]:
    migrate(f"sqlite:///{held}")
    engine = make_engine(f"sqlite:///{held}")
    with writing(engine) as session:
        keys = [add_key(session, role="school", place=place_id(n)).token for n in range(schools)]
    engine.dispose()
    return keys


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(schools: int, clients: int, many: int, rounds: int) -> None:
    """So many submissions in each round, after as many that only warm up."""
    held = fresh(register(schools), "bench-api")
    for old in FOLDER.glob("bench-api.db.looks*"):
        old.unlink()
    keys = _keys(held, schools)
    port, null_port = _free_ports(2)
    serve = ["apregister", "serve", "--db", f"sqlite:///{held}", "--port", str(port)]
    null_app = ["uvicorn", "tests.bench.api:null", "--port", str(null_port), "--log-level", "error"]
    ours: list[tuple[float, Answered]] = []
    theirs: list[tuple[float, Answered]] = []
    with (
        _serving(serve, port),
        _serving(null_app, null_port),
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart,
    ):
        apart.submit(sent, port, _requests(keys, 0, schools), 1).result()
        for turn in range(rounds):
            requests = _requests(keys, schools + turn * many, many)
            ours.append(apart.submit(sent, port, requests, clients).result())
            theirs.append(apart.submit(sent, null_port, requests, clients).result())
    _say(f"\n{many} submissions of {PUPILS * 2:,} marks from {schools} schools, {clients} at once")
    _say(f"{'':38}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}")
    rates = [_told(title, of) for title, of in (("API, durable", ours), ("reads the body", theirs))]
    _say(f"of what the reading of bodies allows: {100 * rates[0] / rates[1]:.1f}%")


def _told(title: str, turns: list[tuple[float, Answered]]) -> float:
    """A line on some turns; how many were answered in a second."""
    every = [one for _, taken in turns for one in taken]
    wrong = sum(status >= 300 for _, status in every)
    assert not wrong, f"{title}: {wrong} were refused"
    took = sorted(1_000 * seconds for seconds, _ in every)
    rate = median(len(taken) / seconds for seconds, taken in turns)
    _say(f"{title:38}{rate:10.1f}{median(took):9.1f}{quantiles(took, n=20)[-1]:9.1f}")
    return rate


if __name__ == "__main__":
    given = [int(n) for n in sys.argv[1:]]
    main(*given, *(SCHOOLS, CLIENTS, SUBMISSIONS, ROUNDS)[len(given) :])
