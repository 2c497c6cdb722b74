"""The results of a round, worked out afresh from its answers by the rules. Four queries, whatever the size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Exclusion, ObjectRating, Response, Round
from goldthread.assessment.percentages import percentages_json, weigh
from goldthread.assessment.rules import distribute, roll_up, score_value_code
from goldthread.assessment.types import AnswerState, CodeResult, DepartmentAnswer, RoundResult, RoundState
from goldthread.framework.load import load_framework
from goldthread.framework.types import Framework, ValueCode
from goldthread.organisation.models import Person

LIVE_EXCLUSIONS = "live_exclusions"
_NOT_SAID_OF_A_PERSON = tuple(
    f"changed_by__{field.name}" for field in Person._meta.concrete_fields if field.name not in {"id", "name", "email"}
)
"""Who changed an answer is named beside it, 700 times on a page, and nothing else of them is read."""


_OF_A_LEVEL = ("response", "round", "value_code", "state", "level")
"""What the rules work a level out from."""


def read_answers(
    round: Round, responses: Sequence[Response] | None = None, *, is_for_levels: bool = False
) -> list[Answer]:
    """Every answer of the round with its department and its live exclusion at hand, department by department.

    Answers of one department share one `response`: joined to each of 700 rows it would cost more than the rows.
    `responses` may be given where they have been read already with their departments; `is_for_levels` leaves aside
    what was said and who said it.
    """
    responses = (
        list(Response.objects.filter(round=round).select_related("department")) if responses is None else responses
    )
    excluded: dict[int, list[Exclusion]] = defaultdict(list)
    for row in Exclusion.objects.filter(answer__round=round, lifted_at__isnull=True).select_related("by"):
        excluded[row.answer_id].append(row)
    given: dict[int, list[Answer]] = defaultdict(list)
    rows = Answer.objects.filter(round=round).order_by("pk")
    told = rows.only(*_OF_A_LEVEL) if is_for_levels else rows.select_related("changed_by").defer(*_NOT_SAID_OF_A_PERSON)
    for answer in told:
        setattr(answer, LIVE_EXCLUSIONS, excluded.get(answer.pk, []))
        given[answer.response_id].append(answer)
    for response in responses:
        response.round = round
        for answer in given[response.pk]:
            answer.response, answer.round = response, round
    return [answer for response in responses for answer in given[response.pk]]


def as_scoring_sees(answer: Answer) -> DepartmentAnswer:
    """The answer as a frozen value; `live_exclusions` must have been read with it."""
    exclusions: Sequence[Exclusion] = getattr(answer, LIVE_EXCLUSIONS, ())
    return DepartmentAnswer(
        department=answer.response.department.name,
        state=AnswerState(answer.state),
        level=answer.level,
        excluded=bool(exclusions),
        exclusion_reason=exclusions[0].reason if exclusions else "",
    )


def score_answers(
    answers: Iterable[Answer], framework: Framework, codes: Sequence[ValueCode] | None = None
) -> tuple[CodeResult, ...]:
    """One result per value code of the framework, in its order; a code nobody was asked is there too.

    `codes` may name others to score, such as the council's own.
    """
    by_code: dict[str, list[DepartmentAnswer]] = defaultdict(list)
    for answer in answers:
        by_code[answer.value_code].append(as_scoring_sees(answer))
    names = {level.number: level.name for level in framework.levels}
    return tuple(
        score_value_code(code.id, by_code[code.id], names)
        for code in (framework.value_codes if codes is None else codes)
    )


def read_result(
    round: Round, answers: Iterable[Answer] | None = None, ratings: Mapping[str, int] | None = None
) -> RoundResult:
    """The round's result. `answers` (of `read_answers`) and `ratings` may be given where they were read already."""
    framework = framework_of(round)
    given = read_answers(round, is_for_levels=True) if answers is None else list(answers)
    results = score_answers(given, framework)
    if ratings is None:
        ratings = dict(ObjectRating.objects.filter(round=round).values_list("object_id", "level"))
    names = {level.number: level.name for level in framework.levels}
    found = {result.value_code: result for result in results}
    objects = tuple(
        roll_up(item.id, [found[code.id] for code in item.value_codes], ratings.get(item.id), names)
        for item in framework.objects
    )
    return RoundResult(
        round=str(round),
        framework=framework.id,
        status=status_of(round, results),
        results=results,
        objects=objects,
        distribution=distribute(results, names),
        local=score_answers(given, framework, framework.local_codes) if framework.local_codes else (),
    )


def status_of(round: Round, results: Iterable[CodeResult]) -> str:
    """ "signed", or "final" once nothing is awaited, or "so far"."""
    if round.state == RoundState.SIGNED:
        return "signed"
    asked = [result for result in results if result.asked]
    return "final" if asked and all(result.final for result in asked) else "so far"


def result_as_json(result: RoundResult) -> dict[str, object]:
    """The published shape of `goldthread round result ROUND --json`.

    Percentages are there where the framework has a scoring, `local` where local codes are asked.
    """
    found = weigh(load_framework(result.framework), result.objects)
    local = {"local": [_code_as_json(row) for row in result.local]} if result.local else {}
    return local | {
        "round": result.round,
        "framework": result.framework,
        "status": result.status,
        "results": [_code_as_json(row) for row in result.results],
        "objects": [
            {"id": row.id, "level": row.level, "from": list(row.from_codes), "rated": row.rated}
            for row in result.objects
        ],
        "distribution": dict(result.distribution),
        **({"percentages": percentages_json(found)} if found else {}),
    }


def _code_as_json(row: CodeResult) -> dict[str, object]:
    return {
        "value_code": row.value_code,
        "level": row.level,
        "final": row.final,
        "asked": row.asked,
        "answered": row.answered,
        "not_applicable": row.not_applicable,
        "excluded": row.excluded,
        "lowest": list(row.lowest),
        "highest": row.highest,
        "spread": row.spread,
        "sentence": row.sentence,
    }
