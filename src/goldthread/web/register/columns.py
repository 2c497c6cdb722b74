"""The columns that the list of contracts can show, and how each is said on a screen and in a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.register.models import Contract
from goldthread.register.narrowing import lacks_of
from goldthread.web.evidence.wording import exact_pounds, short_pounds


@dataclass(frozen=True)
class Cell:
    """One cell on the screen: its text, the exact figure behind it, and whether something is missing."""

    text: str
    exact: str = ""
    is_missing: bool = False


Value = str | Decimal | date | int | None


@dataclass(frozen=True)
class Column:
    """One column: `value` is what a file holds, `missing` what the screen says where there is none."""

    key: str
    name: str
    value: Callable[[Contract], Value]
    order: str = ""
    missing: str = "not said"

    @property
    def is_number(self) -> bool:
        return self.key in AMOUNTS

    def cell(self, contract: Contract) -> Cell:
        value = self.value(contract)
        if value is None or value == "":
            instead = say_other_amount(contract) if self.key == "awarded" else ""
            return Cell(instead or self.missing, is_missing=True)
        if isinstance(value, Decimal):
            return Cell(short_pounds(value), exact_pounds(value))
        return Cell(f"{value:%-d %b %Y}" if isinstance(value, date) else str(value))


def manager_of(contract: Contract) -> str:
    """The manager's name: the person's, else as a file gave it."""
    return str(contract.manager) if contract.manager else contract.manager_name


def say_other_amount(contract: Contract) -> str:
    """The amount that is known of a contract without an awarded value, called what it is; else nothing."""
    said = (
        ("at {} a year", contract.annual_value),
        ("at most {}", contract.maximum_value),
        ("estimated at {}", contract.estimated_value),
    )
    return next((words.format(short_pounds(amount)) for words, amount in said if amount is not None), "")


def department_of(contract: Contract) -> str:
    return contract.department.name if contract.department else contract.department_name


def _end(contract: Contract) -> date | str | None:
    end: date | None = contract.end
    return end or contract.end_text


AMOUNTS = frozenset({"awarded", "maximum", "annual", "estimated"})
EVERY: tuple[Column, ...] = (
    Column("supplier", "Supplier", lambda c: c.supplier_name, "supplier_name", "no supplier"),
    Column("department", "Department", department_of, "department__name", "no department"),
    Column("manager", "Manager", manager_of, "manager__name", "no manager"),
    Column("start", "Starts", lambda c: c.start, "start"),
    Column("end", "Ends", _end, "end", "no end"),
    Column("awarded", "Awarded", lambda c: c.awarded_value, "awarded_value", "no value"),
    Column("awarded_vat", "VAT of awarded", lambda c: c.awarded_vat),
    Column("maximum", "Maximum", lambda c: c.maximum_value, "maximum_value"),
    Column("estimated", "Estimated", lambda c: c.estimated_value, "estimated_value"),
    Column("annual", "A year", lambda c: c.annual_value, "annual_value"),
    Column("category", "Category", lambda c: c.category, "category"),
    Column("regime", "Regime", lambda c: c.regime),
    Column("procedure", "Procedure", lambda c: c.procedure),
    Column("arrangement", "Arrangement", lambda c: c.arrangement),
    Column("kind", "Kind", lambda c: c.kind),
    Column("review", "Review", lambda c: c.review_date, "review_date", "no review date"),
    Column("visibility", "Visibility", lambda c: c.visibility),
    Column("lacks", "Lacks", lambda c: ", ".join(kind.value for kind in lacks_of(c)), missing="nothing"),
)
BY_KEY = {column.key: column for column in EVERY}
USUAL = tuple(BY_KEY[key] for key in ("supplier", "department", "manager", "end", "awarded"))
