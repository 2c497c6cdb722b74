"""The one SQL by which published cells become payment lines, whatever file they stood in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from goldthread.evidence.sources.amounts import AmountChoice, Basis
from goldthread.evidence.sources.dates import EARLIEST_YEAR, DateForms
from goldthread.evidence.sources.types import ColumnMap, Field, Reason, TableFile
from goldthread.evidence.store import SPEND_COLUMNS, quote
from goldthread.evidence.types import LoadKind

LATEST = timedelta(days=366)
_NAMES = (Field.BODY, Field.DEPARTMENT, Field.SERVICE, Field.COST_CENTRE, Field.SUPPLIER)
_TEXTS = (
    Field.SUPPLIER_ID,
    Field.REFERENCE,
    Field.INVOICE_NUMBER,
    Field.ORDER_NUMBER,
    Field.CONTRACT_REFERENCE,
    Field.PURPOSE,
    Field.EXPENSE_TYPE,
    Field.EXPENSE_CODE,
)
_IDENTIFIERS = (Field.CHARITY_NUMBER, Field.VAT_NUMBER, Field.POSTCODE)
_SCHEMES = (
    ("proclass", Field.PROCLASS_CODE, Field.PROCLASS_LABEL),
    ("cpv", Field.CPV_CODE, Field.CPV_LABEL),
    ("merchant", Field.MERCHANT_CODE, Field.MERCHANT_LABEL),
    ("council", None, Field.COUNCIL_CATEGORY),
    ("cipfa", None, Field.CIPFA_LABEL),
)


_EMPTY = "CAST(NULL AS VARCHAR)"


@dataclass(frozen=True)
class Typing:
    """All that the SQL of one table depends on."""

    table: TableFile
    mapping: ColumnMap
    choice: AmountChoice
    forms: Mapping[Field, DateForms]
    council: str
    load_key: str
    kind: LoadKind
    today: date


@cache
def read_macros() -> str:
    """The macros that the SQL uses; run them once per connection."""
    return (files("goldthread.evidence.sources") / "macros.sql").read_text(encoding="utf-8")


def read_table_sql(table: TableFile) -> str:
    """The table's cells as text: c0, c1, … and, where it has been cleaned, line and note."""
    front = ["line", "note"] if table.has_lines else []
    names = [*front, *(f"c{place}" for place in range(len(table.headings)))]
    columns = ", ".join(f"{quote(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({quote(table.path)}, columns = {{{columns}}}, header = false, auto_detect = false, "
        f"delim = {quote(table.delimiter)}, quote = '\"', escape = '\"', skip = {table.skip}, strict_mode = true, "
        "null_padding = false, max_line_size = 8000000)"
    )


def type_table_sql(typing: Typing) -> str:
    """A SELECT of the Parquet file's columns: one row per record of the table, in its order, set aside or not."""
    typed_columns = _typed_columns(typing)
    inner = ", ".join(f"{sql} AS {name}" for name, sql in typed_columns.items())
    cells = ", ".join(f"c{place}" for place in range(len(typing.table.headings)))
    front = "TRY_CAST(line AS BIGINT) AS line, note, " if typing.table.has_lines else ""
    constants = {name: _one_of("NULL", [""]) for name, sql in typed_columns.items() if sql == _EMPTY} | {
        "council": _constant(typing.council),
        "load_key": _constant(typing.load_key),
        "sheet": _constant(typing.table.sheet) if typing.table.sheet else _one_of("NULL", [""]),
        "line": "line" if typing.table.has_lines else "CAST(NULL AS BIGINT)",
        "first_line": f"CAST({typing.table.first_line} AS BIGINT)",
        "set_aside_text": f"CASE WHEN set_aside IS NOT NULL THEN concat_ws(' | ', {cells}) END",
    }
    outer = ", ".join(f"{constants.get(name, name)} AS {name}" for name in SPEND_COLUMNS)
    clean = "".join(f", {sql}" for _code, _label, sql in _category_cells(typing).values())
    typed = f"SELECT {front}{cells}, {inner} FROM (SELECT *{clean} FROM {read_table_sql(typing.table)})"
    return f"SELECT {outer} FROM (SELECT *, {_set_aside_sql(typing)} AS set_aside FROM ({typed}))"


def _one_of(value: str, texts: Sequence[str]) -> str:
    """A text that is one of a few, or nothing: a byte a row on the way to the file, where it is text like any other."""
    return f"CAST({value} AS ENUM({', '.join(quote(text) for text in texts)}))"


def _constant(text: str) -> str:
    return _one_of(quote(text), [text])


def _cell(typing: Typing, field: Field) -> str | None:
    return f"c{typing.mapping[field].position}" if field in typing.mapping else None


def _apply(typing: Typing, macro: str, field: Field, kind: str = "VARCHAR") -> str:
    cell = _cell(typing, field)
    return f"{macro}({cell})" if cell else f"CAST(NULL AS {kind})"


def _typed_columns(typing: Typing) -> dict[str, str]:
    """Every fact's SQL over the raw cells."""
    columns = {field.value: _apply(typing, "cell_name", field) for field in _NAMES}
    columns |= {field.value: _apply(typing, "cell_text", field) for field in _TEXTS}
    columns |= {field.value: _apply(typing, "cell_identifier", field) for field in _IDENTIFIERS}
    columns["company_number"] = _apply(typing, "cell_company_number", Field.COMPANY_NUMBER)
    for field in (Field.PAYMENT_DATE, Field.INVOICE_DATE):
        columns[field.value] = date_sql(typing, field)
    columns |= _money_columns(typing)
    columns["currency"] = _apply(typing, "cell_currency", Field.CURRENCY)
    columns |= _category_columns(typing)
    columns["capital_or_revenue"] = _apply(typing, "cell_capital", Field.CAPITAL_OR_REVENUE)
    method = _apply(typing, "cell_method", Field.METHOD)
    columns["method"] = f"coalesce({method}, 'card')" if typing.kind is LoadKind.CARD else method
    columns["is_grant"] = _apply(typing, "cell_yes", Field.IS_GRANT, "BOOLEAN")
    columns["is_redacted"] = f"is_withheld({_cell(typing, Field.SUPPLIER) or 'NULL'})"
    return columns


def date_sql(typing: Typing, field: Field) -> str:
    """A date column's SQL: the commonest form first, every other after it."""
    cell, forms = _cell(typing, field), typing.forms.get(field)
    if cell is None or forms is None:
        return "CAST(NULL AS DATE)"
    listed = ", ".join(quote(form) for form in forms.forms)
    slow = f"date_slow({cell}, [{listed}])"
    if forms.years:
        months = dict(forms.years)
        listed_years = ", ".join(str(months.get(month, "NULL")) for month in range(1, 13))
        return f"coalesce({slow}, date_of_year({cell}, [{listed_years}]))"
    if forms.is_iso:
        return f"coalesce(date_iso({cell}), {slow})"
    if forms.commonest:
        return f"coalesce(date_sane(CAST(try_strptime({cell}, {quote(forms.commonest)}) AS DATE)), {slow})"
    return slow


def _money_columns(typing: Typing) -> dict[str, str]:
    money = {
        field: _apply(typing, "cell_money", field, "DECIMAL(18,2)")
        for field in (Field.NET, Field.VAT, Field.GROSS, Field.AMOUNT, Field.IRRECOVERABLE_VAT)
    }
    choice = typing.choice
    used, basis, net = money[choice.field], _constant(choice.basis), money[Field.NET]
    if choice.less_vat:
        gross, vat = money[Field.GROSS], money[Field.VAT]
        net = f"{gross} - {vat}"
        used = f"{gross} - coalesce({vat}, 0)"
        basis = f"CASE WHEN {vat} IS NULL THEN 'gross' ELSE 'net' END"
    elif choice.field is Field.AMOUNT and choice.basis is Basis.NET:
        net = used
    if currency := _cell(typing, Field.CURRENCY):
        used = f"CASE WHEN coalesce(cell_currency({currency}), 'GBP') = 'GBP' THEN {used} END"
    return {
        "amount": f"CAST({used} AS DECIMAL(18,2))",
        "amount_basis": basis,
        "net": f"CAST({net} AS DECIMAL(18,2))",
        "vat": money[Field.VAT],
        "gross": money[Field.GROSS],
        "irrecoverable_vat": money[Field.IRRECOVERABLE_VAT],
    }


def _category_cells(typing: Typing) -> dict[str, tuple[str, str, str]]:
    """Each scheme that the table has, with the names and the SQL of its code and its label, cleaned."""
    found = {}
    for scheme, code_field, label_field in _SCHEMES:
        code = _cell(typing, code_field) if code_field else None
        label = _cell(typing, label_field)
        if code or label:
            clean = ", ".join(
                f"{f'cell_category({cell})' if cell else _EMPTY} AS {scheme}_{part}"
                for part, cell in (("code", code), ("label", label))
            )
            found[scheme] = (f"{scheme}_code", f"{scheme}_label", clean)
    return found


def _category_columns(typing: Typing) -> dict[str, str]:
    """Of several schemes the first that says something in the row."""
    schemes = _category_cells(typing)
    if not schemes:
        return {f"category_{part}": _EMPTY for part in ("code", "label", "scheme")}
    parts: dict[str, list[str]] = {"code": [], "label": [], "scheme": []}
    for scheme, (code, label, _clean) in schemes.items():
        says = f"WHEN {code} IS NOT NULL OR {label} IS NOT NULL THEN"
        for part, value in (("code", code), ("label", label), ("scheme", _one_of(quote(scheme), list(schemes)))):
            parts[part].append(f"{says} {value}")
    return {f"category_{part}": f"CASE {' '.join(cases)} END" for part, cases in parts.items()}


def _set_aside_sql(typing: Typing) -> str:
    """Why a row is no payment; NULL where it is one. The first reason that holds is given."""
    paid, day = _cell(typing, typing.choice.field), _cell(typing, Field.PAYMENT_DATE)
    places = range(len(typing.table.headings))
    cells = ", ".join(f"c{place}" for place in places)
    heading = typing.mapping[typing.choice.field].column
    earliest, latest = f"DATE '{EARLIEST_YEAR}-01-01'", f"DATE '{typing.today + LATEST}'"
    nameless = "coalesce(supplier, reference, purpose, department) IS NULL"
    reasons = (
        (f"trim(concat({cells})) = ''", Reason.BLANK),
        (f"lower(trim({paid})) = {quote(heading.strip().lower())}", Reason.HEADINGS),
        (f"(payment_date IS NULL OR supplier IS NULL) AND is_total(concat_ws('|', {cells}))", Reason.TOTAL),
        (f"amount IS NOT NULL AND payment_date IS NULL AND {nameless}", Reason.TOTAL),
        ("is_total_alone(supplier)", Reason.TOTAL),
        (f"is_foreign({paid}) OR coalesce(currency, 'GBP') <> 'GBP'", Reason.CURRENCY),
        (f"coalesce(trim({paid}), '') = '' AND coalesce(trim({day}), '') = ''", Reason.TITLE),
        (f"coalesce(trim({paid}), '') IN ('', '-', '£-', '£ -')", Reason.NO_AMOUNT),
        ("amount IS NULL", Reason.BAD_AMOUNT),
        (f"cell_text({day}) IS NULL", Reason.NO_DATE),
        ("payment_date IS NULL", Reason.BAD_DATE),
    )
    listed = " ".join(f"WHEN {holds} THEN {quote(reason)}" for holds, reason in reasons)
    note = "WHEN coalesce(note, '') <> '' THEN note " if typing.table.has_lines else ""
    fine = f"amount IS NOT NULL AND payment_date BETWEEN {earliest} AND {latest} AND NOT is_total_alone(supplier)"
    why = f"CASE {note}WHEN {fine} THEN NULL {listed} ELSE {quote(Reason.FAR_DATE)} END"
    return f"CAST({why} AS VARCHAR)" if note else _one_of(why, list(Reason))


def _why_unread(table: TableFile) -> Reason:
    if table.repeats:
        return Reason.SAME_SHEET
    return Reason.HIDDEN if table.is_hidden else Reason.NO_PAYMENTS


def unread_table_sql(table: TableFile, council: str, load_key: str) -> str:
    """A SELECT of a sheet that is not loaded: every row is kept for the account and set aside."""
    cells = ", ".join(f"c{place}" for place in range(len(table.headings)))
    constants = {
        "council": quote(council),
        "load_key": quote(load_key),
        "sheet": quote(table.sheet or ""),
        "line": "TRY_CAST(line AS BIGINT)",
        "is_redacted": "false",
        "set_aside": quote(_why_unread(table)),
        "set_aside_text": f"concat_ws(' | ', {cells})",
    }
    outer = ", ".join(
        f"{constants.get(name, f'CAST(NULL AS {kind})')} AS {name}" for name, kind in SPEND_COLUMNS.items()
    )
    return f"SELECT {outer} FROM {read_table_sql(table)}"
