"""Frozen values out of the checked mappings of a framework's files. Nothing is checked again here."""

from datetime import date
from typing import Any

from goldthread.framework.types import (
    Enabler,
    Framework,
    FrameworkStatus,
    GridColumn,
    KeyArea,
    Ladder,
    Level,
    Scoring,
    Theme,
    ValueCode,
)

Mapping = dict[str, Any]  # one YAML mapping, as its file gives it


def build_framework(value: Mapping, areas: dict[str, Mapping], enablers: dict[str, Mapping]) -> Framework:
    """The framework of a checked framework.yaml, with its key areas and enablers by id."""
    return Framework(
        id=value["id"],
        version=value["version"],
        title=value["title"],
        short_title=value["short_title"],
        status=FrameworkStatus(value["status"]),
        source=value["source"],
        wording=value["wording"],
        author=value["author"],
        reviewer=value["reviewer"],
        review_date=date.fromisoformat(value["review_date"]),
        levels=tuple(Level(level["number"], level["name"], level["meaning"]) for level in value["levels"]),
        themes=tuple(_build_theme(theme, areas) for theme in value["themes"]),
        enablers=tuple(_build_enabler(enablers[item_id]) for item_id in value["enablers"]),
        supersedes=value.get("supersedes"),
        exemplar_level=value.get("exemplar_level"),
        scoring=_build_scoring(value["scoring"]) if "scoring" in value else None,
        grid=tuple(GridColumn(column["name"], tuple(column["items"])) for column in value.get("grid", ())),
    )


def _build_scoring(scoring: Mapping) -> Scoring:
    points = {int(level): scoring["points"][level] for level in sorted(scoring["points"], key=int)}
    return Scoring(points, scoring["status"], scoring["source"])


def _build_theme(theme: Mapping, areas: dict[str, Mapping]) -> Theme:
    return Theme(
        theme["id"],
        theme["name"],
        tuple(_build_area(areas[item_id], theme["id"]) for item_id in theme["key_areas"]),
        theme.get("weight"),
    )


def _build_area(area: Mapping, theme_id: str) -> KeyArea:
    return KeyArea(
        id=area["id"],
        name=area["name"],
        toolkit_name=area.get("toolkit_name"),
        summary=area["summary"],
        what_it_is=area["what_it_is"],
        why_it_matters=area["why_it_matters"],
        ladder=_build_ladder(area),
        notes=tuple(area.get("notes", ())),
        value_codes=tuple(_build_code(code, area["id"]) for code in area["value_codes"]),
        theme_id=theme_id,
        description=area.get("description"),
    )


def _build_enabler(enabler: Mapping) -> Enabler:
    return Enabler(
        id=enabler["id"],
        name=enabler["name"],
        toolkit_name=enabler.get("toolkit_name"),
        description=enabler["description"],
        summary=enabler["summary"],
        what_it_is=enabler["what_it_is"],
        why_it_matters=enabler["why_it_matters"],
        ladder=_build_ladder(enabler),
        notes=tuple(enabler.get("notes", ())),
    )


def _build_code(code: Mapping, object_id: str) -> ValueCode:
    notes = tuple(code.get("notes", ()))
    return ValueCode(code["id"], code["name"], code["description"], _build_ladder(code), notes, object_id)


def _build_ladder(item: Mapping) -> Ladder:
    return Ladder({int(level): tuple(item["levels"][level]) for level in sorted(item["levels"])})
