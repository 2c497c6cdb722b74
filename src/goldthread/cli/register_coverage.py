"""What is on contract, from the command line. Import it once Django is ready."""

from decimal import Decimal

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.coverage.keep import check_something, is_current, latest_run, run_coverage
from goldthread.evidence.coverage.queries import Coverage, read_coverage
from goldthread.evidence.coverage.types import DepartmentCover, share
from goldthread.evidence.explorer.periods import Period, read_period
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action

_ALL = "all"


def show_coverage(council_name: str, period_key: str, *, again: bool, as_json: bool, actor: str | None) -> None:
    """Run where something has changed since, then print the figures of the period."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.VIEW_REGISTER)
    period = _read(period_key)
    check_something(council)
    run = latest_run(council)
    if run is None or again or not is_current(council, run):
        print_words("Setting payments beside contracts…")
        run = run_coverage(council=council, by=by)
    found = read_coverage(council, run, period)
    if as_json:
        print_json(_as_json(found))
        return
    _print(found, period)


def _read(key: str) -> Period:
    period = read_period("" if key == _ALL else key)
    if period is None:
        raise UserError(f'"{key}" is no period.', 'Give a financial year such as "2025-26", a quarter, or all.')
    return period


def _as_json(found: Coverage) -> dict[str, object]:
    cover = found.cover
    covered = share(cover.on_register, cover.third_party)
    return {
        "third_party_spend": float(cover.third_party),
        "on_contract": float(cover.on_contract),
        "off_contract": float(cover.off_contract),
        "unknown": float(cover.unknown),
        "excluded": {reason: float(amount) for reason, amount in cover.excluded.items()},
        "register_coverage": None if covered is None else float(covered),
        "contracts": found.contracts.as_json(),
        "by_department": [_department_as_json(part) for part in cover.departments],
    }


def _department_as_json(part: DepartmentCover) -> dict[str, object]:
    on = share(part.on_contract, part.third_party)
    return {
        "department": part.name,
        "is_confirmed": part.department is not None,
        "third_party_spend": float(part.third_party),
        "on_contract": float(part.on_contract),
        "off_contract": float(part.off_contract),
        "unknown": float(part.unknown),
        "excluded": float(part.excluded),
        "on_contract_share": None if on is None else float(on),
    }


def _print(found: Coverage, period: Period) -> None:
    cover = found.cover
    rows = [("Third-party spend", cover.third_party), ("On contract", cover.on_contract)]
    rows += [("Off contract", cover.off_contract)]
    rows += [(f"  {place.value}", amount) for place, amount in sorted(cover.by_place.items()) if place.is_off]
    rows += [("Unknown", cover.unknown)]
    rows += [(f"Left out: {reason}", amount) for reason, amount in cover.excluded.items()]
    print_table(
        (period.label.capitalize(), "Pounds", "Of third-party spend"),
        [(name, f"{amount:,.2f}", "" if "Left" in name else _say(amount, cover.third_party)) for name, amount in rows],
    )
    print_table(
        ("Department", "Third-party pounds", "On contract", "Off contract", "Unknown"),
        [
            (
                part.name,
                f"{part.third_party:,.2f}",
                *(_say(a, part.third_party) for a in (part.on_contract, part.off_contract, part.unknown)),
            )
            for part in cover.departments
        ],
    )
    counts = found.contracts
    print_words(
        f"{counts.live:,} live contracts: {counts.without_payments:,} without a payment, {counts.without_manager:,} "
        f"without a manager. {counts.expired_still_paid:,} were paid after their end."
    )


def _say(part: Decimal, whole: Decimal) -> str:
    found = share(part, whole)
    return "unknown" if found is None else f"{found:.1%}"
