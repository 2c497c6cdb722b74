"""Indicators as tables, pages of words or JSON."""

from goldthread.cli.output import open_console, print_json
from goldthread.cli.tables import print_table
from goldthread.evidence.indicators.load import find_indicator, list_indicators, load_tables
from goldthread.evidence.indicators.merge import show_sql
from goldthread.evidence.indicators.types import Indicator, Outcome, Threshold, VerdictRule


def print_indicators(*, as_json: bool) -> None:
    """One line per indicator."""
    found = list_indicators()
    if as_json:
        print_json([_short(indicator) for indicator in found])
        return
    print_table(
        ("Indicator", "Value codes", "Unit", "Question"),
        [(i.id, ", ".join(i.value_codes), i.unit.value, i.question) for i in found],
    )


def print_indicator(indicator_id: str, *, as_json: bool) -> None:
    """Everything that one indicator's file says; raises `UnknownIndicator`."""
    indicator = find_indicator(indicator_id)
    if as_json:
        print_json(_long(indicator))
        return
    console = open_console()
    for line in _page(indicator):
        console.print(line, soft_wrap=True)


def _page(indicator: Indicator) -> list[str]:
    table = load_tables()[indicator.table]
    least, rules = indicator.minimum, indicator.verdicts
    return [
        f"{indicator.name} ({indicator.id}, version {indicator.version})",
        indicator.question,
        "",
        f"Bears on: {', '.join(indicator.value_codes)}",
        f"Unit: {indicator.unit.value}; better: {indicator.direction.value}; by {indicator.grain.value}",
        f"Least to speak: {least.rows} rows, {least.coverage:.0%} known, {least.confidence:.0%} sure",
        "",
        show_sql(indicator),
        "",
        f"One row of {table.id}: {table.grain}.",
        *_listed("Left out", indicator.exclusions),
        *_listed("Assumed", indicator.assumptions),
        f"Limitation: {indicator.limitation}",
        f"Innocent explanation: {indicator.innocent}",
        *_listed("Verdicts", [f"{r.value_code} level {r.level}: {rule_in_words(indicator, r)}" for r in rules]),
        f"Source: {indicator.source}",
        f"Author: {indicator.author}; reviewer: {indicator.reviewer}; reviewed {indicator.review_date}",
    ]


def _listed(heading: str, sentences: tuple[str, ...] | list[str]) -> list[str]:
    return [f"{heading}:", *(f"  - {sentence}" for sentence in sentences)] if sentences else []


def rule_in_words(indicator: Indicator, rule: VerdictRule) -> str:
    """What a rule says where its threshold is met and where it is missed, and why."""
    if not rule.speaks:
        return f"Silent. {rule.because}"
    limits = [t for t in indicator.thresholds if (t.value_code, t.level) == (rule.value_code, rule.level)]
    told = "; ".join(threshold_in_words(limit) for limit in limits)
    outcomes = (("met", rule.met), ("missed", rule.missed))
    says = " and ".join(f"{name}, it {o.value}" for name, o in outcomes if o is not Outcome.SILENT)
    return f"{told.capitalize()}. Where that is {says}. {rule.because}"


def threshold_in_words(threshold: Threshold) -> str:
    side = "at least" if threshold.at_least is not None else "at most"
    return f"{side} {threshold.value} from {threshold.holds_from} ({threshold.source})"


def _short(indicator: Indicator) -> dict[str, object]:
    return {
        "id": indicator.id,
        "name": indicator.name,
        "question": indicator.question,
        "value_codes": list(indicator.value_codes),
        "unit": indicator.unit.value,
        "definition_version": indicator.version,
    }


def _long(indicator: Indicator) -> dict[str, object]:
    thresholds = [
        {
            "value_code": t.value_code,
            "level": t.level,
            "side": "at_least" if t.at_least is not None else "at_most",
            "value": float(t.value),
            "from": str(t.holds_from),
            "source": t.source,
        }
        for t in indicator.thresholds
    ]
    verdicts = [
        {
            "value_code": r.value_code,
            "level": r.level,
            "met": r.met.value,
            "missed": r.missed.value,
            "because": r.because,
        }
        for r in indicator.verdicts
    ]
    least = indicator.minimum
    return {
        **_short(indicator),
        "table": indicator.table.value,
        "grain": indicator.grain.value,
        "direction": indicator.direction.value,
        "sql": show_sql(indicator),
        "minimum": {"rows": least.rows, "coverage": float(least.coverage), "confidence": float(least.confidence)},
        "thresholds": thresholds,
        "verdicts": verdicts,
        "exclusions": list(indicator.exclusions),
        "assumptions": list(indicator.assumptions),
        "limitation": indicator.limitation,
        "innocent": indicator.innocent,
        "source": indicator.source,
        "author": indicator.author,
        "reviewer": indicator.reviewer,
        "review_date": str(indicator.review_date),
    }
