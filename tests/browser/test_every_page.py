"""Every kind of page of the full demonstration, wide and narrow: it passes axe, holds its width, and breaks nothing.

Which pages there are is known from `tests/walk.py`, which followed the links of nine roles. Each kind is opened once,
as the first role that reaches it sees it; what is drawn differently for another role, once more for that role.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from goldthread.organisation.models import Person
from tests.prepared import Prepared, prepare, put_demo
from tests.walk import PEOPLE, Seen, read_walk

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1280, 320)
FOR_EACH_ROLE = ("landing", "start", "dashboard", "answering", "moderation", "report", "register:home", "register:show")
THE_REST = "the rest"
ROOMS = {
    "evidence": ("evidence",),
    "register": ("register", "register_files", "segments", "coverage"),
    "work": ("work",),
    "what we know": ("knowledge", "training", "reporting", "alerts", "search"),
    "suppliers": ("strategic", "distress"),
    "pipeline": ("pipeline",),
    "answers": ("answering", "start", "landing"),
    "the round": ("dashboard", "signoff", "rounds", "ambition"),
    "moderation": ("moderation", "report"),
}
"""What is walked in one test, by the first word of the address's name; whatever is named nowhere is in `THE_REST`."""
ROOM_OF = {word: room for room, words in ROOMS.items() for word in words}
SIDEWAYS = """() => {
  const page = document.documentElement;
  const wide = [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1 && !e.closest(".gt-scroll"));
  const culprits = wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 90));
  return page.scrollWidth > page.clientWidth ? [`scrolls sideways, by ${culprits}`] : [];
}"""


def choose_pages(pages: list[Seen]) -> list[Seen]:
    """One page of each kind; of the kinds in `FOR_EACH_ROLE` also those with a part that none chosen before has."""
    parts: dict[str, set[str]] = {}
    chosen = []
    for page in pages:
        is_first = page.kind not in parts
        known = parts.setdefault(page.kind, set())
        if is_first or (page.kind.startswith(FOR_EACH_ROLE) and not known.issuperset(page.parts)):
            chosen.append(page)
            known.update(page.parts)
    return chosen


def room_of(page: Seen) -> str:
    return ROOM_OF.get(page.kind.partition(":")[0], THE_REST)


def faults_of(page: Page, seen: Seen, check_axe: Callable[..., None], shoot: Callable[[Page, str], None]) -> list[str]:
    """Open a page and look at it at each width."""
    response = page.goto(seen.path)
    assert response is not None, seen.path
    faults = [f"{seen.path}: {response.status}"] if response.status >= 400 else []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width > min(WIDTHS) else 640})
        faults += [f"{seen.path} at {width} px: {part}" for part in page.evaluate(SIDEWAYS)]
        try:
            check_axe(page, contrast=width == max(WIDTHS))
        except AssertionError as fault:
            faults.append(f"at {width} px: {fault}")
        shoot(page, f"every-{seen.role}-{seen.kind.replace(':', '-')}-{seen.number}")
    page.set_viewport_size({"width": max(WIDTHS), "height": 900})
    return faults


@pytest.mark.parametrize("room", [*ROOMS, THE_REST])
def test_every_kind_of_page(
    room: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    check_axe: Callable[..., None],
    shoot: Callable[[Page, str], None],
    settings: Any,
    tmp_path: Any,
) -> None:
    chosen = [page for page in choose_pages(read_walk(prepare(Prepared.WALKED))) if room_of(page) == room]
    assert len(chosen) >= 5
    assert "unknown" not in {page.kind for page in chosen}
    settings.DATA_DIR = tmp_path
    put_demo(Prepared.WALKED)
    faults = []
    for role in dict.fromkeys(page.role for page in chosen):
        page = open_page()
        sign_in(page, Person.objects.get(email=PEOPLE[role]))
        for seen in chosen:
            if seen.role == role:
                faults += faults_of(page, seen, check_axe, shoot)
    assert not faults, "\n".join(faults)
