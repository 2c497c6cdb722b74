"""What the register holds of each live contract and supplier for segmentation, and where a rule puts each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Max

from goldthread.organisation.models import Council
from goldthread.register.models import Contract, Risk
from goldthread.register.narrowing import is_live
from goldthread.register.segmentation.rules import add_up, highest, place, value_a_year
from goldthread.register.segmentation.types import Dimension, Measure, Measures, Placed, Segmented, SegmentRule

_NOBODY = ("", "various", "various suppliers", "multiple", "multiple suppliers", "tbc", "n/a", "not known", "redacted")
_READ = (
    *("title", "supplier_name", "department", "annual_value", "awarded_value", "maximum_value", "start", "end"),
    *("criticality", "carbon"),
)


@dataclass(frozen=True)
class Subject:
    """One contract or one supplier with what was measured. `names` are those that the register has for a supplier."""

    kind: Segmented
    name: str
    measures: Measures
    contract_id: int | None = None
    department_id: int | None = None
    names: tuple[str, ...] = ()
    contracts: int = 1


def gather(council: Council, day: date, who: Mapping[str, str]) -> list[Subject]:
    """Every live contract, then every supplier of one. `who` gives names that belong together the same key."""
    rows = Contract.objects.filter(council=council).filter(is_live(day)).order_by("pk").only(*_READ)
    gravest = dict(
        Risk.objects.filter(council=council, contract__isnull=False, closed_on__isnull=True)
        .order_by()
        .values_list("contract")
        .annotate(score=Max(F("likelihood") * F("impact")))
    )
    contracts = [(row.supplier_name.strip(), _contract(row, gravest.get(row.pk))) for row in rows.iterator(2000)]
    return [subject for _name, subject in contracts] + _suppliers(contracts, who)


def place_all(subjects: Iterable[Subject], rule: SegmentRule) -> list[Placed]:
    """Where the rule puts each, in the same order."""
    return [place(subject.measures, rule) for subject in subjects]


def _contract(row: Contract, gravest: int | None) -> Subject:
    days = (row.end - row.start).days + 1 if row.start and row.end else None
    whole = row.awarded_value if row.awarded_value is not None else row.maximum_value
    measures = {
        Dimension.VALUE: Measure(value_a_year(row.annual_value, whole, days)),
        Dimension.RISK: _figure(gravest),
        Dimension.CRITICALITY: _figure(row.criticality),
        Dimension.CARBON: _figure(row.carbon),
    }
    return Subject(Segmented.CONTRACT, row.title, measures, row.pk, row.department_id, (row.supplier_name,))


def _figure(number: int | None) -> Measure:
    return Measure(Decimal(number)) if number is not None else Measure()


def _suppliers(contracts: Sequence[tuple[str, Subject]], who: Mapping[str, str]) -> list[Subject]:
    """One subject for each supplier: values added up, the highest of every other score."""
    groups: dict[str, list[tuple[str, Subject]]] = {}
    for name, subject in contracts:
        if name.casefold() not in _NOBODY:
            groups.setdefault(who.get(name) or f"name:{name.casefold()}", []).append((name, subject))
    return [_supplier(held) for held in groups.values()]


def _supplier(held: Sequence[tuple[str, Subject]]) -> Subject:
    names = tuple(sorted({name for name, _subject in held}))
    parts = [subject.measures for _name, subject in held]
    measures = {Dimension.VALUE: add_up(each[Dimension.VALUE] for each in parts)}
    for dimension in (Dimension.RISK, Dimension.CRITICALITY, Dimension.CARBON):
        measures[dimension] = highest(each[dimension] for each in parts)
    return Subject(Segmented.SUPPLIER, names[0], measures, names=names, contracts=len(held))
