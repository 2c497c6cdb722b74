"""Brings a council's catalogue and its payment lines together, computes its figures, and keeps them.

Figures are kept under the content of everything they rest on: the loads, the confirmed names of departments, what
matching knows, the definitions and their SQL. Whatever of it changes, they are computed again. Figures of the register
are kept apart (`practice/figures.py`), so that a rating or a review does not make every payment be read again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.utils import timezone

from goldthread.evidence.explorer.periods import Period, financial_year, financial_year_of
from goldthread.evidence.indicators.cache import keep_figures, kept_figures
from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine, NoRows
from goldthread.evidence.indicators.facts import attach_facts, facts_digest
from goldthread.evidence.indicators.load import DEFINITIONS, TABLES, list_indicators
from goldthread.evidence.indicators.material import LoadFact, Material, Span, months_of, span_of
from goldthread.evidence.indicators.types import Figure, Indicator
from goldthread.evidence.models import Load
from goldthread.evidence.practice.figures import read_register_figures
from goldthread.evidence.queries import Loads, evidence_digest, live_loads, open_spend_of
from goldthread.evidence.sources.types import Field
from goldthread.evidence.types import LoadKind
from goldthread.organisation.models import Council

SURE = Decimal(1)
_CODES = (Field.PROCLASS_CODE, Field.CPV_CODE, Field.MERCHANT_CODE)
_LABELS = (Field.PROCLASS_LABEL, Field.CPV_LABEL, Field.MERCHANT_LABEL, Field.COUNCIL_CATEGORY, Field.CIPFA_LABEL)
_COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(_CODES, "category_code"),
    **dict.fromkeys(_LABELS, "category_label"),
    Field.STAND_IN_DATE: "payment_date",
}
"""A load's mapping names what a file holds; payment lines have one pair of columns for categories of every scheme."""


def read_figures(
    council: Council, period: Period, *, as_of: date | None = None, loads: Sequence[Load] | None = None
) -> list[Figure]:
    """Every figure of a council in one period, from what is kept or computed now; those of payments come first.

    `loads` may be given where `live_loads` has been read already.
    Raises ValueError for a period that is no year, quarter or month.
    """
    span = span_of(period)
    day = as_of or timezone.localdate()
    live = live_loads(council) if loads is None else loads
    [digest] = digest_of(council, [span], day, live)
    found = kept_figures(council.slug, span.key, digest)
    if found is None:
        found = compute_figures(council, [span], as_of=day, loads=live)
        keep_figures(council.slug, span.key, digest, found)
    return in_order([*found, *read_register_figures(council, span, as_of=day, loads=live)])


def compute_figures(
    council: Council, spans: Sequence[Span], *, as_of: date, loads: Sequence[Load] | None = None
) -> list[Figure]:
    """Every figure of payments in some periods, computed now: each table in one pass, whatever their number."""
    live = live_loads(council) if loads is None else loads
    if not live:
        return compute(NoRows(), Material((council.slug,), tuple(spans), (), as_of, has_matching=False), of_payments())
    facts = tuple(load_fact(load, council.slug) for load in live)
    with open_spend_of(council, live) as db:
        has_matching = attach_facts(db, council, live)
        material = Material((council.slug,), tuple(spans), facts, as_of, has_matching)
        return compute(DuckEngine(db), material, of_payments())


@cache
def of_payments() -> tuple[Indicator, ...]:
    """The indicators that payment lines answer."""
    return tuple(indicator for indicator in list_indicators() if not indicator.table.is_register)


def in_order(figures: list[Figure]) -> list[Figure]:
    """Figures in the order of the indicators, the council before its departments."""
    order = {indicator.id: place for place, indicator in enumerate(list_indicators())}
    return sorted(figures, key=lambda f: (f.council, f.period, order[f.indicator], f.department_id or -1))


def load_fact(load: Load, council: str) -> LoadFact:
    """What the catalogue says of one load of the council with this slug."""
    return LoadFact(
        key=load.key,
        council=council,
        is_card=load.kind == LoadKind.CARD,
        loaded_on=timezone.localdate(load.created_at),
        first=load.first_date,
        last=load.last_date,
        confidence={
            _COLUMNS.get(field, field): Decimal(str(told.get("confidence", SURE)))
            for field, told in load.mapping.items()
        },
    )


def latest_year(council: Council, loads: Sequence[Load] | None = None) -> Period | None:
    """The last financial year that is on hand to its end; else the last of which anything is.

    A year is on hand to its end where its last month has payments. A council with contracts and no payments has the
    year of today; one with neither has None.
    """
    live = live_loads(council) if loads is None else loads
    days = [day for load in live for day in (load.first_date, load.last_date) if day is not None]
    if not days:
        known = live if isinstance(live, Loads) else live_loads(council)
        return financial_year_of(timezone.localdate()) if known.has_contracts else None
    year = financial_year_of(max(days))
    before = financial_year(year.first.year - 1) if year.first else year
    is_whole = year.last is not None and max(days) >= year.last.replace(day=1)
    return year if is_whole or before.first is None or min(days) > before.first else before


def digest_of(council: Council, spans: Sequence[Span], as_of: date, loads: Sequence[Load]) -> list[str]:
    """For each period a text that changes whenever a figure of it could (one query)."""
    versions = ",".join(indicator.id + indicator.version for indicator in of_payments())
    common = (evidence_digest(council, loads), facts_digest(loads), versions, _definition_digest())
    return [_digest(span, as_of, common) for span in spans]


def _digest(span: Span, as_of: date, common: Sequence[str]) -> str:
    due = "".join(str(int(month.is_due(as_of))) for month in months_of(span))
    return hashlib.sha256("\n".join((*common, span.key, due)).encode()).hexdigest()


@cache
def _definition_digest() -> str:
    """Over the tables and their SQL."""
    sql = Path(str(files("goldthread.evidence.indicators").joinpath("sql")))
    paths = sorted([*sql.glob("*.sql"), *(DEFINITIONS / TABLES).glob("*.yaml")])
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in paths)).hexdigest()
