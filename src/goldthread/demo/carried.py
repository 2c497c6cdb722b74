"""The council that carried a round: held in 2018 under the draft, taken into the final strategy, half confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goldthread.assessment.actions.moderation import rate_object
from goldthread.assessment.actions.signoff import sign_off
from goldthread.assessment.carrying.actions import carry_round, confirm_department, confirm_rating
from goldthread.assessment.carrying.queries import carried_into
from goldthread.assessment.models import Round
from goldthread.assessment.types import AnswerState
from goldthread.demo.clock import StoryClock
from goldthread.demo.play import Cast, play_round
from goldthread.demo.story import StoryAnswer, StoryCouncil, StoryRound, read_council, read_file
from goldthread.organisation.types import Role

FRAMEWORK = "nps-2018"
FOUNDED = date(2017, 11, 6)


@dataclass(frozen=True)
class StoryCarried:
    """The round of the past, the council's own ratings, and what has been confirmed since it was carried."""

    council: StoryCouncil
    round: StoryRound
    ratings: Mapping[str, tuple[int, str]]
    carried: date
    department: str
    confirmed_ratings: tuple[str, ...]


def read_carried_story() -> StoryCarried:
    """Read the file beside the other data."""
    content = read_file("carried.yaml")
    return StoryCarried(
        council=read_council(content["council"]),
        round=_round(content["round"]),
        ratings={item: (row["level"], row["reason"]) for item, row in content["ratings"].items()},
        carried=content["carried"],
        department=content["confirmed"]["department"],
        confirmed_ratings=tuple(content["confirmed"]["ratings"]),
    )


def play_carried(*, told: StoryCarried, cast: Cast, clock: StoryClock) -> Round:
    """Play the old round to its signature, carry it, and confirm what one department and the council have confirmed."""
    coordinator = cast.who(Role.COORDINATOR)
    old = play_round(told=replace(told.round, signed=None), cast=cast, evidence=(), clock=clock)
    clock.pass_minutes(2 * 24 * 60)
    for item, (level, reason) in told.ratings.items():
        rate_object(round=old, object_id=item, level=level, reason=reason, by=coordinator)
    if told.round.signed is not None:
        clock.set_to(told.round.signed, 15)
        sign_off(round=old, by=cast.who(Role.APPROVER), statement=told.round.statement, seen=True)
    clock.set_to(told.carried, 10, 20)
    new = carry_round(round=old, framework_id=FRAMEWORK, by=coordinator)[0].new
    clock.pass_minutes(3 * 24 * 60)
    department = cast.departments[told.department]
    response = new.responses.select_related("round__council", "department").get(department=department)
    by = cast.respondent(department)
    confirm_department(response=response, ways=carried_into(new, department.pk), by=by)
    clock.pass_minutes(90)
    ratings = carried_into(new, None)
    for item in told.confirmed_ratings:
        confirm_rating(round=new, ways=ratings[item], by=coordinator)
    return new


def _round(item: Mapping[str, Any]) -> StoryRound:
    return StoryRound(
        ref=item["ref"],
        title=item["title"],
        framework=item["framework"],
        opens=item["opens"],
        closes=item["closes"],
        moderated=item["moderated"],
        signed=item["signed"],
        statement=item["statement"],
        answers={
            name: {code: _answer(told) for code, told in answers.items()} for name, answers in item["answers"].items()
        },
        is_past=True,
    )


def _answer(told: Mapping[str, Any]) -> StoryAnswer:
    comments = {kind: told[kind] for kind in ("good", "support", "how", "other") if kind in told}
    return StoryAnswer(state=AnswerState.LEVEL, level=told["level"], reason="", comments=comments, exemplar="", note="")
