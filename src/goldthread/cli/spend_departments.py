"""Finance's names for departments from the command line. Import it once Django is ready."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from goldthread.cli.lookup import find_actor, find_department
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.actions import confirm_department
from goldthread.evidence.departments import NameInUse, names_in_use
from goldthread.evidence.matching.automatic import match_if_needed
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.models import Council, Department
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action


@dataclass(frozen=True)
class Choice:
    """One name and its department, or every suggestion that is like enough."""

    name: str | None
    department: str | None
    suggested: float | None


def list_names(council_name: str, *, only_open: bool, as_json: bool) -> None:
    """Finance's names by what was paid under them."""
    council = find_council(council_name)
    names = [name for name in names_in_use(council) if not (only_open and name.row.is_confirmed)]
    if as_json:
        print_json([_as_json(name) for name in names])
        return
    print_table(
        ("Finance's name", "Payments", "Net pounds", "Department", "Standing"),
        [(n.row.name, f"{n.payments:,}", f"{n.amount:,}", _department_of(n), _standing_of(n)) for n in names],
    )
    waiting = sum(not name.row.is_confirmed for name in names)
    print_words(f"{waiting:,} of {len(names):,} names are not confirmed; they count for no department.")


def _as_json(name: NameInUse) -> dict[str, object]:
    return {
        "name": name.row.name,
        "department": name.row.department.name if name.row.department else None,
        "is_confirmed": name.row.is_confirmed,
        "confirmed_by": name.row.confirmed_by.email if name.row.confirmed_by else None,
        "suggested": name.suggested.name if name.suggested else None,
        "likeness": name.likeness,
        "payments": name.payments,
        "net_total": float(name.amount),
    }


def _department_of(name: NameInUse) -> str:
    department = name.row.department if name.row.is_confirmed else name.suggested
    return department.name if department else ""


def _standing_of(name: NameInUse) -> str:
    if name.row.is_confirmed:
        return "confirmed"
    return f"suggested, {name.likeness:.0%} like" if name.suggested else "open"


def confirm_names(council_name: str, choice: Choice, *, dry_run: bool, as_json: bool, actor: str | None) -> None:
    """Confirm one name, or all suggestions that are like enough."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.LOAD_EVIDENCE)
    chosen = _chosen(council, choice)
    if not dry_run:
        with transaction.atomic():
            for row, department in chosen:
                confirm_department(name=row, department=department, by=by)
        if chosen:
            match_if_needed(council=council, by=by)
    if as_json:
        print_json([{"name": row.name, "department": d.name if d else None} for row, d in chosen])
    else:
        print_table(("Finance's name", "Department"), [(row.name, d.name if d else "none") for row, d in chosen])
    print_words(f"{len(chosen):,} names {'would be confirmed; nothing was written' if dry_run else 'were confirmed'}.")


def _chosen(council: Council, choice: Choice) -> Sequence[tuple[DepartmentName, Department | None]]:
    if choice.name is None and choice.suggested is None:
        raise UserError(
            what="Nothing to confirm was named.", do="Give a name, or --suggested 0.9 for every likely one."
        )
    if choice.name is None:
        open_names = [name for name in names_in_use(council) if not name.row.is_confirmed and name.suggested]
        return [(n.row, n.suggested) for n in open_names if n.likeness >= (choice.suggested or 0)]
    row = DepartmentName.objects.filter(council=council, name__iexact=choice.name.strip()).first()
    if row is None:
        raise UserError(
            what=f'No payment of {council.name} names a department "{choice.name}".',
            do=f"See the names with: goldthread spend departments list --council {council.slug}",
        )
    return [(row, find_department(council, choice.department) if choice.department else None)]
