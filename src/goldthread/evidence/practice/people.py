"""Rows of the evidence tables `strategic`, `learners` and `talent`."""

from collections.abc import Iterator

from goldthread.evidence.indicators.material import Span
from goldthread.evidence.practice.days import every, is_within
from goldthread.evidence.practice.held import Held
from goldthread.register.models import PeoplePlanPart, RoleProfile, SupplierFile
from goldthread.register.training import is_heavy
from goldthread.register.types import CourseKind, LearnerKind, PartState, PlanPart

QUARTER, YEAR, TWO_YEARS = 3, 12, 24


def strategic_rows(held: Held, span: Span) -> Iterator[tuple[int | None, dict[str, object]]]:
    """None, for there is no department, and the row of each strategic supplier."""
    for file in held.files:
        yield None, _supplier(file, held, span)


def _supplier(file: SupplierFile, held: Held, span: Span) -> dict[str, object]:
    last = span.last
    meetings = [each for each in held.meetings.get(file.pk, ()) if is_within(each.on, last, YEAR)]
    known = {
        "has_performance": is_within(file.performance_on, last, YEAR),
        "has_cost": is_within(file.cost_on, last, YEAR),
        "has_finance": is_within(file.finance_on, last, YEAR),
        "has_added_value": is_within(file.added_value_on, last, YEAR),
        "has_risk": is_within(file.risk_on, last, YEAR),
    }
    runs = [file.criteria_run_on, *held.criteria_runs.get(file.name, ())]
    has_plan = bool(file.plan) and is_within(file.plan_on, last, TWO_YEARS)
    has_contingency = bool(file.contingency) and is_within(file.contingency_on, last, TWO_YEARS)
    return {
        "supplier": file.name,
        "is_by_criteria": any(is_within(day, last, TWO_YEARS) for day in runs),
        **known,
        "has_all_five": all(known.values()),
        "has_chain": bool(file.sub_suppliers),
        "is_shared": bool(file.shared_with),
        "has_owner": file.owner_id is not None,
        "is_met": any(is_within(each.on, last, QUARTER) for each in meetings),
        "is_met_only_after_incidents": every([each.is_after_incident for each in meetings]),
        "has_plan": has_plan,
        "has_contingency": has_contingency,
        "has_all_plans": file.owner_id is not None and known["has_risk"] and has_plan and has_contingency,
        "has_lead": bool(file.lead_council),
    }


def learner_rows(held: Held, span: Span) -> Iterator[tuple[int | None, dict[str, object]]]:
    """A department or None, and the row, for each live role profile."""
    for profile in held.profiles:
        yield profile.department_id, _learner(profile, held, span)


def _learner(profile: RoleProfile, held: Held, span: Span) -> dict[str, object]:
    done = [each for each in held.trainings.get(profile.pk, ()) if each.on <= span.last]
    ever = {each.kind for each in done}
    lately = {each.kind for each in done if is_within(each.on, span.last, TWO_YEARS)}
    share = profile.contract_share
    return {
        "learner": str(profile.pk),
        "kind": profile.learner,
        "is_manager": profile.learner == LearnerKind.CONTRACT_MANAGER,
        "is_heavy": is_heavy(share),
        "is_in_profile": profile.is_in_profile,
        "is_inducted": CourseKind.INDUCTION in ever,
        "is_refreshed": bool(lately & {CourseKind.INDUCTION, CourseKind.REFRESHER}),
        "is_advanced": CourseKind.ADVANCED in ever,
        "is_qualified": CourseKind.QUALIFICATION in ever,
        "is_commercially_aware": CourseKind.COMMERCIAL_AWARENESS in lately,
        "is_partnership_trained": CourseKind.PARTNERSHIP in ever,
        "is_social_value_trained": CourseKind.SOCIAL_VALUE in ever,
    }


def people_plan_rows(held: Held, span: Span) -> Iterator[tuple[int | None, dict[str, object]]]:
    """None, for the plan is the council's, and the row of each part; no rows where nobody has told of any."""
    told = {row.part: row for row in held.plan_parts}
    for part in PlanPart if told else ():
        yield None, {"part": part.value, **_plan_part(told.get(part.value), held, span)}


def _plan_part(row: PeoplePlanPart | None, held: Held, span: Span) -> dict[str, object]:
    if row is None:
        return dict.fromkeys(("is_agreed", "is_current", "is_evidenced", "is_sound"))
    is_agreed = PartState(row.state).is_agreed and row.agreed_on is not None and row.agreed_on <= span.last
    is_current = is_agreed and row.review_on is not None and row.review_on >= span.last
    is_evidenced = bool(row.note.strip() or held.plan_papers.get(row.pk))
    return {
        "is_agreed": is_agreed,
        "is_current": is_current,
        "is_evidenced": is_evidenced,
        "is_sound": is_current and is_evidenced,
    }
