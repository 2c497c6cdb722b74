"""Reads the signals' files, and refuses one that says too little or too much. Knows no Django."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from goldthread.evidence.distress.types import SignalKind, SignalRule

_KEYS = frozenset({"id", "name", "says", "innocent", "source", "settings", "author", "reviewer", "review_date"})


class BadSignal(ValueError):
    """A file of a signal that cannot be used: a fault of ours, met by the tests."""


@cache
def load_signals() -> Mapping[SignalKind, SignalRule]:
    """Every signal by its kind, in the order of `SignalKind`."""
    folder = files("goldthread.definitions").joinpath("distress")
    found = {}
    for kind in SignalKind:
        raw = yaml.safe_load(folder.joinpath(f"{kind.value}.yaml").read_text(encoding="utf-8"))
        if set(raw) != _KEYS or raw["id"] != kind.value or not raw["innocent"]:
            raise BadSignal(f"distress/{kind.value}.yaml: {sorted(set(raw) ^ _KEYS)}")
        settings = {name: Decimal(str(value)) for name, value in raw["settings"].items()}
        found[kind] = SignalRule(kind, raw["name"], raw["says"], tuple(raw["innocent"]), raw["source"], settings)
    return found
