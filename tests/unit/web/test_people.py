"""People and departments: found, added, ended, renamed and retired, with faults at their fields."""

from typing import Any

import pytest
from django.test import Client

from goldthread.organisation.models import Council, Department, Event, Membership, Person
from goldthread.organisation.types import Role
from tests.factories import department_named, make_council, make_person

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/people/"
CEILING = 15


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def coordinator(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def client(coordinator: Person) -> Client:
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def person(council: Council, **changes: str) -> dict[str, str]:
    place = str(department_named(council, "Place").pk)
    given = {"name": "Tom Hale", "email": "Tom@Council.example", "role": "respondent", "department": place}
    return given | changes


def test_the_page_opens_with_who_is_missing(client: Client, council: Council) -> None:
    make_person(Role.RESPONDENT, council, department="Place", name="Tom Hale")
    text = text_of(client.get(HERE))
    assert "Two people hold two roles. Nobody answers for Housing yet." in text
    assert "Unitary council" in text


def test_a_person_is_added_and_recorded(client: Client, council: Council, coordinator: Person) -> None:
    answer = client.post(HERE + "add/", person(council), follow=True)
    assert "Tom Hale has the role respondent for Place, and can sign in as tom@council.example." in text_of(answer)
    event = Event.objects.get(kind="role.granted", by=coordinator)
    assert event.summary == "Tom Hale became respondent of Place"


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": " "}, "id_name", "Give their name."),
        ({"email": "tom at council"}, "id_email", "That is not an e-mail address."),
        ({"email": ""}, "id_email", "Give their e-mail address."),
        ({"role": ""}, "id_role", "Choose a role."),
        ({"role": "emperor"}, "id_role", "Select a valid choice."),
        ({"department": ""}, "id_department", "Choose the department that they answer for."),
        ({"role": "auditor"}, "id_department", "Only a respondent has a department."),
        ({"department": "99999"}, "id_department", "Select a valid choice."),
    ],
)
def test_a_fault_is_said_at_its_field_and_the_text_is_kept(
    client: Client, council: Council, change: dict[str, str], field: str, said: str
) -> None:
    given = person(council, **change)
    answer = client.post(HERE + "add/", given)
    text = text_of(answer)
    assert answer.status_code == 400
    assert f'<a href="#{field}">{said}' in text
    assert given["name"].strip() in text
    assert given["email"] in text
    assert Membership.objects.filter(council=council).count() == 1


def test_a_department_of_another_council_cannot_be_chosen(client: Client, council: Council) -> None:
    other = make_council(departments=["Roads"], name="Elsewhere")
    answer = client.post(HERE + "add/", person(council, department=str(other.departments.get().pk)))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("asked", "seen", "unseen"),
    [
        ("q=hale", "Tom Hale", "Ada Bright"),
        ("q=tom+hale", "Tom Hale", "Ada Bright"),
        ("q=ada@", "Ada Bright", "Tom Hale"),
        ("role=auditor", "Ada Bright", "Tom Hale"),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    client: Client, council: Council, asked: str, seen: str, unseen: str
) -> None:
    make_person(Role.RESPONDENT, council, department="Place", name="Tom Hale", email="tom@council.example")
    make_person(Role.AUDITOR, council, name="Ada Bright", email="ada@council.example")
    text = text_of(client.get(f"{HERE}?{asked}"))
    assert f"{seen}</th>" in text
    assert f"{unseen}</th>" not in text


def test_the_list_is_narrowed_by_department(client: Client, council: Council) -> None:
    make_person(Role.RESPONDENT, council, department="Place", name="Tom Hale")
    make_person(Role.RESPONDENT, council, department="Housing", name="Ada Bright")
    text = text_of(client.get(f"{HERE}?department={department_named(council, 'Housing').pk}"))
    assert "Ada Bright</th>" in text
    assert "Tom Hale</th>" not in text


@pytest.mark.parametrize("asked", ["role=emperor", "department=x", "department=99999999999999999999", "q=%00"])
def test_a_filter_that_makes_no_sense_does_no_harm(client: Client, asked: str) -> None:
    assert client.get(f"{HERE}?{asked}").status_code == 200


def test_a_role_ends_with_a_reason_in_the_record(client: Client, council: Council) -> None:
    leaver = make_person(Role.RESPONDENT, council, name="Tom Hale")
    place = f"{HERE}roles/{Membership.objects.get(person=leaver).pk}/end/"
    refused = client.post(place, {"why": " "})
    assert refused.status_code == 400
    assert '<a href="#id_why">Say why in a sentence.' in text_of(refused)
    answer = client.post(place, {"why": "Left in May"}, follow=True)
    assert "Tom Hale is no longer respondent." in text_of(answer)
    assert Event.objects.get(kind="role.ended").why == "Left in May"
    assert client.get(place).status_code == 404


def test_the_last_who_can_manage_people_stays(client: Client, coordinator: Person) -> None:
    place = f"{HERE}roles/{Membership.objects.get(person=coordinator).pk}/end/"
    assert "This is your own role." in text_of(client.get(place))
    answer = client.post(place, {"why": "Had enough"})
    assert answer.status_code == 400
    assert "This is the last person who can manage people" in text_of(answer)
    assert "Had enough" in text_of(answer)


def test_who_ends_their_own_role_is_led_away(client: Client, council: Council, coordinator: Person) -> None:
    make_person(Role.ADMINISTRATOR, council)
    answer = client.post(f"{HERE}roles/{Membership.objects.get(person=coordinator).pk}/end/", {"why": "Moving"})
    assert answer["Location"] == "/"


def test_a_department_is_added_renamed_and_retired(client: Client, council: Council) -> None:
    client.post(HERE + "departments/", {"name": "Digital", "short_name": ""})
    made = department_named(council, "Digital")
    client.post(f"{HERE}departments/{made.pk}/rename/", {"name": "Digital and Data", "short_name": "Digital"})
    assert "Digital and Data" in text_of(client.get(HERE + "departments/"))
    assert client.post(f"{HERE}departments/{made.pk}/retire/", {"why": ""}).status_code == 400
    client.post(f"{HERE}departments/{made.pk}/retire/", {"why": "Joined with Place"})
    made.refresh_from_db()
    assert made.retired_at is not None
    kinds = Event.objects.filter(kind__startswith="department.", subject=f"department:{made.pk}")
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "department.added",
        "department.renamed",
        "department.retired",
    ]
    assert client.get(f"{HERE}departments/{made.pk}/rename/").status_code == 404


@pytest.mark.parametrize("where", ["departments/", "departments/{}/rename/"])
def test_a_name_that_is_taken_is_said_at_the_name(client: Client, council: Council, where: str) -> None:
    url = HERE + where.format(department_named(council, "Housing").pk)
    answer = client.post(url, {"name": "place", "short_name": "P"})
    text = text_of(answer)
    assert answer.status_code == 400
    assert '<a href="#id_name">' in text
    assert 'value="place"' in text
    assert Department.objects.filter(council=council).count() == 2


def test_a_long_list_comes_in_pages_that_keep_the_filter(client: Client, council: Council) -> None:
    people = Person.objects.bulk_create(
        Person(email=f"p{number:03}@council.example", name=f"Person {number:03}") for number in range(150)
    )
    place = department_named(council, "Place")
    Membership.objects.bulk_create(
        Membership(person=one, council=council, role=Role.RESPONDENT, department=place) for one in people
    )
    text = text_of(client.get(HERE + "?role=respondent&q=person"))
    assert "151 people hold 151 roles." in text
    assert "150 roles found." in text
    assert "Person 099</th>" in text
    assert "Person 100</th>" not in text
    assert 'href="?page=2&amp;q=person&amp;role=respondent"' in text
    assert "Person 149</th>" in text_of(client.get(HERE + "?role=respondent&q=person&page=2"))


@pytest.mark.parametrize("page", ["", "add/", "departments/"])
def test_pages_keep_to_the_query_ceiling(
    client: Client, council: Council, page: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_person(Role.RESPONDENT, council, department="Place", email=f"p{number}@council.example")
    with django_assert_max_num_queries(CEILING):
        client.get(HERE + page)
