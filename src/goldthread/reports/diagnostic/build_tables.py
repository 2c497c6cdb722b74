"""The tables of the report: who answered, the distributions, which code stands where, what was left out."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from goldthread.assessment.rules import distribute
from goldthread.assessment.types import CodeResult
from goldthread.common.words import list_in_words, number_in_words
from goldthread.framework.types import ENABLERS_SECTION, FrameworkObject
from goldthread.reports.diagnostic.build_codes import line_state
from goldthread.reports.diagnostic.material import Material
from goldthread.reports.diagnostic.types import (
    CodeName,
    CodeStanding,
    Distribution,
    DistributionRow,
    ExclusionLine,
    LineState,
    ObjectStanding,
    ResponseLine,
    StandingGroup,
)
from goldthread.reports.diagnostic.words import count_of, sentence, together

UNSCORED = "unscored"
Results = Mapping[str, CodeResult]


def build_responses(material: Material) -> tuple[ResponseLine, ...]:
    """How far each department has come, in the council's order."""
    lines = []
    for department in material.departments:
        states = [line_state(answer) for answer in material.answers if answer.department == department]
        lines.append(
            ResponseLine(
                department=department,
                asked=len(states),
                levels=states.count(LineState.LEVEL),
                not_applicable=states.count(LineState.NOT_APPLICABLE),
                unanswered=states.count(LineState.UNANSWERED),
                excluded=states.count(LineState.EXCLUDED),
            )
        )
    return tuple(lines)


def say_who_answered(lines: Sequence[ResponseLine]) -> str:
    """The finding of the page about who answered."""
    done = sum(not line.unanswered for line in lines)
    if not lines:
        return "No department was asked."
    if done == len(lines):
        return "Every department that was asked has answered everything."
    if done == 0:
        return "No department has answered everything yet."
    have = "has" if done == 1 else "have"
    found = (
        f"{number_in_words(done)} of {count_of(len(lines), 'department')} {have} answered everything they were asked"
    )
    return sentence(found)


def sections_of(material: Material) -> list[tuple[str, list[FrameworkObject]]]:
    """A section is a key area; the enablers, of one code each, make one section together.

    Where the areas themselves are answered, a section is a theme.
    """
    if material.framework.answers_areas:
        themes = groupby(material.framework.objects, key=lambda item: item.section)
        return [(name, list(items)) for name, items in themes]
    areas = [(item.name, [item]) for item in material.framework.objects if item.section != ENABLERS_SECTION]
    enablers = [item for item in material.framework.objects if item.section == ENABLERS_SECTION]
    return [*areas, (ENABLERS_SECTION, enablers)] if enablers else areas


def build_overall(material: Material) -> Distribution:
    """How many value codes stand at each level."""
    counts = distribute(material.results, material.level_names)
    parts = [
        f"{number_in_words(counts[str(number)])} at {name}"
        for number, name in material.level_names.items()
        if counts[str(number)]
    ]
    total = len(material.results)
    found = f"Of {count_of(total, 'value code')}, {list_in_words(parts)}" if parts else "No value code has a level yet"
    left = counts[UNSCORED]
    none = f"{count_of(left, 'has', 'have')} no level." if left and parts else ""
    return Distribution(
        sentence=together([f"{found}.", sentence(none)]),
        alt="Bar chart: how many value codes stand at each level. The table after it holds every figure.",
        rows=(DistributionRow("All value codes", counts, total),),
    )


def build_by_section(material: Material, results: Results) -> Distribution:
    """How many value codes of each section stand at each level."""
    rows = []
    for name, items in sections_of(material):
        found = [results[code.id] for item in items for code in item.value_codes]
        rows.append(DistributionRow(name, distribute(found, material.level_names), len(found)))
    return Distribution(
        sentence=_section_sentence(rows, material.level_names),
        alt="Stacked bar chart: how many value codes of each section stand at each level. The table after it holds "
        "every figure.",
        rows=tuple(rows),
    )


def _section_sentence(rows: Sequence[DistributionRow], names: Mapping[int, str]) -> str:
    """Names the lowest level that any code stands at, and where it is found."""
    for number, name in names.items():
        holding = [row for row in rows if row.counts[str(number)]]
        if holding:
            codes = sum(row.counts[str(number)] for row in holding)
            stand = count_of(codes, "value code stands", "value codes stand")
            where = (
                list_in_words([row.name for row in holding]) if len(holding) <= 3 else count_of(len(holding), "section")
            )
            return f"{stand[0].upper()}{stand[1:]} at the lowest level found, {name}, in {where}."
    return "No value code has a level yet."


def build_standing(material: Material) -> tuple[StandingGroup, ...]:
    """The value codes by level, the lowest level first, then those without one."""
    names = {code.id: code.name for code in material.framework.value_codes}
    numbers = [*material.level_names, None]
    return tuple(
        StandingGroup(
            number=number or 0,
            name=material.level_names[number] if number else "No level",
            codes=tuple(CodeName(r.value_code, names[r.value_code]) for r in material.results if r.level == number),
        )
        for number in numbers
    )


def build_standing_by_object(material: Material, results: Results) -> tuple[ObjectStanding, ...]:
    """Every value code with its level, section by section."""
    return tuple(
        ObjectStanding(
            name,
            tuple(
                CodeStanding(
                    code.id,
                    code.name,
                    results[code.id].level,
                    results[code.id].final,
                    level_words(results[code.id], material.level_names),
                )
                for item in items
                for code in item.value_codes
            ),
        )
        for name, items in sections_of(material)
    )


def level_words(result: CodeResult, names: Mapping[int, str]) -> str:
    if result.level is not None:
        return f"{result.level} {names[result.level]}{'' if result.final else ', so far'}"
    if not result.asked:
        return "not asked"
    return "no level" if result.final else "not answered"


def build_exclusions(material: Material) -> tuple[ExclusionLine, ...]:
    """Every answer left out, in the framework's order."""
    order = {code.id: (place, code.name) for place, code in enumerate(material.framework.every_code)}
    out = [answer for answer in material.answers if answer.excluded_because is not None]
    return tuple(
        ExclusionLine(
            code=a.value_code,
            code_name=order[a.value_code][1],
            department=a.department,
            chose=material.level_names[a.level] if a.level else a.state.value,
            reason=sentence(a.excluded_because or ""),
        )
        for a in sorted(out, key=lambda a: order[a.value_code][0])
    )
