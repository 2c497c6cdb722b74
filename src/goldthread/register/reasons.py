"""Why a council departed from its own rules: reads the reason codes from their data file. Knows no Django."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

_FILE = files("goldthread.definitions").joinpath("reference/waiver-reasons.yaml")


@cache
def load_reasons() -> Mapping[str, str]:
    """The words of each code, in the order of the file."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {row["code"]: row["label"] for row in raw["reasons"]}


def say_reason(code: str) -> str:
    """The words of a code; one that the file does not name is shown as it is kept."""
    return load_reasons().get(code, code)
