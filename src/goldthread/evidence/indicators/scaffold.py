"""The file with which a new indicator begins: every key in its place, sound as it stands, saying nothing yet."""

from datetime import UTC, datetime
from pathlib import Path

from goldthread.common.errors import UserError
from goldthread.evidence.indicators.types import TableName

_SUMS = {
    TableName.PAYMENTS: ("sum(amount) FILTER (WHERE has_purpose)", "sum(amount)", "NOT is_card AND NOT is_credit"),
    TableName.SUPPLIERS: ("sum(spent) FILTER (WHERE is_new)", "sum(spent)", "supplier IS NOT NULL"),
    TableName.QUARTERS: ("sum(months_paid)", "sum(months)", "is_due"),
    TableName.CONTRACTS: ("count(contract) FILTER (WHERE has_manager)", "count(contract)", "is_live"),
    TableName.PIPELINE: ("count(entry) FILTER (WHERE has_budget)", "count(entry)", "is_over_floor"),
    TableName.STRATEGIC: ("count(supplier) FILTER (WHERE has_owner)", "count(supplier)", "supplier IS NOT NULL"),
    TableName.LEARNERS: ("count(learner) FILTER (WHERE is_inducted)", "count(learner)", "is_manager"),
    TableName.TALENT: ("count(part) FILTER (WHERE is_agreed)", "count(part)", "part IS NOT NULL"),
    TableName.COVERAGE: ("sum(amount) FILTER (WHERE is_on)", "sum(amount)", "NOT is_unknown"),
    TableName.RECORDS: ("count(kind) FILTER (WHERE is_published)", "count(kind)", "kind = 'report'"),
}
_TEXT = """\
# The columns of the table are listed in {tables}.
id: {id}
version: 1                      # add one whenever a figure could change
name: "What the figure is called"
question: "What a councillor would ask?"
value_codes: [{code}]
table: {table}
grain: {grain}
periods: [year, quarter, month]
where: "{where}"
numerator: "{numerator}"
denominator: "{denominator}"
# known and whole: sums of what is known and of all that matters; their share is the coverage. Leave both out, or none.
unit: percent                   # percent, pounds, count, days, index
direction: none                 # higher, lower, none
minimum: {{rows: 50}}             # rows; coverage and confidence in per cent
# thresholds:
#   - {{value_code: {code}, level: 3, at_least: 80, from: {day}, source: proposed}}
verdicts:
  - value_code: {code}
    level: 3
    # met: silent               # or supports: only where the figure shows what the level asks
    # missed: contradicts       # or silent: where another explanation is likely
    because: "One sentence: what the figure shows of this level, and what it does not."
exclusions: []
assumptions: []
limitation: "What the figure cannot see."
innocent: "What may make it look bad without being so."
source: "The document or the reasoning behind it"
author: "Your name or your council's"
reviewer: "none yet"
review_date: {day}
"""


def write_indicator(place: Path, indicator_id: str, *, value_code: str, table: str) -> None:
    """Write the file; raises UserError for an unknown table and OSError where it cannot be written."""
    try:
        name = TableName(table)
    except ValueError:
        known = ", ".join(TableName)
        raise UserError(what=f'There is no evidence table "{table}".', do=f"Use one of {known}.") from None
    numerator, denominator, where = _SUMS[name]
    text = _TEXT.format(
        id=indicator_id,
        code=value_code,
        table=name.value,
        tables=f"definitions/indicators/tables/{name}.yaml",
        grain="council" if name in {TableName.QUARTERS, TableName.STRATEGIC} else "department",
        where=where,
        numerator=numerator,
        denominator=denominator,
        day=datetime.now(UTC).date().isoformat(),
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
