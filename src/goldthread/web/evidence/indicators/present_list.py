"""Presents all indicators of a period by key area and enabler, what speaks first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.common.words import list_or_count
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.types import Figure, Grain, Indicator, Outcome
from goldthread.evidence.indicators.words import say_exactly, say_figure
from goldthread.evidence.verdicts.queries import Reading
from goldthread.evidence.verdicts.types import Verdict
from goldthread.framework.types import Framework, FrameworkObject
from goldthread.web.evidence.indicators.verdicts import Said, present_verdict, speaking, why_silent
from goldthread.web.wording import count_of, opening


@dataclass(frozen=True)
class Line:
    """One indicator under one key area: its figure and what it says of the area's codes."""

    id: str
    name: str
    question: str
    codes: str
    figure: str
    exact: str
    note: str
    said: tuple[Said, ...]
    silent: str


@dataclass(frozen=True)
class Area:
    """A key area or an enabler with the indicators that bear on it."""

    id: str
    name: str
    section: str
    lines: tuple[Line, ...]


def present_areas(reading: Reading, framework: Framework) -> list[Area]:
    """The areas on which any indicator bears, in the framework's order; an indicator stands in each of its areas."""
    areas = []
    for item in framework.objects:
        codes = {code.id for code in item.value_codes}
        found = [indicator for indicator in list_indicators() if codes & set(indicator.value_codes)]
        if found:
            areas.append(_area(reading, framework, item, found))
    return areas


def _area(reading: Reading, framework: Framework, item: FrameworkObject, found: Iterable[Indicator]) -> Area:
    codes = [code.id for code in item.value_codes]
    lines = [_line(reading, framework, indicator, codes) for indicator in found]
    lines.sort(key=lambda line: (not line.said, line.name))
    return Area(item.id, item.name, item.section, tuple(lines))


def _line(reading: Reading, framework: Framework, indicator: Indicator, codes: Sequence[str]) -> Line:
    about = [v for v in reading.every if v.indicator == indicator.id and v.value_code in codes]
    whole = find_whole(reading.figures, indicator.id)
    said = tuple(present_verdict(v, framework, reading.departments) for v in speaking(about))
    value = whole.value if whole else None
    return Line(
        id=indicator.id,
        name=indicator.name,
        question=indicator.question,
        codes=", ".join(code for code in codes if code in indicator.value_codes),
        figure=say_figure(value, indicator.unit),
        exact=say_exactly(value, indicator.unit),
        note=_note(reading, indicator, said),
        said=said,
        silent="" if said else _silent(whole, about),
    )


def _silent(whole: Figure | None, about: Sequence[Verdict]) -> str:
    if whole is None:
        return "There is no figure for such a period."
    return whole.reason or why_silent(about)


def _note(reading: Reading, indicator: Indicator, said: Sequence[Said]) -> str:
    """Whose figure decides, where that is not the council's own."""
    if not said or indicator.grain is Grain.COUNCIL or said[0].decides == "the whole council":
        return ""
    return f"{said[0].decides}: {said[0].figure}"


def find_whole(figures: Iterable[Figure], indicator_id: str) -> Figure | None:
    """The council's own figure."""
    return next((f for f in figures if f.indicator == indicator_id and f.department_id is None), None)


def say_finding(reading: Reading, label: str) -> str:
    """Which value codes the records speak for, and how many indicators claim nothing."""
    spoken = [verdict for verdict in reading.every if verdict.outcome is not Outcome.SILENT]
    against, support = _codes(spoken, Outcome.CONTRADICTS), _codes(spoken, Outcome.SUPPORTS)
    parts = []
    if against:
        parts.append(f"contradict a level of {list_or_count(against, 'value codes')}")
    if support:
        parts.append(f"support a level of {list_or_count(support, 'value codes')}")
    count = len(list_indicators())
    if not parts:
        return f"In {label} none of {count} indicators supports or contradicts a level; each line says why."
    silent = count - len({verdict.indicator for verdict in spoken})
    says = "claims" if silent == 1 else "claim"
    return (
        f"In {label} the council’s own records {' and '.join(parts)}."
        f" {opening(count_of(silent, 'indicator'))} of {count} {says} nothing, and each line says why."
    )


def _codes(verdicts: Iterable[Verdict], outcome: Outcome) -> list[str]:
    return sorted({verdict.value_code for verdict in verdicts if verdict.outcome is outcome})
