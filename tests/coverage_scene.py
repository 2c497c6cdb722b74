"""Payments and contracts that belong together, for tests: matched, and set beside each other."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from goldthread.evidence.coverage.keep import run_coverage
from goldthread.evidence.coverage.models import CoverageRun
from goldthread.evidence.matching.council import match_suppliers
from goldthread.organisation.models import Council
from goldthread.register.actions.contracts import add_contract
from goldthread.register.models import Contract
from tests.evidence_scene import Line, put_load


def sign(council: Council, reference: str, supplier: str, **values: Any) -> Contract:
    """A contract of April 2025 to March 2027, unless it says otherwise."""
    usual = {
        "reference": reference,
        "title": f"Contract {reference}",
        "supplier_name": supplier,
        "start": date(2025, 4, 1),
        "end": date(2027, 3, 31),
    }
    return add_contract(council=council, values={**usual, **values}, by=None)


def cover(council: Council, lines: Iterable[Line]) -> CoverageRun:
    """Load the lines, match their suppliers, and set them beside the contracts."""
    put_load(council, lines)
    match_suppliers(council=council, by=None)
    return run_coverage(council=council, by=None)
