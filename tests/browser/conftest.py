"""A real browser against a real server, and a guard that every page must pass without any test asking for it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import resolve
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser import settling

FOLDER = Path(__file__).parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same engine without a window's controls, each of which would be a page with a process of its own."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE, LAST_RESORT = 300, 900
"""Seconds: a browser that a test has used for longer is killed, so that what waits for it fails and the run goes on; a
test that takes longer still ends its worker, for nothing in it can be trusted to end."""
SLOWEST = 60_000  # milliseconds that a page, or what is to be seen on it, may take on a machine with much else to do
WIDE, NARROW = 1280, 320
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIDEWAYS = """
addEventListener("load", () => {
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const wide = [...document.querySelectorAll("main *")]
      .filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1 && !e.closest(".gt-scroll"));
    const culprits = wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 90));
    console.error(`scrolls sideways: ${page.scrollWidth} px, by ${culprits}`);
  }
});
"""

OpenPage = Callable[..., Page]

expect.set_options(timeout=SLOWEST)
settling.settle_after_clicks()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and a signal may not break into its driver."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.timeout(LAST_RESORT, method="thread"))


class Chromium:
    """The browser of this worker: one for the whole run, begun anew where it has died."""

    def __init__(self, driver: Playwright) -> None:
        self._driver = driver
        self._mark = f"--of-the-tests-of={os.getpid()}"  # a switch that Chromium does not know, to find the process by
        self._running: Browser | None = None

    def running(self) -> Browser:
        """The one on the path, else playwright's own."""
        if self._running is None or not self._running.is_connected():
            found = next(filter(None, map(shutil.which, BROWSERS)), None)
            self._running = self._driver.chromium.launch(executable_path=found, args=[*QUIET, self._mark])
        return self._running

    def kill(self) -> None:
        print(f"The browser was killed after {PATIENCE} seconds of one test.", file=sys.stderr)
        subprocess.run(["pkill", "-KILL", "-f", "--", self._mark], check=False)

    def close(self) -> None:
        if self._running:
            self._running.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as driver:
        held = Chromium(driver)
        yield held
        held.close()


@pytest.fixture
def browser(chromium: Chromium) -> Browser:
    return chromium.running()


class Guard:
    """Notes what no page may do; `check` fails the test with all of it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("request", self.note_request)
        page.on("response", self.note_response)
        page.on("console", self.note_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host:
            self.faults.append(f"asked another host: {request.url}")

    def note_response(self, response: Response) -> None:
        is_asset = response.status >= 400 and urlsplit(response.url).path.startswith(settings.STATIC_URL)
        if is_asset or response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")

    def note_console(self, message: ConsoleMessage) -> None:
        # A refused form (403, 409) or a server that is gone is reported as such: tests bring these about on purpose.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def check(self) -> None:
        assert not self.faults, "\n".join(self.faults)


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the running site, without a slash at its end."""
    resolve("/")  # loads all rooms, which a busy machine would not do while the first page is waited for
    return str(live_server.url)


@contextmanager
def guarded(browser: Browser, site: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, closed and checked at the end."""
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/London", **options)
    context.set_default_timeout(SLOWEST)
    context.add_init_script(SIDEWAYS)
    context.add_init_script(settling.LEAVING)
    guard = Guard(urlsplit(site).netloc)

    def watch(page: Page) -> None:
        guard.watch(page)
        settling.watch(page, has_scripts=options.get("java_script_enabled", True))

    context.on("page", watch)
    page = context.new_page()
    try:
        yield page
    finally:
        if browser.is_connected():
            context.close()
    guard.check()


@pytest.fixture
def open_page(chromium: Chromium, site: str) -> Iterator[OpenPage]:
    """Opens further people's browsers: `open_page(width=320, javascript=False)`. Each has cookies of its own."""
    watch = Timer(PATIENCE, chromium.kill)
    watch.daemon = True

    def open_one(*, width: int = WIDE, javascript: bool = True) -> Page:
        if not watch.ident:  # what the test made ready before is no fault of the browser
            watch.start()
        size: ViewportSize = {"width": width, "height": 900 if width > NARROW else 640}
        made = guarded(chromium.running(), site, viewport=size, java_script_enabled=javascript)
        return held.enter_context(made)

    with ExitStack() as held:
        held.callback(watch.cancel)
        yield open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A desk's screen, 1280 pixels wide."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A screen of 320 pixels."""
    return open_page(width=NARROW)


@pytest.fixture
def no_js_page(open_page: OpenPage) -> Page:
    """A browser that runs no scripts."""
    return open_page(javascript=False)


@pytest.fixture
def sign_in(site: str) -> Callable[[Page, Any], None]:
    """Signs a person in without the form: `sign_in(page, person)`. The form has tests of its own."""

    def sign_in_as(page: Page, person: Any) -> None:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])

    return sign_in_as


@pytest.fixture(scope="session")
def check_axe() -> Callable[..., None]:
    """Fails with what axe finds against WCAG 2.2 A and AA on the page as it stands.

    `contrast=False` leaves out the contrast of colours, half of its time, on a page that was looked at in another
    width: no colour depends on the width (`tests/unit/web/test_stylesheet.py`).
    """
    axe = Axe()

    def check(page: Page, *, contrast: bool = True) -> None:
        assert settling.runs_scripts(page), "axe is a script, and waits for ever in a page that runs none"
        # What passes is not told node by node: on a long page that takes longer than the looking
        options = {
            "runOnly": {"type": "tag", "values": WCAG},
            "resultTypes": ["violations"],
            "rules": {"color-contrast": {"enabled": contrast}},
            "preload": False,  # the styles are in the page already; no rule asked here reads media
        }
        settling.settle(page)
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe.axe_script)
        found = page.evaluate("options => axe.run(options)", options)
        lines = [
            f"{fault['id']} ({fault['impact']}): {fault['help']}\n  {node['html'][:160]}\n  {node['failureSummary']}"
            for fault in found["violations"]
            for node in fault["nodes"][:4]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture(scope="session")
def shoot() -> Callable[..., None]:
    """Keeps a picture as NAME-WIDTH.png where GOLDTHREAD_SHOTS names a folder; elsewhere does nothing.

    `part` chooses one element of a page that is too long for a picture.
    """
    folder = os.environ.get("GOLDTHREAD_SHOTS")

    def take(page: Page, name: str, part: str = "") -> None:
        if folder and page.viewport_size:
            place = Path(folder) / f"{name}-{page.viewport_size['width']}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            if part:
                page.locator(part).screenshot(path=place)
            else:
                page.screenshot(path=place, full_page=True)

    return take
