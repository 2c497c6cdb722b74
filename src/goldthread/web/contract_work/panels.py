"""Sections of a contract's page for the work on it. Each asks the database once."""

from goldthread.register.types import ChangeState
from goldthread.web.contract_work.present_changes import view_change
from goldthread.web.contract_work.present_kpis import kpi_faults, present_kpis, say_kpis, with_last_rating
from goldthread.web.evidence.wording import short_pounds
from goldthread.web.register.scenes import Builder, Panel, Scene

FOLDER = "goldthread/work/panels/"
REVIEWS_SHOWN, ROWS_SHOWN = 5, 10


def build_changes(scene: Scene) -> Panel:
    """What was changed, and what somebody asks to change."""
    rows = list(scene.contract.changes.order_by("number"))
    approved = [row for row in rows if row.state == ChangeState.APPROVED]
    views = [view_change(row, approved) for row in rows]
    waiting = sum(1 for row in rows if row.state == ChangeState.REQUESTED)
    if not rows:
        says = "No change was asked for."
    else:
        last = f" All approved changes together add {views[rows.index(approved[-1])].together}." if approved else ""
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


def build_savings(scene: Scene) -> Panel:
    """What was saved. Kinds are shown beside each other, never added."""
    rows = [
        (
            row,
            short_pounds(row.claimed),
            f"{short_pounds(row.validated)} validated" if row.validated is not None else "not validated yet",
        )
        for row in scene.contract.savings.order_by("-financial_year", "-pk")[:ROWS_SHOWN]
    ]
    context = {"rows": rows, "may_keep": scene.may_keep}
    return Panel("savings", "What was saved", FOLDER + "savings.html", context)


def build_waivers(scene: Scene) -> Panel:
    """Where the council's own rules were departed from."""
    rows = list(scene.contract.waivers.order_by("-on", "-pk")[:ROWS_SHOWN])
    context = {"rows": rows, "may_keep": scene.may_keep}
    return Panel("waivers", "Waivers and breaches", FOLDER + "waivers.html", context)


BUILDERS: tuple[Builder, ...] = (
    build_changes,
    build_kpis,
    build_reviews,
    build_risks,
    build_savings,
    build_waivers,
)
