"""The demonstration's third council: a round carried across two versions of the framework, half of it confirmed."""

import pytest

from goldthread.assessment.carrying.queries import carrying_into
from goldthread.assessment.carrying.trend import read_then_and_now, say_trend
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.types import AnswerState
from goldthread.demo.carried import FOUNDED, play_carried, read_carried_story
from goldthread.demo.clock import story_time
from goldthread.demo.load import make_council
from goldthread.demo.play import Cast

pytestmark = pytest.mark.django_db


def test_the_third_council_has_carried_a_round_and_confirmed_half_of_it() -> None:
    told = read_carried_story()
    with story_time() as clock:
        clock.set_to(FOUNDED)
        new = play_carried(told=told, cast=Cast(make_council(told.council, "!")), clock=clock)
    carrying = carrying_into(new)
    assert carrying is not None
    assert (carrying.old.framework_id, carrying.old.state, new.state) == ("nps-2018-draft", "signed", "open")
    answered = Answer.objects.filter(round=new).exclude(state=AnswerState.UNANSWERED)
    named = {(row.response.department.name, row.value_code, row.level) for row in answered}
    assert named == {("Environment", "ENB2", 2), ("Environment", "ENB3", 3), ("Environment", "ENB4", 2)}
    trend = say_trend(read_then_and_now(carrying.old, new))
    assert trend.startswith("11 of 14 key areas and enablers are asked alike in both versions.")
    assert Round.objects.count() == 2
