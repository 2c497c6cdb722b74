"""Presents changes of contracts: the difference that each makes, what the law says of it, and lists of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.organisation.permissions import Standing
from goldthread.register.actions.changes import amount_to_approve, approved_changes, needs_notice, weigh_among
from goldthread.register.limits import limits_of, usual_limits
from goldthread.register.models import Change, Contract
from goldthread.register.rules import Weighed
from goldthread.register.types import ChangeState
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds

UNKNOWN = "not known"


@dataclass(frozen=True)
class Difference:
    """One line of what a change does: how it is now, and how it would be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeView:
    """A change with the difference it makes. `verdict` is its sentence, `reasons` why it is likely substantial."""

    change: Change
    differences: tuple[Difference, ...]
    verdict: str
    reasons: tuple[str, ...]
    notice: str
    is_grave: bool
    asks: str
    together: str


def view_change(change: Change, approved: Sequence[Change] | None = None) -> ChangeView:
    """The change held against the contract and every approved change before it."""
    if approved is None:
        approved = approved_changes(change.contract)
    weighed = weigh_among(change, approved)
    return ChangeView(
        change=change,
        differences=_differences(change, approved, weighed),
        verdict=_say_verdict(weighed, change.contract),
        reasons=weighed.reasons,
        notice=say_notice(change),
        is_grave=weighed.is_likely_substantial,
        asks=say_ask(change),
        together=_signed(weighed.value_share),
    )


def view_changes(changes: Iterable[Change]) -> list[ChangeView]:
    """Many at once: the approved changes of all their contracts are read together (one query)."""
    rows = list(changes)
    found: dict[int, list[Change]] = defaultdict(list)
    every = Change.objects.filter(
        contract__in={row.contract_id for row in rows}, state=ChangeState.APPROVED.value
    ).order_by("contract", "number")
    for each in every:
        found[each.contract_id].append(each)
    return [view_change(row, found[row.contract_id]) for row in rows]


def say_ask(change: Change) -> str:
    """ "£20,000 more, to 30 June 2027, other scope"."""
    parts = []
    if change.value_added:
        more = "more" if change.value_added > 0 else "less"
        parts.append(f"{short_pounds(abs(change.value_added))} {more}")
    if change.new_end:
        parts.append(f"to {change.new_end:%-d %B %Y}")
    if change.alters_scope:
        parts.append("other scope")
    return ", ".join(parts)


def say_notice(change: Change) -> str:
    """What is known of the contract change notice, in a sentence."""
    if change.notice_published_on:
        return f"The change notice was published on {change.notice_published_on:%-d %B %Y}."
    due = needs_notice(change)
    if due is None:
        return "Nobody can say whether a change notice is due: the contract’s regime, value or days are not known."
    if not due:
        return "No change notice is due."
    if change.state == ChangeState.APPROVED:
        return "A change notice is likely due, before the change is made. None is noted."
    return "A change notice is likely due, before the change is made."


def say_finding(rows: Sequence[ChangeView], total: int) -> str:
    """What waits, how much of it, and what is grave."""
    if not total:
        return "No change of a contract waits for a decision."
    added = sum((row.change.value_added or Decimal(0) for row in rows), Decimal(0))
    waits = "waits" if total == 1 else "wait"
    grave = sum(1 for row in rows if row.is_grave)
    more = f", {short_pounds(added)} in all" if added and total == len(rows) else ""
    told = f" {say_count(grave, 'is', 'are')} likely substantial." if grave else ""
    return f"{say_count(total, 'change')} {waits} for a decision{more}.{told}"


def who_decides(change: Change, standing: Standing) -> str:
    """The roles whose limit covers the change, in words, for those who may not decide on it."""
    amount = amount_to_approve(change)
    limits = limits_of(standing.council) or usual_limits()
    able = [role.label.lower() for role, limit in limits.items() if limit is None or amount <= limit]
    return " or ".join(f"a {name}" for name in able) or "the council’s administrator"


def _differences(change: Change, approved: Sequence[Change], weighed: Weighed) -> tuple[Difference, ...]:
    contract = change.contract
    held: Decimal = sum(
        (each.value_added or Decimal(0) for each in approved if each.number < change.number), Decimal(0)
    )
    value: Decimal | None = contract.awarded_value or contract.maximum_value
    before = value + held if value is not None else None
    after = before + (change.value_added or 0) if before is not None else None
    old, new = change.old_end, change.new_end or change.old_end
    rows = [
        Difference("Value with all changes", _amount(before), _amount(after)),
        Difference("Last day", f"{old:%-d %B %Y}" if old else UNKNOWN, f"{new:%-d %B %Y}" if new else UNKNOWN),
        Difference("Added to the value by all changes", _share(held, value), _percent(weighed.value_share)),
    ]
    if weighed.term_share is not None:
        rows.append(Difference("Added to the first term", "–", _percent(weighed.term_share)))
    if change.alters_scope:
        rows.append(Difference("What is provided", "as agreed", "changes"))
    return tuple(rows)


def _say_verdict(weighed: Weighed, contract: Contract) -> str:
    if weighed.is_likely_substantial:
        return (
            "This is likely a substantial change: a new procurement may be needed. Ask procurement before it is made."
        )
    if weighed.value_share is None and not (contract.awarded_value or contract.maximum_value):
        return "The contract has no value on the register, so nobody can say how much the changes add to it."
    return "Nothing here makes it a substantial change."


def _amount(value: Decimal | None) -> str:
    return exact_pounds(value) if value is not None else UNKNOWN


def _share(part: Decimal, whole: Decimal | None) -> str:
    return _percent(part / whole * 100) if whole else UNKNOWN


def _percent(share: Decimal | None) -> str:
    return f"{share:.1f}%" if share is not None else UNKNOWN


def _signed(share: Decimal | None) -> str:
    return f"{share:+.1f}%" if share is not None else UNKNOWN
