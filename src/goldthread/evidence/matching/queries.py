"""Reads of suppliers: who one is, what was decided, what matching last found, and the table that indicators ask."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from goldthread.common.errors import UserError
from goldthread.evidence.matching.models import MatchDecision, MatchRun, Supplier, SupplierName
from goldthread.evidence.matching.types import DecisionKind, Sector, Size, Standing
from goldthread.evidence.store import Connection
from goldthread.organisation.models import Council

Pair = frozenset[str]
_CHUNK = 2000


class UnknownSupplier(UserError):
    """No supplier goes by what was given."""


@dataclass(frozen=True)
class SupplierFound:
    """A supplier with its names: the one it is shown by first."""

    id: int
    name: str
    names: tuple[str, ...]
    standing: Standing


def latest_run(council: Council) -> MatchRun | None:
    """The last matching of the council's suppliers; None before the first."""
    return MatchRun.objects.filter(council=council).first()


def standing_decisions(council: Council) -> dict[Pair, DecisionKind]:
    """What holds for each pair of names: the later decision of two."""
    standing = MatchDecision.objects.filter(council=council, taken_back_at=None)
    rows = standing.order_by("at", "pk").values_list("left", "right", "kind")
    return {frozenset((left, right)): DecisionKind(kind) for left, right, kind in rows}


def find_name(council: Council, name: str) -> SupplierName:
    """A published name, whatever its case; raises `UnknownSupplier` with the nearest."""
    rows = SupplierName.objects.filter(council=council).select_related("supplier")
    wanted = " ".join(name.split())
    found = rows.filter(name=wanted).first() or rows.filter(name__iexact=wanted).first()
    if found is not None:
        return found
    near = get_close_matches(wanted, rows.values_list("name", flat=True), n=1)
    do = f'Did you mean "{near[0]}"?' if near else f"Match first: goldthread supplier match --council {council.slug}"
    raise UnknownSupplier(f'{council.name} has paid nobody by the name "{name}".', do)


def find_supplier(council: Council, name: str) -> SupplierFound:
    """A supplier by its number or by any of its names; raises `UnknownSupplier`."""
    supplier = (
        Supplier.objects.filter(council=council, is_live=True, pk=int(name)).first() if name.isdecimal() else None
    )
    if supplier is None:
        row = find_name(council, name)
        if row.supplier is None:
            raise UnknownSupplier(f'"{row.name}" is a withheld name: it is nobody.', "Name a supplier.")
        supplier = row.supplier
    rows = list(SupplierName.objects.filter(supplier=supplier).order_by("name"))
    names = sorted((row.name for row in rows), key=lambda each: (each != supplier.name, each))
    return SupplierFound(supplier.pk, supplier.name, tuple(names), Standing(rows[0].standing))


def supplier_as_json(supplier: Supplier) -> dict[str, Any]:
    """All that is known of a supplier, with where each thing comes from."""
    return {
        "supplier": supplier.pk,
        "name": supplier.name,
        "numbers": {
            "company": supplier.company_number or None,
            "charity": supplier.charity_number or None,
            "vat": supplier.vat_number or None,
            "source": supplier.number_source or None,
            "confidence": supplier.number_confidence,
        },
        "company": {
            "status": supplier.company_status or None,
            "incorporated": supplier.incorporated_on and supplier.incorporated_on.isoformat(),
            "sic": supplier.sic or None,
        },
        "size": _judged(supplier, "size"),
        "sector": _judged(supplier, "sector"),
        "locality": {
            "postcode": supplier.postcode or None,
            "ward": supplier.ward or None,
            "district": supplier.district or None,
            "region": supplier.region or None,
            "is_local": supplier.is_local,
            "source": supplier.locality_source or None,
            "date": supplier.locality_date and supplier.locality_date.isoformat(),
            "confidence": supplier.locality_confidence,
        },
        "names": [
            {"name": row.name, "reason": row.reason or None, "confidence": row.confidence}
            for row in supplier.names.order_by("name")
        ],
    }


def _judged(supplier: Supplier, what: str) -> dict[str, Any]:
    day = getattr(supplier, f"{what}_date")
    return {
        "value": getattr(supplier, what),
        "source": getattr(supplier, f"{what}_source") or None,
        "date": day and day.isoformat(),
        "confidence": getattr(supplier, f"{what}_confidence"),
    }


def decisions_on(council: Council, names: tuple[str, ...]) -> list[MatchDecision]:
    """What people decided of these names, the oldest first."""
    rows = MatchDecision.objects.filter(council=council).select_related("by", "taken_back_by")
    return [row for row in rows if row.left in names or row.right in names]


def attach_supplier_facts(db: Connection, council: Council, columns: dict[str, str]) -> None:
    """Make the table `supplier_facts` (these columns) for the council's names (one query).

    Grain: one published name. Unknown is NULL.
    """
    held = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    db.execute(f"CREATE OR REPLACE TEMP TABLE supplier_facts ({held})")
    rows = SupplierName.objects.filter(council=council, supplier__isnull=False).select_related("supplier")
    facts = [_fact(council, row) for row in rows.iterator(chunk_size=_CHUNK)]
    marks = ", ".join("?" for _ in columns)
    for start in range(0, len(facts), _CHUNK):
        part = facts[start : start + _CHUNK]
        values = ", ".join(f"({marks})" for _ in part)
        names = ", ".join(columns)
        db.execute(
            f"INSERT INTO supplier_facts ({names}) VALUES {values}", [fact[name] for fact in part for name in columns]
        )


def _fact(council: Council, row: SupplierName) -> dict[str, object]:
    supplier = row.supplier
    if supplier is None:
        raise AssertionError("only names of suppliers were asked for")
    return {
        "council": council.slug,
        "name": row.name,
        "supplier_key": str(supplier.pk),
        "is_matched": bool(supplier.company_number or supplier.charity_number),
        "size": None if supplier.size == Size.UNKNOWN else supplier.size,
        "sector": None if supplier.sector == Sector.UNKNOWN else supplier.sector,
        "ward": supplier.ward or None,
        "is_local": supplier.is_local,
        "confidence": round(row.confidence, 4),
    }
