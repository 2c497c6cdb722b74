"""The rules of a framework's form that no schema can see: what is answered, weights and points, the grid."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from goldthread.framework.faults import Fault
from goldthread.framework.files import Document, PathInFile
from goldthread.framework.outline import Outline

WHOLE = 100  # per cent: what the weights of all themes come to


def check_form(framework: Document, outline: Outline) -> list[Fault]:
    """Every fault of the form. Files that have the wrong shape are passed over: the schema speaks of them."""
    value = framework.value if isinstance(framework.value, dict) else {}
    return [
        *_check_answered(outline),
        *_check_exemplar(framework, value, outline),
        *_check_weights(framework, value),
        *_check_points(framework, value, outline),
        *_check_grid(framework, value),
    ]


def _check_answered(outline: Outline) -> Iterator[Fault]:
    """A key area with a description is answered itself, so value codes beside it would be answered twice."""
    for item in outline.items:
        value = item.document.value
        if not item.path and isinstance(value, dict) and "description" in value and value.get("value_codes"):
            message = f"{item.id or 'It'} has a description and value codes."
            remedy = "Take the description out, or make it `value_codes: []` so that the area itself is answered."
            yield item.document.fault(("description",), message, remedy)


def _check_exemplar(framework: Document, value: dict[str, Any], outline: Outline) -> Iterator[Fault]:
    level = value.get("exemplar_level")
    if isinstance(level, int) and outline.levels and level not in outline.levels:
        message = f"Level {level} is not a level of this framework."
        yield framework.fault(("exemplar_level",), message, "Name one of its levels, or take the key out.")


def _check_weights(framework: Document, value: dict[str, Any]) -> Iterator[Fault]:
    weights: list[tuple[PathInFile, Any]] = [
        (("themes", place), theme.get("weight"))
        for place, theme in enumerate(_entries(value, "themes"))
        if isinstance(theme, dict)
    ]
    given = [weight for _, weight in weights if isinstance(weight, int)]
    if "scoring" not in value:
        if given:
            message = "Themes have a weight and the framework has no scoring."
            yield framework.fault(("themes",), message, "Add `scoring`, or take the weights out.")
        return
    for path, weight in weights:
        if weight is None:
            yield framework.fault(path, "The theme has no weight.", "Give its share of the whole in per cent.")
    if len(given) == len(weights) and sum(given) != WHOLE:
        message = f"The weights of the themes come to {sum(given)}, not to {WHOLE}."
        yield framework.fault(("themes",), message, f"Change them until they come to {WHOLE}.")


def _check_points(framework: Document, value: dict[str, Any], outline: Outline) -> Iterator[Fault]:
    scoring = value.get("scoring")
    points = scoring.get("points") if isinstance(scoring, dict) else None
    if not isinstance(points, dict):
        return
    path: PathInFile = ("scoring", "points")
    for level in outline.levels:
        if str(level) not in points:
            yield framework.fault(path, f"Level {level} has no points.", "Give the points of every level.")
    for level in points:
        if level not in {str(number) for number in outline.levels}:
            message = f'There are points for a level "{level}" that the framework does not have.'
            yield framework.fault((*path, level), message, "Take it out, or add the level.")
    worth = [points.get(str(level)) for level in outline.levels]
    known = [number for number in worth if isinstance(number, int)]
    if any(higher <= lower for lower, higher in pairwise(known)):
        yield framework.fault(path, "A higher level has no more points than a lower one.", "Let the points rise.")


def _check_grid(framework: Document, value: dict[str, Any]) -> Iterator[Fault]:
    """Each column holds one key area of each theme, in the order of the themes, and each key area stands once."""
    if "grid" not in value:
        return
    rows = [list(_entries(theme, "key_areas")) for theme in _entries(value, "themes")]
    placed: list[Any] = []
    for place, column in enumerate(_entries(value, "grid")):
        items = list(_entries(column, "items"))
        placed += items
        path: PathInFile = ("grid", place, "items")
        if len(items) != len(rows):
            message = f"The column has {len(items)} key areas and the framework {len(rows)} themes."
            yield framework.fault(path, message, "List one key area of each theme.")
            continue
        for position, (item, row) in enumerate(zip(items, rows, strict=True)):
            if item not in row:
                message = f'"{item}" is no key area of theme {position + 1}.'
                yield framework.fault((*path, position), message, "List the key areas in the order of the themes.")
    for item in dict.fromkeys(item for item in placed if placed.count(item) > 1):
        yield framework.fault(("grid",), f'"{item}" stands twice in the grid.', "Let each key area stand once.")
    for item in (item for row in rows for item in row if item not in placed):
        yield framework.fault(("grid",), f'"{item}" stands in no column.', "Put it into one.")
    if value.get("enablers"):
        yield framework.fault(("grid",), "A grid has no place for enablers.", "Make each a key area, or drop the grid.")


def _entries(value: Any, key: str) -> list[Any]:
    entries = value.get(key) if isinstance(value, dict) else None
    return entries if isinstance(entries, list) else []
