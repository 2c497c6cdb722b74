"""What a write of the plan room refuses, and the small checks that several writes share."""

from collections.abc import Iterable, Sequence

from goldthread.assessment.local.queries import framework_to_plan
from goldthread.assessment.queries.rounds import current_round
from goldthread.common.errors import UserError
from goldthread.framework.types import Framework
from goldthread.organisation.models import Council


class PlanRefused(UserError):
    """Something that cannot be kept as asked. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "") -> None:
        super().__init__(what=what, do=do)
        self.field = field


class PlanMoved(PlanRefused):
    """Somebody saved the same thing in between."""


def framework_of_plan(council: Council, framework_id: str) -> Framework:
    """The framework with the council's own codes that can be named now."""
    return framework_to_plan(council, framework_id, current_round(council))


def check_codes(framework: Framework, codes: Sequence[str], *, field: str, kept: Iterable[str] = ()) -> list[str]:
    """The value codes, each once and in their order; raises `PlanRefused` for one that cannot be named.

    `kept` were named before, and may stay whatever became of them since.
    """
    known = {code.id for code in framework.every_code} | set(kept)
    unknown = [code for code in codes if code not in known]
    if unknown:
        check_retired(framework, unknown[0], field=field)
        raise PlanRefused(
            what=f"{framework.short_title} has no value code {', '.join(unknown)}.",
            do=f"Use codes such as {example_of(framework)}; see them with: goldthread framework show {framework.id}",
            field=field,
        )
    return list(dict.fromkeys(codes))


def check_retired(framework: Framework, code: str, *, field: str) -> None:
    """Raise `PlanRefused` for a local code that retired and that no round asks any more."""
    gone = framework.local.retired_code(code) if framework.local else None
    if gone is not None and code not in {each.id for each in framework.local_codes}:
        raise PlanRefused(
            what=f"{code} {gone.name} retired in version {gone.version} of the local codes: {gone.reason.rstrip('.')}.",
            do="Name another code, or leave it out.",
            field=field,
        )


def example_of(framework: Framework) -> str:
    """Codes that a form or a message can give as an example: one of the framework, and one of the council's own."""
    own = [f"or your own {framework.local_codes[0].id}"] if framework.local_codes else []
    return " ".join([framework.value_codes[0].id, *own])
