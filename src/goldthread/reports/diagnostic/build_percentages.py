"""The page of percentages: of a framework that weights its sections, as it was frozen or as it stands."""

from collections.abc import Mapping
from typing import Any

from goldthread.assessment.percentages import percentages_json, weigh
from goldthread.assessment.types import ObjectResult
from goldthread.reports.diagnostic.material import Material
from goldthread.reports.diagnostic.types import PercentLine, PercentPage


def build_percentages(material: Material, objects: Mapping[str, ObjectResult]) -> PercentPage | None:
    """None where the framework has no scoring. A signed report shows what was signed."""
    frozen: Mapping[str, Any] | None = material.percentages
    if frozen is None:
        found = weigh(material.framework, objects.values())
        if found is None:
            return None
        frozen = percentages_json(found)
    lines = tuple(_line(row["name"], f"{row['weight']}%", row) for row in frozen["sections"])
    total = _line("Total", "100%", frozen)
    return PercentPage(_sentence(frozen, total), (*lines, total))


def _line(name: str, weight: str, row: Mapping[str, Any]) -> PercentLine:
    shown = row["shown"]
    words = ("no level yet" if row["asked"] else "not asked") if shown is None else f"{shown}%"
    so_far = " so far" if shown is not None and row["so_far"] else ""
    return PercentLine(name, weight, f"{row['answered']} of {row['asked']}", f"{words}{so_far}")


def _sentence(frozen: Mapping[str, Any], total: PercentLine) -> str:
    if frozen["shown"] is None:
        return "There is no percentage yet, because no area has a level."
    whole = f"The total is {total.percentage}, over {total.with_level} areas asked."
    proposed = "Weights and points are proposed, not official. " if frozen["scoring"] == "proposed" else ""
    return f"{whole} {proposed}A percentage changes no level."
