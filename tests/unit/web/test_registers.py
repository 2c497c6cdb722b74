"""Registers loaded on a screen: what is there, what a wrong file is told, and who may load."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldthread.evidence.matching.models import Supplier
from goldthread.evidence.matching.reference import latest_references
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
PAGE = "/c/wharfemoor-council/evidence/suppliers/registers/"
COMPANIES = b"CompanyName,CompanyNumber,Accounts.AccountCategory\nBRAITHWICK FOUNDRY LIMITED,01234567,MICRO ENTITY\n"


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"])
    put_load(made, [line("Braithwick Foundry Ltd", "600.00", company_number="01234567")])
    return made


def sent(content: bytes, **more: str) -> dict[str, object]:
    file = SimpleUploadedFile("companies.csv", content)
    return {"kind": "companies", "as_of": "2026-01-01", "file": file, **more}


def test_a_register_is_loaded_and_suppliers_are_matched_with_it(council: Council) -> None:
    client = client_of(make_person(Role.COORDINATOR, council))
    assert "No register is loaded" in text_of(client.get(PAGE))
    text = text_of(client.post(PAGE, sent(COMPANIES), follow=True))
    assert "Companies House: company data: 1 rows are loaded." in text
    assert "companies.csv 1 January 2026" in text
    assert Supplier.objects.get(council=council).size == "micro"
    assert Event.objects.filter(council=council, kind="reference.loaded").exists()


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"Town,Colour\nHull,red\n", {}, "it does not look like companies"),
        (b"CompanyName,CompanyNumber\n,\n", {}, "has no rows with what is needed"),
        (COMPANIES, {"as_of": "yesterday"}, "Give the day of the register"),
        (COMPANIES, {"kind": "horses"}, "Choose which register it is."),
        (b"", {}, "Choose the register's file"),
    ],
)
def test_a_wrong_file_is_refused_and_the_register_before_it_stays(
    council: Council, content: bytes, more: dict[str, str], said: str
) -> None:
    client = client_of(make_person(Role.COORDINATOR, council))
    client.post(PAGE, sent(COMPANIES))
    answer = client.post(PAGE, sent(content, **more))
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert latest_references()[ReferenceKind.COMPANIES].rows == 1


def test_others_read_what_is_loaded_and_load_nothing(council: Council) -> None:
    respondent = client_of(make_person(Role.RESPONDENT, council))
    page = respondent.get(PAGE)
    assert page.status_code == 200
    assert "Load the register" not in text_of(page)
    assert respondent.post(PAGE, sent(COMPANIES)).status_code == 403
