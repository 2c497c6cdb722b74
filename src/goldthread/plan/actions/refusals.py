"""What a write of the plan room refuses, and the small checks that several writes share."""

from collections.abc import Sequence

from goldthread.common.errors import UserError
from goldthread.framework.types import Framework


class PlanRefused(UserError):
    """Something that cannot be kept as asked. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "") -> None:
        super().__init__(what=what, do=do)
        self.field = field


class PlanMoved(PlanRefused):
    """Somebody saved the same thing in between."""


def check_codes(framework: Framework, codes: Sequence[str], *, field: str) -> list[str]:
    """The value codes, each once and in their order; raises `PlanRefused` for one that the framework does not have."""
    known = {code.id for code in framework.value_codes}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise PlanRefused(
            what=f"{framework.short_title} has no value code {', '.join(unknown)}.",
            do=f"Use codes such as CRM1; see them with: goldthread framework show {framework.id}",
            field=field,
        )
    return list(dict.fromkeys(codes))
