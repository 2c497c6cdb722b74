"""Reads what is planted, and refuses a plan whose shares do not add up."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from goldthread.demo.payments.types import LOCAL, CardPlan, Group, Plan, Sector, Shape, Stream

_WITH = "OCDP"


class BadPlan(ValueError):
    """The plan contradicts itself: a fault of ours, met by the tests."""


@cache
def read_plan() -> Plan:
    """The plan that ships with the demonstration."""
    truths, suppliers = read_file("truths"), read_file("suppliers")
    return Plan(
        years=tuple(truths["years"]),
        credit_value_per_cent=truths["credits"]["per_cent_of_value"],
        credit_lines_per_cent=truths["credits"]["per_cent_of_lines"],
        streams=tuple(s for name, told in truths["departments"].items() for s in _read_streams(name, told)),
        cards=tuple(
            CardPlan(name, tuple(told["spend"]), tuple(told["lines"])) for name, told in truths["cards"].items()
        ),
        finance_names={name: tuple(names) for name, names in suppliers["departments"].items()},
        wards=tuple(suppliers["wards"]),
        merchants=tuple((name, code, label, what) for name, code, label, what in suppliers["merchants"]),
    )


@cache
def read_file(name: str) -> Mapping[str, Any]:
    """One of the data files beside this module."""
    path = files("goldthread.demo.payments").joinpath("data", f"{name}.yaml")
    read: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def read_groups() -> tuple[Group, ...]:
    """The groups of suppliers in the order of their file."""
    return tuple(
        Group(
            id=row["id"],
            sector=Sector(row["sector"]),
            size=row["size"],
            is_local=row["where"] == LOCAL,
            has_numbers=row["numbers"] == "published",
            count=row.get("count", len(row.get("named", ()))),
            trades=tuple(row.get("trades", ())),
            named=tuple(row.get("named", ())),
        )
        for row in read_file("suppliers")["groups"]
    )


def _read_streams(department: str, told: Mapping[str, Any]) -> Iterator[Stream]:
    rows = [dict(zip(told["columns"], row, strict=True)) for row in told["streams"]]
    for year, spend in enumerate(told["spend"]):
        total = sum(Decimal(str(row["share"][year])) for row in rows)
        if total != 100:
            raise BadPlan(f"{department}: the shares of year {year + 1} add up to {total}, not to 100.")
        if any(Decimal(str(row["share"][year])) * spend % 100 for row in rows):
            raise BadPlan(f"{department}: a share of year {year + 1} is not in whole pounds.")
    for row in rows:
        yield _read_stream(department, row, told["spend"])


def _read_stream(department: str, row: Mapping[str, Any], spend: Sequence[int]) -> Stream:
    order, contract, invoice_date, proclass = (
        letter == wanted for letter, wanted in zip(row["with"], _WITH, strict=True)
    )
    shares = zip(row["share"], spend, strict=True)
    return Stream(
        id=row["id"],
        department=department,
        purpose=row["for"],
        proclass=row["proclass"],
        group=row["group"],
        values=tuple(int(Decimal(str(share)) * pounds / 100) for share, pounds in shares),
        lines=tuple(row["lines"]),
        has_order=order,
        has_contract=contract,
        has_invoice_date=invoice_date,
        has_proclass=proclass,
        late_per_cent=row["late"],
        shape=Shape(row["shape"]),
    )
