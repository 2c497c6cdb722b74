"""Finance's names for departments, and which of the council's departments each is most like."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from goldthread.evidence.models import DepartmentName
from goldthread.evidence.queries import open_spend
from goldthread.evidence.store import ask
from goldthread.organisation.models import Council, Department
from goldthread.organisation.queries import live_departments

LIKELY = 0.6
"""Below this likeness nothing is suggested."""

_GENERIC = frozenset(
    {"and", "the", "of", "department", "dept", "directorate", "service", "services", "council", "group"}
)


@dataclass(frozen=True)
class NameInUse:
    """One of finance's names with its payments, and the department that it stands for or may stand for."""

    row: DepartmentName
    payments: int
    amount: Decimal
    suggested: Department | None
    likeness: float


def names_in_use(council: Council) -> list[NameInUse]:
    """Finance's names by how much was paid under them; unconfirmed ones carry a suggestion where one is likely."""
    paid = _paid_by_name(council)
    departments = list(live_departments(council))
    rows = DepartmentName.objects.filter(council=council).select_related("department", "confirmed_by")
    found = []
    for row in rows:
        payments, amount = paid.get(row.name, (0, Decimal(0)))
        suggested, likeness = (None, 0.0) if row.is_confirmed else suggest_department(row.name, departments)
        found.append(NameInUse(row, payments, amount, suggested, likeness))
    return sorted(found, key=lambda name: (-abs(name.amount), name.row.name))


def _paid_by_name(council: Council) -> dict[str, tuple[int, Decimal]]:
    with open_spend([council]) as db:
        rows = ask(
            db,
            "SELECT coalesce(department, service, cost_centre), count(*), sum(amount) FROM spend "
            "WHERE coalesce(department, service, cost_centre) IS NOT NULL GROUP BY 1",
        )
    return {str(name): (int(count), Decimal(amount)) for name, count, amount in rows}


def suggest_department(name: str, departments: Sequence[Department]) -> tuple[Department | None, float]:
    """The department whose name is most like, and how like (0 to 1); None below `LIKELY`."""
    ranked = sorted(((_likeness(name, d), d) for d in departments), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < LIKELY:
        return None, ranked[0][0] if ranked else 0.0
    return ranked[0][1], ranked[0][0]


def _likeness(name: str, department: Department) -> float:
    return max(_like(name, department.name), _like(name, department.short))


def _like(one: str, other: str) -> float:
    """The better of shared words and shared letters."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    shared = len(a & b) / min(len(a), len(b)) * 0.9 if len(min(a, b, key=len)) > 1 or a & b else 0.0
    letters = SequenceMatcher(None, " ".join(sorted(a)), " ".join(sorted(b))).ratio()
    return round(max(shared * (0.7 + 0.3 * len(a & b) / max(len(a), len(b))), letters * 0.95), 2)


def _words(name: str) -> frozenset[str]:
    text = "".join(c if c.isalnum() else " " for c in name.casefold().replace("&", " and ").replace("'", ""))
    words = frozenset(word.rstrip("s") or word for word in text.split())
    return words - frozenset(g.rstrip("s") for g in _GENERIC) or words
