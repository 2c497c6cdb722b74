"""What the list of contracts works out over the whole register, kept until anything at the council changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract
from goldthread.register.narrowing import RegisterTotals, total
from goldthread.register.public import stamp_of
from goldthread.web.register.choices import RegisterChoice

SECONDS_KEPT = 3600
T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """Totals of what is chosen, and what a reader may choose from; paging and ordering work out nothing anew."""

    council: Council
    stamp: str

    def totals(self, choice: RegisterChoice, rows: QuerySet[Contract]) -> RegisterTotals:
        asked = repr(replace(choice.filter, order="")).encode()
        return self.get(f"totals:{sha256(asked).hexdigest()}", lambda: total(rows))

    def managers(self) -> list[Person]:
        """The people who manage a contract, by name."""
        held = Contract.objects.filter(council=self.council, manager__isnull=False).order_by()
        keys = self.get("managers", lambda: list(held.values_list("manager", flat=True).distinct()))
        return list(Person.objects.filter(pk__in=keys).order_by("name", "email"))

    def categories(self) -> list[str]:
        held = Contract.objects.filter(council=self.council).exclude(category="").order_by("category")
        return self.get("categories", lambda: list(held.values_list("category", flat=True).distinct()))

    def get(self, name: str, work_out: Callable[[], T]) -> T:
        """What is kept under the name, worked out where it is not there."""
        key = f"register-{self.stamp}-{name}"
        kept: T | None = cache.get(key)
        if kept is None:
            kept = work_out()
            cache.set(key, kept, SECONDS_KEPT)
        return kept


def kept_of(council: Council) -> Kept:
    """What is kept of a council's register as it stands today (one query)."""
    return Kept(council, stamp_of(council, timezone.localdate()))
