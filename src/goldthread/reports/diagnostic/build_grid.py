"""The page of a grid: of this round, where its framework is one, or of the council's last signed round of one."""

from collections.abc import Mapping

from goldthread.assessment.types import ObjectResult
from goldthread.framework.grid import say_grid
from goldthread.framework.types import Framework
from goldthread.reports.diagnostic.material import Material
from goldthread.reports.diagnostic.types import GridCell, GridLine, GridPage, LevelName
from goldthread.reports.diagnostic.words import date_in_words, name_of_round

Standing = Mapping[str, tuple[int | None, bool]]
"""The level of each area, and whether it is final."""


def build_grid(material: Material, objects: Mapping[str, ObjectResult]) -> GridPage | None:
    """None where neither this round's framework is a grid nor any that was signed beside it."""
    if material.framework.grid:
        standing = {key: (row.level, row.final) for key, row in objects.items()}
        return _page(material.framework, standing, heading="The grid", source="", is_own=True)
    beside = material.beside
    if beside is None:
        return None
    source = (
        f"{beside.framework.title}: {name_of_round(beside.title)}, signed off on {date_in_words(beside.signed_on)}."
        " No level in this report depends on it."
    )
    levels: Standing = {key: (level, True) for key, level in beside.levels.items()}
    return _page(beside.framework, levels, heading=beside.framework.short_title, source=source, is_own=False)


def _page(framework: Framework, standing: Standing, *, heading: str, source: str, is_own: bool) -> GridPage:
    names = {item.id: item.name for item in framework.objects}
    rows = tuple(
        GridLine(
            theme.name,
            tuple(_cell(framework, names, column.items[place], standing) for column in framework.grid),
        )
        for place, theme in enumerate(framework.themes)
    )
    columns = tuple(column.name for column in framework.grid)
    sentence = say_grid(framework, [cell.number for row in rows for cell in row.cells])
    return GridPage(
        heading=heading,
        sentence=sentence,
        source=source,
        alt=f"A grid of {len(rows)} rows and {len(columns)} columns with the level of each cell. {sentence}",
        is_own=is_own,
        columns=columns,
        rows=rows,
        levels=tuple(LevelName(level.number, level.name, level.meaning) for level in framework.levels),
    )


def _cell(framework: Framework, names: Mapping[str, str], item: str, standing: Standing) -> GridCell:
    level, final = standing.get(item, (None, True))
    if level is None:
        return GridCell(item, names[item], 0, "No level", so_far=False)
    words = f"{level} {framework.level_name(level)}"
    return GridCell(item, names[item], level, words if final else f"{words} so far", so_far=not final)
