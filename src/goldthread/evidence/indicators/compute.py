"""Computes indicators: every table is built in one pass and asked once, whatever the number of indicators.

Missing is not zero: a sum over no rows counts as nothing only where its whole is known, and nothing over nothing (0/0)
is no figure. Numerators and denominators are exact, and are divided here, so that every engine gives the same value.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from goldthread.evidence.indicators.engine import Engine, Row
from goldthread.evidence.indicators.load import load_tables
from goldthread.evidence.indicators.material import LoadFact, Material
from goldthread.evidence.indicators.merge import GROUP, PER_INDICATOR, merge_breakdowns, merge_figures
from goldthread.evidence.indicators.passes import build_tables
from goldthread.evidence.indicators.states import NOT_MATCHED, NOTHING, NOTHING_KEPT, judge_state
from goldthread.evidence.indicators.types import Figure, Grain, Indicator, Part, TableName

Place = tuple[str, str, int | None]
"""A council, a period, and a department or None for the whole council."""


def compute(engine: Engine, material: Material, indicators: Sequence[Indicator]) -> list[Figure]:
    """Every figure of the indicators: for the councils and periods of the material, and for their departments.

    A council without a single row has a figure all the same, which says so.
    """
    tables = {table: [i for i in indicators if i.table is table] for table in TableName}
    build_tables(engine, material, frozenset(table for table, found in tables.items() if found))
    figures: list[Figure] = []
    for table, found in tables.items():
        if found:
            figures += _ask_table(engine, material, table, found)
    order = {indicator.id: place for place, indicator in enumerate(indicators)}
    return sorted(figures, key=lambda f: (f.council, f.period, order[f.indicator], f.department_id or -1))


def _ask_table(
    engine: Engine, material: Material, table: TableName, indicators: Sequence[Indicator]
) -> Iterator[Figure]:
    rows = {_place(row): row for row in engine.ask(merge_figures(indicators, table)) if _is_wanted(row)}
    parts = _ask_parts(engine, table, indicators)
    departments = defaultdict[tuple[str, str], list[Place]](list)
    for place in rows:
        if place[2] is not None:
            departments[place[:2]].append(place)
    for span in material.spans:
        for council in material.councils:
            loads = {cards: material.loads_behind(council, span, cards=cards) for cards in (True, False)}
            for number, indicator in enumerate(indicators):
                if span.kind not in indicator.periods:
                    continue
                wanted: list[Place] = [(council, span.key, None)]
                if indicator.grain is Grain.DEPARTMENT:
                    wanted += departments[council, span.key]
                behind = () if table.is_register else loads[not indicator.leaves_out_cards]
                for place in wanted:
                    pieces = _pieces(rows.get(place), number, indicator, has_matching=material.has_matching)
                    yield _figure(indicator, place, pieces, behind, parts.get((indicator.id, *place), ()))


def _is_wanted(row: Row) -> bool:
    return row[GROUP.index("scope")] == "council" or row[GROUP.index("department_id")] is not None


def _place(row: Row) -> Place:
    council, period, _scope, department = row[: len(GROUP)]
    return str(council), str(period), None if department is None else int(str(department))


class _Pieces:
    """The exact sums of one figure, as the engine gave them."""

    def __init__(self, cells: Sequence[Decimal | None], matched: Decimal | None) -> None:
        self.numerator, self.denominator, self.known, self.whole = cells[:4]
        self.rows = int(cells[4] or 0)
        self.matched = matched


def _pieces(row: Row | None, number: int, indicator: Indicator, *, has_matching: bool) -> _Pieces | str:
    """A sentence where there is nothing to ask: no rows of the council, or names that were never matched."""
    needs = any(load_tables()[indicator.table].columns[name].needs_matching for name in indicator.columns)
    if row is None:
        return NOTHING_KEPT if indicator.table.is_register else NOTHING
    if needs and not has_matching:
        return NOT_MATCHED
    start = len(GROUP) + number * PER_INDICATOR
    matched = None
    if needs:
        above, below = _exact(row[-2]), _exact(row[-1])
        matched = above / below if above is not None and below else None
    return _Pieces([_exact(cell) for cell in row[start : start + PER_INDICATOR]], matched)


def _exact(cell: object) -> Decimal | None:
    return None if cell is None else Decimal(str(cell))


def _figure(
    indicator: Indicator, place: Place, pieces: _Pieces | str, loads: Sequence[LoadFact], parts: tuple[Part, ...]
) -> Figure:
    value, coverage, confidence = None, None, _map_confidence(indicator, loads)
    numerator = denominator = None
    gap, rows = (pieces, 0) if isinstance(pieces, str) else ("", pieces.rows)
    if not isinstance(pieces, str):
        numerator, denominator = pieces.numerator, pieces.denominator
        if indicator.denominator and denominator:
            numerator = numerator or Decimal(0)
            value = numerator * indicator.unit.scale / denominator
        elif not indicator.denominator:
            value = numerator
        if pieces.whole:
            coverage = (pieces.known or Decimal(0)) / pieces.whole
        if pieces.matched is not None:
            confidence = min(confidence, pieces.matched)
        if indicator.known and not coverage:
            value = None  # nothing of it is known, and that is not zero
    state, reason = judge_state(indicator, gap=gap, value=value, rows=rows, coverage=coverage, confidence=confidence)
    council, period, department = place
    return Figure(
        indicator=indicator.id,
        definition_version=indicator.version,
        council=council,
        period=period,
        department_id=department,
        numerator=numerator,
        denominator=denominator,
        value=value,
        rows=rows,
        coverage=coverage,
        confidence=confidence,
        state=state,
        reason=reason,
        loads=tuple(load.key for load in loads),
        parts=() if gap else parts,
    )


def _map_confidence(indicator: Indicator, loads: Sequence[LoadFact]) -> Decimal:
    """The least sure of the columns beneath the figure, over the loads behind it; 1 where none is a guess."""
    columns = load_tables()[indicator.table].columns
    rests_on = {name for column in indicator.columns for name in columns[column].rests_on}
    sure = [load.confidence[name] for load in loads for name in rests_on if name in load.confidence]
    return min(sure, default=Decimal(1))


def _ask_parts(
    engine: Engine, table: TableName, indicators: Sequence[Indicator]
) -> Mapping[tuple[str, str, str, int | None], tuple[Part, ...]]:
    found: dict[tuple[str, str, str, int | None], list[Part]] = defaultdict(list)
    broken = [indicator for indicator in indicators if indicator.breakdown is not None]
    for by in sorted({i.breakdown.by for i in broken if i.breakdown is not None}):
        of = [i for i in broken if i.breakdown is not None and i.breakdown.by == by]
        for row in engine.ask(merge_breakdowns(of, table, by)):
            if not _is_wanted(row):
                continue
            label = row[len(GROUP)]
            for indicator, cell in zip(of, row[len(GROUP) + 1 :], strict=True):
                if cell is not None:
                    part = Part(None if label is None else str(label), Decimal(str(cell)))
                    found[(indicator.id, *_place(row))].append(part)
    return {key: tuple(sorted(parts, key=_part_order)) for key, parts in found.items()}


def _part_order(part: Part) -> tuple[bool, Decimal, str]:
    return part.label is None, -part.amount, part.label or ""
