"""Invented contracts in bulk, the same at every run: for the seeded councils, and for the register at its full size."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from goldthread.organisation.models import Council, Department, Person
from goldthread.register.models import Break, Contract, ContractView, Extension, PublicRegister
from goldthread.register.types import Arrangement, Origin, Procedure, Regime, VatBasis

A_WRITE = 2000
FIRST_DAY = date(2022, 4, 1)
WORDS = (
    "maintenance",
    "care",
    "software",
    "transport",
    "catering",
    "cleaning",
    "advice",
    "repairs",
    "waste",
    "training",
)
PLACES = ("north", "south", "east", "west", "central")
REGIMES = (Regime.BELOW, Regime.ABOVE, Regime.NOTIFIABLE_BELOW, Regime.LIGHT_TOUCH, Regime.UNKNOWN)


def make_contracts(
    council: Council,
    departments: Sequence[Department],
    manager: Person,
    *,
    count: int,
    change: Callable[[int, Contract], None] | None = None,
) -> list[Contract]:
    """Contracts of every age; one in seven lacks an end, one in nine a value, one in eleven a manager.

    `change` is called with the place and the contract before it is written.
    """
    rows = [_contract(council, departments[place % len(departments)], manager, place) for place in range(count)]
    if change:
        for place, row in enumerate(rows):
            change(place, row)
    made = Contract.objects.bulk_create(rows, batch_size=A_WRITE)
    Extension.objects.bulk_create(
        (Extension(contract=row, number=1, months=12) for row in made if row.pk % 3 == 0 or row is made[0]),
        batch_size=A_WRITE,
    )
    Break.objects.bulk_create(
        (
            Break(contract=row, on=row.start + timedelta(days=400))
            for row in made
            if row.start and (row.pk % 5 == 0 or row is made[0])
        ),
        batch_size=A_WRITE,
    )
    PublicRegister.objects.create(council=council, is_open=True)
    ContractView.objects.create(council=council, name="Ends soon", query="ending=6")
    return made


def _contract(council: Council, department: Department, manager: Person, place: int) -> Contract:
    start = FIRST_DAY + timedelta(days=place * 37 % 1800)
    word, where = WORDS[place % len(WORDS)], PLACES[place // 10 % len(PLACES)]
    return Contract(
        council=council,
        reference=f"C{place + 1:06d}",
        title=f"{word.capitalize()} {where}, lot {place + 1}",
        description=f"{word.capitalize()} for the {where} of the area, as the specification says. " * 3,
        department=department,
        supplier_name=f"{where.capitalize()} {word.capitalize()} {place % 997} Ltd",
        arrangement=Arrangement.SINGLE_SUPPLIER,
        procedure=Procedure.OPEN,
        regime=REGIMES[place % len(REGIMES)],
        category=f"{word.capitalize()}",
        awarded_value=None if place % 9 == 4 else Decimal(5000 + place * 7919 % 900_000),
        awarded_vat=VatBasis.EXCLUDED if place % 2 else VatBasis.UNKNOWN,
        manager=None if place % 11 == 7 else manager,
        start=start,
        end=None if place % 7 == 3 else start + timedelta(days=700 + place % 900),
        origin=Origin.FILE,
        given={"title": f"{word} {where}", "end": "as in the file", "supplier_name": f"{word} {place % 997}"},
        extra={"Directorate": where, "Notes": "as in the file"},
    )
