"""The steps of matching, each a file of SQL whose first line states its grain."""

from functools import cache
from importlib.resources import files

_SQL = files("goldthread.evidence.matching") / "sql"


@cache
def read_step(name: str) -> str:
    """The SQL of a step."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
