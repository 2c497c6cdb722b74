"""Reads of verdicts: every indicator's, the one shown for each code and level, and what people say against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.gather import latest_year, read_figures
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.types import Figure
from goldthread.evidence.models import Load
from goldthread.evidence.queries import live_loads
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.rules import decide, judge_all
from goldthread.evidence.verdicts.types import Verdict
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council, Department

FRAMEWORK = "nps-2018"


@dataclass(frozen=True)
class Reading:
    """What the records of one period say. `every` has each indicator's verdict, `shown` one per code and level."""

    council: Council
    period: Period | None
    every: tuple[Verdict, ...]
    shown: tuple[Verdict, ...]
    figures: tuple[Figure, ...] = ()

    @cached_property
    def departments(self) -> Mapping[int, str]:
        """The names of the council's departments by their number (one query)."""
        return dict(Department.objects.filter(council=self.council).values_list("pk", "name"))

    def of(self, value_code: str, level: int) -> Verdict:
        """The verdict that is shown beside a level; raises StopIteration for a code that was not read."""
        return next(v for v in self.shown if (v.value_code, v.level) == (value_code, level))

    def department_name(self, verdict: Verdict) -> str | None:
        return None if verdict.department_id is None else self.departments.get(verdict.department_id)


def read_verdicts(
    council: Council,
    *,
    period: Period | None = None,
    framework_id: str = FRAMEWORK,
    codes: Sequence[str] | None = None,
    as_of: date | None = None,
    loads: Sequence[Load] | None = None,
) -> Reading:
    """The verdicts for every value code of the framework, or for `codes`, at each of its levels.

    Without a period it is the last financial year that is on hand; without any payments every verdict is silent.
    `loads` may be given where `live_loads` has been read already.
    """
    framework = load_framework(framework_id)
    wanted = [code.id for code in framework.value_codes if codes is None or code.id in codes]
    loads = live_loads(council) if loads is None else loads
    chosen = period or latest_year(council, loads)
    every: list[Verdict] = []
    figures: list[Figure] = []
    if chosen is not None and chosen.last is not None:
        figures = read_figures(council, chosen, as_of=as_of, loads=loads)
        every = [v for v in judge_all(list_indicators(), figures, chosen.last) if v.value_code in wanted]
    key = chosen.key if chosen else ""
    levels = [level.number for level in framework.levels]
    shown = [decide(every, code, level, key) for code in wanted for level in levels]
    return Reading(council, chosen, tuple(every), tuple(shown), tuple(figures))


def disputes_of(council: Council, *, round_ref: str | None = None) -> list[VerdictDispute]:
    """What departments say against verdicts and have not taken back, the newest first."""
    rows = VerdictDispute.objects.filter(council=council, taken_back_at__isnull=True)
    if round_ref is not None:
        rows = rows.filter(round_ref=round_ref)
    return list(rows.select_related("department", "by"))


def verdict_as_json(reading: Reading, verdict: Verdict) -> dict[str, object]:
    """A verdict as the command line prints it."""
    return {
        "value_code": verdict.value_code,
        "level": verdict.level,
        "verdict": verdict.outcome.value,
        "indicator": verdict.indicator,
        "value": _number(verdict.value),
        "threshold": _number(verdict.threshold.value if verdict.threshold else None),
        "department": reading.department_name(verdict),
        "coverage": _number(verdict.coverage),
        "confidence": _number(verdict.confidence),
        "definition_version": verdict.definition_version,
        "loads": list(verdict.loads),
    }


def _number(value: object) -> float | None:
    """To four places; rounding is for showing alone."""
    return None if value is None else round(float(str(value)), 4)
