"""Sections of a contract's page for the work on it. Each asks the database once."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, DateField, DecimalField, Q, Value, When
from django.db.models.functions import Cast

from goldthread.register.attachments import seen_attachments
from goldthread.register.models import Lesson, Risk
from goldthread.register.types import ChangeState
from goldthread.web.contract_work.present_chain import ReturnLine, say_chain, say_return
from goldthread.web.contract_work.present_changes import view_change
from goldthread.web.contract_work.present_kpis import kpi_faults, present_kpis, say_kpis, with_last_rating
from goldthread.web.evidence.wording import say_count, short_pounds
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


def build_kept(scene: Scene) -> tuple[Panel, ...]:
    """When it was looked at, what was learned from it and its like, its documents: three short lists in one read."""
    contract = scene.contract
    reviewed = contract.reviews.order_by().values_list(Value("review"), "pk", "on", "kind", "findings")
    like = Q(contract=contract)
    if contract.category:
        like |= Q(category=contract.category) | Q(contract__category=contract.category)
    learned = Lesson.objects.filter(like, council=contract.council_id, withdrawn_at=None).order_by()
    lessons = learned.values_list(Value("lesson"), "pk", "on", Cast("contract", CharField()), "title")
    seen = seen_attachments(scene.standing).filter(contract=contract, withdrawn_at=None).order_by()
    documents = seen.values_list(
        Value("document"),
        "pk",
        Cast("added_at", DateField()),
        Case(When(is_restricted=True, then=Value("restricted")), default=Value("")),
        "title",
    )
    rows = sorted(reviewed.union(lessons, documents, all=True), key=lambda row: (row[2], row[1]), reverse=True)
    reviews = [row[1:] for row in rows if row[0] == "review"][:REVIEWS_SHOWN]
    told = [(row[1], row[4], row[3] == str(contract.pk)) for row in rows if row[0] == "lesson"]
    held = [(row[1], row[4], row[2], row[3]) for row in rows if row[0] == "document"]
    return (
        Panel("reviews", "Reviews", FOLDER + "reviews.html", {"rows": reviews, "may_keep": scene.may_keep}),
        Panel(
            "lessons",
            "Lessons",
            FOLDER + "lessons.html",
            {"rows": told[:ROWS_SHOWN], "says": _say_lessons(told), "may_keep": scene.may_keep},
        ),
        Panel(
            "documents", "Documents", FOLDER + "documents.html", {"rows": held[:ROWS_SHOWN], "may_keep": scene.may_keep}
        ),
    )


def _say_lessons(told: Sequence[tuple[int, str, bool]]) -> str:
    own = sum(is_own for _pk, _title, is_own in told)
    parts = [f"{say_count(own, 'lesson')} from this contract"] if own else []
    parts += [f"{say_count(len(told) - own, 'lesson')} from contracts like this"] if len(told) > own else []
    return f"{' and '.join(parts)}."


def build_risks(scene: Scene) -> Panel:
    """What can go wrong with the contract, with its supplier, or with all that is bought in its category."""
    contract, touching = scene.contract, Q(contract=scene.contract)
    if contract.supplier_name:
        touching |= Q(contract__isnull=True, supplier_name__iexact=contract.supplier_name)
    if contract.category:
        touching |= Q(contract__isnull=True, supplier_name="", category__iexact=contract.category)
    rows = list(Risk.objects.filter(touching, council=contract.council_id, closed_on__isnull=True)[:ROWS_SHOWN])
    context = {"rows": rows, "may_keep": scene.may_keep}
    return Panel("risks", "What can go wrong", FOLDER + "risks.html", context)


def build_money(scene: Scene) -> tuple[Panel, ...]:
    """What was saved, where rules were departed from, how subcontractors are paid: three short lists in one read."""
    saved = scene.contract.savings.order_by().values_list(
        Value("saving"), "pk", "title", "kind", "financial_year", "claimed", "validated"
    )
    departed = scene.contract.waivers.order_by().values_list(
        Value("waiver"),
        "pk",
        "title",
        "kind",
        "state",
        "value",
        Cast(Value(None), DecimalField(max_digits=18, decimal_places=2)),
    )
    returned = scene.contract.chain_returns.order_by().values_list(
        Value("return"),
        "pk",
        Cast("period_end", CharField()),
        Cast("median_days", CharField()),
        Value(""),
        Cast("paid", DecimalField(max_digits=18, decimal_places=2)),
        Cast("paid_in_time", DecimalField(max_digits=18, decimal_places=2)),
    )
    rows = sorted(saved.union(departed, returned, all=True), key=lambda row: -row[1])
    savings = [
        (title, when, short_pounds(claimed), kind, f"{short_pounds(held)} validated" if held is not None else NOT_YET)
        for what, _pk, title, kind, when, claimed, held in rows
        if what == "saving"
    ]
    waivers = [(pk, title, kind, state) for what, pk, title, kind, state, *_ in rows if what == "waiver"]
    context = {"savings": savings[:ROWS_SHOWN], "waivers": waivers[:ROWS_SHOWN], "may_keep": scene.may_keep}
    returns = [_line_of(*row[1:4], *row[5:]) for row in rows if row[0] == "return"]
    return (Panel("savings", "Savings, waivers and breaches", FOLDER + "money.html", context), _chain(scene, returns))


def _line_of(pk: int, end: str, median: str | None, paid: Decimal, in_time: Decimal) -> ReturnLine:
    says = say_return(int(paid), int(in_time), int(median) if median else None)
    return ReturnLine(pk, date.fromisoformat(end), says)


def _chain(scene: Scene, returns: Sequence[ReturnLine]) -> Panel:
    """How the prime contractor pays its own suppliers, the latest period first."""
    lines = sorted(returns, key=lambda line: line.period_end, reverse=True)
    context = {
        "rows": lines[:REVIEWS_SHOWN],
        "says": say_chain(lines, scene.contract.has_concerns_route),
        "may_keep": scene.may_keep,
    }
    return Panel("chain", "Its supply chain", FOLDER + "chain.html", context)


BUILDERS: tuple[Builder, ...] = (
    build_changes,
    build_kpis,
    build_kept,
    build_risks,
    build_money,
)
