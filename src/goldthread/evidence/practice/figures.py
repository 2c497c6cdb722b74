"""Computes the figures of the register, and keeps them until something of it is written again."""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from goldthread.evidence.coverage.queries import spend_until
from goldthread.evidence.indicators.cache import keep_figures, kept_figures
from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.material import Material, Span
from goldthread.evidence.indicators.types import Figure, Indicator
from goldthread.evidence.models import Load
from goldthread.evidence.practice.attach import attach_register
from goldthread.evidence.practice.held import read_held
from goldthread.evidence.queries import Loads, sum_record_events
from goldthread.evidence.store import open_store_once
from goldthread.organisation.models import Council


def read_register_figures(council: Council, span: Span, *, as_of: date, loads: Sequence[Load]) -> list[Figure]:
    """Every figure of the register in one period, from what is kept or computed now.

    `loads` are the council's `live_loads`, which know what the register's events come to.
    """
    digest = register_digest(council, span, as_of=as_of, loads=loads)
    key = f"{span.key}-register"
    found = kept_figures(council.slug, key, digest)
    if found is None:
        found = _compute(council, span, as_of)
        keep_figures(council.slug, key, digest, found)
    return found


def register_digest(council: Council, span: Span, *, as_of: date, loads: Sequence[Load]) -> str:
    """Changes whenever a figure of the register could: with its records, its indicators, and the code of its tables."""
    events = loads.record_events if isinstance(loads, Loads) else sum_record_events(council)
    versions = ",".join(indicator.id + indicator.version for indicator in of_register())
    told = (f"{events}", versions, _code_digest(), span.key, str(min(span.last, as_of)), *_placed(council))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _compute(council: Council, span: Span, as_of: date) -> list[Figure]:
    """One query, whatever the register holds."""
    until = span.until(as_of)
    held = read_held(council, spent_until=until)
    with open_store_once() as db:
        if held.is_kept:
            spent = spend_until(council, held.run, until, lambda: held.spent)
            attach_register(db, council, [until], {until.key: spent or {}}, held=held)
        material = Material((council.slug,), (span,), (), as_of, has_register=held.is_kept)
        return compute(DuckEngine(db), material, of_register())


@cache
def of_register() -> tuple[Indicator, ...]:
    """The indicators that the register answers."""
    return tuple(indicator for indicator in list_indicators() if indicator.table.is_register)


def _placed(council: Council) -> list[str]:
    """The files of placed payments: they can be taken away and made again without an event."""
    folder = Path(settings.DATA_DIR) / "cache" / "coverage" / council.slug
    return sorted(path.name for path in folder.glob("*.parquet"))


@cache
def _code_digest() -> str:
    """Over the code that makes rows of the register."""
    paths = sorted(Path(str(files("goldthread.evidence.practice"))).glob("*.py"))
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in paths)).hexdigest()
