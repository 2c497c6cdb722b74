"""Strategic suppliers: by criteria and a run, the file with its version, meetings, assessments, two files of one."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.segments import run_segmentation
from goldthread.register.actions.suppliers import (
    FileChanged,
    SaidFile,
    add_meeting,
    assess_supplier,
    join_files,
    open_file,
    said_of,
    save_file,
)
from goldthread.register.models import SupplierAssessment, SupplierFile, SupplierMeeting
from goldthread.register.types import Aspect, AssessmentRating
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
D = Decimal
Send = Callable[..., tuple[int, str]]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def file(council: Council, head: Person) -> SupplierFile:
    return open_file(council=council, name="Acme Ltd", because="Hard to replace.", by=head)


@pytest.fixture
def send(council: Council) -> Send:
    def go(person: Person, page: str, /, *args: Any, ask: str = "", **fields: Any) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"strategic:{page}", args=[council.slug, *args]) + ask
        answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
        return answer.status_code, unescape(answer.content.decode())

    return go


def one_supplier(council: Council, *names: str) -> Supplier:
    supplier = Supplier.objects.create(council=council, name=names[0])
    for name in names:
        SupplierName.objects.create(council=council, name=name, supplier=supplier, standing="named", confidence=1)
    return supplier


def test_who_meets_the_criteria_is_offered_a_file(council: Council, head: Person, send: Send) -> None:
    assert "the criteria were never run" in send(head, "list")[1]
    put_contract(council, months=0, supplier_name="Acme Ltd", annual_value=D(2_000_000), criticality=5)
    run = run_segmentation(council=council, by=head, who={})
    page = send(head, "list")[1]
    assert "1 more meets the criteria and has no file." in page
    assert "usual rule, run of" in page
    assert "The file is open." in send(head, "open", name="Acme  Ltd", because="By the criteria.")[1]
    held = SupplierFile.objects.get()
    assert (held.name, held.tier, held.criteria_version, held.criteria_run_on) == (
        "Acme Ltd",
        "Gold",
        "usual rule",
        run.on,
    )
    assert "None more meet the criteria and have no file." in send(head, "list")[1]
    status, page = send(head, "open", name="Bell", because=" ")
    assert status == 400
    assert "Say why it is strategic." in page


def test_a_file_is_changed_with_its_version(council: Council, file: SupplierFile, head: Person) -> None:
    said = SaidFile(owner=head, plan="Fewer visits.", plan_on=date(2026, 3, 2), sub_suppliers=("Bell",))
    saved = save_file(file=file, said=said, expected_version=file.version, by=head)
    assert (saved.plan, saved.sub_suppliers, saved.version) == ("Fewer visits.", ["Bell"], file.version + 1)
    assert said_of(saved) == said
    assert save_file(file=file, said=said, expected_version=1, by=head).version == saved.version  # the same again
    with pytest.raises(FileChanged, match="Meera Patel saved this file while you were writing") as changed:
        save_file(file=file, said=SaidFile(plan="Mine."), expected_version=file.version, by=head)
    assert "plan" in changed.value.differs
    ahead = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RecordRefused, match="still to come"):
        save_file(file=file, said=SaidFile(plan_on=ahead), expected_version=saved.version, by=head)


def test_a_newer_save_is_shown_beside_what_was_written(file: SupplierFile, head: Person, send: Send) -> None:
    save_file(file=file, said=SaidFile(plan="Theirs."), expected_version=file.version, by=head)
    mine = {"version": str(file.version), "plan": "Mine."}
    status, page = send(head, "edit", file.pk, **mine)
    assert status == 409
    assert "Theirs." in page
    assert "Mine." in page
    newest = SupplierFile.objects.get(pk=file.pk).version
    assert f'value="{newest}"' in page
    assert "The file is saved." in send(head, "edit", file.pk, **(mine | {"version": str(newest)}))[1]
    assert SupplierFile.objects.get(pk=file.pk).plan == "Mine."


def test_a_file_joined_while_somebody_writes_loses_nothing(
    council: Council, file: SupplierFile, head: Person, send: Send
) -> None:
    other = open_file(council=council, name="ACME LIMITED", because="Two names.", by=head)
    add_meeting(file=other, on=date(2026, 5, 4), note="Prices.", is_after_incident=False, by=head)
    save_file(file=file, said=SaidFile(plan="One."), expected_version=file.version, by=head)
    save_file(file=other, said=SaidFile(plan="Two.", turnover=D(9)), expected_version=other.version, by=head)
    one_supplier(council, "Acme Ltd", "ACME LIMITED")
    page = send(head, "list")[1]
    assert "are one supplier by the evidence, and have a file each." in page
    assert "nothing of it is lost" in send(head, "join", file.pk, other.pk, x=1)[1]
    whole = SupplierFile.objects.get(pk=file.pk)
    assert whole.plan == "One.\n\nFrom the file of ACME LIMITED:\nTwo."
    assert (whole.turnover, whole.meetings.count()) == (D(9), 1)
    assert join_files(kept=file, other=other, by=head) == whole  # again
    with pytest.raises(RecordRefused, match="joined already"):
        join_files(kept=other, other=file, by=head)
    status, page = send(head, "edit", other.pk, version=str(other.version), plan="Half written.")
    assert status == 409
    assert "was joined into that of Acme Ltd while you were writing" in page
    assert "Half written." in page
    assert reverse("strategic:edit", args=[council.slug, file.pk]) in page
    assert "was joined into this one" in send(head, "show", other.pk)[1]
    late = add_meeting(file=other, on=date(2026, 5, 5), note="Late.", is_after_incident=True, by=head)
    assert late.file_id == file.pk
    assert open_file(council=council, name="ACME LIMITED", because="Again.", by=head) == whole


def test_meetings_and_assessments_are_kept_and_the_latest_day_counts(
    file: SupplierFile, head: Person, send: Send
) -> None:
    day = {"on-day": "4", "on-month": "5", "on-year": "2026"}
    for _twice in range(2):
        assert "It is saved." in send(head, "meet", file.pk, **day, note="Prices.", is_after_incident="on")[1]
    assert SupplierMeeting.objects.get().is_after_incident
    status, page = send(head, "assess", file.pk, **day, aspect="cost", rating="good", findings=" ")
    assert status == 400
    assert "Nothing was found." in page
    assert (
        "It is saved." in send(head, "assess", file.pk, **day, aspect="cost", rating="good", findings="Open book.")[1]
    )
    old = {"aspect": Aspect.COST, "rating": AssessmentRating.POOR, "findings": "Before."}
    assess_supplier(file=file, on=date(2025, 1, 6), by=head, **old)  # type: ignore[arg-type]
    unknown = {"aspect": Aspect.RISK, "rating": AssessmentRating.UNKNOWN, "findings": "No accounts."}
    assess_supplier(file=file, on=date(2026, 1, 6), by=head, **unknown)  # type: ignore[arg-type]
    held = SupplierFile.objects.get(pk=file.pk)
    assert (held.cost_on, held.risk_on) == (date(2026, 5, 4), None)
    assert SupplierAssessment.objects.count() == 3
    page = send(head, "show", file.pk)[1]
    assert "Open book." in page
    assert "after an incident" in page


def test_a_supplier_that_is_strategic_no_longer_keeps_its_file(file: SupplierFile, head: Person, send: Send) -> None:
    assert "It is saved." in send(head, "end", file.pk, because="The contract went elsewhere.")[1]
    assert "The contract went elsewhere." in send(head, "show", file.pk)[1]
    assert "No supplier has a file" in send(head, "list")[1]
    again = open_file(council=file.council, name="Acme Ltd", because="Back.", by=head)
    assert (again.pk, again.is_strategic) == (file.pk, True)


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.COORDINATOR, True), (Role.CONTRACT_MANAGER, True), (Role.COUNCILLOR, False), (Role.ADMINISTRATOR, False)],
)
def test_who_sees_the_files(file: SupplierFile, council: Council, send: Send, role: Role, sees: bool) -> None:
    person = make_person(role, council)
    assert (send(person, "list")[0] == 200) is sees
    assert (send(person, "show", file.pk)[0] == 200) is sees


def test_an_owner_keeps_their_own_file(council: Council, file: SupplierFile, head: Person, send: Send) -> None:
    manager = make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")
    status, page = send(manager, "edit", file.pk)
    assert status == 403
    assert "You do not own the file of Acme Ltd." in page
    save_file(file=file, said=SaidFile(owner=manager), expected_version=file.version, by=head)
    assert send(manager, "edit", file.pk)[0] == 200
    assert send(manager, "end", file.pk)[0] == 403
    auditor = make_person(Role.AUDITOR, council)
    SupplierFile.objects.update(owner=auditor)
    assert send(auditor, "edit", file.pk)[0] == 403


def test_the_pages_ask_a_fixed_number_of_times(council: Council, file: SupplierFile, head: Person) -> None:
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    for name, args in (("list", []), ("show", [file.pk]), ("edit", [file.pk])):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"strategic:{name}", args=[council.slug, *args])).status_code == 200
        assert len(queries) <= 15, "\n".join(each["sql"][:110] for each in queries)
