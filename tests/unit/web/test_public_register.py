"""The public register: closed until opened, without what is restricted or personal, kept until something changes."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import change_contract
from goldthread.register.actions.pipeline import add_entry
from goldthread.register.models import Contract
from goldthread.register.public import publish, set_public_register
from goldthread.register.types import Visibility
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
OPEN = "/c/wharfemoor-council/public/contracts/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"])
    set_public_register(council=made, is_open=True, by=None)
    return made


def content_of(path: str) -> str:
    answer = Client().get(path)
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]


def test_it_is_open_only_while_the_council_says_so(council: Council) -> None:
    put_contract(council)
    assert Client().get(OPEN).status_code == 200
    set_public_register(council=council, is_open=False, by=None)
    for path in (OPEN, f"{OPEN}download.csv", f"{OPEN}download.json"):
        assert Client().get(path).status_code == 404
    kinds = Event.objects.filter(subject="register").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["register.opened", "register.closed"]
    set_public_register(council=council, is_open=False, by=None)
    assert kinds.count() == 2


def test_nothing_restricted_or_personal_is_in_any_of_its_forms(council: Council) -> None:
    manager = make_person(Role.CONTRACT_MANAGER, council, name="Tomasina Ashby")
    put_contract(
        council,
        title="Respite for Mrs Jane Secretname",
        supplier_name="Mr Hidden Person",
        manager=manager,
        owner_name="Olivia Ownername",
        description="A private description",
        postcode="LS1 1AA",
        months=0,
    )
    put_contract(council, title="Safe house refuge", visibility=Visibility.RESTRICTED.value, months=0)
    put_contract(council, title="Long gone", start=date(2020, 1, 1), end=date(2021, 1, 1), months=0)
    hidden = ("Secretname", "Hidden", "Tomasina", "Ownername", "private", "LS1", "Safe house", "Long gone")
    for path in (OPEN, f"{OPEN}download.csv", f"{OPEN}download.json"):
        text = content_of(path)
        assert "Respite for [name left out]" in text
        assert [word for word in hidden if word in text] == []
    for word in ("secretname", "hidden", "tomasina", "refuge", "gone"):
        assert "0 contracts of Wharfemoor Council hold" in content_of(f"{OPEN}?q={word}")
    with pytest.raises(ValueError, match="restricted"):
        publish(Contract.objects.get(visibility=Visibility.RESTRICTED.value))


def test_search_pages_and_files(council: Council) -> None:
    for number in range(101):
        put_contract(council, title=f"Meals {number:03d}", reference=f"=R{number}", months=0)
    put_contract(council, title="Lights", awarded_value=None, months=0)
    first = Client().get(OPEN)
    assert first.context["finding"] == "Wharfemoor Council has 102 contracts that run or will begin."
    assert [line.title for line, _pounds in Client().get(f"{OPEN}?page=2").context["rows"]] == [
        "Meals 099",
        "Meals 100",
    ]
    assert len(Client().get(f"{OPEN}?page=99999").context["rows"]) == 2
    found = Client().get(f"{OPEN}?q=meals 05 fellside")
    assert found.context["finding"] == "11 contracts of Wharfemoor Council hold “meals 05 fellside”."
    rows = list(csv.DictReader(io.StringIO(content_of(f"{OPEN}download.csv?q=meals").removeprefix("\ufeff"))))
    assert (len(rows), rows[0]["reference"], rows[0]["awarded"]) == (101, "'=R0", "300000.00")
    held = json.loads(content_of(f"{OPEN}download.json"))
    assert (held["council"], len(held["contracts"])) == ("Wharfemoor Council", 102)
    assert held["contracts"][0]["awarded"] is None
    assert Decimal(held["contracts"][1]["awarded"]) == 300_000
    assert Client().get(f"{OPEN}download.xlsx").status_code == 404


def test_it_is_kept_until_something_changes(council: Council) -> None:
    contract = put_contract(council, months=0)
    assert "School meals" in content_of(OPEN)
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(OPEN)
    assert len(queries) <= 3
    assert "max-age=60" in answer["Cache-Control"]
    tag = Client().get(f"{OPEN}download.csv")["ETag"]
    assert Client().get(f"{OPEN}download.csv", headers={"If-None-Match": tag}).status_code == 304
    values = {"visibility": Visibility.RESTRICTED.value}
    change_contract(contract=contract, values=values, expected_version=contract.version, by=None)
    assert "School meals" not in content_of(OPEN)
    assert Client().get(f"{OPEN}download.csv", headers={"If-None-Match": tag}).status_code == 200


def test_the_head_of_procurement_opens_and_closes_it() -> None:
    council = make_council(departments=["Place"])
    put_contract(council, start=timezone.localdate() + timedelta(days=9), months=0)
    client = Client()
    client.force_login(make_person(Role.COORDINATOR, council), backend="django.contrib.auth.backends.ModelBackend")
    path = "/c/wharfemoor-council/register/public/"
    assert "Opened, it would show 1 contract." in client.get(path).content.decode()
    client.post(path, {"open": "yes"})
    assert "School meals" in content_of(OPEN)
    client.post(path, {"open": "no"})
    assert Client().get(OPEN).status_code == 404
    other = Client()
    other.force_login(make_person(Role.CONTRACT_MANAGER, council), backend="django.contrib.auth.backends.ModelBackend")
    assert other.post(path, {"open": "yes"}).status_code == 403


def test_the_published_pipeline_leaves_out_what_is_not_published_or_restricted(council: Council) -> None:
    set_public_register(council=council, is_open=True, by=None)
    today = timezone.localdate()
    hidden = put_contract(council, title="Refuge", visibility=Visibility.RESTRICTED.value)
    usual = {"needed_on": today + timedelta(days=500), "why": "A reason nobody reads", "published_on": today}
    add_entry(council=council, values=usual | {"title": "Bridges"}, by=None)
    add_entry(council=council, values=usual | {"title": "Next refuge", "replaces": hidden}, by=None)
    add_entry(council=council, values=usual | {"title": "Only planned", "published_on": None}, by=None)
    add_entry(council=council, values=usual | {"title": "Only asked for"}, by=None, is_request=True)
    url = reverse("public:pipeline", args=[council.slug])
    page = Client().get(url).content.decode()
    assert "plans 1 procurement." in page
    assert "Bridges" in page
    assert [word for word in ("refuge", "Only planned", "Only asked", "A reason") if word in page] == []
    csv_url = reverse("public:pipeline_download", args=[council.slug, "csv"])
    text = b"".join(Client().get(csv_url).streaming_content).decode()  # type: ignore[attr-defined]
    assert len(text.strip().splitlines()) == 2
    json_url = reverse("public:pipeline_download", args=[council.slug, "json"])
    held = json.loads(b"".join(Client().get(json_url).streaming_content))  # type: ignore[attr-defined]
    assert [line["title"] for line in held["procurements"]] == ["Bridges"]
    assert "1 procurement of" in Client().get(url, {"q": "bridges"}).content.decode()
    set_public_register(council=council, is_open=False, by=None)
    assert Client().get(url).status_code == 404
