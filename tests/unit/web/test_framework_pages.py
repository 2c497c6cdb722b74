"""The framework's pages, open to everybody: overview, search, one area in full, and what changed."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from goldthread.framework.load import list_frameworks, load_framework
from goldthread.web.framework.present import say_outline
from goldthread.web.framework.search import find_statements

pytestmark = pytest.mark.django_db
HERE = "/framework/nps-2018/"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_overview_counts_what_it_holds(client: Client) -> None:
    text = text_of(client.get(HERE))
    assert "Three themes, ten key areas and four enablers, measured by 59 value codes, each with five levels." in text
    for section in ("Showing leadership", "Behaving commercially", "Achieving community benefits", "Enablers"):
        assert f'<h2 class="govuk-heading-m">{section}</h2>' in text


def test_the_outline_of_a_framework_without_value_codes_of_its_own() -> None:
    assert say_outline(load_framework("nps-2018-draft")).startswith("Three themes, nine key areas and four enablers")


@pytest.mark.parametrize("framework", list_frameworks(), ids=lambda found: found.id)
def test_every_area_of_every_framework_shows_every_statement(client: Client, framework: Any) -> None:
    for item in framework.objects:
        answer = client.get(f"/framework/{framework.id}/{item.id}/")
        text = unescape(text_of(answer))
        assert item.what_it_is in text
        for code in item.value_codes:
            assert f'id="{code.id}"' in text
            for statements in code.ladder.statements.values():
                assert all(statement in text for statement in statements), code.id


def test_an_area_links_to_the_one_before_and_the_next(client: Client) -> None:
    text = text_of(client.get(HERE + "SMR/"))
    assert f'href="{HERE}CLR/" rel="prev"' in text
    assert f'href="{HERE}PTR/" rel="next"' in text


def test_search_finds_every_word_marks_it_and_links_to_its_place(client: Client) -> None:
    found = find_statements(load_framework("nps-2018"), "Contract REGISTER")
    assert found
    for one in found:
        text = "".join(piece.text for piece in one.pieces).lower()
        assert "contract" in text
        assert "register" in text
        assert any(piece.hit for piece in one.pieces)
    text = text_of(client.get(HERE + "?q=contract+register"))
    assert "<mark>" in text
    assert f'href="{HERE}CRM/#CRM1"' in text


@pytest.mark.parametrize("words", ["zzzz", "a.*b", "<script>", "(]"])
def test_search_without_a_hit_says_what_to_do(client: Client, words: str) -> None:
    text = text_of(client.get(HERE, {"q": words}))
    assert "Try fewer letters or another word." in text
    assert "<script>alert" not in text


def test_what_changed_names_each_rule_and_what_old_answers_become(client: Client) -> None:
    text = text_of(client.get(HERE + "changes/"))
    assert "13 areas and enablers became 14." in text
    assert "Split" in text
    assert "takes over the level and the comments" in text


@pytest.mark.parametrize("path", ["/framework/none/", HERE + "NONE/", "/framework/nps-2018-draft/changes/"])
def test_what_is_not_there_is_a_missing_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Page not found" in text_of(answer)


@pytest.mark.parametrize("path", ["/framework/", HERE, HERE + "CRM/", HERE + "?q=supplier", HERE + "changes/"])
def test_no_page_of_a_framework_reads_a_table(client: Client, path: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get(path)
