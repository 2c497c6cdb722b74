"""The demonstration walked link by link as each role: every page passes axe, holds its width, and breaks nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from goldthread.demo.load import load_demo
from goldthread.organisation.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]  # each test opens some sixty pages

OpenPage = Callable[..., Page]
FILES = (".pdf", ".csv", ".json", ".html", ".xlsx", ".parquet")
EVIDENCE_FILE = "answering:evidence_file"
NARROW_TOO = ("head-of-procurement", "councillor", "respondent-answering")
PEOPLE = {
    "head-of-procurement": "priya.nair@wharfemoor.example",
    "chief-officer": "helen.osei@wharfemoor.example",
    "councillor": "martin.teale@wharfemoor.example",
    "respondent-submitted": "grace.adeyemi@wharfemoor.example",
    "respondent-answering": "owen.pryce@wharfemoor.example",
    "auditor": "ruth.kendal@wharfemoor.example",
    "other-council": "joan.sykes@calderbeck.example",
}


def kind_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return "unknown"


def links_of(page: Page) -> list[str]:
    """Addresses on this site that the page leads to, without files."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    paths = [urlsplit(urljoin(page.url, href)) for href in found if not href.startswith(("#", "mailto:"))]
    here = urlsplit(page.url).netloc
    return [
        parts.path + (f"?{parts.query}" if parts.query else "")
        for parts in paths
        if parts.netloc == here and not parts.path.endswith(FILES) and kind_of(parts.path) != EVIDENCE_FILE
    ]


def walk(
    page: Page, check: Callable[[Page], None], shoot: Callable[[Page, str], None], name: str, *, each: int
) -> Counter[str]:
    """Follow links from the landing page; `check` each page reached, of one kind at most `each`."""
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(urlsplit(path).path)
        if kinds[kind] >= each:
            continue
        kinds[kind] += 1
        response = page.goto(path)
        assert response is not None, path
        assert response.status < 400, f"{path}: {response.status}"
        check(page)
        shoot(page, f"every-{name}-{kind.replace(':', '-')}-{kinds[kind]}")
        for link in links_of(page):
            if link not in seen and "logout" not in link:
                seen.add(link)
                waiting.append(link)
    return kinds


@pytest.mark.parametrize(("role", "width"), [*((role, 1280) for role in PEOPLE), *((role, 320) for role in NARROW_TOO)])
def test_every_page_that_a_role_reaches(
    role: str,
    width: int,
    open_page: OpenPage,
    sign_in: Callable[[Page, Any], None],
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    load_demo()
    page = open_page(width=width)
    sign_in(page, Person.objects.get(email=PEOPLE[role]))
    each = 2 if role in NARROW_TOO else 1  # pages of one kind are built alike; two show a full and an emptier one
    kinds = walk(page, check_axe, shoot, role, each=each)
    assert len(kinds) >= 5, kinds
    assert "unknown" not in kinds
