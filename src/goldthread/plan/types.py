"""Values of the plan room."""

from enum import StrEnum


class KpiKind(StrEnum):
    """A value KPI is compared with its target; a maturity KPI is rated with the framework."""

    VALUE = "value"
    MATURITY = "maturity"
