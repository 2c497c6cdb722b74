"""The records of work on a contract's page: one builder for each section, in the order of `BUILDERS`.

To add a section, write a builder and put it into `BUILDERS`. A page may ask the database 15 times in all, and does so
eight times without the sections: a builder asks once. One that has nothing to show returns None;
one that reads several short lists together returns a section for each.
"""

from decimal import Decimal

from goldthread.register.models import Contract, Tender
from goldthread.register.types import CALLED_OFF_FROM, Arrangement
from goldthread.web.contract_work import panels as work
from goldthread.web.evidence.wording import say_count, say_share, short_pounds
from goldthread.web.pipeline.panels import build_next
from goldthread.web.register.scenes import Builder, Panel, Scene
from goldthread.web.register.spend import Spent
from goldthread.web.register_files.otherwise import build_otherwise
from goldthread.web.strategic.panels import build_supplier


def build_tender(scene: Scene) -> Panel | None:
    """How the contract was advertised and won."""
    tender: Tender | None = getattr(scene.contract, "tender", None)
    if tender is None:
        return None
    return Panel("tender", "How it was won", "goldthread/register/panels/tender.html", {"tender": tender})


def build_call_offs(scene: Scene) -> Panel | None:
    """What was called off from a framework, a dynamic market or a DPS; a call-off without one says that it lacks it."""
    if scene.contract.arrangement == Arrangement.CALL_OFF and scene.contract.parent_id is None:
        context: dict[str, object] = {"is_orphan": True, "may_keep": scene.may_keep}
        return Panel("call-offs", "Called off from", "goldthread/register/panels/call_offs.html", context)
    if scene.contract.arrangement not in CALLED_OFF_FROM:
        return None
    rows = list(scene.contract.call_offs.order_by("end", "title"))
    paid = {row.pk: spent for row in rows if (spent := scene.spent.get(row.pk))}
    context = {
        "rows": [(row, short_pounds(paid[row.pk].amount) if row.pk in paid else "") for row in rows],
        "finding": _say_called_off(scene.contract, len(rows), list(paid.values())),
    }
    return Panel("call-offs", "Called off from it", "goldthread/register/panels/call_offs.html", context)


def _say_called_off(contract: Contract, count: int, spent: list[Spent]) -> str:
    """What the call-offs were paid together, and how much of the most that was agreed that is."""
    if not spent:
        return ""
    whole, first = sum((each.amount for each in spent), Decimal(0)), spent[0]
    whose = f"{len(spent):,} of {say_count(count, 'call-off')}" if len(spent) < count else say_count(count, "call-off")
    most = contract.maximum_value
    share = f", {say_share(whole, most)} of the {short_pounds(most)} that it can come to" if most else ""
    return (
        f"{short_pounds(whole)} {first.basis} was paid under {whose} from {first.since:%-d %B %Y}"
        f" to {first.until:%-d %B %Y}{share}."
    )


BUILDERS: tuple[Builder, ...] = (
    *(*work.BUILDERS, build_next, build_supplier, build_tender),
    *(build_otherwise, build_call_offs),
)


def build_panels(scene: Scene) -> list[Panel]:
    made = (build(scene) for build in BUILDERS)
    return [panel for each in made if each for panel in ((each,) if isinstance(each, Panel) else each)]
