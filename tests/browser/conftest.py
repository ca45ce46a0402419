import os
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from apregister.app import make_app
from apregister.db import open_engines
from apregister.migrate import upgrade
from apregister.settings import Settings
from movements.record import stop_clock_at
from tests.small_authority import Held
from tests.web.test_attendance_pages import marked, totalled
from tests.web.world import AMY, NOW, furnish

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
]
WATCH = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusedByPolicy.push(event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """The small authority's register. Each file has its own to change."""
    folder = tmp_path_factory.mktemp("served")
    engines = open_engines(f"sqlite:///{folder}/register.db")
    upgrade(engines)
    stop_clock_at(NOW)
    furnish(engines)
    marked(Held(engines), f"{AMY},2026-11-02,AM,D", f"{AMY},2026-11-02,PM,D")
    totalled(Held(engines), f"{AMY},2027-01-21,3")
    stop_clock_at(None)
    return Held(engines)


@pytest.fixture(scope="module")
def address(held: Held) -> Iterator[str]:
    """The small authority, served: the address it answers at."""
    url = held.engines.register.url.render_as_string(hide_password=False)
    config = uvicorn.Config(make_app(held.engines, Settings(db=url)), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=_serve, args=(server,), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def _serve(server: uvicorn.Server) -> None:
    # The clock is stopped for what this thread starts, which is every request.
    stop_clock_at(NOW)
    server.run()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("there is no chromium on this machine")
    with sync_playwright() as pw:
        launched = pw.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param


@pytest.fixture
def page(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page that fails its test on any error of a script, or anything the policy refused."""
    context = browser.new_context(
        base_url=address, viewport={"width": size[0], "height": size[1]}, accept_downloads=True
    )
    context.add_init_script(WATCH)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if _is_wrong(said) else None)
    opened.on("load", lambda it: wrong.extend(it.evaluate("window.refusedByPolicy || []")))
    opened.set_default_timeout(10_000)
    yield opened
    context.close()
    assert not wrong


def _is_wrong(said: ConsoleMessage) -> bool:
    # A form refused with 422 is an answer, and shows as an error in the console.
    return said.type == "error" and "status of 422" not in said.text
