"""Training and reports given, on the site: who sees whom, what is lacking first, forms that keep what was typed."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.models import PeoplePlanPart, ReportSent, RoleProfile, Training
from goldthread.register.types import Audience, CourseKind, LearnerKind
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
TRAINING, REPORTS = "/c/wharfemoor-council/register/training/", "/c/wharfemoor-council/register/reports/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def head(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council, name="Meera Patel"))


@pytest.fixture
def tom(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")


def put_profile(council: Council, name: str, *kinds: CourseKind, share: int = 50, **values: object) -> RoleProfile:
    profile = RoleProfile.objects.create(council=council, name=name, contract_share=share, **values)
    for kind in kinds:
        Training.objects.create(profile=profile, kind=kind.value, course=f"{kind} course", on=timezone.localdate())
    return profile


def test_an_empty_page_says_what_to_do(head: Client) -> None:
    page = text_of(head.get(TRAINING))
    assert "No role profile is written yet." in page
    assert "Add a role profile" in page


def test_who_lacks_what_comes_first(head: Client, council: Council) -> None:
    place, housing = council.departments.order_by("order")
    put_profile(council, "Ada Moss", CourseKind.INDUCTION, CourseKind.ADVANCED, department=place, is_in_profile=True)
    put_profile(council, "Bo Lund", CourseKind.INDUCTION, department=housing)
    put_profile(council, "Cy Reed", department=housing, share=5)
    page = text_of(head.get(TRAINING))
    assert "2 of 3 people lack a course: 1 advanced course and 1 induction." in page
    assert "Contracts are not said to be in the role profile of 2 of 3 contract managers." in page
    narrowed = text_of(head.get(TRAINING, {"lacks": "advanced"}))
    assert "Bo Lund" in narrowed
    assert "Ada Moss" not in narrowed
    assert "Nobody is like that." in text_of(head.get(TRAINING, {"lacks": "advanced", "department": "Place"}))
    csv = head.get(f"{TRAINING}training.csv", {"department": "Housing"}).content.decode()
    assert csv.splitlines()[1:] == [
        f'Bo Lund,Contract manager,Housing,50%,not said,"Induction, {timezone.localdate():%-d %b %Y}",advanced course',
        "Cy Reed,Contract manager,Housing,5%,not said,none on file,induction",
    ]


def test_a_contract_manager_sees_their_own_line_alone(council: Council, tom: Person) -> None:
    own = put_profile(council, "Tom Ashby", CourseKind.INDUCTION, person=tom)
    other = put_profile(council, "Bo Lund")
    client = client_of(tom)
    page = text_of(client.get(TRAINING))
    assert "You lack: advanced course." in page
    assert "Bo Lund" not in page
    assert "Download CSV" not in page
    assert "Tom Ashby lacks: advanced course." in text_of(client.get(f"{TRAINING}{own.pk}/"))
    assert client.get(f"{TRAINING}{other.pk}/").status_code == 403
    assert client.get(f"{TRAINING}training.csv").status_code == 403
    assert client.get(f"{TRAINING}{own.pk}/courses/new/").status_code == 403


def test_a_course_is_proposed_by_what_is_lacking(head: Client, council: Council) -> None:
    profile = put_profile(council, "Ada Moss", CourseKind.INDUCTION)
    form = head.get(f"{TRAINING}{profile.pk}/courses/new/").content.decode()
    assert '<option value="advanced" selected>' in form
    later = timezone.localdate() + timedelta(days=3)
    typed = {"kind": "advanced", "course": "Practitioner", "on-day": later.day, "on-month": later.month}
    refused = head.post(f"{TRAINING}{profile.pk}/courses/new/", typed | {"on-year": later.year})
    assert refused.status_code == 400
    assert "still to come" in text_of(refused)
    assert 'value="Practitioner"' in refused.content.decode()
    done = head.post(
        f"{TRAINING}{profile.pk}/courses/new/",
        typed | {"on-day": 3, "on-month": 2, "on-year": 2025},
        follow=True,
    )
    assert "Ada Moss lacks no course." in text_of(done)


def test_a_profile_is_added_changed_and_ended(head: Client, council: Council, tom: Person) -> None:
    typed = {"name": "Tom Ashby", "learner": "contract manager", "contract_share": "lots", "person": tom.pk}
    refused = head.post(f"{TRAINING}new/", typed)
    assert "Give per cent, from 0 to 100." in text_of(refused)
    head.post(f"{TRAINING}new/", typed | {"contract_share": "30", "is_in_profile": "True"})
    profile = RoleProfile.objects.get()
    assert (profile.person, profile.contract_share, profile.is_in_profile) == (tom, 30, True)
    head.post(f"{TRAINING}{profile.pk}/edit/", {"name": "Tom Ashby", "learner": "senior manager"})
    profile.refresh_from_db()
    assert (profile.learner, profile.contract_share) == (LearnerKind.SENIOR_MANAGER, None)
    gone = head.post(f"{TRAINING}{profile.pk}/end/", {"on-day": 1, "on-month": 5, "on-year": 2026}, follow=True)
    assert "Tom Ashby is off the list." in text_of(gone)
    assert "left the role on 1 May 2026" in text_of(head.get(f"{TRAINING}{profile.pk}/"))


def test_reports_say_how_often_each_was_told(head: Client, council: Council) -> None:
    today = timezone.localdate()
    for days in (3, 4, 70):
        ReportSent.objects.create(
            council=council, audience=Audience.CHIEF_OFFICERS.value, on=today - timedelta(days=days), title="Month"
        )
    page = text_of(head.get(REPORTS))
    assert "chief officers had 3 reports in" in page
    assert "councillors had no report in 0 of 12 months" in page


def test_a_report_is_recorded_and_corrected(head: Client, council: Council) -> None:
    assert "No report is recorded yet." in text_of(head.get(REPORTS))
    typed = {"title": "Quarter 1", "audience": "councillors", "on-day": 5, "on-month": 5, "on-year": 2026}
    refused = head.post(f"{REPORTS}new/", typed | {"link": "papers"})
    assert '"papers" is no web address.' in text_of(refused)
    head.post(f"{REPORTS}new/", typed | {"about_SAVINGS": "on"})
    report = ReportSent.objects.get()
    assert (report.audience, report.on, report.topics) == ("councillors", date(2026, 5, 5), ["savings"])
    ReportSent.objects.update(topics=["savings", "a word of ours"])
    head.post(f"{REPORTS}{report.pk}/", typed | {"about_SOCIAL_VALUE": "on"})
    report.refresh_from_db()
    assert report.topics == ["social value", "a word of ours"]
    assert "Quarter 1" in text_of(head.get(REPORTS, {"topic": "social value"}))
    assert "None is recorded like that." in text_of(head.get(REPORTS, {"topic": "savings"}))


def test_who_may_only_read_is_shown_no_form(council: Council, tom: Person) -> None:
    client = client_of(tom)
    assert "Record a report" not in text_of(client.get(REPORTS))
    assert client.get(f"{REPORTS}new/").status_code == 403


PLAN = f"{TRAINING}people-plan/"
PART = {"version": "0", "state": "agreed", "agreed_on-day": "1", "agreed_on-month": "5", "agreed_on-year": "2025"}
REVIEW = {"review_on-day": "28", "review_on-month": "2", "review_on-year": "2026"}


def test_the_people_plan_says_what_is_agreed_late_and_not_told(head: Client) -> None:
    page = text_of(head.get(PLAN))
    assert "Nothing is said of the people plan yet. Say of each of its six parts how far it is." in page
    assert "Say how far for Pipeline of talent" in page
    reply = head.post(f"{PLAN}pay/edit/", PART | REVIEW | {"note": "Paper 14"}, follow=True)
    told = text_of(reply)
    assert "It is agreed, agreed on 1 May 2025. It was due to be looked at again on 28 February 2026." in told
    assert "It is agreed, agreed on 1 May 2025" in told
    head.post(f"{PLAN}secondments/edit/", {"version": "0", "state": "none"})
    page = text_of(head.get(PLAN))
    assert (
        "One part of the six is agreed. The remuneration strategy was due to be looked at again."
        " Nothing is said of four parts." in page
    )
    assert "Paper 14" in page
    assert head.get(f"{PLAN}pensions/").status_code == 404


def test_a_document_shows_a_part_and_a_file_that_is_not_taken_loses_nothing(head: Client) -> None:
    wrong = SimpleUploadedFile("pay.exe", b"MZ")
    reply = head.post(f"{PLAN}pay/edit/", PART | {"note": "Paper 14", "file": wrong})
    assert reply.status_code == 400
    assert "is not of a type that can be attached" in text_of(reply)
    assert "Paper 14" in reply.content.decode()
    assert not PeoplePlanPart.objects.exists()
    taken = SimpleUploadedFile("pay.txt", b"Bands and steps")
    head.post(f"{PLAN}pay/edit/", PART | {"file": taken, "is_restricted": "on"})
    paper = PeoplePlanPart.objects.get().attachments.get()
    assert paper.is_restricted
    assert "pay.txt" in text_of(head.get(PLAN))
    assert "The people plan: Remuneration strategy" in text_of(
        head.get(f"/c/wharfemoor-council/register/documents/{paper.pk}/")
    )


def test_somebody_elses_newer_word_stands_beside_what_was_typed(head: Client, council: Council) -> None:
    head.post(f"{PLAN}pay/edit/", PART)
    other = client_of(make_person(Role.COORDINATOR, council, name="Ann Lee"))
    reply = other.post(f"{PLAN}pay/edit/", PART | {"state": "in use", "note": "On the staff pages"})
    page = text_of(reply)
    assert reply.status_code == 409
    assert "Meera Patel saved this part while you were writing." in page
    assert "On the staff pages" in reply.content.decode()
    assert PeoplePlanPart.objects.get().state == "agreed"
    other.post(f"{PLAN}pay/edit/", PART | {"version": "1", "state": "in use"})
    assert PeoplePlanPart.objects.get().state == "in use"


def test_who_may_see_training_sees_the_plan_and_who_keeps_it_changes_it(council: Council, tom: Person) -> None:
    auditor = client_of(make_person(Role.AUDITOR, council))
    assert "Say how far" not in text_of(auditor.get(PLAN))
    assert "People plan" in text_of(auditor.get(TRAINING))
    assert auditor.get(f"{PLAN}pay/edit/").status_code == 403
    assert client_of(tom).get(PLAN).status_code == 403
    assert "People plan" not in text_of(client_of(tom).get(TRAINING))


def test_a_part_that_cannot_hold_says_so_at_its_field(head: Client) -> None:
    reply = head.post(f"{PLAN}pay/edit/", {"version": "0", "state": "in use"})
    assert "The part is in use, but nobody said when it was agreed. Give the day of the decision." in text_of(reply)
    assert "Say how far the part is." in text_of(head.post(f"{PLAN}pay/edit/", {"version": "0"}))
