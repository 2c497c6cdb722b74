"""A click that leads to another page ends when that page stands.

Playwright's own waits only for what the browser has told by the time that the click returns; on a busy machine the
navigation is told a moment later, and what the test does next would be done to the page that is being left.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakSet

from playwright.sync_api import Error, Locator, Page, Response

LEAVING = """
const staysHere = (link) => link.target || link.hasAttribute("download") || !link.protocol.startsWith("http")
  || link.href.split("#")[0] === location.href.split("#")[0] && link.href.includes("#");
addEventListener("submit", (event) => {
  if (!event.defaultPrevented && !event.target.target) window.isLeaving = true;
});
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link && !event.defaultPrevented && !staysHere(link)) window.isLeaving = true;
});
"""
"""Run in every page before its own scripts, whose handlers stand nearer to what is clicked and so come first."""
WITHOUT_SCRIPTS = """
(clicked) => {
  const button = clicked.closest("a[href], button, input[type=submit]");
  const form = button?.form;
  window.isLeaving = button?.matches("a[href]")
    ? !button.href.includes("#")
    : Boolean(form) && button.type === "submit" && (form.noValidate || button.formNoValidate || form.checkValidity());
}
"""
STANDS = "() => !window.isLeaving && document.readyState === 'complete'"
LONGEST = 30
"""Seconds after which the test goes on, and says itself what it misses."""

_downloads: WeakSet[Page] = WeakSet()
_without_scripts: WeakSet[Page] = WeakSet()


def watch(page: Page, *, has_scripts: bool) -> None:
    """Note which answers the browser keeps as files, for after them the page stays as it was."""
    if not has_scripts:
        _without_scripts.add(page)

    def note(response: Response) -> None:
        if response.request.is_navigation_request() and (
            response.status == 204 or "attachment" in response.headers.get("content-disposition", "")
        ):
            _downloads.add(page)

    page.on("response", note)


def runs_scripts(page: Page) -> bool:
    return page not in _without_scripts


def settle(page: Page) -> None:
    """Return when no page is being left any more, or a file has come instead of the next."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and page not in _downloads and not page.is_closed():
        try:
            if page.evaluate(STANDS):
                return
            page.wait_for_timeout(20)
        except Error as error:
            if "context was destroyed" not in str(error) and "closed" not in str(error):
                raise


def _settled(act: Callable[..., None], *, needs_no_script: bool) -> Callable[..., None]:
    @wraps(act)
    def do(locator: Locator, *arguments: Any, **options: Any) -> None:
        page = locator.page
        _downloads.discard(page)
        if needs_no_script and page in _without_scripts:
            locator.evaluate(WITHOUT_SCRIPTS)
        act(locator, *arguments, **options)
        if not options.get("no_wait_after"):
            settle(page)

    return do


def settle_after_clicks() -> None:
    """Let `click`, `dblclick` and `press` of every locator end on the page that they lead to."""
    for name in ("click", "dblclick"):
        setattr(Locator, name, _settled(getattr(Locator, name), needs_no_script=True))
    Locator.press = _settled(Locator.press, needs_no_script=False)  # type: ignore[method-assign]
