"""The work on a contract: changes, ratings, reviews, risks, savings, waivers. Nobody decides on their own."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.permissions import NotAllowed, Standing, standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.changes import (
    AskedChange,
    ChangeRefused,
    decide_change,
    note_change_published,
    request_change,
    weigh_change,
    withdraw_change,
)
from goldthread.register.actions.contracts import add_contract
from goldthread.register.actions.performance import add_kpi, add_review, rate_kpi
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.risks import (
    SaidRisk,
    SaidSaving,
    SaidWaiver,
    claim_saving,
    close_risk,
    decide_waiver,
    record_waiver,
    save_risk,
    validate_saving,
)
from goldthread.register.limits import may_approve
from goldthread.register.models import ApprovalLimit, Contract, Risk
from goldthread.register.types import Rating, Regime, ReviewKind, RiskKind, SavingKind, WaiverKind
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Mina Shah")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    values = {
        "title": "Grounds maintenance",
        "awarded_value": D(100_000),
        "start": date(2026, 1, 1),
        "end": date(2026, 12, 31),
        "regime": Regime.ABOVE.value,
        "manager": manager,
    }
    return add_contract(council=council, values=values, by=manager)


@pytest.fixture
def head(council: Council) -> Standing:
    return standing_of(make_person(Role.COORDINATOR, council), council)


MORE = AskedChange(title="Two more parks", reason="The parks came over from the county.", value_added=D(20_000))


def test_an_approved_change_moves_the_end_and_tells_who_decided(
    contract: Contract, manager: Person, head: Standing
) -> None:
    asked = AskedChange(title="Half a year", reason="The new one is late.", new_end=date(2027, 6, 30))
    change = request_change(contract=contract, asked=asked, by=manager)
    contract.refresh_from_db()
    assert contract.end == date(2026, 12, 31)
    assert weigh_change(change).is_likely_substantial
    decide_change(change=change, approve=True, because="No gap in service.", standing=head)
    contract.refresh_from_db()
    assert (contract.end, contract.version) == (date(2027, 6, 30), 2)
    assert Event.objects.get(kind="change.decided").why == "No gap in service."
    assert weigh_change(change).term_share is not None  # still held against the end before any change


def test_a_refused_change_moves_nothing(contract: Contract, manager: Person, head: Standing) -> None:
    change = request_change(contract=contract, asked=MORE, by=manager)
    assert decide_change(change=change, approve=False, because="No budget.", standing=head).state == "refused"
    contract.refresh_from_db()
    assert (contract.end, contract.version) == (date(2026, 12, 31), 1)


def test_a_change_is_decided_once(contract: Contract, manager: Person, head: Standing) -> None:
    change = request_change(contract=contract, asked=MORE, by=manager)
    decide_change(change=change, approve=True, because="Agreed.", standing=head)
    for again in (True, False):
        with pytest.raises(UserError, match="Change 1 is approved already by"):
            decide_change(change=change, approve=again, because="Again.", standing=head)
    with pytest.raises(UserError, match="is approved already"):
        withdraw_change(change=change, because="No.", by=manager)


def test_nobody_decides_on_their_own_change(contract: Contract, head: Standing) -> None:
    change = request_change(contract=contract, asked=MORE, by=head.person)
    with pytest.raises(NotAllowed, match="You asked for this change"):
        decide_change(change=change, approve=True, because="Mine.", standing=head)


def test_a_decision_stays_within_the_limit(
    council: Council, contract: Contract, manager: Person, head: Standing
) -> None:
    asked = AskedChange(title="A lot more", reason="Growth.", value_added=D(100_001))
    change = request_change(contract=contract, asked=asked, by=manager)
    with pytest.raises(NotAllowed, match="£100,001 is above what you may approve") as refused:
        decide_change(change=change, approve=True, because="Agreed.", standing=head)
    assert refused.value.do == "Ask a chief officer."
    chief = standing_of(make_person(Role.APPROVER, council), council)
    assert decide_change(change=change, approve=True, because="Agreed.", standing=chief).state == "approved"


def test_a_council_sets_its_own_limits(council: Council, head: Standing) -> None:
    assert may_approve(head, D(100_000))
    ApprovalLimit.objects.create(council=council, role=Role.COORDINATOR.value, up_to=D(5_000))
    assert may_approve(head, D(5_000))
    assert not may_approve(head, D("5000.01"))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (AskedChange(title="", reason="x", value_added=D(1)), "title"),
        (AskedChange(title="x", reason=" ", value_added=D(1)), "reason"),
        (AskedChange(title="x", reason="x"), "value_added"),
        (AskedChange(title="x", reason="x", new_end=date(2025, 1, 1)), "new_end"),
    ],
)
def test_a_change_that_says_too_little_is_refused(contract: Contract, asked: AskedChange, field: str) -> None:
    with pytest.raises(ChangeRefused) as refused:
        request_change(contract=contract, asked=asked, by=None)
    assert refused.value.field == field
    assert not contract.changes.exists()


def test_changes_add_up(contract: Contract, manager: Person, head: Standing) -> None:
    for _ in range(2):
        change = request_change(contract=contract, asked=MORE, by=manager)
        decide_change(change=change, approve=True, because="Agreed.", standing=head)
    third = request_change(contract=contract, asked=MORE, by=manager)
    assert weigh_change(third).value_share == 60
    assert weigh_change(third).is_over_cap
    assert weigh_change(change).value_share == 40


def test_a_notice_is_noted_once_the_change_is_approved(contract: Contract, manager: Person, head: Standing) -> None:
    change = request_change(contract=contract, asked=MORE, by=manager)
    today = timezone.localdate()
    with pytest.raises(ChangeRefused, match="not approved"):
        note_change_published(change=change, on=today, by=manager)
    decide_change(change=change, approve=True, because="Agreed.", standing=head)
    with pytest.raises(ChangeRefused, match="still to come"):
        note_change_published(change=change, on=today + timedelta(days=1), by=manager)
    assert note_change_published(change=change, on=today, by=manager).notice_published_on == today


def test_two_poor_periods_in_a_row_raise_one_risk(contract: Contract, manager: Person) -> None:
    kpi = add_kpi(contract=contract, name="Sites cut on time", by=manager)
    rate: Callable[[int, Rating], object] = lambda month, rating: rate_kpi(  # noqa: E731 the same call five times
        kpi=kpi, period_end=date(2026, month, 28), rating=rating, note="As seen.", by=manager
    )
    rate(1, Rating.INADEQUATE)
    rate(2, Rating.GOOD)
    rate(3, Rating.REQUIRES_IMPROVEMENT)
    assert not Risk.objects.exists()
    rate(4, Rating.INADEQUATE)
    rate(5, Rating.INADEQUATE)
    risk = Risk.objects.get()
    assert (risk.kind, risk.owner, risk.contract) == (RiskKind.PERFORMANCE.value, manager, contract)
    close_risk(risk=risk, because="Mended.", by=manager)
    rate(6, Rating.INADEQUATE)
    assert Risk.objects.filter(closed_on__isnull=True).count() == 1


def test_a_rating_is_of_the_past_and_replaces_the_one_of_its_period(contract: Contract) -> None:
    kpi = add_kpi(contract=contract, name="Calls answered", by=None)
    with pytest.raises(RecordRefused, match="still to come"):
        rate_kpi(kpi=kpi, period_end=timezone.localdate() + timedelta(days=1), rating=Rating.GOOD, by=None)
    with pytest.raises(RecordRefused, match="nothing says why"):
        rate_kpi(kpi=kpi, period_end=date(2026, 3, 31), rating=Rating.INADEQUATE, by=None)
    for rating in (Rating.GOOD, Rating.APPROACHING):
        rate_kpi(kpi=kpi, period_end=date(2026, 3, 31), rating=rating, by=None)
    assert [each.rating for each in kpi.ratings.all()] == ["Approaching target"]
    assert [event.before for event in Event.objects.filter(kind="kpi.rated").order_by("pk")] == [None, "Good"]


def test_a_statutory_kpi_is_rated_every_year(contract: Contract) -> None:
    with pytest.raises(RecordRefused, match="cannot wait 24 months"):
        add_kpi(contract=contract, name="Uptime", is_statutory=True, months_between_ratings=24, by=None)
    first = add_kpi(contract=contract, name="Uptime", is_statutory=True, by=None)
    assert add_kpi(contract=contract, name="Uptime", is_statutory=True, by=None) == first


def test_a_review_moves_the_next_one(contract: Contract) -> None:
    add_review(
        contract=contract,
        kind=ReviewKind.PERFORMANCE,
        on=date(2026, 3, 1),
        findings="It works.",
        next_on=date(2027, 3, 1),
        by=None,
    )
    contract.refresh_from_db()
    assert contract.review_date == date(2027, 3, 1)
    with pytest.raises(RecordRefused, match="not after this one"):
        add_review(
            contract=contract,
            kind=ReviewKind.PERFORMANCE,
            on=date(2026, 3, 1),
            findings="x",
            next_on=date(2026, 3, 1),
            by=None,
        )


def test_a_risk_is_looked_at_again_and_closed(contract: Contract) -> None:
    said = SaidRisk(RiskKind.CYBER, "The portal has no second factor.", 4, 5)
    risk = save_risk(council=contract.council, contract=contract, said=said, by=None)
    assert risk.reviewed_on == timezone.localdate()
    with pytest.raises(RecordRefused, match="6 is no impact"):
        save_risk(council=contract.council, said=SaidRisk(RiskKind.CYBER, "x", 1, 6), risk=risk, by=None)
    close_risk(risk=risk, because="It has one now.", by=None)
    with pytest.raises(RecordRefused, match="closed"):
        save_risk(council=contract.council, said=said, risk=risk, by=None)


def test_finance_validates_what_others_claimed(council: Council, contract: Contract, head: Standing) -> None:
    said = SaidSaving("Fewer visits", SavingKind.CASHABLE, "Budget less tendered price", "2025-26", D(9_000))
    officer = standing_of(make_person(Role.FINANCE, council), council)
    saving = claim_saving(council=council, said=said, contract=contract, by=officer.person)
    with pytest.raises(NotAllowed, match="You claimed this saving"):
        validate_saving(saving=saving, validated=D(1), standing=officer)
    other = standing_of(make_person(Role.FINANCE, council, email="f2@wharfemoor.example"), council)
    with pytest.raises(NotAllowed):
        validate_saving(saving=saving, validated=D(1), standing=head)
    with pytest.raises(RecordRefused, match="not between nothing"):
        validate_saving(saving=saving, validated=D(9_001), standing=other)
    assert validate_saving(saving=saving, validated=D(7_500), standing=other).validated == D(7_500)


def test_a_waiver_is_decided_by_somebody_else_and_a_breach_is_only_recorded(
    council: Council, contract: Contract, manager: Person, head: Standing
) -> None:
    said = SaidWaiver(WaiverKind.WAIVER, "Emergency tree work", "urgent", date(2026, 5, 1), value=D(40_000))
    waiver = record_waiver(council=council, said=said, contract=contract, by=manager)
    assert decide_waiver(waiver=waiver, approve=True, because="A storm.", standing=head).state == "approved"
    with pytest.raises(RecordRefused, match="approved already"):
        decide_waiver(waiver=waiver, approve=True, because="A storm.", standing=head)
    breach = SaidWaiver(WaiverKind.BREACH, "Ordered before the award", "no-competition", date(2026, 5, 1))
    assert record_waiver(council=council, said=breach, by=head.person).state == "recorded"
