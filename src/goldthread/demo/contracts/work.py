"""The work on contracts: KPIs, ratings, reviews, risks, changes, savings and waivers, each through its own action."""

from datetime import date
from functools import partial

from goldthread.demo.contracts.stage import Stage, Timeline
from goldthread.demo.contracts.tables import Row, read_table
from goldthread.organisation.types import Role
from goldthread.register.actions.changes import AskedChange, decide_change, request_change
from goldthread.register.actions.performance import add_kpi, add_review, rate_kpi
from goldthread.register.actions.records import tell
from goldthread.register.actions.risks import (
    SaidRisk,
    SaidSaving,
    SaidWaiver,
    claim_saving,
    decide_waiver,
    record_waiver,
    save_risk,
    validate_saving,
)
from goldthread.register.actions.supply_chain import SaidReturn, record_return
from goldthread.register.models import ChainReturn, Change, ContractKpi, Review, Risk, Saving, Waiver
from goldthread.register.types import Rating, ReviewKind, RiskKind, SavingKind, WaiverKind


def plan_work(stage: Stage, timeline: Timeline) -> None:
    """Put every piece of work on its day."""
    kpis: dict[tuple[str, str], ContractKpi] = {}
    for row in read_table("kpis"):
        timeline.put(_day(row), partial(_add_kpi, row, stage, kpis))
    for row in read_table("ratings"):
        timeline.put(_day(row), partial(_rate, row, stage, kpis))
    for row in read_table("reviews"):
        timeline.put(_day(row), partial(_review, row, stage))
    for row in read_table("chain-returns"):
        timeline.put(_day(row), partial(_return, row, stage))
    for row in read_table("risks"):
        timeline.put(_day(row), partial(_risk, row, stage))
    for row in read_table("changes"):
        _plan_change(row, stage, timeline)
    for row in read_table("savings"):
        _plan_saving(row, stage, timeline)
    for row in read_table("waivers"):
        _plan_waiver(row, stage, timeline)


def _day(row: Row, name: str = "on") -> date:
    return date.fromisoformat(row[name])


def _add_kpi(row: Row, stage: Stage, kpis: dict[tuple[str, str], ContractKpi]) -> None:
    contract = stage.contracts[row["contract"]]
    told = stage.cells.values(ContractKpi, row)
    kpis[row["contract"], row["name"]] = add_kpi(contract=contract, by=stage.keeper(contract), **told)


def _rate(row: Row, stage: Stage, kpis: dict[tuple[str, str], ContractKpi]) -> None:
    rate_kpi(
        kpi=kpis[row["contract"], row["kpi"]],
        period_end=_day(row, "period_end"),
        rating=Rating(row["rating"]),
        achieved=row["achieved"],
        note=row["note"],
        by=stage.keeper(stage.contracts[row["contract"]]),
    )


def _review(row: Row, stage: Stage) -> None:
    contract = stage.contracts[row["contract"]]
    told = stage.cells.values(Review, row) | {"kind": ReviewKind(row["kind"])}
    add_review(contract=contract, by=stage.keeper(contract), **told)


def _return(row: Row, stage: Stage) -> None:
    contract = stage.contracts[row["contract"]]
    said = SaidReturn(**stage.cells.values(ChainReturn, row))
    record_return(contract=contract, said=said, by=stage.keeper(contract))


def _risk(row: Row, stage: Stage) -> None:
    contract = stage.contracts[row["contract"]]
    told = stage.cells.values(Risk, row) | {"kind": RiskKind(row["kind"])}
    save_risk(council=stage.council, contract=contract, said=SaidRisk(**told), by=stage.keeper(contract))


def _plan_change(row: Row, stage: Stage, timeline: Timeline) -> None:
    """Asked for by one person, decided by the chief officer, and reported where a day is given."""
    contract = stage.contracts[row["contract"]]
    asked = AskedChange(
        **stage.cells.values(Change, row, ("title", "reason", "value_added", "new_end", "is_on_standard_form"))
    )
    made: list[Change] = []
    timeline.put(
        _day(row),
        lambda: made.append(request_change(contract=contract, asked=asked, by=stage.person(row["by"]))),
    )
    if row["decided_on"]:
        timeline.put(
            _day(row, "decided_on"),
            lambda: decide_change(
                change=made[0], approve=True, because=row["decided_because"], standing=stage.standing(Role.APPROVER)
            ),
        )
    if row["reported_on"]:
        timeline.put(_day(row, "reported_on"), lambda: _report_change(made[0], _day(row, "reported_on"), stage))


def _report_change(change: Change, on: date, stage: Stage) -> None:
    Change.objects.filter(pk=change.pk).update(reported_on=on)
    tell(
        council=stage.council,
        by=stage.who(Role.COORDINATOR),
        kind="change.reported",
        about=change.contract,
        summary=f"{change.contract}: change {change.number} was reported to the directors",
        after={"reported_on": on},
    )


def _plan_saving(row: Row, stage: Stage, timeline: Timeline) -> None:
    """Claimed by a department; validated by finance where a day is given."""
    names = ("title", "method", "financial_year", "claimed", "is_from_contractor", "is_from_break")
    said = SaidSaving(kind=SavingKind(row["kind"]), **stage.cells.values(Saving, row, names))
    contract = stage.contract(row["contract"])
    made: list[Saving] = []
    timeline.put(
        _day(row),
        lambda: made.append(
            claim_saving(council=stage.council, said=said, by=stage.person(row["by"]), contract=contract)
        ),
    )
    if row["validated_on"]:
        amount = stage.cells.values(Saving, row, ("validated",))["validated"]
        timeline.put(
            _day(row, "validated_on"),
            lambda: validate_saving(saving=made[0], validated=amount, standing=stage.standing(Role.FINANCE)),
        )


def _plan_waiver(row: Row, stage: Stage, timeline: Timeline) -> None:
    """Asked for or recorded, decided by the chief officer, and reported to scrutiny where a day is given."""
    names = ("title", "reason_code", "on", "reason", "reference", "supplier_name", "value")
    said = SaidWaiver(kind=WaiverKind(row["kind"]), **stage.cells.values(Waiver, row, names))
    department = stage.department(row["department"])
    made: list[Waiver] = []
    timeline.put(
        _day(row),
        lambda: made.append(
            record_waiver(council=stage.council, said=said, by=stage.person(row["by"]), department=department)
        ),
    )
    if row["decided_on"]:
        timeline.put(
            _day(row, "decided_on"),
            lambda: decide_waiver(
                waiver=made[0],
                approve=row["approve"] == "yes",
                because=row["decided_because"],
                standing=stage.standing(Role.APPROVER),
            ),
        )
    if row["reported_on"]:
        timeline.put(_day(row, "reported_on"), lambda: _report_waiver(made[0], _day(row, "reported_on"), stage))


def _report_waiver(waiver: Waiver, on: date, stage: Stage) -> None:
    Waiver.objects.filter(pk=waiver.pk).update(reported_on=on)
    tell(
        council=stage.council,
        by=stage.who(Role.COORDINATOR),
        kind=f"{waiver.kind}.reported",
        about=None,
        summary=f"{waiver.title}: it was reported to scrutiny",
        after={"reported_on": on},
    )
