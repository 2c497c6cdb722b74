"""Says whether a figure may speak, and if not, why, in one sentence. Pure."""

from decimal import Decimal

from goldthread.evidence.indicators.types import FigureState, Indicator

_NEEDS_FILES = "The files of this period do not carry what the figure needs."
_NEEDS_WORD = "Nobody has said yet what the figure needs."
NOTHING = "No payments of this period are on hand."
NOTHING_KEPT = "The register and its logs hold nothing of this for the period."
NOT_MATCHED = "Suppliers have still to be matched with registers."


def judge_state(
    indicator: Indicator,
    *,
    gap: str,
    value: Decimal | None,
    rows: int,
    coverage: Decimal | None,
    confidence: Decimal,
) -> tuple[FigureState, str]:
    """The state of a figure with its reason; the reason is empty where the figure may speak.

    `gap` says why nothing was asked at all. What is absent comes before what is weak: no records, then too few, then
    too little of them known, then too unsure.
    """
    least = indicator.minimum
    if gap or rows == 0:
        return FigureState.NO_RECORDS, gap or (NOTHING_KEPT if indicator.table.is_register else NOTHING)
    if indicator.known and not coverage:
        return FigureState.NO_RECORDS, _NEEDS_WORD if indicator.table.is_register else _NEEDS_FILES
    if value is None:
        return FigureState.NO_RECORDS, "There is nothing to divide by."
    if rows < least.rows:
        return FigureState.TOO_LITTLE, f"It rests on {rows} rows; at least {least.rows} are needed."
    if coverage is not None and coverage < least.coverage:
        known = f"It is known for {_per_cent(coverage)} of what matters; at least {_per_cent(least.coverage)}"
        return FigureState.WEAK_COVERAGE, f"{known} is needed."
    if confidence < least.confidence:
        sure = f"A column or a match beneath it is {_per_cent(confidence)} sure; at least {_per_cent(least.confidence)}"
        return FigureState.WEAK_CONFIDENCE, f"{sure} is needed."
    return FigureState.KNOWN, ""


def _per_cent(share: Decimal) -> str:
    return f"{share * 100:.0f}%"
