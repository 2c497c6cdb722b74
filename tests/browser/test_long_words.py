"""Names and comments without a space, as long as the forms take them: no page scrolls sideways for them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from goldthread.assessment.types import RoundState
from goldthread.organisation.types import Role
from tests.factories import answer, make_council, make_person, make_round

pytestmark = pytest.mark.django_db(transaction=True)

DEPARTMENT, OTHER = "Wörld" * 24, "O'Brien & <b>Sons</b>"
PAGES = (
    "people/",
    "people/departments/",
    "rounds/",
    "rounds/2026/",
    "rounds/2026/answers/",
    "rounds/2026/answers/other-departments/?area=CLR",
    "rounds/2026/moderation/codes/CLR1/",
    "rounds/2026/report/",
    "rounds/2026/import/",
    "record/",
    "ambition/",
)


@pytest.mark.parametrize("width", [1280, 320])
def test_long_words_never_widen_a_page(
    width: int, open_page: Callable[..., Page], sign_in: Callable[[Page, Any], None]
) -> None:
    council = make_council(departments=[DEPARTMENT, OTHER])
    make_person(Role.RESPONDENT, council, department=DEPARTMENT, name="N" * 200, email=f"{'w' * 60}@example.org")
    round_ = make_round(council, title="T" * 120, codes=["CLR1"], state=RoundState.MODERATION)
    answer(round_, DEPARTMENT, "CLR1", 3, comment="https://example.org/" + "x" * 2000)
    page = open_page(width=width)
    sign_in(page, make_person(Role.COORDINATOR, council))
    for path in PAGES:
        page.goto(f"/c/{council.slug}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
