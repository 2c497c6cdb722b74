"""Pages as their readers see them: a signed-in client, and the text of a page without its tags."""

from collections.abc import Mapping
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

from goldthread.organisation.models import Person
from goldthread.organisation.types import Role

NOT_READ = frozenset({"script", "style", "title"})
APART = frozenset({"td", "th", "li", "p", "h1", "h2", "h3", "h4", "div", "option", "label", "button"})


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in NOT_READ

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in NOT_READ
        if tag in APART:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.parts.append(data)


def text_of(response: HttpResponse) -> str:
    """The words of a page in one line, no-break spaces as plain ones."""
    reader = _Text()
    reader.feed(response.content.decode())
    return " ".join("".join(reader.parts).replace("\N{NO-BREAK SPACE}", " ").split())


def statuses_by_role(
    people: Mapping[Role, Person], url: str, *, method: str = "get", fields: Mapping[str, str] | None = None
) -> dict[Role, int]:
    """What each role is answered at an address: one row of the table of permissions."""
    found = {}
    for role, person in people.items():
        ask = getattr(client_of(person), method)
        found[role] = ask(url, fields or {}).status_code
    return found
