"""The tutorial is played, and what it quotes from the screens stands on them."""

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from goldthread.organisation.models import Department, Person
from tests.docs.documents import ROOT
from tests.prepared import put_demo

TUTORIAL = ROOT / "docs" / "tutorials" / "first-round.md"
HERE = "/c/wharfemoor-council/"
ROUND = f"{HERE}rounds/2026/"


def quotes() -> list[str]:
    text = TUTORIAL.read_text(encoding="utf-8")
    return [
        " ".join(found.replace("\n> ", " ").split()) for found in re.findall(r"^> (.+(?:\n> .+)*)", text, re.MULTILINE)
    ]


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(name=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def words_at(client: Client, address: str) -> str:
    """The page's text, blanks joined."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def play() -> Iterator[str]:
    """The text of every page that the tutorial opens, in its order."""
    priya, owen, helen = (signed_in(name) for name in ("Priya Nair", "Owen Pryce", "Helen Osei"))
    yield words_at(priya, HERE)
    yield words_at(priya, ROUND)
    yield words_at(owen, f"{HERE}start/")
    digital = f"{ROUND}answers/{Department.objects.get(name='Digital').pk}/"
    for code, answer in (
        ("SVL5", {"choice": "3"}),
        ("SVL6", {"choice": "3"}),
        ("SVL7", {"choice": "na", "not_applicable_because": "No staff in the district."}),
    ):
        assert owen.post(f"{digital}codes/{code}/save/", {"version": "0", **answer}).status_code == 302
    assert owen.post(f"{digital}submit/").status_code == 302
    yield words_at(owen, f"{ROUND}answers/other-departments/")
    yield words_at(priya, f"{ROUND}moderation/")
    yield words_at(priya, f"{ROUND}moderation/codes/RSK5/")
    yield words_at(priya, f"{ROUND}sign-off/")
    assert (
        helen.post(f"{ROUND}sign-off/", {"statement": "", "seen": "on", "despite": "Each will answer."}).status_code
        == 302
    )
    yield words_at(helen, f"{ROUND}sign-off/")
    yield words_at(helen, ROUND)
    yield words_at(helen, f"{ROUND}report/")
    yield words_at(signed_in("Councillor Martin Teale"), HERE)


@pytest.mark.django_db
def test_what_the_tutorial_quotes_stands_on_the_screens() -> None:
    put_demo()
    seen = list(play())
    assert len(quotes()) > 4
    assert [quote for quote in quotes() if not any(quote in page for page in seen)] == []
    assert "Round 2026" in seen[-1], "the councillor sees the round that was signed"
