"""Figures of a period from the lines with their places: shares, reasons, departments, contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from goldthread.evidence.coverage.types import OFF, Cover, DepartmentCover, Place, Why
from goldthread.evidence.store import Connection, ask, quote

NOT_SAID = "Department not known"
_NONE = Decimal(0)
_UNNAMED = frozenset({Why.WITHHELD, Why.NO_PAYEE})


@dataclass(frozen=True)
class Days:
    """Both days counted; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def sql(self) -> str:
        """A condition on the column `day`."""
        parts = [f"day >= DATE {quote(self.first.isoformat())}"] if self.first else []
        parts += [f"day <= DATE {quote(self.last.isoformat())}"] if self.last else []
        return " AND ".join(parts) or "true"


def attach_placed(db: Connection, path: Path) -> None:
    """The view `placed_lines` over the file that `match_payments` wrote."""
    db.execute(f"CREATE OR REPLACE TEMP VIEW placed_lines AS FROM read_parquet({quote(path)})")


def read_cover(db: Connection, days: Days, departments: Mapping[int, str]) -> Cover:
    """The figures of the days. `departments` are the council's, by number."""
    rows = ask(
        db,
        f"""SELECT department_id, CASE WHEN department_id IS NULL THEN finance_name END, place, left_out, why,
            coalesce(sum(amount), 0)
        FROM placed_lines WHERE {days.sql} GROUP BY ALL ORDER BY ALL""",
    )
    by_place: dict[Place, Decimal] = {}
    excluded: dict[str, Decimal] = {}
    by_department: dict[tuple[int | None, str], dict[Place, Decimal]] = {}
    unnamed = _NONE
    for department, finance_name, told, left_out, why, amount in rows:
        place = Place(told)
        by_place[place] = by_place.get(place, _NONE) + amount
        if place is Place.EXCLUDED:
            excluded[left_out] = excluded.get(left_out, _NONE) + amount
        if place is Place.UNKNOWN and why in _UNNAMED:
            unnamed += amount
        name = departments.get(department, NOT_SAID) if department else finance_name or NOT_SAID
        held = by_department.setdefault((department, name), {})
        held[place] = held.get(place, _NONE) + amount
    return _cover(by_place, excluded, unnamed, by_department)


def _cover(
    by_place: Mapping[Place, Decimal],
    excluded: Mapping[str, Decimal],
    unnamed: Decimal,
    by_department: Mapping[tuple[int | None, str], Mapping[Place, Decimal]],
) -> Cover:
    parts = [DepartmentCover(name, key, *_five(held)) for (key, name), held in by_department.items()]
    third, on, off, unknown, _left_out = _five(by_place)
    return Cover(
        third_party=third,
        on_contract=on,
        off_contract=off,
        unknown=unknown,
        excluded=dict(sorted(excluded.items())),
        by_place=dict(by_place),
        unnamed=unnamed,
        departments=tuple(sorted(parts, key=lambda part: (-part.third_party, part.name))),
    )


def _five(held: Mapping[Place, Decimal]) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
    """Third-party spend, on contract, off contract, unknown, left out."""
    on, unknown = held.get(Place.ON, _NONE), held.get(Place.UNKNOWN, _NONE)
    off = sum((held.get(place, _NONE) for place in OFF), _NONE)
    return on + off + unknown, on, off, unknown, held.get(Place.EXCLUDED, _NONE)


def cover_as_json(cover: Cover) -> dict[str, Any]:
    """A cover as it is kept with a run; amounts are texts, so that no penny is lost."""
    return {
        "by_place": {place.value: str(amount) for place, amount in cover.by_place.items()},
        "excluded": {reason: str(amount) for reason, amount in cover.excluded.items()},
        "unnamed": str(cover.unnamed),
        "departments": [
            [p.name, p.department, *map(str, (p.third_party, p.on_contract, p.off_contract, p.unknown, p.excluded))]
            for p in cover.departments
        ],
    }


def cover_from_json(kept: Mapping[str, Any]) -> Cover:
    """The reverse of `cover_as_json`."""
    by_place = {Place(place): Decimal(amount) for place, amount in kept["by_place"].items()}
    third, on, off, unknown, _left_out = _five(by_place)
    departments = tuple(
        DepartmentCover(name, key, *(Decimal(amount) for amount in amounts))
        for name, key, *amounts in kept["departments"]
    )
    excluded = {reason: Decimal(amount) for reason, amount in kept["excluded"].items()}
    return Cover(third, on, off, unknown, excluded, by_place, Decimal(kept["unnamed"]), departments)
