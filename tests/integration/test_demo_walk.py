"""The full demonstration followed link by link as each role: every page answers, quickly, under headings in order."""

import pytest

from tests.prepared import Prepared, prepare
from tests.walk import HEAD, PEOPLE, Seen, read_walk

pytestmark = pytest.mark.timeout(900)  # the head of procurement reaches some 260 pages

CEILING = 15
FEWEST = 40
"""Kinds of page that a councillor reaches, who is shown least; rounded down."""
OF_EACH_ROOM = {"evidence:rows", "evidence:indicator_rows", "register:show", "work:change", "coverage:home"}


@pytest.fixture(scope="module")
def pages() -> list[Seen]:
    """What was seen once the figures were worked out and kept, as the first look after a change does."""
    return read_walk(prepare(Prepared.WALKED))


def faults_of(page: Seen) -> list[str]:
    deeper = [after for before, after in zip(page.headings, page.headings[1:], strict=False) if after > before + 1]
    found = {
        f"status {page.status}": page.status >= 400,
        "a link to nowhere": page.kind == "unknown",
        f"{page.queries} queries": page.queries > CEILING,
        f"{page.headings.count(1)} main headings": page.headings.count(1) != 1,
        f"a heading of level {deeper} without one above it": bool(deeper),
    }
    return [f"{page.path}: {fault}" for fault, is_there in found.items() if is_there]


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_answers_within_fifteen_queries_under_headings_in_order(pages: list[Seen], role: str) -> None:
    reached = [page for page in pages if page.role == role]
    kinds = {page.kind for page in reached}
    assert len(kinds) >= FEWEST
    assert role != HEAD or kinds >= OF_EACH_ROOM
    assert [fault for page in reached for fault in faults_of(page)] == []
