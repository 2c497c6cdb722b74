"""Who lacks which course, and how role profiles, courses and reports are written down."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldthread.organisation.models import Council, Event
from goldthread.organisation.permissions import NotAllowed, Standing, standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.people import (
    SaidProfile,
    SaidReport,
    add_training,
    end_profile,
    remove_training,
    save_profile,
    save_report,
)
from goldthread.register.actions.records import RecordRefused
from goldthread.register.models import ReportSent, RoleProfile, Training
from goldthread.register.training import is_heavy, list_lacking
from goldthread.register.training_queries import read_learners
from goldthread.register.types import Audience, CourseKind, LearnerKind
from tests.factories import make_council, make_person

TODAY = date(2026, 6, 1)
INDUCTION, REFRESHER, ADVANCED = CourseKind.INDUCTION, CourseKind.REFRESHER, CourseKind.ADVANCED
AWARE = CourseKind.COMMERCIAL_AWARENESS


@pytest.mark.parametrize(
    ("learner", "share", "done", "lacks"),
    [
        (LearnerKind.CONTRACT_MANAGER, 10, {}, (INDUCTION,)),
        (LearnerKind.CONTRACT_MANAGER, 21, {}, (INDUCTION, ADVANCED)),
        (LearnerKind.CONTRACT_MANAGER, 20, {INDUCTION: date(2026, 1, 1)}, ()),  # above 20, not 20
        (LearnerKind.CONTRACT_MANAGER, None, {INDUCTION: date(2026, 1, 1)}, ()),  # unknown asks for nothing
        (LearnerKind.CONTRACT_MANAGER, 10, {INDUCTION: date(2024, 6, 2)}, ()),
        (LearnerKind.CONTRACT_MANAGER, 10, {INDUCTION: date(2024, 6, 1)}, (REFRESHER,)),  # two years to the day
        (LearnerKind.CONTRACT_MANAGER, 10, {INDUCTION: date(2020, 1, 1), REFRESHER: date(2025, 1, 1)}, ()),
        (LearnerKind.CONTRACT_MANAGER, 10, {REFRESHER: date(2025, 1, 1)}, (INDUCTION,)),
        (LearnerKind.CONTRACT_MANAGER, 60, {INDUCTION: date(2026, 1, 1), ADVANCED: date(2015, 1, 1)}, ()),
        (LearnerKind.COUNCILLOR, None, {}, (AWARE,)),
        (LearnerKind.SENIOR_MANAGER, 90, {AWARE: date(2025, 1, 1)}, ()),
        (LearnerKind.PROCUREMENT_OFFICER, 90, {AWARE: date(2024, 1, 1)}, (AWARE,)),
    ],
)
def test_who_lacks_what(
    learner: LearnerKind, share: int | None, done: dict[CourseKind, date], lacks: tuple[CourseKind, ...]
) -> None:
    assert list_lacking(learner, share, done, today=TODAY) == lacks


def test_an_unknown_share_is_not_small() -> None:
    assert (is_heavy(None), is_heavy(20), is_heavy(21)) == (None, False, True)


@pytest.fixture
def council(db: None) -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def head(council: Council) -> Standing:
    return standing_of(make_person(Role.COORDINATOR, council, name="Meera Patel"), council)


def test_a_profile_is_written_once_and_told(council: Council, head: Standing) -> None:
    said = SaidProfile("Ada Moss", department=council.departments.get(name="Place"), contract_share=30)
    first = save_profile(standing=head, said=said)
    assert save_profile(standing=head, said=said) == first
    again = SaidProfile("Ada Moss", department=said.department, contract_share=40, is_in_profile=True)
    save_profile(standing=head, said=again, profile=first)
    assert RoleProfile.objects.get().contract_share == 40
    kinds = list(Event.objects.filter(kind__startswith="profile.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["profile.added", "profile.changed"]
    changed = Event.objects.get(kind="profile.changed")
    assert (changed.before["contract_share"], changed.after["contract_share"]) == (30, 40)


@pytest.mark.parametrize(
    ("said", "field"), [(SaidProfile("  "), "name"), (SaidProfile("Ada", contract_share=101), "contract_share")]
)
def test_a_profile_that_cannot_be(head: Standing, said: SaidProfile, field: str) -> None:
    with pytest.raises(RecordRefused) as refused:
        save_profile(standing=head, said=said)
    assert refused.value.field == field


def test_renaming_onto_another_profile_is_refused(head: Standing) -> None:
    save_profile(standing=head, said=SaidProfile("Ada Moss"))
    other = save_profile(standing=head, said=SaidProfile("Bo Lund"))
    with pytest.raises(RecordRefused, match="has another profile"):
        save_profile(standing=head, said=SaidProfile("ada moss"), profile=other)


def test_a_course_mends_what_is_lacking_and_can_be_taken_off(council: Council, head: Standing) -> None:
    profile = save_profile(standing=head, said=SaidProfile("Ada Moss", contract_share=50))
    today = timezone.localdate()
    for kind, course in ((INDUCTION, "First day"), (ADVANCED, "Practitioner"), (ADVANCED, "Practitioner")):
        add_training(standing=head, profile=profile, kind=kind, course=course, on=today)
    assert Training.objects.count() == 2
    assert read_learners(council, today)[0].lacking == ()
    remove_training(standing=head, training=Training.objects.get(kind=ADVANCED.value))
    assert read_learners(council, today)[0].lacking == (ADVANCED,)
    assert Event.objects.get(kind="training.removed").before["course"] == "Practitioner"
    with pytest.raises(RecordRefused, match="still to come"):
        add_training(standing=head, profile=profile, kind=REFRESHER, course="Soon", on=today + timedelta(days=1))


def test_who_left_the_role_is_off_the_list(council: Council, head: Standing) -> None:
    profile = save_profile(standing=head, said=SaidProfile("Ada Moss"))
    end_profile(standing=head, profile=profile, on=timezone.localdate())
    assert read_learners(council, timezone.localdate()) == []
    assert save_profile(standing=head, said=SaidProfile("Ada Moss")).pk != profile.pk


def test_a_report_is_recorded_once_corrected_and_told(council: Council, head: Standing) -> None:
    said = SaidReport("Quarter 1", Audience.MEMBERS, date(2026, 5, 5), topics=("savings",))
    report = save_report(standing=head, said=said)
    assert save_report(standing=head, said=said) == report
    save_report(standing=head, said=SaidReport("Quarter 1", Audience.MEMBERS, date(2026, 5, 6)), report=report)
    held = ReportSent.objects.get()
    assert (held.on, held.topics, held.by) == (date(2026, 5, 6), [], head.person)
    assert Event.objects.get(kind="report.changed").before["topics"] == ["savings"]
    with pytest.raises(RecordRefused, match="no web address"):
        save_report(standing=head, said=SaidReport("Q2", Audience.MEMBERS, date(2026, 5, 5), link="javascript:1"))


def test_only_those_whose_role_it_is(council: Council) -> None:
    manager = standing_of(make_person(Role.CONTRACT_MANAGER, council), council)
    with pytest.raises(NotAllowed):
        save_profile(standing=manager, said=SaidProfile("Ada Moss"))
    with pytest.raises(NotAllowed):
        save_report(standing=manager, said=SaidReport("Q2", Audience.MEMBERS, date(2026, 5, 5)))
