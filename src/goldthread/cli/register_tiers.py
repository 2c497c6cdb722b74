"""Tiers of contracts and suppliers by segmentation, from the command line. Import it once Django is ready."""

from collections.abc import Sequence

from django.utils import timezone

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table, say_first
from goldthread.common.errors import UserError
from goldthread.common.words import list_in_words
from goldthread.evidence.who_is import register_keys
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.actions.segments import UNSETTLED, run_segmentation
from goldthread.register.models import SegmentationRow, SegmentationRun
from goldthread.register.segmentation.queries import latest_segmentation, rule_of, rule_of_run
from goldthread.register.segmentation.rules import met_by
from goldthread.register.segmentation.types import LOWEST, Dimension, Segmented, SegmentRule

_MOST = 100


def show_tiers(council_name: str, kind: str, tier: str, *, again: bool, as_json: bool, actor: str | None) -> None:
    """The rows of the latest run; `again` makes one first, which needs the right to keep the register."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.KEEP_REGISTER if again else Action.VIEW_REGISTER)
    if again:
        run_segmentation(council=council, by=by, who=register_keys(council, timezone.localdate()))
    run = latest_segmentation(council)
    if run is None:
        raise UserError(
            f"The contracts of {council.name} have not been placed in tiers.",
            f"Place them: goldthread register tiers --council {council.slug} --again",
        )
    rule = rule_of_run(run)
    rows = _choose(run, rule, kind, tier)
    if as_json:
        print_json(_as_json(council, run, rule, rows))
        return
    print_table(
        ("Name", "Is a", "Tier", "Because of", "Pounds a year"),
        [
            (
                str(row.contract or row.name)[:60],
                row.kind,
                row.tier or UNSETTLED,
                say_why(row, rule),
                "" if row.annual_value is None else f"{row.annual_value:,.2f}",
            )
            for row in rows[:_MOST]
        ],
    )
    more = say_first(_MOST, len(rows))
    print_words(f"{_say_run(council, run)} {len(rows):,} rows.{more}")


def _choose(run: SegmentationRun, rule: SegmentRule, kind: str, tier: str) -> list[SegmentationRow]:
    kinds = {each.value for each in Segmented} | {f"{each.value}s" for each in Segmented}
    names = [each.name for each in rule.tiers]
    if kind and kind not in kinds:
        raise UserError(f'"{kind}" is no kind of row.', "Give contract or supplier.")
    if tier and tier not in {*names, UNSETTLED}:
        raise UserError(
            f'The {run.rule_version} has no tier "{tier}".', f"Give one of: {', '.join(names)}, {UNSETTLED}."
        )
    rows = run.rows.select_related("contract", "department").order_by("kind", "-annual_value", "name", "pk")
    rows = rows.filter(kind=kind.removesuffix("s")) if kind else rows
    return list(rows.filter(tier="" if tier == UNSETTLED else tier) if tier else rows)


def say_why(row: SegmentationRow, rule: SegmentRule) -> str:
    """What put the row in its tier, or what would settle it."""
    if not row.tier:
        return f"at least {row.at_least}, could be {row.at_most}: nobody has said {list_in_words(row.unsettled_by)}"
    way = met_by(_least(row), next(each for each in rule.tiers if each.name == row.tier))
    if way is None:
        return "it meets no higher tier"
    return " and ".join(f"{each.value} {least}" for each, least in way.items()) + " or more"


def _least(row: SegmentationRow) -> dict[Dimension, int]:
    """The scores that are certain: what is unknown counts as the lowest."""
    return {each: getattr(row, each.value) or row.at_least_only.get(each.value, LOWEST) for each in Dimension}


def _say_run(council: Council, run: SegmentationRun) -> str:
    old = "" if rule_of(council).version == run.rule_version else " A newer rule holds: run again with --again."
    return f"Run of {run.on:%-d %B %Y} by the {run.rule_version}.{old}"


def _as_json(
    council: Council, run: SegmentationRun, rule: SegmentRule, rows: Sequence[SegmentationRow]
) -> dict[str, object]:
    return {
        "run_on": run.on.isoformat(),
        "run_by": run.by.email if run.by else None,
        "rule_version": run.rule_version,
        "is_rule_of_today": rule_of(council).version == run.rule_version,
        "rule": run.rule,
        "counts": run.counts,
        "rows": [_row_as_json(row, run, rule) for row in rows],
    }


def _row_as_json(row: SegmentationRow, run: SegmentationRun, rule: SegmentRule) -> dict[str, object]:
    contract = row.contract
    return {
        "kind": row.kind,
        "name": row.name,
        "contract": contract.pk if contract else None,
        "reference": (contract.reference or None) if contract else None,
        "names": row.names,
        "department": row.department.name if row.department else None,
        "contracts": row.contracts,
        "tier": row.tier or None,
        "at_least": row.at_least,
        "at_most": row.at_most,
        "not_settled_by": row.unsettled_by,
        "because": say_why(row, rule),
        "annual_value": None if row.annual_value is None else float(row.annual_value),
        "scores": {each.value: getattr(row, each.value) for each in Dimension},
        "scores_at_least": row.at_least_only,
        "rule_version": run.rule_version,
    }
