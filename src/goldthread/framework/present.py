"""Frameworks as plain JSON values. The shape of `framework_json` is public: add to it, never change it."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from typing import Any

from goldthread.framework.changes import ChangeFile
from goldthread.framework.compare import Comparison
from goldthread.framework.faults import Fault
from goldthread.framework.load import load_framework
from goldthread.framework.types import Enabler, Framework, KeyArea, Ladder, ValueCode

Json = dict[str, Any]


def framework_json(framework: Framework) -> Json:
    """The whole framework: levels, themes with key areas and value codes, enablers.

    Scoring, weights and grid are there where the framework has them, so that one without keeps its digest.
    """
    return {
        "id": framework.id,
        "version": framework.version,
        "levels": [{"number": level.number, "name": level.name} for level in framework.levels],
        "themes": [
            {
                "id": theme.id,
                "name": theme.name,
                **({} if theme.weight is None else {"weight": theme.weight}),
                "key_areas": [key_area_json(area) for area in theme.key_areas],
            }
            for theme in framework.themes
        ],
        "enablers": [answerable_json(enabler) for enabler in framework.enablers],
        **_scoring_json(framework),
    }


def _scoring_json(framework: Framework) -> Json:
    found: Json = {}
    if framework.scoring is not None:
        points = {str(level): points for level, points in framework.scoring.points.items()}
        found["scoring"] = {"kind": "weighted", "points": points, "status": framework.scoring.status}
    if framework.grid:
        found["grid"] = [{"name": column.name, "items": list(column.items)} for column in framework.grid]
    return found


@cache
def digest_framework(framework_id: str) -> str:
    """The SHA-256 of everything in `framework_json` of a shipped framework: what a round that cites it rests on."""
    content = framework_json(load_framework(framework_id))
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def key_area_json(area: KeyArea) -> Json:
    """A key area with its own ladder and its value codes."""
    codes = [answerable_json(code) for code in area.value_codes]
    said = {} if area.description is None else {"description": area.description}
    return {"id": area.id, "name": area.name, **said, "levels": _ladder_json(area.ladder), "value_codes": codes}


def answerable_json(item: ValueCode | Enabler) -> Json:
    """A value code, or an enabler, which is one."""
    return {
        "id": item.id,
        "name": item.name,
        "description": item.description,
        "levels": _ladder_json(item.ladder),
    }


def item_json(framework: Framework, item_id: str) -> Json:
    """One key area, enabler or value code as it stands in `framework_json`. Unknown raises UnknownItem."""
    areas = {area.id: area for theme in framework.themes for area in theme.key_areas}
    if item_id in areas:
        return key_area_json(areas[item_id])
    return answerable_json(framework.value_code(item_id))


def summary_json(framework: Framework) -> Json:
    """One line of the list of frameworks."""
    return {
        "id": framework.id,
        "version": framework.version,
        "title": framework.title,
        "status": framework.status.value,
        "key_areas": sum(len(theme.key_areas) for theme in framework.themes),
        "enablers": len(framework.enablers),
        "value_codes": len(framework.value_codes),
        "supersedes": framework.supersedes,
    }


def comparison_json(comparison: Comparison) -> Json:
    """Every difference, with the rules of the change file as `changes` (null where none applies)."""
    value = asdict(comparison)
    value["changes"] = changes_json(comparison.changes) if comparison.changes else None
    return value


def changes_json(file: ChangeFile) -> Json:
    """A change file: what becomes of each item and of its answers."""
    return asdict(file)


def faults_json(folder: str, faults: tuple[Fault, ...]) -> Json:
    """The outcome of a check: no faults is an empty list."""
    return {"path": folder, "faults": [asdict(fault) for fault in faults]}


def _ladder_json(ladder: Ladder) -> dict[str, list[str]]:
    return {str(level): list(statements) for level, statements in ladder.statements.items()}
