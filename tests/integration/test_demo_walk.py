"""The full demonstration followed link by link as each role: every page answers, quickly, under headings in order."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from goldthread.organisation.models import Person
from goldthread.register.models import Contract
from tests.prepared import put_demo
from tests.walk import HEAD, PEOPLE, Seen, walk

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]  # the head of procurement reaches some 170 pages

HERE = "/c/wharfemoor-council/"
CEILING = 15
OF_EACH_ROOM = {"evidence:rows", "evidence:indicator_rows", "register:show", "work:change", "coverage:home"}


@pytest.fixture(scope="module", autouse=True)
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demonstration once its figures were worked out and kept, as the first look after a change does."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("walk"))
        put_demo()
        client = Client()
        head = Person.objects.get(email=PEOPLE[HEAD])
        client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
        contract = Contract.objects.order_by("pk")[0].pk
        for kept in ("", "evidence/", "evidence/indicators/", f"register/contracts/{contract}/"):
            assert client.get(f"{HERE}{kept}").status_code == 200
        yield
        transaction.set_rollback(True)


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
def test_every_page_answers_within_fifteen_queries_under_headings_in_order(role: str) -> None:
    pages = walk(role)
    kinds = {page.kind for page in pages}
    assert len(kinds) >= 5
    assert role != HEAD or kinds >= OF_EACH_ROOM
    assert [fault for page in pages for fault in faults_of(page)] == []
