"""Withdrawing a register's load from the command line. Import it once Django is ready."""

from goldthread.cli.contract_show import find_contract_load
from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.evidence.contracts.actions import diffs_as_json
from goldthread.evidence.contracts.withdrawing import Withdrawal, plan_withdrawal, withdraw_register
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action


def withdraw_contracts(
    council_name: str, key: str, why: str, *, is_dry_run: bool, as_json: bool, actor: str | None
) -> None:
    """Show what withdrawing a load does, and do it unless it is only to be shown."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.KEEP_REGISTER)
    load = find_contract_load(council, key)
    if is_dry_run:
        plan = plan_withdrawal(load)
    else:
        plan = withdraw_register(load=load, why=why, by=by)
        cover_soon(council=council, by=by)
    if as_json:
        print_json({"load": load.key, "file": load.file_name, **withdrawal_as_json(plan)})
    else:
        print_table(("Contract", "What becomes of it"), _rows(plan))
    words = "would be withdrawn; nothing was written" if is_dry_run else "was withdrawn"
    print_words(
        f"{load.file_name} {words}: {len(plan.removed):,} off the register, {len(plan.restored):,} as before. "
        f"{_stay(len(plan.left))}"
    )


def _stay(count: int) -> str:
    if count == 0:
        return "Nothing was done since that has to stay."
    return f"{count:,} {'thing stays' if count == 1 else 'things stay'}: see each with its reason above."


def withdrawal_as_json(plan: Withdrawal) -> dict[str, object]:
    """Every contract that goes, goes back, or stays."""
    return {
        "removed": [str(contract) for contract in plan.removed],
        "restored": [{"contract": str(each.contract), "fields": diffs_as_json(each.diffs)} for each in plan.restored],
        "left": [{"contract": str(contract), "why": reason} for contract, reason in plan.left],
    }


def _rows(plan: Withdrawal) -> list[tuple[str, str]]:
    rows = [(str(contract), "off the register") for contract in plan.removed]
    for each in plan.restored:
        names = ", ".join(diff.field.replace("_", " ") for diff in each.diffs) or "columns without a field"
        rows.append((str(each.contract), f"as before: {names}"))
    return [*rows, *((str(contract), f"stays: {reason}") for contract, reason in plan.left)]
