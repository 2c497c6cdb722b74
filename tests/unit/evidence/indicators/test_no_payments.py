"""A council without payments has every figure of payments all the same, and nothing is opened to say so."""

from datetime import date

import pytest

from goldthread.evidence.explorer.periods import read_period
from goldthread.evidence.indicators import gather
from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine
from goldthread.evidence.indicators.material import Material, span_of
from goldthread.evidence.queries import open_spend
from tests.factories import make_council

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["2025-26", "2025-26-q2", "2026-01m"])
def test_figures_without_payments_are_those_of_empty_tables(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    council, day, period = make_council(), date(2026, 1, 20), read_period(key)
    assert period is not None
    span = span_of(period)
    with open_spend([council]) as db:
        material = Material((council.slug,), (span,), (), day, has_matching=False)
        expected = compute(DuckEngine(db), material, gather.of_payments())
    monkeypatch.delattr(gather, "open_spend_of")
    found = gather.compute_figures(council, [span], as_of=day)
    assert found == expected
    assert len(found) > 20
    assert {figure.value for figure in found} == {None}
