"""What the tests of answering share: people signed in, addresses, and a page's text."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from goldthread.assessment.models import Round
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from tests import factories

DEPARTMENTS = ("Adult Social Care", "Place", "Highways")


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(round_: Round, name: str, department: str | None = "Adult Social Care", *rest: object) -> str:
    place: list[object] = [round_.council.slug, round_.ref]
    if department is not None:
        place.append(factories.department_named(round_.council, department).pk)
    return reverse(f"answering:{name}", args=[*place, *rest])


def text_of(response: HttpResponse) -> str:
    content = response.content.decode()
    return " ".join(content.split())


def reader(name: str, council: Council) -> Client:
    if name == "nobody":
        return Client()
    if name == "its respondent":
        return as_person(factories.make_person(Role.RESPONDENT, council, department="Adult Social Care"))
    if name == "respondent of another department":
        return as_person(factories.make_person(Role.RESPONDENT, council, department="Highways"))
    if name == "coordinator of another council":
        return as_person(factories.make_person(Role.COORDINATOR, factories.make_council(name="Elsewhere Council")))
    return as_person(factories.make_person(Role(name), council))
