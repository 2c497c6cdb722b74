"""Who each supplier's name on the register was found to be, kept by a run, so that every page says the same of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.evidence.coverage.models import RegisterName
from goldthread.evidence.coverage.types import Found, name_key
from goldthread.evidence.coverage.who import SAID
from goldthread.organisation.models import Council

_BATCH = 2000


@dataclass(frozen=True)
class Sought:
    """A name as contracts bear it, what stands beside it (`beside_of`), and the supplier that it was found to be."""

    name: str
    beside: str
    found: Found | None


def beside_of(company_number: str, charity_number: str, postcode: str) -> str:
    """What stands beside a name on a contract, in one text."""
    return "|".join((company_number, charity_number, postcode))  # as a contract page puts it together in SQL


def has_number(beside: str) -> bool:
    """Whether a company's or a charity's number is in it: a postcode alone tells nobody apart."""
    return any(beside.split("|")[:2])


def keep_register_names(council: Council, sought: Iterable[Sought]) -> None:
    """Put these in the place of those of the run before. Call it inside a transaction."""
    RegisterName.objects.filter(council=council).delete()
    RegisterName.objects.bulk_create(
        [
            RegisterName(
                council=council,
                name=each.name,
                key=name_key(each.name),
                beside=each.beside,
                supplier_id=each.found.supplier if each.found else None,
                is_said=each.found is not None and each.found.how == SAID,
            )
            for each in sought
        ],
        batch_size=_BATCH,
    )
