"""Suppliers' names that are not found among those paid, and settling one. Import it once Django is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table, say_first
from goldthread.common.errors import UserError
from goldthread.evidence.coverage.actions import UNSAID, leave_name, said_of_name, settle_name, take_back
from goldthread.evidence.coverage.automatic import cover_if_needed, cover_soon
from goldthread.evidence.coverage.keep import check_something
from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.naming import (
    NameState,
    Suggested,
    count_names,
    names_not_found,
    names_settled,
    suggestions_of,
)
from goldthread.evidence.coverage.types import DecisionKind, name_key
from goldthread.evidence.matching.queries import find_supplier
from goldthread.evidence.matching.types import Standing
from goldthread.organisation.models import Council, Person
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.models import Contract

_MOST = 100


@dataclass(frozen=True)
class Answer:
    """What the options say of a name: one of the four, and why."""

    supplier: str
    no_payments: bool
    leave: bool
    take_back: bool
    why: str


def list_names(council_name: str, state_name: str, words: str, *, as_json: bool, actor: str | None) -> None:
    """The names of a state, of most pounds first. Payments are set beside contracts first where something changed."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.VIEW_EVIDENCE)
    state = _state(state_name)
    check_something(council)
    cover_if_needed(council=council, by=by)
    if state is NameState.SETTLED:
        _list_settled(council, words, as_json=as_json)
        return
    rows = list(names_not_found(council, state, words))
    likely = suggestions_of(council, rows)
    if as_json:
        print_json([_as_json(row, state, likely[row.key]) for row in rows])
        return
    print_table(
        ("Name on the register", "Contracts", "Pounds", "May be", "Because of", "Alike, of 100"),
        [
            (
                row.name,
                row.contracts,
                "" if row.value is None else f"{row.value:,.2f}",
                *((best.payee, best.reason, f"{best.confidence * 100:.0f}") if best else ("", "", "")),
            )
            for row in rows[:_MOST]
            for best in [next(iter(likely[row.key]), None)]
        ],
    )
    _say(council, len(rows))


def _state(name: str) -> NameState:
    if name not in set(NameState):
        raise UserError(f'"{name}" is no state of a name.', f"Give one of: {', '.join(NameState)}.")
    return NameState(name)


def _say(council: Council, shown: int) -> None:
    counts = count_names(council)
    more = say_first(_MOST, shown)
    print_words(f"{counts.open:,} names are to be settled, {counts.left:,} left, {counts.settled:,} settled.{more}")


def _as_json(row: NameNotFound, state: NameState, likely: Sequence[Suggested]) -> dict[str, object]:
    return {
        "name": row.name,
        "state": state.value,
        "contracts": row.contracts,
        "contracts_with_value": row.valued,
        "value": None if row.value is None else float(row.value),
        "suggestions": [
            {
                "supplier": each.supplier,
                "name": each.payee,
                "company_number": each.company_number or None,
                "paid": None if each.paid is None else float(each.paid),
                "reason": each.reason,
                "confidence": each.confidence,
            }
            for each in likely
        ],
    }


def _list_settled(council: Council, words: str, *, as_json: bool) -> None:
    rows = list(names_settled(council, words))
    if as_json:
        print_json([_decision_as_json(row) for row in rows])
        return
    print_table(
        ("Name on the register", "Is", "Why", "By", "On"),
        [
            (row.register_name, row.payee or "no payments", row.why, row.by or "", f"{row.at:%Y-%m-%d}")
            for row in rows[:_MOST]
        ],
    )
    _say(council, len(rows))


def _decision_as_json(row: CoverageDecision) -> dict[str, object]:
    state = NameState.LEFT if row.kind == DecisionKind.LEFT else NameState.SETTLED
    return {
        "name": row.register_name,
        "state": (NameState.OPEN if row.taken_back_at else state).value,
        "is": row.kind,
        "supplier": row.payee or None,
        "because": row.why,
        "by": row.by.email if row.by else None,
        "at": row.at.isoformat(timespec="seconds"),
        "taken_back": row.taken_back_at.isoformat(timespec="seconds") if row.taken_back_at else None,
    }


def settle(council_name: str, name: str, answer: Answer, *, as_json: bool, actor: str | None) -> None:
    """Say who a name is, leave it, or take back what was said."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.KEEP_REGISTER)
    if sum((bool(answer.supplier), answer.no_payments, answer.leave, answer.take_back)) != 1:
        raise UserError(
            f'Nothing, or more than one thing, was said of "{name}".',
            "Give one of --supplier SUPPLIER, --no-payments, --leave, --take-back.",
        )
    decision = _take_back(council, name, answer, by) if answer.take_back else _decide(council, name, answer, by)
    cover_soon(council=council, by=by)
    if as_json:
        print_json(_decision_as_json(decision))
        return
    print_words(_say_decision(decision))


def _decide(council: Council, name: str, answer: Answer, by: Person | None) -> CoverageDecision:
    why = answer.why.strip() or UNSAID
    _check_known(council, name)
    if answer.leave:
        return leave_name(council=council, register_name=name, why=why, by=by)
    payee = _payee(council, answer.supplier) if answer.supplier else ""
    return settle_name(council=council, register_name=name, payee=payee, why=why, by=by)


def _check_known(council: Council, name: str) -> None:
    """Raise `UserError` where no contract bears the name: a slip would settle nobody."""
    plain = " ".join(name.split())
    rows = Contract.objects.filter(council=council)
    if rows.filter(supplier_name__iexact=plain).exists():
        return
    held = NameNotFound.objects.filter(council=council)
    if held.filter(key=name_key(name)).exists():
        return
    near = get_close_matches(plain, held.values_list("name", flat=True), n=1)
    raise UserError(
        f'No contract of {council.name} names a supplier "{plain}".',
        f'Did you mean "{near[0]}"?' if near else f"See the names: goldthread contract names --council {council.slug}",
    )


def _payee(council: Council, supplier: str) -> str:
    """A published name of the supplier. Raises `UnknownSupplier`, and `UserError` for a private person."""
    found = find_supplier(council, supplier)
    if found.standing is Standing.INDIVIDUAL:
        raise UserError(
            f'"{found.name}" is a private person.', "Individuals are never held to be a name on the register."
        )
    return found.name


def _take_back(council: Council, name: str, answer: Answer, by: Person | None) -> CoverageDecision:
    decision = said_of_name(council, name)
    if decision is None:
        raise UserError(f'Nothing was said of "{name}".', "There is nothing to take back.")
    take_back(decision=decision, why=answer.why, by=by)
    decision.refresh_from_db()
    return decision


def _say_decision(decision: CoverageDecision) -> str:
    name = decision.register_name
    if decision.taken_back_at:
        return f'What was said of "{name}" counts no more.'
    if decision.kind == DecisionKind.LEFT:
        return f'"{name}" is left as it is.'
    return f'"{name}" is {decision.payee or "a supplier with no payments"}, for every contract that names it.'
