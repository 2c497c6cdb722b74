"""What a person is told of their contracts by e-mail: when, once, and never twice, whatever is killed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from goldthread.organisation.actions import end_role
from goldthread.organisation.models import Council, Event, Membership, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register import tasks
from goldthread.register.actions.alerts import choose_alerts, stop_alerts
from goldthread.register.actions.contracts import change_contract
from goldthread.register.alerts.send import Outcome, send_alerts, send_waiting
from goldthread.register.alerts.stages import days_until_next, load_stages, period_start, stage_of
from goldthread.register.due import DueKind
from goldthread.register.models import AlertMessage, AlertSetting, AlertTold, Contract
from goldthread.register.types import Frequency, MessageState, Regime
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 6, 1)
END = date(2027, 3, 1)  # an open tender takes 180 days, so it has to begin by 2 September 2026
LAUNCH = date(2026, 9, 2)


@pytest.fixture
def council() -> Council:
    with time_machine.travel(at(MONDAY), tick=False):
        return make_council(departments=["Place"])


@pytest.fixture
def manager(council: Council) -> Person:
    with time_machine.travel(at(MONDAY), tick=False):
        return make_person(Role.CONTRACT_MANAGER, council, email="tom@example.org", name="Tom Ashby")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    with time_machine.travel(at(MONDAY), tick=False):
        return put_contract(council, manager=manager, months=0, end=END, regime=Regime.ABOVE.value)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def run_on(council: Council, day: date, **how: Any) -> dict[str, Outcome]:
    """Send on a day, and say what became of each person's message."""
    with time_machine.travel(at(day), tick=False):
        return {sent.plan.setting.person.email: sent.outcome for sent in send_alerts(council, at(day), **how)}


def choose(person: Person, council: Council, frequency: Frequency, *, covers: bool = True) -> None:
    choose_alerts(standing=standing_of(person, council), frequency=frequency, covers_council=covers)


@pytest.mark.parametrize(
    ("left", "until_next", "expected"),
    [
        (91, 0, None),
        (90, 0, 90),
        (31, 0, 90),
        (30, 0, 30),
        (1, 0, 30),
        (0, 0, 0),
        (-5, 0, 0),
        (-30, 0, -30),
        (96, 6, 90),  # no further message comes before the ninetieth day
        (97, 6, None),
        (3, 6, 0),
        (None, 0, 0),
    ],
)
def test_stage_by_days_left(left: int | None, until_next: int, expected: int | None) -> None:
    assert stage_of(left, (90, 30, 0, -30), until_next=until_next) == expected


def test_every_kind_of_thing_has_its_stages() -> None:
    assert set(load_stages()) == set(DueKind)


@pytest.mark.parametrize(
    ("frequency", "day", "ahead", "start"),
    [
        (Frequency.DAILY, date(2026, 6, 4), 0, date(2026, 6, 4)),
        (Frequency.DAILY, date(2026, 6, 5), 2, date(2026, 6, 5)),  # Friday speaks for the week-end
        (Frequency.DAILY, date(2026, 6, 6), 1, date(2026, 6, 6)),
        (Frequency.WEEKLY, date(2026, 6, 1), 6, date(2026, 6, 1)),
        (Frequency.WEEKLY, date(2026, 6, 7), 6, date(2026, 6, 1)),
    ],
)
def test_how_far_a_message_looks(frequency: Frequency, day: date, ahead: int, start: date) -> None:
    assert (days_until_next(frequency, day), period_start(frequency, day)) == (ahead, start)


def test_each_threshold_is_told_once(council: Council, manager: Person, contract: Contract) -> None:
    """Run daily around them: 90, 30 and 0 days before the last day to begin, then when it is too late."""
    choose(manager, council, Frequency.DAILY)
    told = {}
    near = {day - timedelta(days=left) for day in (LAUNCH, END) for left in (92, 91, 90, 89, 32, 31, 30, 29, 1, 0, -1)}
    for day in sorted(near):
        if run_on(council, day)["tom@example.org"] is Outcome.SENT:
            told[day] = (mail.outbox[-1].subject, AlertTold.objects.latest("pk").stage)
    launch = {(LAUNCH - day).days: stage for day, (_s, stage) in told.items() if day <= LAUNCH}
    assert launch == {90: 90, 30: 30, 0: 0}
    after = {(END - day).days: stage for day, (_s, stage) in told.items() if day > LAUNCH}
    assert after == {179: 365, 90: 90, 31: 30, 0: 0}  # the thirtieth is a Saturday, so Friday tells it
    assert all("School meals" in subject for subject, _stage in told.values())
    assert "Too late for an open tender" in str(mail.outbox[3].body)


def test_the_message_in_plain_text_and_html(council: Council, manager: Person, contract: Contract) -> None:
    put_contract(
        council,
        manager=manager,
        months=0,
        title="Gritting <& salt>",
        end=date(2026, 8, 20),
        annual_value=Decimal(90_000),
    )
    run_on(council, date(2026, 6, 8))
    [message] = mail.outbox
    assert message.to == ["tom@example.org"]
    assert message.subject == "Wharfemoor Council: 2 things due on contracts, the first on 20 August"
    assert "Due 2 September, in 86 days: Last day to begin an open tender" in str(message.body)
    body = str(message.body)
    assert "2 things on your contracts need attention." in body
    assert "1 contract can no longer be replaced in the usual way before it ends." in body
    assert "Gritting <& salt> (Fellside Catering CIC)" in body
    assert f"/c/wharfemoor-council/register/contracts/{contract.pk}/" in body
    assert "You get this once a week." in body
    [(html, kind)] = message.alternatives  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert "Gritting &lt;&amp; salt&gt;" in html
    assert "<script" not in html
    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_message_in_the_time_that_was_chosen(council: Council, manager: Person, contract: Contract) -> None:
    assert run_on(council, LAUNCH - timedelta(days=90)) == {"tom@example.org": Outcome.SENT}
    put_contract(council, manager=manager, months=0, title="Gritting", end=date(2026, 8, 20))
    assert run_on(council, LAUNCH - timedelta(days=89)) == {"tom@example.org": Outcome.HAD_ONE}
    choose(manager, council, Frequency.DAILY)
    assert run_on(council, LAUNCH - timedelta(days=88)) == {"tom@example.org": Outcome.SENT}
    assert [message.subject for message in mail.outbox][1].endswith("Gritting")


def test_a_day_that_moves_is_told_anew(council: Council, manager: Person, contract: Contract) -> None:
    run_on(council, LAUNCH - timedelta(days=20))
    later = END + timedelta(days=30)
    change_contract(contract=contract, values={"end": later}, expected_version=contract.version, by=manager)
    assert run_on(council, LAUNCH - timedelta(days=10)) == {"tom@example.org": Outcome.SENT}
    assert len(mail.outbox) == 2


def test_a_dry_run_writes_and_sends_nothing(council: Council, manager: Person, contract: Contract) -> None:
    day = LAUNCH - timedelta(days=30)
    assert run_on(council, day, is_dry_run=True) == {"tom@example.org": Outcome.WOULD_SEND}
    assert mail.outbox == []
    assert not AlertSetting.objects.exists()
    assert run_on(council, day) == {"tom@example.org": Outcome.SENT}


def test_a_head_of_procurement_hears_of_the_council(council: Council, contract: Contract) -> None:
    head = make_person(Role.COORDINATOR, council, email="meera@example.org", name="Meera Patel")
    outcomes = run_on(council, LAUNCH - timedelta(days=30))
    assert outcomes == {"meera@example.org": Outcome.SENT, "tom@example.org": Outcome.SENT}
    to_head = next(message for message in mail.outbox if message.to == ["meera@example.org"])
    assert "1 thing on contracts that others manage needs attention." in str(to_head.body)
    choose(head, council, Frequency.WEEKLY, covers=False)
    assert run_on(council, LAUNCH) == {"meera@example.org": Outcome.NOTHING_NEW, "tom@example.org": Outcome.SENT}


def test_who_wants_none_or_has_left_gets_none(council: Council, manager: Person, contract: Contract) -> None:
    stop_alerts(council=council, person=manager)
    assert run_on(council, LAUNCH) == {"tom@example.org": Outcome.WANTS_NONE}
    choose(manager, council, Frequency.DAILY)
    end_role(membership=Membership.objects.get(person=manager), why="Left.", by=None)
    assert run_on(council, LAUNCH) == {}
    assert mail.outbox == []
    assert Event.objects.filter(kind="alert.chosen").count() == 2


class Killed(BaseException):
    """What a process that is killed leaves undone, as near as a test can come within one process."""


@pytest.mark.parametrize("moment", ["before it is handed over", "after it was handed over"])
def test_a_killed_worker_sends_nothing_twice(
    moment: str, council: Council, manager: Person, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = EmailBackend.send_messages

    def die(self: EmailBackend, messages: Any) -> int:
        if moment.startswith("after"):
            real(self, messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(Killed):
        run_on(council, LAUNCH)
    monkeypatch.setattr(EmailBackend, "send_messages", real)
    handed_over = len(mail.outbox)
    assert AlertMessage.objects.get().state == MessageState.SENDING
    assert run_on(council, LAUNCH) == {"tom@example.org": Outcome.HAD_ONE}
    assert len(mail.outbox) == handed_over
    assert run_on(council, LAUNCH + timedelta(days=7)) == {"tom@example.org": Outcome.SENT}
    told = [str(message.body) for message in mail.outbox]
    assert sum("Last day to begin an open tender" in body for body in told) == handed_over
    assert "was cut off while it was sent, and may not have reached you" in told[-1]
    assert run_on(council, LAUNCH + timedelta(days=14)) == {"tom@example.org": Outcome.NOTHING_NEW}


def test_a_message_that_was_not_taken_comes_with_the_next(
    council: Council, manager: Person, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: EmailBackend, _messages: Any) -> int:
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert run_on(council, LAUNCH) == {"tom@example.org": Outcome.FAILED}
    assert not AlertTold.objects.exists()
    assert "SMTPRecipientsRefused" in AlertMessage.objects.get().failure
    assert run_on(council, LAUNCH) == {"tom@example.org": Outcome.SENT}


def look(day: date, hour: int = 9) -> list[Outcome]:
    with time_machine.travel(at(day, hour), tick=False):
        return [sent.outcome for sent in send_waiting(at(day, hour))]


def test_the_worker_looks_on_working_days_from_the_morning_on(
    council: Council, manager: Person, contract: Contract
) -> None:
    saturday = date(2026, 8, 29)
    assert look(saturday) == []
    assert look(LAUNCH, hour=5) == []  # six o'clock in summer
    assert look(LAUNCH, hour=6) == [Outcome.SENT]
    assert look(LAUNCH, hour=7) == []
    assert look(LAUNCH + timedelta(days=1)) == [Outcome.HAD_ONE]
    assert len(mail.outbox) == 1


def test_the_worker_tries_a_few_times_and_leaves_invented_councils_alone(
    council: Council, manager: Person, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: EmailBackend, _messages: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert [look(LAUNCH) for _ in range(6)] == [[Outcome.FAILED]] * 5 + [[]]
    Council.objects.update(is_demonstration=True)
    assert look(LAUNCH + timedelta(days=7)) == []


def test_the_next_look_waits_before_this_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a worker that is killed within a look leaves the next one in line."""
    waiting = tasks.DBTaskResult.objects.filter(task_path=tasks.look_for_alerts.module_path, status="READY")

    def die(_now: datetime) -> list[object]:
        assert waiting.count() == 1
        raise Killed

    monkeypatch.setattr(tasks, "send_waiting", die)
    with pytest.raises(Killed):
        tasks.look_for_alerts.func()
    tasks.plan_next_look()
    assert waiting.count() == 1
