"""The diagnostic report as HTML."""

import re
from html import unescape
from typing import Any

import pytest

from goldthread.assessment.models import Answer, Round
from goldthread.assessment.queries.results import read_answers
from goldthread.organisation.types import Role
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.render_html import render_body, render_file
from tests import factories
from tests.unit.reports.scene import EMOJI, NASTY, REASON, make_moderated_round, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return make_moderated_round()


def test_what_people_typed_is_escaped_and_whole(round_: Round) -> None:
    page = render_file(build_report(gather(round_)))
    assert "<b>tag</b>" not in page
    assert NASTY in unescape(page)
    assert EMOJI in unescape(page)
    assert f"{REASON}." in page
    assert "Change log &lt;2026&gt;" in page


def test_the_file_asks_nothing_of_another_host(round_: Round) -> None:
    page = render_file(build_report(gather(round_)))
    assert not re.findall(r'(?:src|srcset|action)="(?!data:)', page)
    assert "<script" not in page
    assert "@import" not in page
    assert "url(" not in page
    assert re.findall(r'href="(https?://[^"]*)', page) == [
        "https://wharfemoor.example/changes?year=2026&amp;all=1",
    ]


def test_nothing_of_a_template_is_left_on_the_page(round_: Round) -> None:
    page = unescape(render_file(build_report(gather(round_))).partition("</style>")[2])
    assert not re.search(r"{{|{%|%}|}}", page.replace(NASTY, ""))


def test_who_changed_an_answer_is_read_with_the_answers(round_: Round, django_assert_num_queries: Any) -> None:
    keeper = factories.make_person(Role.COORDINATOR, round_.council, name="Ada Moss")
    Answer.objects.filter(round=round_).update(changed_by=keeper)
    answers = read_answers(round_)
    with django_assert_num_queries(0):
        assert {str(answer.changed_by) for answer in answers} == {"Ada Moss"}


def test_the_body_carries_no_style_so_that_the_strict_policy_lets_it_stand(round_: Round) -> None:
    body = render_body(build_report(gather(round_)))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", body)


def test_every_code_has_its_place_and_its_sentence(round_: Round) -> None:
    report = build_report(gather(round_))
    body = unescape(render_body(report))
    for code in factories.load_framework(factories.FRAMEWORK).value_codes:
        assert body.count(f'id="{code.id}"') == 1
    assert "Developing, because Adult Social Care chose Developing; three of four departments" in body
    assert len(re.findall(r"▶ level now", body)) == 58
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', body)) <= set(ids)


def test_the_draft_mark_goes_with_the_signature(round_: Round) -> None:
    assert "Draft: not signed off" in render_file(build_report(gather(round_)))
    sign(round_)
    signed = render_file(build_report(gather(round_)))
    assert "Draft: not signed off" not in signed
    assert "Harriet Oyelaran" in signed
    assert "A fair account of where we stand." in signed
