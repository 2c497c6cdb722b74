"""The rows behind every shipped indicator of the demonstration come to its two sides, to the last digit."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from goldthread.evidence.explorer.periods import Period, financial_year, month_of, quarter_of
from goldthread.evidence.indicators import behind, gather
from goldthread.evidence.indicators.behind import Behind, open_behind, parts_of
from goldthread.evidence.indicators.gather import read_figures
from goldthread.evidence.indicators.load import find_indicator, list_indicators
from goldthread.evidence.indicators.parts import Combine
from goldthread.evidence.indicators.types import Figure, Indicator
from goldthread.evidence.models import Load
from goldthread.evidence.queries import live_loads
from goldthread.evidence.store import ask
from goldthread.organisation.models import Council
from tests.integration.test_demo_payments import attach_told_facts
from tests.prepared import put_demo

pytestmark = pytest.mark.django_db
YEAR = financial_year(2025)
EVERY = [indicator.id for indicator in list_indicators()]


@pytest.fixture(scope="module")
def council(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Council]:
    """Wharfemoor with its payments and its suppliers told apart, in a data directory of its own."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("rows"))
        patch.setattr(gather, "attach_facts", attach_told_facts)
        patch.setattr(behind, "attach_facts", attach_told_facts)
        yield put_demo()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def loads(council: Council) -> list[Load]:
    return live_loads(council)


def figures_of(council: Council, indicator: str, period: Period = YEAR) -> list[Figure]:
    return [figure for figure in read_figures(council, period) if figure.indicator == indicator]


@pytest.mark.parametrize("indicator", EVERY)
def test_the_rows_come_to_the_numerator_and_the_denominator(
    indicator: str, council: Council, loads: list[Load]
) -> None:
    definition, found = find_indicator(indicator), figures_of(council, indicator)
    weakest = min(found[1:] or found, key=lambda figure: figure.value or Decimal(0))
    for figure in {each.department_id: each for each in (found[0], weakest)}.values():
        with open_behind(council, definition, YEAR, figure.department_id, loads) as rows:
            for side, told in ((rows.numerator, figure.numerator), (rows.denominator, figure.denominator)):
                assert (side.amount or 0) == (told or 0), figure.department_id
                assert (side.amount is None) == (side.units == 0)
            check_lines(rows, definition, figure)


def check_lines(rows: Behind, definition: Indicator, figure: Figure) -> None:
    """No line is counted twice, and whatever can be divided among lines adds up to the figure's piece."""
    for name, part in zip(("numerator", "denominator"), parts_of(definition), strict=True):
        asked = f"SELECT sum({name}) FILTER (WHERE in_{name}) FROM behind_lines"
        [(amount,)] = ask(rows.db, asked)
        if amount is not None:
            squared = part.combine is Combine.SQUARE
            assert (amount * amount if squared else amount) == getattr(figure, name), name
    [(lines, places)] = ask(rows.db, "SELECT count(*), count(DISTINCT (file, place)) FROM behind_lines")
    assert lines == places


def test_days_by_quarter_and_month_come_to_the_same(council: Council, loads: list[Load]) -> None:

    assert YEAR.first is not None
    for period in (quarter_of(2025, 2), month_of(YEAR.first)):
        for indicator in ("purchase-order-share", "supplier-concentration", "published-months", "new-supplier-share"):
            [whole] = [f for f in figures_of(council, indicator, period) if f.department_id is None]
            with open_behind(council, find_indicator(indicator), period, None, loads) as rows:
                assert ((rows.numerator.amount or 0), (rows.denominator.amount or 0)) == (
                    whole.numerator or 0,
                    whole.denominator or 0,
                )
