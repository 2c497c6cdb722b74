"""Which of two levels of a council is the upper: a directorate over a division, a division over a service."""

from collections.abc import Sequence

from goldthread.evidence.sources.types import ColumnMatch, Field, How

_LADDER = (
    frozenset({"directorate", "directorates"}),
    frozenset({"department", "departments", "dept"}),
    frozenset({"division"}),
    frozenset({"service", "services", "team", "section"}),
)
"""From the top. A name that has words of two rungs, such as "service division", stands on none."""


def settle_levels(names: Sequence[str], found: dict[Field, ColumnMatch]) -> None:
    """The upper of two levels is the department; the only one is it too. What people said stays."""
    service, department = found.get(Field.SERVICE), found.get(Field.DEPARTMENT)
    if service is None or service.how in {How.TOLD, How.REMEMBERED}:
        return
    if department is None:
        found[Field.DEPARTMENT] = found.pop(Field.SERVICE)
        return
    if department.how in {How.TOLD, How.REMEMBERED}:
        return
    upper, lower = _rung(names[service.position]), _rung(names[department.position])
    if upper is not None and lower is not None and upper < lower:
        found[Field.DEPARTMENT], found[Field.SERVICE] = service, department


def _rung(name: str) -> int | None:
    words = set(name.split())
    rungs = [place for place, rung in enumerate(_LADDER) if rung & words]
    return rungs[0] if len(rungs) == 1 else None
