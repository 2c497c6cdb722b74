"""The rules of carrying, pure. Each stands in SCORING.md with its test. Nothing that was given is lost."""

from collections.abc import Iterable, Mapping, Sequence

from goldthread.assessment.carrying.types import Carried, NewAnswer, OldAnswer, Way
from goldthread.framework.carry import CarryPlan, Landing, Outcome, propose

LEFT = "The department is none of the council's any more."


def carry_answers(plan: CarryPlan, answers: Sequence[OldAnswer]) -> Carried:
    """Every old answer's ways, and the new answers that come of them, in the order of the old ones."""
    ways = tuple(way for answer in answers for way in _ways(plan, answer))
    landed: dict[tuple[int, str], list[Way]] = {}
    for way in ways:
        if way.landing.new is not None:
            landed.setdefault((way.answer.department, way.landing.new), []).append(way)
    return Carried(
        ways=ways,
        answers=tuple(_begin(department, item, found) for (department, item), found in landed.items()),
        archived=tuple(way for way in ways if way.landing.new is None),
    )


def new_codes(plan: CarryPlan) -> tuple[str, ...]:
    """The value codes of the newer framework into which no value code of the older one leads, in its order."""
    led = {
        place.new
        for code in plan.old.every_code
        for place in plan.land(code.id, None, is_rating=False)
        if place.new is not None
    }
    return tuple(code.id for code in plan.new.every_code if code.id not in led)


def _ways(plan: CarryPlan, answer: OldAnswer) -> Iterable[Way]:
    if answer.has_left:
        yield Way(answer, Landing(answer.item, None, Outcome.ARCHIVED, LEFT))
        return
    for landing in plan.land(answer.item, answer.level, is_rating=answer.is_rating):
        yield Way(answer, landing)


def _begin(department: int, item: str, ways: Sequence[Way]) -> NewAnswer:
    proposal = propose([(way.landing.outcome, way.answer.level) for way in ways])
    return NewAnswer(
        department=department,
        item=item,
        ways=tuple(ways),
        proposed=proposal.level,
        needs_review=proposal.needs_review,
        texts=_join_texts([way.answer for way in ways]),
        evidence=tuple(key for way in ways for key in way.answer.evidence),
    )


def _join_texts(answers: Sequence[OldAnswer]) -> Mapping[str, str]:
    """Each field's text as it stood; where several answers land together, each under the name of its old item."""
    found: dict[str, list[tuple[str, str]]] = {}
    for answer in answers:
        for field, text in (answer.texts or {}).items():
            found.setdefault(field, []).append((answer.item, text))
    return {field: _join(parts) for field, parts in found.items()}


def _join(parts: Sequence[tuple[str, str]]) -> str:
    if len(parts) == 1:
        return parts[0][1]
    return "\n\n".join(f"From {item}: {text}" for item, text in parts)
