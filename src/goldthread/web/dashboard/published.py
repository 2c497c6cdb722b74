"""Presents a council that runs no round here: the levels it published beside its ambitions, and its KPIs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.common.words import list_in_words, number_in_words
from goldthread.framework.load import load_framework
from goldthread.framework.types import Framework
from goldthread.plan.models import Ambition, Kpi, PublishedRating
from goldthread.web.ladders import DrawnLadder, draw_ladder
from goldthread.web.wording import count_of, opening

NAMED = 3


@dataclass(frozen=True)
class PublishedRow:
    """One object: its published level, its ambition, and the distance in words."""

    name: str
    level: str
    ambition: str
    ladder: DrawnLadder
    sentence: str


@dataclass(frozen=True)
class PublishedSection:
    """A theme, or the enablers, with the objects that were published."""

    name: str
    rows: tuple[PublishedRow, ...]


@dataclass(frozen=True)
class KpiRow:
    """One KPI: where it began, and its targets by horizon."""

    number: int
    measure: str
    baseline: str
    targets: tuple[tuple[str, tuple[str, ...]], ...]
    codes: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class KpiGroup:
    """The KPIs of one area of the council's strategy."""

    area: str
    rows: tuple[KpiRow, ...]


@dataclass(frozen=True)
class KpiTable:
    """The KPIs by area, under the horizons of their targets."""

    horizons: tuple[str, ...]
    groups: tuple[KpiGroup, ...]
    number: int


@dataclass(frozen=True)
class Published:
    """Everything on the page."""

    caption: str
    finding: str
    as_of: str
    ambition_legend: str
    sources: tuple[str, ...]
    sections: tuple[PublishedSection, ...]
    missing: str
    kpis: KpiTable


def present_published(
    ratings: Sequence[PublishedRating], ambitions: Mapping[str, Ambition], kpis: Sequence[Kpi]
) -> Published:
    """The page; `ratings` are of one framework, and not empty. Of several dates the newest stands."""
    framework = load_framework(ratings[0].framework_id)
    newest = {row.object_id: row for row in sorted(ratings, key=lambda row: row.as_of)}
    shown = [item for item in framework.objects if item.id in newest]
    rows = {item.id: _row(item.name, newest[item.id], ambitions.get(item.id), framework) for item in shown}
    sections = dict.fromkeys(item.section for item in shown)
    years = sorted({row.as_of.year for row in newest.values()})
    aims = sorted({row.by_date.year for row in ambitions.values()})
    return Published(
        caption=framework.short_title,
        finding=_finding([newest[item.id] for item in shown], ambitions, framework),
        as_of=list_in_words([str(year) for year in years]),
        ambition_legend=f"Ambition {aims[0]}" if len(aims) == 1 else "Ambition" if aims else "",
        sources=tuple(dict.fromkeys(row.source for row in newest.values() if row.source)),
        sections=tuple(
            PublishedSection(name, tuple(rows[item.id] for item in shown if item.section == name)) for name in sections
        ),
        missing=_missing([item.name for item in framework.objects if item.id not in newest]),
        kpis=present_kpis(kpis),
    )


def _row(name: str, rating: PublishedRating, ambition: Ambition | None, framework: Framework) -> PublishedRow:
    level = framework.level_name(rating.level)
    aim = framework.level_name(ambition.level) if ambition else ""
    return PublishedRow(
        name=name,
        level=level,
        ambition=aim,
        ladder=draw_ladder(framework, level=rating.level, final=True, ambition=ambition.level if ambition else None),
        sentence=_distance(rating.level, level, ambition, aim),
    )


def _distance(level: int, name: str, ambition: Ambition | None, aim: str) -> str:
    if ambition is None:
        return f"{name}; no ambition was published."
    gap = ambition.level - level
    if gap <= 0:
        return f"{name}, which is the ambition."
    return f"{name}, {count_of(gap, 'level')} below the ambition of {aim} by {ambition.by_date.year}."


def _finding(ratings: Sequence[PublishedRating], ambitions: Mapping[str, Ambition], framework: Framework) -> str:
    aimed = [(row, ambitions[row.object_id]) for row in ratings if row.object_id in ambitions]
    if not aimed:
        return f"Levels were published for {count_of(len(ratings), 'area')}; no ambition is known."
    reached = sum(row.level >= aim.level for row, aim in aimed)
    gap = max(aim.level - row.level for row, aim in aimed)
    far = [framework.object(row.object_id).name for row, aim in aimed if aim.level - row.level == gap]
    start = opening(number_in_words(reached)) if reached else "None"
    told = f"{start} of the {count_of(len(aimed), 'area')} had reached {'its' if reached <= 1 else 'their'} ambition"
    if gap <= 0:
        return f"{told}."
    where = list_in_words(far) if len(far) <= NAMED else count_of(len(far), "area")
    return f"{told}; {where} had {count_of(gap, 'level')} to go."


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"No level was published for {list_in_words(names)}."


def present_kpis(kpis: Sequence[Kpi]) -> KpiTable:
    """The KPIs in their order, with their targets under each horizon that any of them names."""
    horizons = tuple(dict.fromkeys(str(target.get("horizon", "")) for kpi in kpis for target in kpi.targets))
    groups = tuple(
        KpiGroup(area, tuple(_kpi_row(kpi, horizons) for kpi in kpis if kpi.area == area))
        for area in dict.fromkeys(kpi.area for kpi in kpis)
    )
    return KpiTable(horizons, groups, len(kpis))


def _kpi_row(kpi: Kpi, horizons: Sequence[str]) -> KpiRow:
    return KpiRow(
        number=kpi.number,
        measure=kpi.measure,
        baseline=_figure(kpi.baseline) or "Not published",
        targets=tuple(
            (horizon, _once(_figure(row) for row in kpi.targets if str(row.get("horizon", "")) == horizon))
            for horizon in horizons
        ),
        notes=tuple(str(note) for note in kpi.baseline.get("notes", ())),
        codes=", ".join(kpi.value_codes),
    )


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Several targets of one KPI often say the same, such as that they carry on."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _figure(stated: Mapping[str, object]) -> str:
    """The words that were published for a figure, else the figure with its unit."""
    text = str(stated.get("text") or "")
    if text or stated.get("value") is None:
        return text
    return " ".join(str(part) for part in (stated["value"], stated.get("unit")) if part)
