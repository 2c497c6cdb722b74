"""Puts the contracts on the register with their options, breaks and tenders, as the council's files gave them."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from goldthread.demo.contracts.stage import Stage
from goldthread.demo.contracts.tables import Row, read_table
from goldthread.organisation.events import Told
from goldthread.organisation.types import Role
from goldthread.register.actions.bulk import GivenContract, keep_given_contracts
from goldthread.register.actions.contracts import subject_of
from goldthread.register.models import Break, Contract, Extension, Tender
from goldthread.register.types import VatBasis

T = TypeVar("T", Extension, Break)
_VAT = {"awarded_value": "awarded_vat", "maximum_value": "maximum_vat"}


def put_contracts(stage: Stage) -> None:
    """Every contract, by the day on which the register came; a framework comes before what is called off from it."""
    tenders = {row["contract"]: row for row in read_table("tenders")}
    rows = sorted(read_table("contracts"), key=lambda row: (row["kept_on"], bool(row["parent"])))
    for (day, _), group in groupby(rows, key=lambda row: (row["kept_on"], bool(row["parent"]))):
        stage.clock.set_to(date.fromisoformat(day), 9)
        given = [_give(row, tenders.get(row["reference"]), stage) for row in group]
        keep_given_contracts(
            council=stage.council,
            contracts=given,
            by=stage.who(Role.COORDINATOR),
            why="The register as departments sent it.",
        )
        stage.contracts |= {each.contract.reference: each.contract for each in given}
    _put_terms(stage)


def _give(row: Row, tender: Row | None, stage: Stage) -> GivenContract:
    values = stage.cells.values(Contract, row)
    values |= {basis: VatBasis.EXCLUDED.value for amount, basis in _VAT.items() if amount in values}
    links: Mapping[str, Any] = {
        "department": stage.department(row["department"]),
        "parent": stage.contract(row["parent"]),
        "manager": stage.person(row["manager"]),
    }
    values |= {name: linked for name, linked in links.items() if linked is not None}
    told = stage.cells.values(Tender, tender) if tender else {}
    return GivenContract(contract=Contract(), values=values, given=values, tender=told)


def _put_terms(stage: Stage) -> None:
    """Options to extend and breaks, an hour after the last contracts came."""
    stage.clock.pass_minutes(60)
    terms: list[Extension | Break] = [*_make(Extension, "extensions", stage), *_make(Break, "breaks", stage)]
    stage.record(
        [
            Told(
                f"{type(term).__name__.lower()}.added", subject_of(term.contract), f"{term.contract}: {term} was added"
            )
            for term in terms
        ]
    )


def _make(model: type[T], table: str, stage: Stage) -> list[T]:
    rows = [
        model(contract=stage.contracts[row["contract"]], **stage.cells.values(model, row)) for row in read_table(table)
    ]
    return model._default_manager.bulk_create(rows)
