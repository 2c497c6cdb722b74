"""Two chief officers sign at the same moment, on a real database file: one signature stands."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from goldthread.assessment.actions.signoff import sign_off
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.types import RoundState
from goldthread.common.errors import UserError
from goldthread.organisation.models import Event, Person
from goldthread.organisation.types import Role
from tests.factories import answer_everything, make_council, make_person, make_round, submit

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_signatures_at_once_make_exactly_one_snapshot() -> None:
    council = make_council(departments=["Place", "Housing"])
    round_ = make_round(council, state=RoundState.MODERATION)
    answer_everything(round_)
    submit(round_)
    signatories = [make_person(Role.APPROVER, council, email=f"{name}@example.org") for name in ("ada", "ben")]
    start, outcomes = Barrier(2), []

    def sign(by: Person) -> None:
        try:
            mine = Round.objects.select_related("council").get(pk=round_.pk)
            start.wait(timeout=10)
            outcomes.append(sign_off(round=mine, by=by, seen=True).sha256)
        except UserError as refused:
            outcomes.append(refused.what)
        finally:
            connection.close()

    threads = [Thread(target=sign, args=[person]) for person in signatories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    snapshot = Snapshot.objects.get()
    assert sorted(outcomes) == sorted([snapshot.sha256, "Somebody else has moved this round in the meantime."])
    assert Round.objects.get(pk=round_.pk).state == RoundState.SIGNED
    assert Event.objects.filter(kind="round.sign-off").count() == 1
