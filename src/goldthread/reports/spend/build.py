"""Builds the report from payments out of what was gathered. Pure: no file, no database."""

from decimal import Decimal

from goldthread.common.words import list_or_count
from goldthread.evidence.indicators.types import Outcome, Unit
from goldthread.evidence.indicators.words import say_figure, say_ratio
from goldthread.evidence.verdicts.queries import FRAMEWORK
from goldthread.framework.load import load_framework
from goldthread.reports.spend.build_charts import build_charts
from goldthread.reports.spend.build_verdicts import build_codes, build_figures
from goldthread.reports.spend.gather import Material
from goldthread.reports.spend.types import Cover, Gap, Quality, Report, Source

MOST_GAPS = 8
SILENT_WORDS = "Silence is no sign against a level: it rests on what people attest."


def build_report(material: Material) -> Report:
    """The whole report."""
    codes = build_codes(material.reading)
    spoken = [code for code in codes if any(each.outcome != Outcome.SILENT.value for each in code.said)]
    return Report(
        cover=Cover(
            council=material.council,
            period=material.period.label,
            made_on=f"{material.made_on:%-d %B %Y}",
            payments=f"{material.totals.whole.lines:,}",
            steps=len(load_framework(FRAMEWORK).levels),
        ),
        finding=_say_finding(material),
        members=tuple(_members(material)),
        next_steps=tuple(_next_steps(material)),
        charts=tuple(build_charts(material)),
        speaking=tuple(spoken),
        silent=tuple(code for code in codes if code not in spoken),
        figures=tuple(build_figures(material.reading)),
        quality=_quality(material),
        sources=tuple(_sources(material)),
        follow=_follow(),
    )


def _say_finding(material: Material) -> str:
    totals, spoken = material.totals, _outcomes(material)
    text = (
        f"{material.council} paid {say_figure(totals.whole.amount, Unit.POUNDS)} in {material.period.label}, in"
        f" {_count(totals.whole.lines, 'payment')}"
    )
    named = _count(totals.suppliers, "published name") if totals.suppliers else ""
    text += f" under {named} of suppliers." if named else "; no supplier is named."
    says = [
        f"{word} a level of {list_or_count(spoken[outcome], 'value codes')}"
        for word, outcome in (("contradict", Outcome.CONTRADICTS), ("support", Outcome.SUPPORTS))
        if spoken[outcome]
    ]
    told = " and ".join(says) or "neither support nor contradict a level of any value code"
    return f"{text} Its own payments {told}."


def _outcomes(material: Material) -> dict[Outcome, list[str]]:
    return {
        outcome: sorted({v.value_code for v in material.reading.every if v.outcome is outcome}) for outcome in Outcome
    }


def _members(material: Material) -> list[str]:
    """One page for members, a sentence each."""
    found, totals = material.concentration, material.totals
    parts = []
    spoken = [v for v in material.reading.shown if v.outcome is not Outcome.SILENT]
    for verdict in sorted(spoken, key=lambda v: v.outcome is not Outcome.CONTRADICTS):
        who = material.reading.department_name(verdict) or "The whole council"
        figure = say_figure(verdict.value, verdict.unit) if verdict.unit else "unknown"
        parts.append(
            f"{verdict.value_code}, level {verdict.level}: the records {_plural(verdict.outcome)} it."
            f" {verdict.indicator_name}: {who}, {figure}. {verdict.reason}"
        )
    if found.ten_largest is not None:
        share = say_ratio(Decimal(str(found.ten_largest)))
        parts.append(f"The ten largest suppliers received {share} of what named suppliers were paid.")
    hidden = _share(totals.withheld.amount, totals.whole.amount)
    parts.append(f"For {hidden} of the money the name of the payee is withheld.")
    unknown = _share(totals.unknown_category.amount, totals.whole.amount)
    parts.append(f"For {unknown} of the money the files do not say what it was for.")
    parts.append(
        "A verdict stands beside a level and never changes one. People attest levels; records speak beside them."
    )
    return parts


def _next_steps(material: Material) -> list[str]:
    steps = ["Begin a round, so that each department says which levels are true of it."]
    if material.names_waiting:
        steps.append("Confirm for which department each of finance's names stands, so that figures can be told apart.")
    if not any(load.match_run for load in material.loads):
        steps.append("Match the suppliers with registers, so that size, sector and place become known.")
    if material.quality.gaps:
        steps.append("Publish what is missing most, listed under the quality of the data.")
    return steps


def _quality(material: Material) -> Quality:
    found = material.quality
    share = say_ratio(Decimal(found.redacted_rows) / found.rows if found.rows else None)
    return Quality(
        finding=f"Of all {found.rows:,} payments on hand, {share} withhold the name of the payee;"
        f" {_count(found.rows_set_aside, 'row')} of the files were set aside with a reason.",
        gaps=tuple(
            Gap(
                gap.fact.replace("_", " "),
                "all" if gap.rows == found.rows else say_ratio(Decimal(str(gap.share))),
                gap.weakens,
            )
            for gap in found.gaps[:MOST_GAPS]
        ),
        doubts=found.doubts,
    )


def _sources(material: Material) -> list[Source]:
    return [
        Source(
            file=load.file_name,
            loaded_on=f"{load.created_at:%-d %B %Y}",
            rows=f"{load.rows_loaded:,}",
            set_aside=f"{load.rows_set_aside:,}",
            sha256=load.sha256,
        )
        for load in material.loads
    ]


def _follow() -> tuple[str, ...]:
    return (
        "Each figure has a page of its own on the site, under Evidence and Indicators: how it is computed in words and"
        " in SQL, its departments, its history, and every payment behind it with the file and the line.",
        "The version beside a figure names the definition that was used. The same figure computed again from the same"
        " files by the same version is the same.",
        "What is not known is written as unknown and never counted as nought.",
        SILENT_WORDS,
    )


def _plural(outcome: Outcome) -> str:
    return outcome.value.removesuffix("s")


def _share(part: Decimal, whole: Decimal) -> str:
    return say_ratio(part / whole if whole > 0 else None)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
