"""Makes the suppliers: names from invented places and trades, numbers that nobody holds, and how people spelt them."""

from collections.abc import Iterator, Mapping
from functools import cache

from goldthread.demo.payments.chance import Chance
from goldthread.demo.payments.plan import read_file, read_groups, read_plan
from goldthread.demo.payments.types import Group, Sector, Supplier

REDACTED = "REDACTED PERSONAL DATA"
_LEGAL_FORMS = ("Ltd", "Ltd", "Limited")
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_AREAS = ("LB", "NB")
_DISTRICTS = 9
_MOST_SPELLINGS = 3


@cache
def make_suppliers() -> Mapping[str, tuple[Supplier, ...]]:
    """Every supplier by the id of its group, the largest first."""
    places = tuple(read_file("suppliers")["places"])
    made: dict[str, tuple[Supplier, ...]] = {}
    number = 0
    for group in read_groups():
        names = list(group.named) or list(_name_group(group, places))
        made[group.id] = tuple(_make(group, name, number + rank) for rank, name in enumerate(names))
        number += len(names)
    return made


def _name_group(group: Group, places: tuple[str, ...]) -> Iterator[str]:
    if group.sector is Sector.INDIVIDUAL:
        yield REDACTED
        return
    chance = Chance("names", group.id)
    for rank, place in enumerate(chance.shuffle(places)[: group.count]):
        name = f"{place} {group.trades[rank % len(group.trades)]}"
        if group.sector is Sector.COMPANY:
            name = f"{name} {chance.pick(_LEGAL_FORMS)}"
        yield f"{name} CIC" if group.sector is Sector.CIC else name


def _make(group: Group, name: str, number: int) -> Supplier:
    chance = Chance("supplier", name)
    wards = read_plan().wards
    place = number % len(wards)
    is_company = group.has_numbers and group.sector in {Sector.COMPANY, Sector.CIC}
    is_redacted = group.sector is Sector.INDIVIDUAL
    return Supplier(
        id="" if is_redacted else f"{100204 + 37 * number}",
        name=name,
        spellings=(name,) if is_redacted else _spell(name, chance),
        group=group,
        company_number=f"{99000117 + 1013 * number}" if is_company else "",
        charity_number=f"{9900031 + 17 * number}" if group.has_numbers and group.sector is Sector.CHARITY else "",
        postcode=_postcode(group, number, place) if group.has_numbers else "",
        ward=wards[place] if group.is_local else "",
        contract=f"WM{2100 + number}",
    )


def _postcode(group: Group, number: int, ward: int) -> str:
    """A postcode of its own: the district within Wharfemoor is the ward's."""
    area = f"WM{ward + 1}" if group.is_local else f"{_AREAS[number % 2]}{1 + number % _DISTRICTS}"
    letters = _INWARD[number // 20 % 20] + _INWARD[number % 20]
    return f"{area} {number % 9 + 1}{letters}"


def _spell(name: str, chance: Chance) -> tuple[str, ...]:
    """The proper name, and up to three that people typed; the one with a letter out of place comes last."""
    ways = [name.upper(), _other_form(name), _other_and(name), name.replace(" Ltd", "").replace(" Limited", "")]
    found = [way for way in chance.shuffle(ways) if way != name][: chance.between(0, _MOST_SPELLINGS - 1)]
    typed = [_slip(name, chance)] if chance.share() < 0.2 else []
    return tuple(dict.fromkeys([name, *found, *typed]))


def _other_form(name: str) -> str:
    if name.endswith(" Limited"):
        return name.removesuffix("Limited") + "Ltd."
    return name.removesuffix("Ltd") + "Limited" if name.endswith(" Ltd") else name


def _other_and(name: str) -> str:
    return name.replace(" & ", " and ") if " & " in name else name.replace(" and ", " & ")


def _slip(name: str, chance: Chance) -> str:
    """Two letters of the first word changed places."""
    first, _, rest = name.partition(" ")
    cut = chance.between(2, len(first) - 3)
    return f"{first[:cut]}{first[cut + 1]}{first[cut]}{first[cut + 2 :]} {rest}"
