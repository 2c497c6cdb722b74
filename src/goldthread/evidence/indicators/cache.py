"""Keeps computed figures as files: one per council and period, named by the content that they rest on."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from goldthread.evidence.indicators.types import Figure, FigureState, Part

_DIGITS = 32
_DECIMALS = ("numerator", "denominator", "value", "coverage", "confidence")


def kept_figures(council: str, period: str, digest: str) -> list[Figure] | None:
    """The figures that were kept for this content; None where there are none, or none that can be read."""
    try:
        rows = json.loads(_file(council, period, digest).read_text(encoding="utf-8"))
        return [_figure(row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_figures(council: str, period: str, digest: str, figures: list[Figure]) -> None:
    """Keep figures in place of older ones of the same period. A full disk only means that they are computed again."""
    path = _file(council, period, digest)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps([_row(figure) for figure in figures]), encoding="utf-8")
        partial.replace(path)
        for older in path.parent.glob(f"{period}.*.json"):
            if older != path:
                older.unlink(missing_ok=True)
    except OSError:
        partial.unlink(missing_ok=True)


def _file(council: str, period: str, digest: str) -> Path:
    return Path(settings.DATA_DIR) / "cache" / "indicators" / council / f"{period}.{digest[:_DIGITS]}.json"


def _row(figure: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {**vars(figure), "loads": list(figure.loads), "state": figure.state.value}
    row |= {name: None if row[name] is None else str(row[name]) for name in _DECIMALS}
    row["parts"] = [[part.label, str(part.amount)] for part in figure.parts]
    return row


def _figure(row: dict[str, Any]) -> Figure:
    told = {name: None if row[name] is None else Decimal(row[name]) for name in _DECIMALS}
    parts = tuple(Part(label, Decimal(amount)) for label, amount in row["parts"])
    state = FigureState(row["state"])
    return Figure(**{**row, **told, "state": state, "loads": tuple(row["loads"]), "parts": parts})
