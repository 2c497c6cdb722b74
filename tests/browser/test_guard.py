"""The guard itself: each thing that no page may do is brought about once, and must fail the test that does it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import NARROW, guarded

PAGE = '<!doctype html><html lang="en"><head><title>Try</title></head><body><main><h1>Try</h1>{}</main></body></html>'


def show(browser: Browser, site: str, content: str, *, width: int = NARROW) -> None:
    """Open a page with this content; nothing leaves the browser, whatever it asks for."""
    with guarded(browser, site, viewport={"width": width, "height": 640}) as page:
        page.route("**/*", lambda route: route.fulfill(body=PAGE.format(content), content_type="text/html"))
        page.goto(site)


def test_guard_lets_an_innocent_page_pass(browser: Browser, site: str) -> None:
    show(browser, site, "<p>Nothing amiss</p>")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('<img src="https://elsewhere.example/dot.png" alt="">', "asked another host: https://elsewhere.example"),
        ("<script>console.error('amiss')</script>", "console: amiss"),
        ("<script>missing()</script>", "script error: missing is not defined"),
        ('<div style="width: 900px">wide</div>', "scrolls sideways: 9"),
    ],
    ids=["another host", "console", "script", "sideways"],
)
def test_guard_fails_a_page_that(browser: Browser, site: str, content: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        show(browser, site, content)


def test_check_axe_fails_a_picture_without_words(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.set_content(PAGE.format('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'))
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(page)


def test_no_js_page_runs_no_scripts(no_js_page: Page) -> None:
    no_js_page.set_content(PAGE.format("<script>document.body.append('ran')</script>"))
    assert no_js_page.inner_text("main") == "Try"
