"""Puts the register's evidence tables beside the payment lines, for the periods that are asked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from goldthread.evidence.indicators.material import Span
from goldthread.evidence.indicators.passes import register_columns
from goldthread.evidence.indicators.types import TableName
from goldthread.evidence.practice.contracts import contract_rows
from goldthread.evidence.practice.covered import covered_rows, placed_file
from goldthread.evidence.practice.held import Held
from goldthread.evidence.practice.logged import record_rows
from goldthread.evidence.practice.people import learner_rows, people_plan_rows, strategic_rows
from goldthread.evidence.practice.planned import pipeline_rows
from goldthread.evidence.store import Connection, make_table_of
from goldthread.organisation.models import Council


def attach_register(
    db: Connection,
    council: Council,
    spans: Sequence[Span],
    spent: Mapping[str, Mapping[int, Decimal]],
    *,
    held: Held,
    tables: Collection[TableName] = tuple(TableName),
) -> None:
    """Make the tables of the register, or those that are asked for, from what was read for them.

    `spent` has, by period, the pounds paid under each contract if known.
    """
    for name in tables:
        if name is TableName.COVERAGE:
            placed = placed_file(council, held.run)
            found = (row for span in spans for row in _scoped(covered_rows(db, placed, span), council, span))
            make_table_of(db, name.value, register_columns(name), found)
        elif name.is_register:
            rows = (row for span in spans for row in _placed(name, council, held, span, spent.get(span.key, {})))
            make_table_of(db, name.value, register_columns(name), rows)


def _placed(
    name: TableName, council: Council, held: Held, span: Span, spent: Mapping[int, Decimal]
) -> Iterator[dict[str, object]]:
    return _scoped(_rows(name, held, span, spent), council, span)


def _scoped(
    rows: Iterator[tuple[int | None, dict[str, object]]], council: Council, span: Span
) -> Iterator[dict[str, object]]:
    """Each row for the council, and once more for its department."""
    for department, row in rows:
        place: dict[str, object] = {"council": council.slug, "period": span.key}
        yield {**place, "scope": "council", "department_id": None, **row}
        if department is not None:
            yield {**place, "scope": "department", "department_id": department, **row}


def _rows(
    name: TableName, held: Held, span: Span, spent: Mapping[int, Decimal]
) -> Iterator[tuple[int | None, dict[str, object]]]:
    match name:
        case TableName.CONTRACTS:
            return contract_rows(held, span, spent)
        case TableName.PIPELINE:
            return pipeline_rows(held, span)
        case TableName.STRATEGIC:
            return strategic_rows(held, span)
        case TableName.LEARNERS:
            return learner_rows(held, span)
        case TableName.TALENT:
            return people_plan_rows(held, span)
    return record_rows(held, span)
