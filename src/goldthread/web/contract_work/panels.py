"""Sections of a contract's page for the work on it. Each asks the database once."""

from django.db.models import DecimalField, Value
from django.db.models.functions import Cast

from goldthread.register.types import ChangeState
from goldthread.web.contract_work.present_changes import view_change
from goldthread.web.contract_work.present_kpis import kpi_faults, present_kpis, say_kpis, with_last_rating
from goldthread.web.evidence.wording import short_pounds
from goldthread.web.register.scenes import Builder, Panel, Scene

FOLDER = "goldthread/work/panels/"
REVIEWS_SHOWN, ROWS_SHOWN = 5, 10
NOT_YET = "not validated yet"


def build_changes(scene: Scene) -> Panel:
    """What was changed, and what somebody asks to change."""
    rows = list(scene.contract.changes.order_by("number"))
    approved = [row for row in rows if row.state == ChangeState.APPROVED]
    views = [view_change(row, approved) for row in rows]
    waiting = sum(1 for row in rows if row.state == ChangeState.REQUESTED)
    if not rows:
        says = "No change was asked for."
    else:
        last = f" All approved changes together: {views[rows.index(approved[-1])].together}." if approved else ""
        says = f"{len(rows)} asked for, {len(approved)} approved, {waiting} waiting.{last}"
    return Panel(
        "changes", "Changes", FOLDER + "changes.html", {"rows": views, "says": says, "may_keep": scene.may_keep}
    )


def build_kpis(scene: Scene) -> Panel:
    """How it performs."""
    kpis = list(with_last_rating(scene.contract.kpis.filter(retired_at__isnull=True)).order_by("number"))
    lines = present_kpis(scene.contract, kpis, scene.today)
    context = {
        "rows": lines,
        "says": say_kpis(lines),
        "faults": kpi_faults(scene.contract, kpis, scene.today),
        "may_keep": scene.may_keep,
    }
    return Panel("kpis", "How it performs", FOLDER + "kpis.html", context)


def build_reviews(scene: Scene) -> Panel:
    """When it was looked at, and what was found."""
    rows = list(scene.contract.reviews.order_by("-on", "-pk")[:REVIEWS_SHOWN])
    return Panel("reviews", "Reviews", FOLDER + "reviews.html", {"rows": rows, "may_keep": scene.may_keep})


def build_risks(scene: Scene) -> Panel:
    """What can go wrong."""
    rows = list(scene.contract.risks.filter(closed_on__isnull=True)[:ROWS_SHOWN])
    context = {"rows": rows, "may_keep": scene.may_keep}
    return Panel("risks", "What can go wrong", FOLDER + "risks.html", context)


def build_money(scene: Scene) -> Panel:
    """What was saved, and where the council's own rules were departed from: two short lists, read together."""
    saved = scene.contract.savings.order_by().values_list(
        Value("saving"), "pk", "title", "kind", "financial_year", "claimed", "validated"
    )
    departed = scene.contract.waivers.order_by().values_list(
        Value("waiver"), "pk", "title", "kind", "state", "value", Cast(Value(None), DecimalField())
    )
    rows = sorted(saved.union(departed, all=True), key=lambda row: -row[1])
    savings = [
        (title, when, short_pounds(claimed), kind, f"{short_pounds(held)} validated" if held is not None else NOT_YET)
        for what, _pk, title, kind, when, claimed, held in rows
        if what == "saving"
    ]
    waivers = [(pk, title, kind, state) for what, pk, title, kind, state, *_ in rows if what == "waiver"]
    context = {"savings": savings[:ROWS_SHOWN], "waivers": waivers[:ROWS_SHOWN], "may_keep": scene.may_keep}
    return Panel("savings", "Savings, waivers and breaches", FOLDER + "money.html", context)


BUILDERS: tuple[Builder, ...] = (
    build_changes,
    build_kpis,
    build_reviews,
    build_risks,
    build_money,
)
