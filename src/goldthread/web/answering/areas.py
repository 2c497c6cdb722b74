"""The pages of the questionnaire: one for each key area, and one that holds the enablers together."""

from dataclasses import dataclass
from functools import cache

from goldthread.framework.load import load_framework
from goldthread.framework.types import ENABLERS_SECTION, Framework, FrameworkObject, UnknownItem, ValueCode

ENABLERS_AREA = "enablers"


@dataclass(frozen=True)
class Guide:
    """What one key area or enabler means, and why it matters."""

    name: str
    what_it_is: str
    why_it_matters: str


@dataclass(frozen=True)
class Area:
    """One page of the questionnaire."""

    id: str
    name: str
    section: str
    guides: tuple[Guide, ...]
    codes: tuple[ValueCode, ...]


@cache
def areas_of(framework_id: str) -> tuple[Area, ...]:
    """Every page in its order. A key area without value codes has none."""
    framework = load_framework(framework_id)
    key_areas = [_area(item) for item in framework.objects if item.section != ENABLERS_SECTION and item.value_codes]
    enablers = [item for item in framework.objects if item.section == ENABLERS_SECTION]
    if not enablers:
        return tuple(key_areas)
    together = Area(
        id=ENABLERS_AREA,
        name=ENABLERS_SECTION,
        section=ENABLERS_SECTION,
        guides=tuple(_guide(item) for item in enablers),
        codes=tuple(code for item in enablers for code in item.value_codes),
    )
    return (*key_areas, together)


def find_area(framework: Framework, area_id: str) -> Area:
    """The page of this id, or the one that holds the enabler of this id. An unknown id raises UnknownItem."""
    wanted = area_id
    if area_id != ENABLERS_AREA and framework.object(area_id).section == ENABLERS_SECTION:
        wanted = ENABLERS_AREA
    for area in areas_of(framework.id):
        if area.id == wanted:
            return area
    raise UnknownItem(f'{framework.id} has nothing to answer in "{area_id}".', "Choose another key area.")


def area_of_code(framework: Framework, value_code: str) -> Area:
    """The page on which a value code is answered. An unknown code raises UnknownItem."""
    return find_area(framework, framework.object_of(value_code).id)


def _area(item: FrameworkObject) -> Area:
    return Area(id=item.id, name=item.name, section=item.section, guides=(_guide(item),), codes=item.value_codes)


def _guide(item: FrameworkObject) -> Guide:
    return Guide(name=item.name, what_it_is=item.what_it_is, why_it_matters=item.why_it_matters)
