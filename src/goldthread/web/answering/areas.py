"""The pages of the questionnaire: one for each key area, and one that holds the enablers together.

Where areas are answered themselves, a page holds those of one theme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from goldthread.framework.load import load_framework
from goldthread.framework.types import (
    ENABLERS_SECTION,
    LOCAL_OBJECT,
    Framework,
    FrameworkObject,
    Theme,
    UnknownItem,
    ValueCode,
)

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


def areas_of(framework: Framework) -> tuple[Area, ...]:
    """Every page in its order, the local codes last. A key area without value codes has none."""
    own = _areas_of(framework.id)
    return (*own, _area(framework.object(LOCAL_OBJECT))) if framework.local_codes else own


@cache
def _areas_of(framework_id: str) -> tuple[Area, ...]:
    framework = load_framework(framework_id)
    if framework.answers_areas and not framework.enablers:
        return tuple(_theme_page(framework, theme) for theme in framework.themes)
    key_areas = [_area(item) for item in framework.objects if item.section != ENABLERS_SECTION and item.value_codes]
    enablers = [item for item in framework.objects if item.section == ENABLERS_SECTION]
    if not enablers:
        return tuple(key_areas)
    return (*key_areas, _together(ENABLERS_AREA, ENABLERS_SECTION, enablers))


def find_area(framework: Framework, area_id: str) -> Area:
    """The page of this id, or the one that holds the enabler of this id. An unknown id raises UnknownItem."""
    pages = {area.id: area for area in areas_of(framework)}
    if area_id in pages:
        return pages[area_id]
    section = framework.object(area_id).section
    for area in pages.values():
        if area.name == area.section == section:
            return area
    raise UnknownItem(f'{framework.id} has nothing to answer in "{area_id}".', "Choose another key area.")


def area_of_code(framework: Framework, value_code: str) -> Area:
    """The page on which a value code is answered. An unknown code raises UnknownItem."""
    return find_area(framework, framework.object_of(value_code).id)


def _theme_page(framework: Framework, theme: Theme) -> Area:
    return _together(theme.id, theme.name, [framework.object(area.id) for area in theme.key_areas])


def _together(page_id: str, section: str, items: Sequence[FrameworkObject]) -> Area:
    """One page for everything of a section."""
    return Area(
        id=page_id,
        name=section,
        section=section,
        guides=tuple(_guide(item) for item in items),
        codes=tuple(code for item in items for code in item.value_codes),
    )


def _area(item: FrameworkObject) -> Area:
    return Area(id=item.id, name=item.name, section=item.section, guides=(_guide(item),), codes=item.value_codes)


def _guide(item: FrameworkObject) -> Guide:
    return Guide(name=item.name, what_it_is=item.what_it_is, why_it_matters=item.why_it_matters)
