"""Reads of verdicts: every indicator's, the one shown for each code and level, and what people say against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.gather import latest_year, read_figures
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.types import Figure, Indicator
from goldthread.evidence.models import Load
from goldthread.evidence.queries import live_loads
from goldthread.evidence.types import LoadKind
from goldthread.evidence.verdicts.claims import judge_department
from goldthread.evidence.verdicts.frozen import freeze_records
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.rules import decide, judge_all
from goldthread.evidence.verdicts.types import Dispute, LoadNamed, Records, Verdict
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council, Department

FRAMEWORK = "nps-2018"


@dataclass(frozen=True)
class Reading:
    """What the records of one period say. `every` has each indicator's verdict, `shown` one per code and level.

    `frozen` is set where they were read from a signed round: then names and departments' verdicts are those of it.
    """

    council: Council
    period: Period | None
    every: tuple[Verdict, ...]
    shown: tuple[Verdict, ...]
    figures: tuple[Figure, ...] = ()
    loads: tuple[Load, ...] = ()
    frozen: Records | None = None

    @cached_property
    def departments(self) -> Mapping[int, str]:
        """The names of the council's departments by their number (one query)."""
        if self.frozen is not None:
            return self.frozen.departments
        return dict(Department.objects.filter(council=self.council).values_list("pk", "name"))

    def of_department(self, department_id: int) -> tuple[Verdict, ...]:
        """The verdicts by a department's own figures alone, one per code and level; empty where it has none."""
        if self.frozen is not None:
            return self.frozen.of_departments.get(department_id, ())
        if self.period is None or self.period.last is None:
            return ()
        indicators = list_indicators()
        return judge_department(self.figures, department_id, indicators, self.period.key, self.period.last)

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
    of: Sequence[Indicator] | None = None,
) -> Reading:
    """The verdicts for every value code of the framework, or for `codes`, at each of its levels.

    Without a period it is the last financial year that is on hand; without any payments every verdict is silent.
    `loads` may be given where `live_loads` has been read already; `of` names the only indicators that are to speak.
    """
    framework = load_framework(framework_id)
    indicators = list_indicators() if of is None else of
    wanted = [code.id for code in framework.value_codes if codes is None or code.id in codes]
    loads = live_loads(council) if loads is None else loads
    chosen = period or latest_year(council, loads)
    every: list[Verdict] = []
    figures: list[Figure] = []
    if chosen is not None and chosen.last is not None:
        asked = {indicator.id for indicator in indicators}
        found = read_figures(council, chosen, as_of=as_of, loads=loads)
        figures = [figure for figure in found if figure.indicator in asked]
        every = [v for v in judge_all(indicators, figures, chosen.last) if v.value_code in wanted]
    key = chosen.key if chosen else ""
    levels = [level.number for level in framework.levels]
    shown = [decide(every, code, level, key) for code in wanted for level in levels]
    return Reading(council, chosen, tuple(every), tuple(shown), tuple(figures), tuple(loads))


def disputes_of(council: Council, *, round_ref: str | None = None) -> list[VerdictDispute]:
    """What departments say against verdicts and have not taken back, the newest first."""
    rows = VerdictDispute.objects.filter(council=council, taken_back_at__isnull=True)
    if round_ref is not None:
        rows = rows.filter(round_ref=round_ref)
    return list(rows.select_related("department", "by"))


def read_records_to_freeze(
    council: Council, framework_id: str, *, round_ref: str, names: Mapping[int, str]
) -> dict[str, object]:
    """What the records say now, with what departments say to it and the files beneath it, as it is frozen.

    `names` are those of departments that are at hand already; others are read only where a figure is theirs.
    """
    reading = read_verdicts(council, framework_id=framework_id)
    behind = {key for figure in reading.figures for key in figure.loads}
    numbers = dict.fromkeys(f.department_id for f in reading.figures if f.department_id is not None)
    known = names if names.keys() >= numbers.keys() else reading.departments
    said = disputes_of(council, round_ref=round_ref) if reading.period else []
    records = Records(
        period=reading.period,
        every=reading.every,
        shown=reading.shown,
        figures=reading.figures,
        departments={number: known[number] for number in numbers},
        of_departments={number: reading.of_department(number) for number in numbers},
        loads=tuple(_name_load(load) for load in reading.loads if load.key in behind),
        disputes=tuple(_name_dispute(row) for row in said),
    )
    return freeze_records(records, _definitions(reading))


def reading_of(records: Records, council: Council) -> Reading:
    """Frozen records in the shape in which pages and commands read live ones."""
    return Reading(council, records.period, records.every, records.shown, records.figures, frozen=records)


def _definitions(reading: Reading) -> dict[str, object]:
    """The indicators beneath the figures, in the words of the version that gave them."""
    used = {figure.indicator for figure in reading.figures}
    return {
        each.id: {
            "version": each.version,
            "name": each.name,
            "question": each.question,
            "unit": each.unit.value,
            "grain": each.grain.value,
            "limitation": each.limitation,
            "innocent": each.innocent,
            "source": each.source,
        }
        for each in list_indicators()
        if each.id in used
    }


def _name_load(load: Load) -> LoadNamed:
    return LoadNamed(
        key=load.key,
        file_name=load.file_name,
        kind=LoadKind(load.kind).label,
        sha256=load.sha256,
        rows=load.rows_loaded,
        net=load.net_loaded,
        first=load.first_date,
        last=load.last_date,
        loaded_on=timezone.localdate(load.created_at),
    )


def _name_dispute(row: VerdictDispute) -> Dispute:
    return Dispute(
        department=row.department.name,
        value_code=row.value_code,
        level=row.level,
        indicator=row.indicator,
        period=row.period,
        verdict=row.verdict,
        because=row.because,
        by=str(row.by) if row.by else "",
        at=timezone.localdate(row.at),
    )


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
