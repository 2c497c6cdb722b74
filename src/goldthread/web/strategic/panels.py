"""What is known of a supplier beside a contract and beside its payments: its tier, its file, watch list and case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject

from goldthread.evidence.coverage.models import RegisterName
from goldthread.evidence.matching.models import SupplierName
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


def read_known(
    council: Council, names: Collection[str], supplier: int | None, *, sees_files: bool, sees_distress: bool
) -> list[Known]:
    """Files, places on the watch list and open cases by any of these names, or of the supplier's (one query).

    `supplier` is its number among those paid: then every name of it counts, on the register and as it was published.
    """
    is_named = partial(_is_named, {each for name in names if name for each in spellings(name)}, supplier)
    parts: list[QuerySet[Any, Any]] = []
    if sees_files:
        files = SupplierFile.objects.filter(is_named("name"), council=council, is_strategic=True)
        parts.append(_told(files, "file", name="name", at="criteria_run_on", note="owner__name"))
    if sees_distress:
        is_one = is_named("supplier_name")
        watched = WatchedSupplier.objects.filter(is_one, council=council, taken_off__isnull=True)
        cases = DistressCase.objects.filter(is_one, council=council, closed_on__isnull=True)
        parts.append(_told(watched, "watch", name="supplier_name", at="put_on", note="because"))
        parts.append(_told(cases, "case", name="supplier_name", at="opened_on", note="because"))
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [Known(what, pk, name, at, text or "") for what, pk, name, at, text in rows]


def _is_named(spelt: Collection[str], supplier: int | None, column: str) -> Q:
    held = Q(**{f"{column}__in": spelt})
    if supplier is not None:
        for names in (RegisterName.objects, SupplierName.objects):
            held |= Q(**{f"{column}__in": names.filter(supplier=supplier).order_by().values("name")})
    return held


def _told(rows: QuerySet[Any, Any], what: str, *, name: str, at: str, note: str) -> QuerySet[Any, Any]:
    text = Cast(F(note), TextField())
    found: QuerySet[Any, Any] = rows.order_by().annotate(what=Value(what), said=text)
    return found.values_list("what", "pk", name, at, "said")


def sees_distress_of(standing: Standing, *, may_keep: bool) -> bool:
    """The table, and whoever manages or owns a contract with the supplier: they have to know."""
    return standing.can(Action.VIEW_DISTRESS) or (may_keep and standing.can(Action.KEEP_OWN_CONTRACTS))


def with_supplier(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts with what is known of the supplier, by any name of it that the latest run of coverage tells of.

    No more queries: the latest file, place on the watch list and open case come with the contract.
    """
    beside = Concat("company_number", Value("|"), "charity_number", Value("|"), "postcode")
    held = RegisterName.objects.filter(
        council=OuterRef("council"), name=OuterRef("supplier_name"), beside=OuterRef("beside")
    )
    found = rows.annotate(beside=beside, payee=Subquery(held.order_by("-pk").values("supplier")[:1]))
    same = {"council": OuterRef("council")}
    files = SupplierFile.objects.filter(_is_its_own("name"), is_strategic=True, **same)
    watched = WatchedSupplier.objects.filter(_is_its_own("supplier_name"), taken_off__isnull=True, **same)
    cases = DistressCase.objects.filter(_is_its_own("supplier_name"), closed_on__isnull=True, **same)
    return found.annotate(
        supplier_file=_one(files, name="name", at="criteria_run_on", note="owner__name"),
        supplier_watch=_one(watched, name="supplier_name", at="put_on", note="because"),
        supplier_case=_one(cases, name="supplier_name", at="opened_on", note="because"),
    )


def _is_its_own(column: str) -> Q:
    """The name on the contract, or another of the supplier that it was found to be."""
    held = Q(**{column: OuterRef("supplier_name")})
    for names in (RegisterName.objects, SupplierName.objects):
        held |= Q(**{f"{column}__in": names.filter(supplier=OuterRef(OuterRef("payee"))).order_by().values("name")})
    return held


def _one(rows: QuerySet[Any, Any], *, name: str, at: str, note: str) -> Subquery:
    said = JSONObject(pk="pk", name=name, at=at, note=note)
    return Subquery(rows.order_by("-pk").annotate(told=said).values("told")[:1])


def build_supplier(scene: Scene) -> Panel | None:
    """The tier of the contract, and what is known of its supplier, as `with_supplier` read it with the contract."""
    standing, contract = scene.standing, scene.contract
    allowed = ["file"] if standing.can(Action.VIEW_SUPPLIER_FILES) else []
    allowed += ["case", "watch"] if sees_distress_of(standing, may_keep=scene.may_keep) else []
    told = {what: getattr(contract, f"supplier_{what}", None) for what in allowed}
    rows = [
        Known(what, said["pk"], said["name"], _day(said["at"]), said["note"] or "")
        for what, said in told.items()
        if said
    ]
    if not rows and not contract.tier:
        return None
    context = {"rows": rows, "tier": contract.tier, "rule": contract.tier_rule}
    return Panel("supplier", "The supplier", "goldthread/strategic/panel.html", context)


def _known(what: str, said: Mapping[str, Any]) -> Known:
    return Known(what, said["pk"], said["name"], _day(said["at"]), said["note"] or "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
