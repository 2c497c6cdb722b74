"""The pipeline's writes: entries, requests, proposals, appraisals, waves; each refused, done once, and recorded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.permissions import ALLOWED, NotAllowed, standing_of
from goldthread.organisation.types import Action, CouncilKind, Role
from goldthread.register.actions.contracts import change_contract
from goldthread.register.actions.lead_times import set_lead_time
from goldthread.register.actions.pipeline import (
    EntryConflict,
    EntryRefused,
    accept_request,
    add_entry,
    change_entry,
    close_entry,
    reopen_entry,
)
from goldthread.register.actions.planning import add_appraisal, log_engagement
from goldthread.register.actions.proposals import dismiss_proposal, recall_proposal, take_proposal
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.waves import decide_wave, put_in_wave, save_wave, take_from_wave
from goldthread.register.lead_times import LeadTime
from goldthread.register.models import PipelineEntry, ProposalAnswer, Wave
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.permissions import can_plan
from goldthread.register.pipeline.queries import entries_of, entry_state, in_pipeline_state, list_proposals
from goldthread.register.pipeline.types import SaidAppraisal, SaidEngagement
from goldthread.register.types import AppraisedOption, EngagementKind, PipelineState, Procedure
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
IN = timedelta


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def chief(council: Council) -> Person:
    return make_person(Role.APPROVER, council, name="Helen Osei")


def put_entry(council: Council, by: Person | None = None, **values: Any) -> PipelineEntry:
    usual = {"title": "Meals", "needed_on": TODAY + IN(days=500), "estimated_value": Decimal(90_000)}
    return add_entry(council=council, values=usual | values, by=by)


def test_an_entry_is_added_changed_and_recorded(council: Council, head: Person) -> None:
    entry = put_entry(council, head)
    saved = change_entry(entry=entry, values={"budget_code": "A4100"}, expected_version=1, by=head)
    assert (saved.version, saved.budget_code, saved.changed_by) == (2, "A4100", head)
    again = change_entry(entry=entry, values={"budget_code": "A4100"}, expected_version=1, by=head)
    assert again.version == 2
    kinds = Event.objects.filter(subject=f"pipeline:{entry.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["pipeline.added", "pipeline.changed"]


def test_a_newer_save_is_never_overwritten(council: Council, head: Person) -> None:
    entry = put_entry(council, head)
    change_entry(entry=entry, values={"title": "School meals"}, expected_version=1, by=head)
    with pytest.raises(EntryConflict, match="Meera Patel saved “School meals” while you were writing"):
        change_entry(entry=entry, values={"title": "Lunches"}, expected_version=1, by=None)
    assert PipelineEntry.objects.get().title == "School meals"


def test_an_entry_holds_to_its_own_council(council: Council) -> None:
    other = make_council(CouncilKind.COUNTY, name="Elsewhere County Council", departments=["Roads"])
    theirs, own = put_contract(other), put_contract(council)
    with pytest.raises(EntryRefused) as refused:
        put_entry(council, replaces=theirs, department=other.departments.get(), estimated_value=Decimal(-1))
    assert [fault.field for fault in refused.value.faults] == ["replaces", "department", "estimated_value"]
    assert "not on this council's register" in refused.value.faults[0].what
    with pytest.raises(EntryRefused, match="the very contract that it replaces"):
        put_entry(council, replaces=own, becomes=own)


def test_a_request_is_taken_in_once_and_may_be_closed(council: Council, head: Person) -> None:
    entry = add_entry(council=council, values={"title": "Minibuses"}, by=None, is_request=True)
    assert entry_state(entry) is PipelineState.REQUESTED
    accept_request(entry=entry, by=head)
    assert entry_state(accept_request(entry=entry, by=head)) is PipelineState.PLANNED
    assert Event.objects.filter(kind="pipeline.accepted").count() == 1
    with pytest.raises(RecordRefused, match="No reason was given"):
        close_entry(entry=entry, because=" ", by=head)
    close_entry(entry=entry, because="Leased instead.", by=head)
    with pytest.raises(RecordRefused, match="was closed on"):
        change_entry(entry=entry, values={"title": "Vans"}, expected_version=3, by=head)
    opened = reopen_entry(entry=entry, because="The lease fell through.", by=head)
    assert (opened.is_closed, opened.closed_because) == (False, "")


def test_every_state_is_the_same_in_the_database(council: Council) -> None:
    put_entry(council)
    put_entry(council, approved_on=TODAY)
    put_entry(council, launched_on=TODAY)
    add_entry(council=council, values={"title": "Asked"}, by=None, is_request=True)
    close_entry(entry=put_entry(council), because="Done.", by=None)
    for state in PipelineState:
        [entry] = entries_of(council).filter(in_pipeline_state(state))
        assert entry_state(entry) is state


def test_a_contract_proposes_its_successor_once(council: Council, head: Person) -> None:
    contract = put_contract(council, end=TODAY + IN(days=300), months=0)
    [proposal] = list_proposals(council, TODAY)
    assert proposal.needed_on == TODAY + IN(days=301)
    entry = take_proposal(contract=contract, by=head)
    assert (entry.title, entry.replaces, entry.estimated_value) == (
        "Successor of School meals",
        contract,
        contract.awarded_value,
    )
    assert list_proposals(council, TODAY) == []
    with pytest.raises(RecordRefused, match="Meera Patel has put the successor of School meals in the pipeline"):
        take_proposal(contract=contract, by=head)
    close_entry(entry=entry, because="Bought with the neighbour.", by=head)
    assert list_proposals(council, TODAY) == []  # its end is answered
    values = {"end": TODAY + IN(days=400)}
    change_contract(contract=contract, values=values, expected_version=contract.version, by=None)
    assert len(list_proposals(council, TODAY)) == 1  # a later end asks again


def test_a_proposal_is_dismissed_with_a_reason_and_called_back(council: Council, head: Person) -> None:
    contract = put_contract(council, end=TODAY + IN(days=300), months=0, review_date=TODAY + IN(days=30))
    with pytest.raises(RecordRefused, match="No reason was given"):
        dismiss_proposal(contract=contract, why="", by=head)
    assert len(dismiss_proposal(contract=contract, why="The service stops.", by=head)) == 2
    assert list_proposals(council, TODAY) == []
    with pytest.raises(RecordRefused, match="Nothing asks for a successor"):
        dismiss_proposal(contract=contract, why="Again.", by=head)
    recall_proposal(answer=ProposalAnswer.objects.all()[0], by=head)
    [proposal] = list_proposals(council, TODAY)
    assert len(proposal.causes) == 2


def test_an_entry_made_by_hand_answers_the_contract_while_it_is_open(council: Council) -> None:
    contract = put_contract(council, end=TODAY + IN(days=300), months=0)
    put_entry(council, replaces=contract)
    assert list_proposals(council, TODAY) == []


def test_options_are_weighed_and_the_need_goes_to_the_entry(council: Council, head: Person) -> None:
    entry = put_entry(council)
    said = SaidAppraisal(
        on=TODAY,
        options=(AppraisedOption.IN_HOUSE, AppraisedOption.SHARED),
        chosen=AppraisedOption.SHARED,
        why="The neighbour has the kitchen.",
        need="Children must eat.",
        weighed={AppraisedOption.IN_HOUSE: "No kitchen."},
    )
    made = add_appraisal(entry=entry, said=said, by=head)
    assert add_appraisal(entry=entry, said=said, by=head) == made
    assert (made.options, made.weighed) == (
        ["in house", "shared with another council"],
        {"in house": "No kitchen."},
    )
    assert PipelineEntry.objects.get().why == "Children must eat."


def test_the_market_is_met_and_counted_once(council: Council, head: Person) -> None:
    entry = put_entry(council)
    said = SaidEngagement(EngagementKind.MARKET_DAY, TODAY, "Kitchens open", smes=4)
    assert log_engagement(entry=entry, said=said, by=head) == log_engagement(entry=entry, said=said, by=head)
    with pytest.raises(EntryRefused, match="which is still to come"):
        log_engagement(entry=entry, said=SaidEngagement(said.kind, TODAY + IN(days=1), "Next"), by=head)


@pytest.fixture
def wave(council: Council, head: Person) -> Wave:
    return save_wave(council=council, name="Spring", board="Cabinet", meets_on=TODAY, by=head)


def test_a_wave_is_planned_filled_and_decided_once(council: Council, head: Person, chief: Person, wave: Wave) -> None:
    first, second = put_entry(council, head, title="Meals"), put_entry(council, head, title="Buses")
    put_in_wave(wave=wave, entries=[first.pk, second.pk], by=head)
    assert put_in_wave(wave=wave, entries=[first.pk], by=head) == []
    standing = standing_of(chief, council)
    decide_wave(wave=wave, approved=[first.pk], decision="Meals approved.", on=TODAY, standing=standing)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.approved_on, second.approved_on) == (TODAY, None)
    with pytest.raises(RecordRefused, match="Helen Osei has recorded the decision"):
        decide_wave(wave=wave, approved=[second.pk], decision="Buses too.", on=TODAY, standing=standing)
    with pytest.raises(RecordRefused, match="recorded the decision"):
        take_from_wave(wave=wave, entry=second, by=head)


def test_nobody_approves_their_own_or_above_their_limit(council: Council, head: Person, wave: Wave) -> None:
    own = put_entry(council, head)
    large = put_entry(council, None, title="Waste", estimated_value=Decimal(2_000_000))
    unknown = put_entry(council, None, title="Roofs", estimated_value=None)
    put_in_wave(wave=wave, entries=[own.pk, large.pk, unknown.pk], by=head)
    standing = standing_of(head, council)

    def decide(*keys: int) -> Wave:
        return decide_wave(wave=wave, approved=keys, decision="Approved.", on=TODAY, standing=standing)

    with pytest.raises(NotAllowed, match="nobody approves their own"):
        decide(own.pk)
    with pytest.raises(NotAllowed, match="above what you may approve"):
        decide(large.pk)
    with pytest.raises(RecordRefused, match="has no estimated value"):
        decide(unknown.pk)
    assert not PipelineEntry.objects.filter(approved_on__isnull=False).exists()


def test_what_a_wave_refuses(council: Council, head: Person, chief: Person, wave: Wave) -> None:
    standing = standing_of(chief, council)
    with pytest.raises(RecordRefused, match="which has passed"):
        save_wave(council=council, name="Old", board="Cabinet", meets_on=TODAY - IN(days=1), by=head)
    with pytest.raises(RecordRefused, match="for that meeting already"):
        save_wave(council=council, name="spring", board="Cabinet", meets_on=TODAY, by=head)
    with pytest.raises(RecordRefused, match="holds no entry"):
        decide_wave(wave=wave, approved=[], decision="None.", on=TODAY, standing=standing)
    asked = add_entry(council=council, values={"title": "Vans"}, by=None, is_request=True)
    with pytest.raises(RecordRefused, match="is requested and needs no decision"):
        put_in_wave(wave=wave, entries=[asked.pk], by=head)
    with pytest.raises(RecordRefused, match="No entry was chosen"):
        put_in_wave(wave=wave, entries=[], by=head)
    entry = put_entry(council, head)
    put_in_wave(wave=wave, entries=[entry.pk], by=head)
    with pytest.raises(RecordRefused, match="still to come"):
        decide_wave(wave=wave, approved=[], decision="No.", on=TODAY + IN(days=1), standing=standing)
    assert take_from_wave(wave=wave, entry=entry, by=head).wave is None


def test_a_council_says_its_own_lead_times_and_gives_them_up(council: Council, head: Person) -> None:
    days = LeadTime(10, 20, 100, 40)
    set_lead_time(council=council, procedure=Procedure.OPEN, days=days, by=head)
    set_lead_time(council=council, procedure=Procedure.OPEN, days=days, by=head)
    assert own_lead_times(council) == {Procedure.OPEN: days}
    with pytest.raises(RecordRefused, match="no usual length"):
        set_lead_time(council=council, procedure=Procedure.OPEN, days=LeadTime(1, 1, 5000, 1), by=head)
    with pytest.raises(RecordRefused, match="no time at all"):
        set_lead_time(council=council, procedure=Procedure.OPEN, days=LeadTime(0, 0, 0, 0), by=head)
    set_lead_time(council=council, procedure=Procedure.OPEN, days=None, by=head)
    assert own_lead_times(council) == {}
    assert Event.objects.filter(kind="register.lead-times").count() == 2


def test_who_asks_and_who_plans(council: Council) -> None:
    asking = {Role.COORDINATOR, Role.RESPONDENT, Role.MODERATOR, Role.APPROVER, Role.CONTRACT_MANAGER, Role.FINANCE}
    assert ALLOWED[Action.ASK_FOR_PROCUREMENT] == asking
    assert ALLOWED[Action.PLAN_PROCUREMENTS] == {Role.COORDINATOR}
    people = {role: make_person(role, council) for role in Role}
    manager = people[Role.CONTRACT_MANAGER]
    followed = put_contract(council, manager=manager)
    own = {role: add_entry(council=council, values={"title": "X"}, by=people[role], is_request=True) for role in Role}
    successor = put_entry(council, replaces=followed)
    plain = put_entry(council)

    def able(entries: dict[Role, PipelineEntry]) -> set[Role]:
        return {role for role, entry in entries.items() if can_plan(standing_of(people[role], council), entry)}

    assert able(dict.fromkeys(Role, plain)) == {Role.COORDINATOR}
    assert able(dict.fromkeys(Role, successor)) == {Role.COORDINATOR, Role.CONTRACT_MANAGER}
    assert able(own) == asking


def test_a_need_that_has_passed_is_refused(council: Council) -> None:
    with pytest.raises(EntryRefused, match="which has passed"):
        put_entry(council, needed_on=date(2020, 1, 1))
