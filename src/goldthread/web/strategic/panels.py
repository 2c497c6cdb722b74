"""What is known of a supplier beside a contract and beside its payments: its tier, its file, watch list and case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONObject

from goldthread.evidence.who_is import spellings
from goldthread.organisation.models import Council
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.models import Contract, DistressCase, SupplierFile, WatchedSupplier
from goldthread.web.register.scenes import Panel, Scene


@dataclass(frozen=True)
class Known:
    """One thing known of a supplier: `what` is file, watch or case, with its key, its name and its day."""

    what: str
    pk: int
    name: str
    day: date | None
    note: str


def read_known(council: Council, names: Collection[str], *, sees_files: bool, sees_distress: bool) -> list[Known]:
    """Files, places on the watch list and open cases by any of these names (one query)."""
    spelt = {each for name in names if name for each in spellings(name)}
    parts: list[QuerySet[Any, Any]] = []
    if sees_files:
        files = SupplierFile.objects.filter(council=council, name__in=spelt, is_strategic=True)
        parts.append(_told(files, "file", name="name", at="criteria_run_on", note="owner__name"))
    if sees_distress:
        held: dict[str, Any] = {"council": council, "supplier_name__in": spelt}
        watched = WatchedSupplier.objects.filter(taken_off__isnull=True, **held)
        cases = DistressCase.objects.filter(closed_on__isnull=True, **held)
        parts.append(_told(watched, "watch", name="supplier_name", at="put_on", note="because"))
        parts.append(_told(cases, "case", name="supplier_name", at="opened_on", note="because"))
    if not parts or not spelt:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [Known(what, pk, name, at, text or "") for what, pk, name, at, text in rows]


def _told(rows: QuerySet[Any, Any], what: str, *, name: str, at: str, note: str) -> QuerySet[Any, Any]:
    text = Cast(F(note), TextField())
    found: QuerySet[Any, Any] = rows.order_by().annotate(what=Value(what), said=text)
    return found.values_list("what", "pk", name, at, "said")


def sees_distress_of(standing: Standing, *, may_keep: bool) -> bool:
    """The table, and whoever manages or owns a contract with the supplier: they have to know."""
    return standing.can(Action.VIEW_DISTRESS) or (may_keep and standing.can(Action.KEEP_OWN_CONTRACTS))


def with_supplier(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts with what is known of the supplier by the name on the contract: no more queries."""
    same: dict[str, Any] = {"council": OuterRef("council"), "supplier_name": OuterRef("supplier_name")}
    files = SupplierFile.objects.filter(council=same["council"], name=same["supplier_name"], is_strategic=True)
    watched = WatchedSupplier.objects.filter(taken_off__isnull=True, **same)
    cases = DistressCase.objects.filter(closed_on__isnull=True, **same)
    return rows.annotate(
        supplier_file=_one(files, "criteria_run_on", "owner__name"),
        supplier_watch=_one(watched, "put_on", "because"),
        supplier_case=_one(cases, "opened_on", "because"),
    )


def _one(rows: QuerySet[Any, Any], at: str, note: str) -> Subquery:
    said = JSONObject(pk="pk", at=at, note=note)
    return Subquery(rows.order_by("-pk").annotate(told=said).values("told")[:1])


def build_supplier(scene: Scene) -> Panel | None:
    """The tier of the contract, and what is known of its supplier, as `with_supplier` read it with the contract."""
    standing, contract = scene.standing, scene.contract
    allowed = ["file"] if standing.can(Action.VIEW_SUPPLIER_FILES) else []
    allowed += ["case", "watch"] if sees_distress_of(standing, may_keep=scene.may_keep) else []
    told = {what: getattr(contract, f"supplier_{what}", None) for what in allowed}
    rows = [
        Known(what, said["pk"], contract.supplier_name, _day(said["at"]), said["note"] or "")
        for what, said in told.items()
        if said
    ]
    if not rows and not contract.tier:
        return None
    context = {"rows": rows, "tier": contract.tier, "rule": contract.tier_rule}
    return Panel("supplier", "The supplier", "goldthread/strategic/panel.html", context)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
